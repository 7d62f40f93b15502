"""Random histories through a file, the import and the store, against the oracle."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ledger import Ledger, ScriptedClock, import_file
from projections import Bench, Standing
from tests import oracle
from tests.agreement import fold_answer, oracle_book, oracle_catalogue
from tests.imported import is_programme_wide, last_day, lines, possible, refused
from tests.strategies import history

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ON = date(2026, 6, 30)
TERMS = ("status", "until", "renewed_on", "cycle_from")


def importable(first: int, count: int, era: str) -> dict[str, Sequence[Mapping[str, Any]]]:
    """Return so many histories by holder, of those that end in the past and change nobody else's answer."""
    found: dict[str, Sequence[Mapping[str, Any]]] = {}
    seed = first
    while len(found) < count:
        events = history(seed, era)
        if not is_programme_wide(events) and last_day(events) < NOW.date():
            found[f"H{seed}"] = events
        seed += 1
    return found


def answers(folder: Path, told: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Standing]:
    """Import all histories from one shuffled file, which refuses what cannot be, and return where everyone stands."""
    rows = [row for holder, events in told.items() for row in lines(events, holder)]
    Random(len(rows)).shuffle(rows)
    file = folder / "histories.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with Ledger.create(str(folder / "recert.db"), clock=ScriptedClock([NOW]), actor="test") as ledger:
        report = import_file(ledger, str(file))
        expected = [row for holder, events in told.items() for row in refused(events, holder)]
        assert by_content(rows[error.line - 1] for error in report.errors) == by_content(expected)
        assert report.error_count == len(expected)
        bench, known = Bench(ledger.programme()), ledger.resolve(None)
        return {each.holder: bench.standing(each, ON, known=known) for each in ledger.histories()}


def by_content(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return rows as text, without their items."""
    return sorted(json.dumps(dict(row) | {"item": None}, sort_keys=True) for row in rows)


def said(answer: Mapping[str, Any], prefix: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what is compared; claims lose what makes their ids unique in one ledger."""
    certifications = {
        code: [each[key] for key in TERMS]
        + [each["contingent"] and [claim.removeprefix(prefix) for claim in each["contingent"]["claims"]]]
        for code, each in answer["certifications"].items()
    }
    return certifications, {claim.removeprefix(prefix): reason for claim, reason in answer["excluded"].items()}


@pytest.mark.parametrize(
    ("count", "era"),
    [
        (60, "today"),
        (60, "both"),
        (60, "rare"),
        pytest.param(1_000, "today", marks=pytest.mark.long),
        pytest.param(1_000, "both", marks=pytest.mark.long),
        pytest.param(1_000, "rare", marks=pytest.mark.long),
    ],
)
def test_what_a_shuffled_file_of_histories_leaves_is_what_the_oracle_reads(
    tmp_path: Path, count: int, era: str
) -> None:
    told = importable(count, count, era)
    got = answers(tmp_path, told)
    for holder, events in told.items():
        expected = oracle.standing(possible(events), oracle_book(), oracle_catalogue(), on=ON)
        answer = fold_answer(got[holder]) if holder in got else {"certifications": {}, "excluded": {}}
        assert said(answer, f"{holder}-") == said(expected, ""), holder


@pytest.mark.parametrize("era", ["today", "both"])
def test_some_of_these_histories_say_what_cannot_be(era: str) -> None:
    told = importable(0, 300, era)
    assert {"submit", "validate"} <= {row["kind"] for holder, events in told.items() for row in refused(events, holder)}
