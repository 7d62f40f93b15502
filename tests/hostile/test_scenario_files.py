"""Scenario files that mean harm."""

from __future__ import annotations

import pytest

from tests.hostile.cases import Case, cases, files, lay_out
from tests.hostile.target import Target, expect_harmless

CASES = cases("scenario")


def test_every_file_has_a_case() -> None:
    assert {case.file for case in CASES} == files("scenario")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_hostile_scenario_file_is_answered_in_a_sentence(case: Case, shared: Target) -> None:
    lay_out("scenario", case.file, shared.ledger)
    answer = shared.run("scenario", "run", case.file)
    expect_harmless(answer, *case.codes)
    assert case.says in answer.said
    assert [line for line in answer.said.splitlines() if line.startswith("recert: all is well")] == []
    if case.codes != (2,):
        expect_harmless(shared.run("scenario", "run", case.file, "--json"), *case.codes)
