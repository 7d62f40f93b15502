"""Laws of taking an import back, and of importing again, over random histories that came in two files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ledger import Ledger, Report, ScriptedClock, import_file
from projections import Bench, Undoing
from tests.imported import lines
from tests.test_end_to_end import NOW, importable

HOLDERS = 12
Answers = dict[str, Any]


def imported(ledger: Ledger, file: Path, rows: Iterable[dict[str, Any]]) -> Report:
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return import_file(ledger, str(file))


def answers(ledger: Ledger) -> Answers:
    """Return all that is said of everyone of whom anything is held: standings, and what became of every claim."""
    bench, known = Bench(ledger.programme()), ledger.resolve(None)
    found = [bench.standing(each, ledger.today(), known=known) for each in ledger.histories()]
    return {each.holder: (each.certifications, each.claims) for each in found if each.certifications or each.claims}


def undoing(ledger: Ledger, batch: str) -> Undoing:
    plan = Undoing(ledger.programme(), batch, valid_on=ledger.today(), known=ledger.resolve(None))
    plan.foresee(ledger.histories())
    return plan


def carried_out(ledger: Ledger, plan: Undoing) -> int:
    return sum(outcome.status == "recorded" for outcome in ledger.record(list(plan.commands(ledger.histories()))))


@pytest.fixture(params=range(6))
def two_files(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A ledger after two files: what was said of everyone after the first, and the report on the second."""
    told = importable(7_000 + 40 * request.param, HOLDERS, ("today", "both", "rare")[request.param % 3])
    rows = [row for holder, events in told.items() for row in lines(events, holder)]
    chance = Random(request.param)
    chance.shuffle(rows)
    second = [chance.random() < 0.5 for _ in rows]
    with Ledger.create(":memory:", clock=ScriptedClock([NOW]), actor="test") as ledger:
        imported(ledger, tmp_path / "first.jsonl", [row for row, late in zip(rows, second, strict=True) if not late])
        first = answers(ledger)
        later = [row for row, late in zip(rows, second, strict=True) if late]
        yield ledger, first, imported(ledger, tmp_path / "second.jsonl", later)


def test_what_is_shown_before_is_what_has_moved_after(two_files: Any) -> None:
    ledger, _, report = two_files
    before, plan = terms(answers(ledger)), undoing(ledger, report.batch)
    assert carried_out(ledger, plan) == plan.counts.total() > 10
    after = terms(answers(ledger))
    moved = {key: (before.get(key), after.get(key)) for key in before | after if before.get(key) != after.get(key)}
    assert {(each.holder, each.certification): (each.before, each.after) for each in plan.moves} == moved


def terms(said: Answers) -> dict[tuple[str, str], tuple[Any, Any]]:
    return {
        (holder, each.certification): (each.status, each.until) for holder, (held, _) in said.items() for each in held
    }


def test_everyone_stands_as_before_the_import_whatever_was_in_it(two_files: Any) -> None:
    ledger, first, report = two_files
    plan = undoing(ledger, report.batch)
    carried_out(ledger, plan)
    assert plan.left == []
    assert answers(ledger) == first
    assert len(first) > HOLDERS // 2


def test_what_was_taken_back_can_be_imported_again_once(two_files: Any, tmp_path: Path) -> None:
    ledger, first, report = two_files
    both = answers(ledger)
    assert both != first
    carried_out(ledger, undoing(ledger, report.batch))
    again = import_file(ledger, report.path)
    assert (again.recorded, again.skipped) == (report.recorded, report.skipped)
    assert answers(ledger) == both
    assert import_file(ledger, report.path).recorded == 0
    carried_out(ledger, undoing(ledger, report.batch))
    assert answers(ledger) == first


def test_taken_back_twice_it_is_taken_back_once(two_files: Any) -> None:
    ledger, _, report = two_files
    carried_out(ledger, undoing(ledger, report.batch))
    position = ledger.resolve(None)
    again = undoing(ledger, report.batch)
    assert (again.counts.total(), again.moves, carried_out(ledger, again)) == (0, [], 0)
    assert ledger.resolve(None) == position


def test_what_was_known_before_it_was_taken_back_stays_as_it_was(two_files: Any) -> None:
    ledger, _, report = two_files
    known, both = ledger.resolve(None), answers(ledger)
    carried_out(ledger, undoing(ledger, report.batch))
    bench = Bench(tuple(each for each in ledger.programme() if each.position <= known.position))
    then = [bench.standing(each, ledger.today(), known=known) for each in ledger.histories()]
    assert {each.holder: (each.certifications, each.claims) for each in then if each.holder in both} == both
