"""Command lines that mean harm: every command, every kind of argument."""

from __future__ import annotations

import os

import pytest

from tests.hostile.cases import Case, cases
from tests.hostile.target import Target, expect_harmless

PATHS = cases("arguments", "paths.toml")
OTHERS = [
    case
    for table in ("identifiers", "days", "numbers", "settings", "words")
    for case in cases("arguments", f"{table}.toml")
]
SPARSE_BYTES = 200 << 30
PEOPLE = "holder,certification,on\nH 2,CCNA,2024-01-01\n"


@pytest.fixture
def trapped(target: Target) -> Target:
    """Lay out what the paths lead to: a link to itself, a pipe, a file of 200 GB that takes no room, and others."""
    os.symlink("loop", target.ledger / "loop")
    os.mkfifo(target.ledger / "pipe")
    os.mkfifo(target.folder / "keys" / "pipe", 0o600)
    with (target.ledger / "sparse").open("wb") as file:
        file.truncate(SPARSE_BYTES)
    (target.ledger / "folder.csv").mkdir()
    (target.ledger / "notes.txt").write_text("notes\n", encoding="utf-8")
    (target.ledger / "zeros").write_bytes(bytes(8192))
    return target


def test_no_two_cases_are_called_the_same() -> None:
    attacks = {case.attack for case in (*PATHS, *OTHERS)}
    assert len(attacks) == len(PATHS) + len(OTHERS) > 300


@pytest.mark.parametrize("case", PATHS, ids=str)
def test_a_hostile_path_is_answered_in_a_line_and_nothing_is_recorded(case: Case, trapped: Target) -> None:
    expect_refusal(case, trapped)


@pytest.mark.parametrize("case", OTHERS, ids=str)
def test_a_hostile_argument_is_answered_in_a_line_and_nothing_is_recorded(case: Case, shared: Target) -> None:
    (shared.ledger / "people.csv").write_text(PEOPLE, encoding="utf-8")
    expect_refusal(case, shared)


def expect_refusal(case: Case, target: Target) -> None:
    """See that a command line is answered as it must be, in lines that it did not begin itself."""
    before = target.events()
    answer = target.run(*case.arguments)
    expect_harmless(answer, *case.codes)
    assert case.says in answer.said
    assert [line for line in answer.said.splitlines() if line.startswith("recert: all is well")] == []
    assert "secret" not in answer.said
    assert target.events() == before
