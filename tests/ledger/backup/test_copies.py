"""Backups and what is restored from them: one file, whole and verified, or nothing; and the same ledger again."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import StoredEvent

from ledger import (
    ConflictError,
    Copied,
    InputError,
    Ledger,
    TamperedError,
    back_up_ledger,
    prove_events,
    publish_checkpoint,
    restore_ledger,
    seal_ledger,
    verification,
)
from ledger.seal import verify
from ledger.seal.tiles import Tree
from ledger.store.seals import seals_of
from tests.ledger.logs import NOON
from tests.ledger.seal.scene import Scene
from tests.ledger.test_application_places import NOT_LEDGERS

ROOT = Path(__file__).parents[3]
TABLES = ("stored_events", "instants", "seal_head", "seal_tiles", "seal_runs", "seal_notes", "sqlite_sequence")
EDIT = "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), 'H-2', 'H-9') AS BLOB) WHERE rowid = 5"


def contents(path: Path) -> dict[str, list[Any]]:
    """Return every row of every table."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        return {table: sorted(connection.execute(f"SELECT * FROM {table}")) for table in TABLES}


def backed_up(scene: Scene, *files: Path, name: str = "backup.db") -> Copied:
    with scene.open() as ledger:
        return back_up_ledger(ledger, f"{scene.folder}/{name}", files=files)


def held(scene: Scene) -> Path:
    return scene.folder / "held" / "7.cosigned"


def codes(done: Copied) -> list[str]:
    return [finding.code for finding in done.findings]


def test_a_backup_holds_all_that_the_ledger_holds_and_is_one_file(scene: Scene) -> None:
    folder = scene.folder / "backups"
    folder.mkdir()
    done = backed_up(scene, held(scene), name="backups")
    assert [path.name for path in folder.iterdir()] == ["recert-20260301T160000Z.db"]
    assert done.path == str(folder / "recert-20260301T160000Z.db")
    assert (done.findings, done.position, done.check.agreed, done.check.unsealed) == ((), 8, 7, 0)
    assert contents(Path(done.path)) == contents(scene.file)


def test_a_restored_ledger_is_the_same_ledger_and_goes_on(scene: Scene) -> None:
    with scene.open() as ledger:
        ledger_id, proofs, instants = ledger.ledger_id, prove_events(ledger, "H-1"), ledger.log.instant_of(5)
    done = backed_up(scene)
    scene.file = scene.folder / "elsewhere.db"
    restored = restore_ledger(done.path, str(scene.file), files=[held(scene)])
    assert (restored.findings, restored.ledger_id, restored.position) == ((), ledger_id, 8)
    with scene.open() as ledger:
        assert prove_events(ledger, "H-1") == proofs
        assert ledger.log.instant_of(5) == instants
    scene.record("H-9")
    assert scene.codes(held(scene), full=True) == set()
    assert contents(scene.file)["stored_events"][:8] == contents(Path(done.path))["stored_events"]


def test_old_proofs_verify_and_the_signer_and_witness_go_on(scene: Scene) -> None:
    with scene.open() as ledger:
        proofs = prove_events(ledger, "H-1", scene.log)
    scene.file = Path(restore_ledger(backed_up(scene).path, str(scene.folder / "again.db")).path)
    bundle = [scene.folder / proof.name for proof in proofs]
    for file, proof in zip(bundle, proofs, strict=True):
        file.write_text(proof.text, encoding="utf-8")
    keys = ["--log", str(scene.log.key), "--witness", str(scene.witness.key)]
    assert verify.main([*keys, *map(str, bundle)]) == 0
    scene.record("H-9")
    scene.held()  # Both sign what goes on from what they signed before.


def test_reading_a_backup_where_it_lies_leaves_it_as_it_is(scene: Scene) -> None:
    path = Path(backed_up(scene).path)
    before = path.read_bytes()
    with Ledger.open(str(path)) as ledger:
        assert list(verification(ledger, [held(scene)], [])) == []
    assert path.read_bytes() == before
    assert not list(scene.folder.glob("backup.db-*"))


