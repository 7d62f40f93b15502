"""The campaign's own eyes: what must not be, they see."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.acts import LEDGER
from tests.faults.checking import Row, looked_at, lost, sound, truthful, verified_here
from tests.faults.faults import KILL, planned, spread
from tests.faults.running import Done, Fault
from tests.faults.table import Line, drawn
from tests.faults.trials import Outcome
from tests.ledger.ledgers import grant, new, submit

FULL = "recert: The disk is full, so nothing of this was recorded. Make room. @ recert.db"
PART = "recert: The disk is full, so not all of this was recorded. Make room. @ recert.db"


def row(position: int, *, version: int = 1, event: str | None = None) -> Row:
    return Row(position, "holder-H-1", version, "certification.granted.v1", b"{}", event or str(position))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "books").mkdir()
    with new(tmp_path / LEDGER) as ledger:
        ledger.record([grant("H-1"), submit()])
        ledger.record([grant("H-2")])
    return tmp_path


def test_a_ledger_is_looked_at_with_the_end_of_each_transaction(folder: Path) -> None:
    desk = looked_at(folder)
    assert [each.stream for each in desk.rows[3:]] == ["holder-H-1", "claim-C-1", "holder-H-1", "holder-H-2"]
    assert desk.ends == {0, 3, 6, 7}
    assert [*sound(desk.rows), *verified_here(folder)] == []


def test_what_was_acknowledged_and_is_gone_is_lost(folder: Path) -> None:
    desk = looked_at(folder)
    assert len(lost(desk.rows, desk.rows[:-1])) == 1
    assert lost(desk.rows[:-1], desk.rows) == []


def test_an_event_that_is_there_twice_and_a_gap_in_a_stream_are_unsound() -> None:
    assert list(sound([row(1), row(2, version=2), row(3, version=4)])) == ["holder-H-1 goes from version 2 to 4"]
    assert list(sound([row(1, event="a"), row(2, version=2, event="a")])) == ["event a is there 2 times"]


@pytest.mark.parametrize(
    ("done", "now", "complaint"),
    [
        (Done(2, "", FULL), 5, "1 events are recorded, and it said"),
        (Done(2, "", PART), 9, "all is recorded, and it said"),
        (Done(2, "", ""), 4, "without a word why"),
        (Done(70, "", "recert: internal error, KeyError."), 4, "a defect"),
        (Done(3, "", "recert: The ledger file is damaged."), 4, "exit 3"),
        (Done(0, "Recorded @10 H-1.", ""), 9, "the log ends at @9"),
    ],
)
def test_an_answer_that_is_not_so_is_noticed(done: Done, now: int, complaint: str) -> None:
    assert complaint in "; ".join(truthful(done, before=4, now=now, whole=9))


@pytest.mark.parametrize(
    ("done", "now"),
    [(Done(2, "", FULL), 4), (Done(2, "", PART), 6), (Done(-9, "", ""), 6), (Done(0, "@5 to @9", ""), 9)],
)
def test_an_answer_that_is_so_passes(done: Done, now: int) -> None:
    assert list(truthful(done, before=4, now=now, whole=9)) == []


def test_a_fault_counts_once_strace_says_so_or_the_process_died() -> None:
    log = "7 fdatasync(4) = -1 EIO (Input/output error) (INJECTED)\n7 +++ exited with 2 +++\n"
    assert [Done(2, "", "", log).hit, Done(-9, "", "").hit, Done(0, "", "", "7 fdatasync(4) = 0\n").hit] == [
        True,
        True,
        False,
    ]
    assert Done(2, "", "", log).counts() == {"fdatasync": 1}


def test_every_sync_is_planned_for_and_writes_are_spread_over_the_whole_command() -> None:
    faults = list(planned(KILL._replace(writes=2), {"fdatasync": 3, "pwrite64": 100}))
    assert faults == [
        *(Fault("fdatasync", when, "KILL") for when in "123"),
        Fault("pwrite64", "26", "KILL"),
        Fault("pwrite64", "76", "KILL"),
    ]
    assert [spread(1, 8), spread(0, 8), spread(3, 8)] == [[1], [], [1, 2, 3]]


def test_the_table_says_what_came_of_each_fault_and_what_was_skipped() -> None:
    met = Outcome("", True, Done(-9, "", ""), True, True, (), ("lost: @7",), ())
    missed = Outcome("", False, Done(0, "", ""), False, True, (), (), ())
    line = Line("kill -9", "close", outcomes=[met, missed])
    assert line.counts() == [1, 1, 0, 0, 1, 1, 1, 0, 0]
    assert list(line.problems()) == ["kill -9, close, : lost: @7"]
    assert "skipped: no strace" in drawn([line, Line("EIO once", "close", "no strace")])
