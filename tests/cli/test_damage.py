"""Every command on a ledger that is damaged: one clear line and its exit code, and no answer that hides the damage."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Answer, Recert

PAGE = 4096
HOLDERS = 60
CHANCES, MANY_CHANCES = 14, 300

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("status", "H-5"),
    ("standings", "--format", "jsonl"),
    ("explain", "H-5"),
    ("timeline", "H-7"),
    ("history", "H-9"),
    ("drift",),
    ("policy", "list"),
    ("replay", "--set", "claim.window=90"),
    ("verify",),
    ("verify", "--full"),
    ("prove", "H-5", "--out", "proofs"),
    ("backup", "backup.db"),
    ("restore", "recert.db", "--to", "restored.db"),
    ("salvage", "recert.db", "--to", "saved"),
    ("seal",),
    ("checkpoint", "publish", "--to", "published", "--key", "KEY"),
    ("grant", "H-5", "CCNA", "--on", "2025-02-02"),
    ("claim", "validate", "C-7", "--on", "2026-03-01"),
    ("import", "more.jsonl"),
    ("close", "--through", "2026-03-01"),
)
VOUCHED = {"verify": "recert.db", "backup": "backup.db", "restore": "restored.db", "salvage": "saved/recert.db"}


class Desk:
    """A command line on a ledger of many pages, which can be put back as it was."""

    def __init__(self, recert: Recert, folder: Path, key: Path) -> None:
        self.recert, self.folder, self.key = recert, folder, key
        lines: list[dict[str, object]] = [
            {"kind": "grant", "holder": f"H-{n}", "certification": "CCNA", "on": "2025-01-01"} for n in range(HOLDERS)
        ]
        lines += [
            {"kind": "submit", "holder": f"H-{n}", "claim": f"C-{n}", "item": "ENCOR-ILT", "credits": 12,
             "completed_on": "2025-05-01", "submitted_on": "2025-05-03"} for n in range(HOLDERS)
        ]  # fmt: skip
        (folder / "all.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
        more = {"kind": "grant", "holder": "H-900", "certification": "CCNA", "on": "2025-01-01"}
        (folder / "more.jsonl").write_text(f"{json.dumps(more)}\n", encoding="utf-8")
        assert recert("init").code == recert("import", "all.jsonl").code == 0
        assert recert("key", "new", "example.com/log", "--to", str(key)).code == 0
        self.whole = (folder / "recert.db").read_bytes()
        self.events = events(folder / "recert.db")

    def damaged(self, raw: bytes) -> None:
        """Put a damaged ledger in place, and nothing else that an earlier command left."""
        for left in ("recert.db-wal", "recert.db-shm", "backup.db", "restored.db", "more.jsonl.errors.csv"):
            (self.folder / left).unlink(missing_ok=True)
        for left in ("saved", "proofs", "published"):
            shutil.rmtree(self.folder / left, ignore_errors=True)
        Path(f"{self.key}.last").unlink(missing_ok=True)
        (self.folder / "recert.db").write_bytes(raw)

    def run(self, command: tuple[str, ...]) -> Answer:
        return self.recert(*(str(self.key) if each == "KEY" else each for each in command))


def events(path: Path) -> dict[int, Any]:
    """Return the events of a file, as far as SQLite reads them."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        rows = connection.execute("SELECT rowid, originator_id, originator_version, topic, state FROM stored_events")
        return {row[0]: row[1:] for row in rows}


