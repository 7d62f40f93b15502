"""Files that mean harm, imported in every way: each line is answered for, and nothing is recorded."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.hostile.cases import Case, cases, files, lay_out
from tests.hostile.target import Target, expect_harmless, unseen

CASES = cases("import")
WAYS = ((), ("--atomic", "--json"))
MORE = (("--dry-run",), ("--dry-run", "--atomic"), ("--json",), ("--atomic",))


def test_every_file_has_a_case() -> None:
    assert {case.file for case in CASES} == files("import")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_hostile_file_is_answered_for_and_nothing_is_recorded(case: Case, target: Target) -> None:
    lay_out("import", case.file, target.ledger)
    before = target.events()
    for way in WAYS:
        answer = target.run("import", case.file, *case.arguments, *way)
        expect_harmless(answer, *case.codes)
        if not way:
            assert case.says in answer.said
            harmless_errors(target.ledger / f"{case.file}.errors.csv")
        assert target.events() == before + case.adds


@pytest.mark.long
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_hostile_file_is_answered_for_in_every_way_to_import_it(case: Case, target: Target) -> None:
    lay_out("import", case.file, target.ledger)
    before = target.events()
    for way in MORE:
        expect_harmless(target.run("import", case.file, *case.arguments, *way), *case.codes)
    assert target.events() == before + case.adds


def harmless_errors(path: Path) -> None:
    """See that the list of errors can be shown on a terminal and opened in a spreadsheet."""
    if not path.exists():
        return
    text = path.read_text(encoding="utf-8")
    assert unseen(text) == []
    rows = list(csv.reader(text.splitlines()))
    assert {len(row) for row in rows} == {5}
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []
