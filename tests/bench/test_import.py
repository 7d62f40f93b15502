"""How fast a file of claims goes in, beside the least that must be done with its rows.

The yardstick reads the same lines, makes and validates the same events, writes them as the same JSON and stores the
same rows in a table of the same shape in transactions of the same size; it looks nothing up, puts nothing in order,
decides nothing and skips nothing.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from ledger.events import (
    CertificationGranted,
    ClaimReserved,
    ClaimSubmitted,
    ClaimValidated,
    Event,
    ExamPassed,
    json_fields,
)
from ledger.intake import import_file
from tests.ledger.importing import decide, grant, new_ledger, submit, write

HOLDERS, CLAIMS = 1_000, 9
ROUNDS = 5
LEAST = 0.6
BATCH = 1_000

_TABLE = """
CREATE TABLE stored_events (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT, originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL, state BLOB NOT NULL, UNIQUE (originator_id, originator_version)
) STRICT
"""
_INSERT = "INSERT INTO stored_events (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)"
_EVENTS: dict[str, type[Event]] = {
    "grant": CertificationGranted,
    "exam": ExamPassed,
    "submit": ClaimSubmitted,
    "validate": ClaimValidated,
}
_ENVELOPE = {
    "event_id": UUID(int=1),
    "command_id": UUID(int=2),
    "recorded_at": "2026-03-20T12:00:00Z",
    "actor": "test",
    "batch": "b-0123456789abcdef",
}


def entries() -> Iterator[dict[str, Any]]:
    """Yield a grant, an exam and nine validated claims a holder."""
    for holder in (f"H-{number:06}" for number in range(HOLDERS)):
        yield grant(holder)
        yield {"kind": "exam", "holder": holder, "exam": "350-401", "on": "2025-06-01"}
        for claim in (f"{holder}-C-{number}" for number in range(CLAIMS)):
            yield submit(claim, holder, provider="P-1", credits=12.5)
            yield decide("validate", claim, validator="P-1")


def rows(line: bytes, version: int) -> Iterator[tuple[str, int, str, str]]:
    """Yield the rows that a line ends up as; what only a look-up could tell is made up."""
    raw = json.loads(line)
    kind = raw.pop("kind")
    if kind == "submit":
        yield row(ClaimReserved, {"claim": raw["claim"], "holder": raw["holder"]}, f"claim-{raw['claim']}", 1)
    if kind == "validate":
        raw |= {"holder": "H-000000", "number": 1, "credits": 12.5}
    if kind == "exam":
        raw |= {"attempt": f"{raw['exam']}@{raw['on']}"}
    yield row(_EVENTS[kind], raw, "holder-H-000000", version)


def row(kind: type[Event], said: dict[str, Any], stream: str, version: int) -> tuple[str, int, str, str]:
    """Return an event as a row."""
    place = {"originator_id": stream, "originator_version": version}
    event = kind(**place, **_ENVELOPE, **said)
    state = json_fields(event, exclude_none=True, exclude=set(place))
    return stream, version, kind.TOPIC, json.dumps(state, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def yardstick(path: str, where: Path) -> float:
    """Return how many seconds the least takes."""
    begun = time.process_time()
    connection = sqlite3.connect(where, isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", _TABLE.replace("BLOB", "TEXT")):
        connection.execute(statement)
    with open(path, "rb") as file:
        lines = list(file)
    for start in range(0, len(lines), BATCH):
        connection.execute("BEGIN IMMEDIATE")
        batch = enumerate(lines[start : start + BATCH], start + 1)
        connection.executemany(_INSERT, (each for number, line in batch for each in rows(line, number)))
        connection.execute("COMMIT")
    connection.close()
    return time.process_time() - begun


def ours(path: str, where: Path) -> float:
    """Return how many seconds the import takes."""
    with new_ledger(where) as ledger:
        begun = time.process_time()
        report = import_file(ledger, path)
        spent = time.process_time() - begun
    assert report.recorded == HOLDERS * (2 * CLAIMS + 2)
    return spent


@pytest.mark.bench
def test_claims_are_imported_at_60_percent_of_the_rate_of_storing_their_rows(tmp_path: Path) -> None:
    path = write(tmp_path / "claims.jsonl", entries())
    pairs = [(ours(path, tmp_path / f"{n}.db"), yardstick(path, tmp_path / f"{n}.y.db")) for n in range(ROUNDS)]
    best, least = (min(times) for times in zip(*pairs, strict=True))
    rates = sorted(base / each for each, base in pairs)
    number = HOLDERS * (2 * CLAIMS + 2)
    print("\nwhat                         ours     yardstick  rate  spread")
    print(
        f"import, {number:,} claims etc. {number / best:6,.0f}/s  {number / least:6,.0f}/s  {least / best:5.2f}"
        f"  {rates[0]:.2f}-{rates[-1]:.2f}"
    )
    assert least / best >= LEAST
