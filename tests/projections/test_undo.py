"""Laws of taking an import back, over random histories that came in two files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ledger import Ledger, ScriptedClock, import_file
from projections import Bench, Undoing
from tests.imported import lines
from tests.test_end_to_end import NOW, importable

TAKEN_BACK = ("submit", "validate", "reject", "withdraw", "exam", "item", "provider")

Terms = dict[tuple[str, str], tuple[Any, ...]]


def imported(ledger: Ledger, file: Path, rows: Iterable[dict[str, Any]]) -> str:
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return import_file(ledger, str(file)).batch


def terms(ledger: Ledger) -> Terms:
    """Return where every certification of everyone stands."""
    bench, known = Bench(ledger.programme()), ledger.resolve(None)
    answers = [bench.standing(each, ledger.today(), known=known) for each in ledger.histories()]
    return {
        (answer.holder, each.certification): (each.status, each.until, each.renewed_on, each.cycle_from)
        for answer in answers
        for each in answer.certifications
    }


def foreseen(ledger: Ledger, batch: str) -> Undoing:
    undoing = Undoing(ledger, batch)
    undoing.foresee()
    return undoing


@pytest.fixture(params=range(6))
def two_files(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A ledger after two files, where everyone stood after the first, and the batch of the second.

    What no event takes back without a trace stands in the first.
    """
    told = importable(7_000 + 40 * request.param, 12, ("today", "both")[request.param % 2])
    rows = [row for holder, events in told.items() for row in lines(events, holder)]
    chance = Random(request.param)
    chance.shuffle(rows)
    second = [row["kind"] in TAKEN_BACK and chance.random() < 0.5 for row in rows]
    with Ledger.create(":memory:", clock=ScriptedClock([NOW]), actor="test") as ledger:
        imported(ledger, tmp_path / "first.jsonl", [row for row, late in zip(rows, second, strict=True) if not late])
        first = terms(ledger)
        batch = imported(
            ledger, tmp_path / "second.jsonl", [row for row, late in zip(rows, second, strict=True) if late]
        )
        yield ledger, first, batch


def test_what_is_shown_before_is_what_has_moved_after(two_files: Any) -> None:
    ledger, _, batch = two_files
    before, undoing = terms(ledger), foreseen(ledger, batch)
    assert undoing.carry_out() == undoing.counts.total() > 10
    after = terms(ledger)
    moved = {key: (before[key][:2], after[key][:2]) for key in before if before[key][:2] != after[key][:2]}
    assert {(each.holder, each.certification): (each.before, each.after) for each in undoing.moves} == moved


def test_everyone_of_whom_nothing_stays_stands_as_before_the_import(two_files: Any) -> None:
    ledger, first, batch = two_files
    undoing = foreseen(ledger, batch)
    undoing.carry_out()
    after = terms(ledger)
    kept = {whose(left.recorded.event) for left in undoing.left}
    restored = {key: value for key, value in first.items() if key[0] not in kept}
    assert {key: after[key] for key in restored} == restored
    assert len({holder for holder, _ in restored}) > 6


def whose(event: Any) -> str:
    """Return the holder whom an event is about; these histories name items after their holder."""
    holder: str = getattr(event, "holder", None) or event.item.partition("-")[0]
    return holder


def test_taken_back_twice_it_is_taken_back_once(two_files: Any) -> None:
    ledger, _, batch = two_files
    foreseen(ledger, batch).carry_out()
    position = ledger.resolve(None)
    again = foreseen(ledger, batch)
    assert (again.counts.total(), again.moves, again.carry_out()) == (0, [], 0)
    assert ledger.resolve(None) == position
