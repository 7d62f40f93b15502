"""A ledger with its log key, a witness elsewhere, and an attacker who can write every byte of the ledger's file."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ledger import (
    Grant,
    Ledger,
    ScriptedClock,
    SealFinding,
    Verification,
    new_key,
    publish_checkpoint,
    read_signer,
    seal_ledger,
    take_checkpoint,
    verification,
)
from ledger import cosign_checkpoint as cosign
from ledger.seal.leaves import rows_of
from ledger.seal.notes import Signer, checkpoint_text
from ledger.seal.tiles import Tree
from ledger.seal.verify import Head
from ledger.store.mapper import CanonicalMapper
from ledger.store.seals import seals_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Scene:
    """Everything that the parties have: the ledger's folder, the log's key, the witness's key and state."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "ledger" / "recert.db"
        self.now = NOON
        for name in ("ledger", "log", "witness", "held"):
            (folder / name).mkdir()
        new_key(folder / "log" / "key", "example.com/log", ledger=self.file)
        new_key(folder / "witness" / "key", "example.com/witness", witness=True, ledger=self.file)
        with Ledger.create(str(self.file), clock=ScriptedClock([NOON]), actor="test"):
            pass

    @property
    def log(self) -> Signer:
        return read_signer(self.folder / "log" / "key")

    @property
    def witness(self) -> Signer:
        return read_signer(self.folder / "witness" / "key")

    def open(self) -> Ledger:
        return Ledger.open(str(self.file), clock=ScriptedClock([self.now]), actor="test")

    def record(self, *holders: str, certification: str = "CCNA") -> None:
        """Record a grant to each holder, an hour later than whatever was before, and seal."""
        self.now += HOUR
        with self.open() as ledger:
            ledger.record(
                [Grant.model_validate({"holder": holder, "certification": certification, "on": "2024-05-01"})
                 for holder in holders]
            )  # fmt: skip

    def publish(self, *, since: int | None = None) -> Path:
        """Sign what is sealed, and return the request that goes to the witness."""
        with self.open() as ledger:
            done = publish_checkpoint(ledger, self.log, last=self.folder / "log" / "last", since=since)
        file = self.folder / "held" / f"{done.head.size}.request"
        file.write_text(done.request, encoding="utf-8")
        return file

    def cosign(self, request: Path) -> Path:
        """Let the witness cosign, an hour later."""
        self.now += HOUR
        note = cosign(request, self.log.key, self.witness, state=self.folder / "witness" / "state", at=self.now)
        file = request.with_suffix(".cosigned")
        file.write_text(note, encoding="utf-8")
        return file

    def held(self) -> Path:
        """Publish, let the witness cosign, take that back, and return what the witness holds."""
        file = self.cosign(self.publish())
        with self.open() as ledger:
            take_checkpoint(ledger, file, self.log.key, [self.witness.key])
        return file

    def attack(self, *statements: str) -> None:
        """Run SQL on the file, past every guard rail."""
        connection = sqlite3.connect(self.file)
        for guard in ("UPDATE", "DELETE"):
            connection.execute(f"DROP TRIGGER IF EXISTS stored_events_no_{guard}")
        for statement in statements:
            connection.executescript(statement)
        connection.commit()
        connection.close()

    def reseal(self) -> None:
        """Throw the seal and the table of instants away, and build them anew over whatever is recorded now."""
        empty = "UPDATE seal_head SET size = 0, position = 0, root = x'" + EMPTY + "'"
        self.attack(empty, "DELETE FROM seal_tiles", "DELETE FROM seal_runs", "DELETE FROM seal_notes")
        read = CanonicalMapper().to_domain_event
        with self.open() as ledger:
            rows = (row for page in rows_of(ledger.log, first=1) for row in page)
            ledger.log.rebuild_instants([(row.id, read(row).recorded_at) for row in rows])
            seal_ledger(ledger)

    def reseal_under_the_notes(self) -> None:
        """Build the seal anew, and leave the checkpoints in the file."""
        with self.open() as ledger:
            notes = seals_of(ledger.log).notes()
        self.reseal()
        for size, note in notes:
            self.keep(note, size)

    def keep(self, note: str, size: int) -> None:
        """Write a note into the file, as whoever can write it may."""
        connection = sqlite3.connect(self.file)
        connection.execute("INSERT OR REPLACE INTO seal_notes VALUES (?, ?)", (size, note))
        connection.commit()
        connection.close()

    def another(self, name: str) -> Signer:
        """Return a witness that the scene has not yet."""
        new_key(self.folder / name, f"example.com/{name}", witness=True)
        return read_signer(self.folder / name)

    def cosigned(self, witness: Signer, size: int, *instants: datetime) -> str:
        """Return a checkpoint of the record's first events, as the log signed it, and a witness at each instant."""
        with self.open() as ledger:
            root = Tree(seals_of(ledger.log), size).root(size)
        text = checkpoint_text(Head(self.log.key.name, size, root))
        lines = (witness.line(text, int(at.timestamp())) for at in instants)
        return f"{text}\n{self.log.line(text)}{''.join(lines)}"

    def check(self, *files: Path, full: bool = False) -> tuple[Verification, list[SealFinding]]:
        with self.open() as ledger:
            check = verification(ledger, files, [], full=full)
            return check, list(check)

    def codes(self, *files: Path, full: bool = False) -> set[str]:
        return {finding.code for finding in self.check(*files, full=full)[1]}


EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Four holders recorded, a checkpoint of seven events held by the witness, and one event after it."""
    made = Scene(tmp_path)
    made.record("H-1", "H-2", "H-3")
    made.record("H-1", certification="CCNP-ENT")
    made.held()
    made.record("H-4")
    return made
