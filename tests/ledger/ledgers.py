"""Ledgers to record in, and commands to record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from ledger import Command, History, Ledger, ScriptedClock, read_entry

ID = UUID(int=7)
NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def clock(*, start: datetime = NOON, step: timedelta = MINUTE) -> ScriptedClock:
    """Return a clock that goes on by a step whenever it is read."""
    return ScriptedClock(start + number * step for number in range(10_000))


def new(where: Path | str = ":memory:", **options: Any) -> Ledger:
    """Return a new ledger; its three first events are recorded at noon."""
    return Ledger.create(str(where), **{"clock": clock(), "actor": "clerk-1", "ledger_id": ID, **options})


def grant(holder: str = "H-1", certification: str = "CCNA", on: str = "2025-01-01", **more: Any) -> Command:
    """Return a grant."""
    return read_entry({"kind": "grant", "holder": holder, "certification": certification, "on": on, **more})


def submit(claim: str = "C-1", holder: str = "H-1", **more: Any) -> Command:
    """Return a claim for 12 credits."""
    dates = {"completed_on": "2025-05-01", "submitted_on": "2025-05-03"}
    return read_entry(
        {"kind": "submit", "holder": holder, "claim": claim, "item": "I-1", "credits": 12, **dates, **more}
    )


def decide(kind: str = "validate", claim: str = "C-1", on: str = "2025-06-01", **more: Any) -> Command:
    """Return a decision on a claim."""
    return read_entry({"kind": kind, "claim": claim, "on": on, **more})


def topics(history: History) -> list[str]:
    """Return the topics of a holder's events, in order."""
    return [recorded.event.TOPIC for recorded in history.events]