def test_a_backup_may_be_read_by_no_more_people_than_the_ledger(scene: Scene) -> None:
    scene.file.chmod(0o640)
    path = Path(backed_up(scene).path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.chmod(0o400)
    assert stat.S_IMODE(os.stat(restore_ledger(str(path), f"{path}.again").path).st_mode) == 0o600


def test_what_is_there_already_is_never_written_over(scene: Scene) -> None:
    path = Path(backed_up(scene).path)
    before = path.read_bytes()
    makes: list[Callable[[], Copied]] = [
        lambda: backed_up(scene),
        lambda: restore_ledger(str(path), str(scene.file)),
    ]
    for make in makes:
        with pytest.raises(ConflictError, match="already"):
            make()
    (scene.folder / "other.db-wal").write_bytes(b"x")
    with pytest.raises(ConflictError, match=r"other\.db-wal"):
        backed_up(scene, name="other.db")
    assert path.read_bytes() == before
    assert not list(scene.folder.glob("*.new*"))


@pytest.mark.parametrize("name", ["no/backup.db", "no/", "held/7.request/backup.db", "x" * 300, "a\0b"])
def test_a_place_where_nothing_can_be_made_is_said_in_words(scene: Scene, name: str) -> None:
    makes: list[Callable[[], Copied]] = [
        lambda: backed_up(scene, name=name),
        lambda: restore_ledger(str(scene.file), f"{scene.folder}/{name}"),
    ]
    for make in makes:
        with pytest.raises(InputError) as refusal:
            make()
        assert str(refusal.value).isprintable()


NO_BACKUPS: dict[str, Callable[[Path], object]] = {
    **{name: NOT_LEDGERS[name] for name in ("empty", "text", "zeros", "folder", "foreign database", "pipe")},
    "missing": Path.exists,
}


@pytest.mark.parametrize("what", NO_BACKUPS)
def test_what_is_no_backup_is_not_restored(scene: Scene, what: str) -> None:
    path = scene.folder / "x.db"
    NO_BACKUPS[what](path)
    with pytest.raises(InputError):
        restore_ledger(str(path), str(scene.folder / "again.db"))
    assert not list(scene.folder.glob("again.db*"))


def test_a_checkpoint_that_cannot_be_read_stops_a_backup_before_it_begins(scene: Scene) -> None:
    with pytest.raises(InputError, match="no checkpoint"):
        backed_up(scene, scene.folder / "nowhere")
    (scene.folder / "hello").write_text("hello", encoding="utf-8")
    done = backed_up(scene, scene.folder / "hello")
    assert (codes(done), done.kept) == (["checkpoint-unreadable"], True)


def test_a_ledger_that_does_not_match_its_seal_gives_no_backup(scene: Scene) -> None:
    scene.attack(EDIT)
    done = backed_up(scene)
    assert (codes(done), done.kept) == (["edited"], False)
    assert not list(scene.folder.glob("backup*"))


def test_a_ledger_rewritten_with_its_seal_gives_none_where_a_checkpoint_is_held(scene: Scene) -> None:
    kept = contents(scene.file)["seal_notes"]
    scene.attack(EDIT)
    scene.reseal()
    assert backed_up(scene, name="missed.db").kept  # Expected miss: nobody was asked.
    assert codes(backed_up(scene, held(scene))) == ["rewritten"]
    with closing(sqlite3.connect(scene.file)) as connection, connection:
        connection.executemany("INSERT INTO seal_notes VALUES (?, ?)", kept)
    assert codes(backed_up(scene)) == ["rewritten"]  # The newest checkpoint that it keeps itself is asked, too.


def test_a_backup_that_was_tampered_with_is_not_restored(scene: Scene) -> None:
    scene.file = Path(backed_up(scene).path)
    scene.attack(EDIT)
    done = restore_ledger(str(scene.file), str(scene.folder / "again.db"))
    assert (codes(done), done.kept) == (["edited"], False)
    assert not list(scene.folder.glob("again*"))


def test_a_backup_whose_index_is_damaged_is_not_restored(scene: Scene) -> None:
    path = Path(backed_up(scene).path)
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'instants_recorded_at'"
        ).fetchone()
    raw = bytearray(path.read_bytes())
    raw[root * 4096 - 1] ^= 1  # The end of a page: the last byte of its first entry.
    path.write_bytes(raw)
    assert codes(restore_ledger(str(path), str(scene.folder / "again.db"))) == ["damaged"]


def test_restoring_an_older_backup_says_what_a_newer_checkpoint_covers(scene: Scene) -> None:
    older = backed_up(scene).path
    scene.record("H-5", "H-6")
    newer = scene.held()
    done = restore_ledger(older, str(scene.folder / "again.db"), files=[held(scene), newer])
    assert (codes(done), done.kept, done.check.agreed) == (["older"], True, 7)
    assert "it holds 8 of 10 events" in done.findings[0].message


