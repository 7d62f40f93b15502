"""Policy documents that mean harm, through every command that reads one."""

from __future__ import annotations

import re

import pytest

from ledger import read_pack
from tests.hostile.cases import Case, cases, files, lay_out
from tests.hostile.target import Answer, Target, expect_harmless

CASES = cases("policy")
FILE = "rules.toml"
READERS = (("policy", "lint", FILE), ("status", "H-1", "--policy", FILE, "--on", "2200-12-31"))
MORE = (
    ("policy", "diff", "cisco-ce", FILE),
    ("policy", "show", "--policy", FILE),
    ("explain", "H-1", "--policy", FILE),
    ("timeline", "H-1", "--policy", FILE, "--on", "2200-12-31"),
    ("standings", "--policy", FILE, "--format", "csv"),
    ("replay", "--policy", FILE, "--on", "2200-12-31", "--out", "changed.csv"),
    ("drift", "--policy", FILE, "--on", "2200-12-31"),
)
ADOPTED = ("explain H-1", "policy list", "policy show", "close --through 2026-03-09", "drift", "verify --full")


def test_every_file_has_a_case() -> None:
    assert {case.file for case in CASES if case.file} == files("policy")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_hostile_policy_is_refused_by_whatever_reads_it_or_does_no_harm(case: Case, target: Target) -> None:
    written(case, target)
    before = target.events()
    said = [expected(case, target.run(*reader)) for reader in READERS]
    assert [each for each in said if case.says not in each] == []
    assert target.events() == before
    expected(case, target.run("policy", "adopt", FILE))
    assert target.events() == before + case.adds


@pytest.mark.long
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_hostile_policy_does_no_harm_wherever_it_is_read(case: Case, target: Target) -> None:
    written(case, target)
    before = target.events()
    for reader in MORE:
        expected(case, target.run(*reader))
    assert target.events() == before
    if case.adds:
        expected(case, target.run("policy", "adopt", FILE))
        for line in ADOPTED:
            expect_harmless(target.run(*line.split()))


def written(case: Case, target: Target) -> None:
    if case.file:
        lay_out("policy", case.file, target.ledger).rename(target.ledger / FILE)
    else:
        text, number = re.subn(case.more["pattern"], case.more["by"], read_pack("cisco-ce").policy)
        assert number > 0
        (target.ledger / FILE).write_text(text, encoding="utf-8")


def expected(case: Case, answer: Answer) -> str:
    """See that an answer is as it must be, and that no line of it was begun by the document."""
    expect_harmless(answer, *case.codes)
    assert [line for line in answer.said.splitlines() if line.startswith("recert: all is well")] == []
    return answer.said
