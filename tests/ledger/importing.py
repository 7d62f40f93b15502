"""Files to import, ledgers to import them into, and what is in a ledger afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from ledger import Ledger, ScriptedClock, json_fields
from ledger.intake import Report

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)


def new_ledger(where: str | Path = ":memory:") -> Ledger:
    """Return a new ledger whose today is 2026-03-20."""
    return Ledger.create(str(where), clock=ScriptedClock([NOON]), actor="test", ledger_id=UUID(int=7))


def write(path: Path, entries: Iterable[dict[str, Any] | str]) -> str:
    """Write entries as JSON Lines, texts as they are, and return the path."""
    lines = (entry if isinstance(entry, str) else json.dumps(entry) for entry in entries)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


def said(ledger: Ledger) -> list[dict[str, Any]]:
    """Return what the events of holders and programme say, in recorded order, with the ids of event and command."""
    streams = [ledger.programme(), *(history.events for history in ledger.histories())]
    events = [recorded.event for stream in streams for recorded in stream]
    hidden = {"recorded_at", "batch", "origin", "actor", "originator_version"}
    return [{"topic": event.TOPIC, **json_fields(event, exclude=hidden)} for event in events]


def position(ledger: Ledger) -> int:
    """Return the newest position."""
    return ledger.resolve(None).position


def codes(report: Report) -> list[tuple[int, str, str]]:
    """Return line, column and code of each error."""
    return [(error.line, error.column, error.code) for error in report.errors]


def balanced(report: Report) -> bool:
    """Say whether every entry is accounted for."""
    counts = report.totals
    return all(count.read == count.recorded + count.skipped + count.rejected for count in counts)


def grant(holder: str = "H-1", **more: Any) -> dict[str, Any]:
    """Return the grant of a CCNP-ENT."""
    return {"kind": "grant", "holder": holder, "certification": "CCNP-ENT", "on": "2023-03-01"} | more


def submit(claim: str = "C-1", holder: str = "H-1", **more: Any) -> dict[str, Any]:
    """Return the submission of a claim for 12 credits."""
    dates = {"completed_on": "2025-05-01", "submitted_on": "2025-05-03"}
    return {"kind": "submit", "holder": holder, "claim": claim, "item": "IT-1", "credits": 12} | dates | more


def decide(kind: str, claim: str = "C-1", on: str = "2025-05-10", **more: Any) -> dict[str, Any]:
    """Return a decision on a claim."""
    return {"kind": kind, "claim": claim, "on": on} | more


EVERY_KIND: tuple[dict[str, Any], ...] = (
    decide("validate", credits="7.5", validator="P-1"),
    {"kind": "enrol", "holder": "H-1", "on": "2023-01-01", "terms": "T-1"},
    grant(),
    grant("H-2"),
    grant("H-2", kind="revoke", on="2024-01-01", reason_code="FRAUD"),
    {"kind": "exam", "holder": "H-1", "exam": "350-401", "on": "2025-06-01"},
    {"kind": "exam_void", "holder": "H-1", "attempt": "350-401@2025-06-01", "on": "2025-07-01"},
    submit(origin={"system": "portal", "record_id": "4711"}),
    submit("C-2"),
    submit("C-3"),
    decide("reverse", "C-2", "2025-06-01"),
    decide("reject", "C-2"),
    decide("withdraw", "C-3"),
    {"kind": "fee", "holder": "H-1", "fee": "CE", "on": "2025-07-01", "amount": 300, "currency": "USD"},
    grant(kind="expired", on="2026-03-02"),
    grant(kind="recertified", on="2025-03-02", until="2028-03-02"),
    {"kind": "retire", "certification": "CCNP-COLLAB", "on": "2024-01-01"},
    {"kind": "item", "item": "IT-1", "title": "Kurs für alle", "credits": 12.5, "from": "2020-01-01"},
    {"kind": "provider", "provider": "P-1", "on": "2024-01-01", "authorised": False},
)
"""One entry of every kind at least, some before what they rest on."""
