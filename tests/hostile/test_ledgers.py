"""Files of ledgers that somebody else has prepared: whatever lies in them, commands answer and do not fall over."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial

import pytest

from tests.hostile.cases import HERE, Case, cases, files
from tests.hostile.target import Target, expect_harmless

CASES = cases("ledgers")
LARGE = partial(pytest.param, marks=pytest.mark.long)
LAID_ASIDE = (  # So that a script may change what it likes.
    "PRAGMA journal_mode = DELETE; DROP TRIGGER stored_events_no_UPDATE; DROP TRIGGER stored_events_no_DELETE;"
)
LINES = ("history H-1", "prove H-1 --out ../proofs", "claim validate C-1")
MORE = (
    "standings --format csv",
    "explain H-1",
    "verify --full",
    "seal",
    "grant H-3 CCNA --on 2024-01-01",
    "status H-1 --json --known-at 2026-03-10",
    "status H-1 --on 2200-12-31",
    "standings --known-at @4",
    "history H-1 --json",
    "timeline H-1 --on 2200-12-31",
    "drift --on 2200-12-31",
    "policy list",
    "policy show",
    "replay --set claim.window=90 --out changed.csv",
    "verify --checkpoint ../held/7.checkpoint --json",
    "prove @4 --out ../proofs",
    "backup ../held/backup.db",
    "salvage recert.db --to ../held/saved",
    "close --through 2026-03-09",
    "import more.jsonl",
    "import undo b-0000000000000000 --yes",
    "policy adopt cisco-ce",
    "checkpoint publish --to ../held --key ../keys/log",
)


def test_every_script_has_a_case() -> None:
    assert {case.file for case in CASES} == files("ledgers")


def prepared(case: Case, target: Target) -> None:
    """Run a script on the ledger."""
    script = (HERE / "ledgers" / case.file).read_text(encoding="utf-8")
    with closing(sqlite3.connect(target.file)) as connection:
        connection.executescript(LAID_ASIDE + script)


@pytest.mark.parametrize("case", [case if "large" not in case.more else LARGE(case) for case in CASES], ids=str)
def test_a_hostile_ledger_is_read_or_refused(case: Case, target: Target) -> None:
    prepared(case, target)
    status = target.run("status", "H-1")
    expect_harmless(status, *case.codes)
    assert case.says in status.said
    verified, codes = target.run("verify"), case.more["verify"]
    expect_harmless(verified, *(codes if isinstance(codes, list) else [codes]))
    for line in LINES:
        expect_harmless(target.run(*line.split()))


@pytest.mark.long
@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_command_answers_on_a_hostile_ledger(case: Case, target: Target) -> None:
    prepared(case, target)
    (target.ledger / "more.jsonl").write_text('{"kind": "enrol", "holder": "H-4", "on": "2024-01-01"}\n', "utf-8")
    for line in (*MORE, *LINES):
        expect_harmless(target.run(*line.split()))