def test_whoever_signed_further_signs_nothing_of_a_restored_older_backup(scene: Scene) -> None:
    older = backed_up(scene).path
    scene.record("H-5", "H-6")
    scene.publish()
    last = scene.folder / "log" / "last"
    scene.file = scene.folder / "again.db"
    assert codes(restore_ledger(older, str(scene.file), files=[last])) == ["older"]  # The signer's own last note.
    with scene.open() as ledger, pytest.raises(TamperedError, match="were signed before"):
        publish_checkpoint(ledger, scene.log, last=last)
    scene.record("H-5", "H-6")  # Recorded again, but at another time: other bytes.
    with scene.open() as ledger, pytest.raises(TamperedError, match="not what was signed"):
        publish_checkpoint(ledger, scene.log, last=last)


def test_a_checkpoint_that_contradicts_a_backup_stops_the_restoring(scene: Scene) -> None:
    scene.file = Path(backed_up(scene).path)
    scene.attack(EDIT)
    scene.reseal()
    done = restore_ledger(str(scene.file), str(scene.folder / "again.db"), files=[held(scene)])
    assert (codes(done), done.kept) == (["rewritten"], False)


def test_what_nobody_sealed_is_in_a_backup_and_is_sealed_when_it_is_restored(scene: Scene) -> None:
    with scene.open() as ledger:
        ledger.log.insert_events([StoredEvent("claim-1", 1, "t", b"{}")], recorded_at=NOON)
    done = backed_up(scene)
    assert (done.check.sealed, done.check.unsealed) == (8, 1)
    assert restore_ledger(done.path, str(scene.folder / "again.db")).check.sealed == 9


def test_a_ledger_left_with_its_write_ahead_log_is_restored_with_it(scene: Scene) -> None:
    crashed = scene.folder / "crashed"
    crashed.mkdir()
    with scene.open() as ledger:
        ledger.log.insert_events([StoredEvent("claim-1", 1, "t", b"{}")], recorded_at=NOON)
        for name in ("recert.db", "recert.db-wal"):
            (crashed / name).write_bytes((scene.file.parent / name).read_bytes())
    assert restore_ledger(str(crashed / "recert.db"), str(scene.folder / "again.db")).position == 9


def test_progress_is_told_to_the_last_page(scene: Scene) -> None:
    told: list[tuple[int, int]] = []
    with scene.open() as ledger:
        back_up_ledger(ledger, str(scene.folder / "b.db"), progress=lambda *done: told.append(done))
    assert told[-1][0] == told[-1][1] == scene.file.stat().st_size // 4096


WRITER = """
import sys
from ledger import Ledger
from tests.ledger.ledgers import grant
me, call = sys.argv[2], 0
print("ready", flush=True)
sys.stdin.readline()
for call in range(60):
    with Ledger.open(sys.argv[1], actor=f"clerk-{me}") as ledger:
        ledger.record([grant(f"H-{me}-{call}-{number}") for number in range(20)])
"""


@pytest.fixture
def writers(scene: Scene) -> Iterator[list[subprocess.Popen[str]]]:
    """Four processes that record, and seal behind themselves, once they are told to."""
    pipe = subprocess.PIPE
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(scene.file), str(me)], cwd=ROOT, stdin=pipe, stdout=pipe, text=True
        )
        for me in range(4)
    ]
    for each in started:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    yield started
    for each in started:
        each.communicate()


def test_a_backup_under_four_writers_is_a_prefix_of_what_they_wrote(
    scene: Scene, writers: list[subprocess.Popen[str]]
) -> None:
    for each in writers:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    done: list[Copied] = []
    while any(each.poll() is None for each in writers):
        done.append(backed_up(scene, held(scene), name=f"{len(done)}.db"))
    assert [each.returncode for each in writers] == [0, 0, 0, 0]
    between = [each for each in done if 8 < each.position < 8 + 4 * 60 * 20]
    assert between
    events = contents(scene.file)["stored_events"]
    with scene.open() as ledger:
        sealed = seal_ledger(ledger).head
        tree = Tree(seals_of(ledger.log), sealed.size)
        for copy in between:
            assert copy.findings == ()
            assert contents(Path(copy.path))["stored_events"] == events[: copy.position]
            assert copy.check.head.root == tree.root(copy.check.head.size)
            assert copy.check.sealed + copy.check.unsealed == copy.position
            assert not [name for name in os.listdir(scene.folder) if name.startswith(f"{Path(copy.path).name}-")]
    scene.file = Path(restore_ledger(between[-1].path, str(scene.folder / "again.db"), files=[held(scene)]).path)
    assert scene.codes(held(scene), full=True) == set()