@pytest.fixture
def desk(recert: Recert, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(recert, tmp_path, tmp_path_factory.mktemp("key") / "log")


def check(desk: Desk, raw: bytes) -> None:
    """Run every command on a damaged ledger."""
    for command in COMMANDS:
        desk.damaged(raw)
        answer = desk.run(command)
        assert answer.code in (0, 1, 2, 3), (command, answer.err)
        assert "Traceback" not in answer.err, command
        if "file is damaged" in answer.err:
            assert answer.code == 3
            assert "`recert restore`; `recert salvage`" in answer.err
        if answer.code == 0:
            passed(desk, command[0])


def passed(desk: Desk, command: str) -> None:
    """See that what vouches for the record did not vouch for another one."""
    if command in VOUCHED:
        assert events(desk.folder / VOUCHED[command]) == desk.events


def flipped(raw: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 1, 4, 40])):
        page = chance.randrange(len(raw) // PAGE) * PAGE
        raw[page + chance.choice([chance.randrange(PAGE), chance.randrange(100)])] ^= 1 << chance.randrange(8)


def garbled(raw: bytearray, chance: random.Random) -> None:
    page = chance.randrange(len(raw) // PAGE) * PAGE
    raw[page : page + PAGE] = chance.choice([bytes(PAGE), chance.randbytes(PAGE)])


def swapped(raw: bytearray, chance: random.Random) -> None:
    one, two = (chance.randrange(len(raw) // PAGE) * PAGE for _ in range(2))
    raw[one : one + PAGE], raw[two : two + PAGE] = raw[two : two + PAGE], raw[one : one + PAGE]


def overwritten(raw: bytearray, chance: random.Random) -> None:
    raw[: chance.choice([16, 100])] = chance.randbytes(16)


def cut(raw: bytearray, chance: random.Random) -> None:
    del raw[chance.randrange(len(raw)) :]


DAMAGE: tuple[Callable[[bytearray, random.Random], None], ...] = (flipped, garbled, swapped, overwritten, cut)


def damages(whole: bytes, number: int) -> Iterator[bytes]:
    """Yield damaged copies, the same every time."""
    chance = random.Random(11)
    for each in range(number):
        raw = bytearray(whole)
        DAMAGE[each % len(DAMAGE)](raw, chance)
        yield bytes(raw)


def test_every_command_answers_for_a_damaged_ledger(desk: Desk) -> None:
    for raw in damages(desk.whole, CHANCES):
        check(desk, raw)


@pytest.mark.long
def test_every_command_answers_however_a_ledger_is_damaged(desk: Desk) -> None:
    for raw in damages(desk.whole, MANY_CHANCES):
        check(desk, raw)


@pytest.mark.long
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_no_single_byte_of_a_ledger_can_be_changed_so_that_it_is_vouched_for(desk: Desk, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(desk.whole) - 1))
    raw = bytearray(desk.whole)
    raw[at] ^= data.draw(st.integers(1, 255))
    for command in (("verify",), ("backup", "backup.db"), ("salvage", "recert.db", "--to", "saved")):
        desk.damaged(bytes(raw))
        answer = desk.run(command)
        assert answer.code in (0, 1, 2, 3), answer.err
        if answer.code == 0:
            passed(desk, command[0])


def test_a_damaged_page_is_said_to_be_one_and_what_to_do(desk: Desk) -> None:
    desk.damaged(desk.whole[: 4 * PAGE] + bytes(len(desk.whole) - 4 * PAGE))
    answer = desk.run(("standings",))
    assert answer.code == 3
    assert answer.err == (
        "recert: The ledger file is damaged (database disk image is malformed). Go back to a backup with `recert "
        f"restore`; `recert salvage` saves what this file still holds. @ {desk.folder}/recert.db\n"
    )


def test_a_ledger_whose_beginning_was_overwritten_is_pointed_to_salvage(desk: Desk) -> None:
    desk.damaged(bytes(100) + desk.whole[100:])
    assert "`recert salvage` reads one whose beginning was overwritten." in desk.run(("status", "H-5")).err
    answer = desk.run(("salvage", "recert.db", "--to", "saved"))
    assert answer.code == 0
    assert (
        answer.out.splitlines()[-1]
        == f"No event is missing: {desk.folder}/saved/recert.db is a ledger again, verified."
    )
    assert events(desk.folder / "saved" / "recert.db") == desk.events


def reversed_cells(page: bytes) -> bytes:
    """Return a leaf page whose rows stand in the opposite order (SQLite, file format, section 1.6)."""
    stop = 8 + 2 * int.from_bytes(page[3:5], "big")
    pointers = [page[at : at + 2] for at in range(8, stop, 2)]
    return page[:8] + b"".join(reversed(pointers)) + page[stop:]


def test_rows_that_are_out_of_order_lead_nowhere_in_circles(desk: Desk) -> None:
    for at in range(PAGE, len(desk.whole), PAGE):
        page = desk.whole[at : at + PAGE]
        if page[0] in (10, 13):  # A leaf of an index or of a table.
            damaged = desk.whole[:at] + reversed_cells(page) + desk.whole[at + PAGE :]
            for command in (("verify", "--full"), ("standings",), ("backup", "backup.db")):
                desk.damaged(damaged)
                assert desk.run(command).code in (0, 1, 2, 3)


def left_behind(desk: Desk) -> tuple[bytes, bytes]:
    """Return the ledger as a process leaves it that is killed after recording: the file, and its write-ahead log."""
    desk.damaged(desk.whole)
    with closing(sqlite3.connect(desk.folder / "recert.db")) as reader:
        reader.execute("SELECT COUNT(*) FROM stored_events").fetchone()  # While somebody reads, the log stays.
        for holder in ("H-1", "H-2", "H-3"):
            assert desk.run(("grant", holder, "CCNP-ENT", "--on", "2025-03-03")).code == 0
        return (desk.folder / "recert.db").read_bytes(), (desk.folder / "recert.db-wal").read_bytes()


def test_a_write_ahead_log_that_is_gone_or_garbled_is_missed_by_all_but_a_checkpoint(desk: Desk) -> None:
    file, log = left_behind(desk)
    assert desk.run(("checkpoint", "publish", "--to", "published", "--key", "KEY")).code == 0
    held = desk.folder / "held"
    (desk.folder / "published" / f"{len(desk.events) + 3}.checkpoint").rename(held)
    garbled_log = bytearray(log)
    garbled_log[32 + 24 + 7] ^= 1
    for left in (b"", bytes(garbled_log), bytes(len(log)), log[:20]):
        desk.damaged(file)
        (desk.folder / "recert.db-wal").write_bytes(left)
        assert desk.run(("status", "H-1")).code == 0
        assert desk.run(("verify",)).code == 0  # Expected miss: the file is what it was some transactions before.
        answer = desk.run(("verify", "--checkpoint", str(held)))
        assert (answer.code, answer.out.split(":")[0]) == (3, "TAMPERED truncated")
    for left in (bytes(garbled_log), log):
        desk.damaged(file)
        (desk.folder / "recert.db-wal").write_bytes(left)
        (desk.folder / "recert.db-shm").write_bytes(b"\xff" * 32768)  # An index that is garbled is made anew.
        answer = desk.run(("salvage", "recert.db", "--to", "saved", "--checkpoint", str(held)))
        assert answer.code == 0
        assert len(events(desk.folder / "saved" / "recert.db")) == len(desk.events) + 3
