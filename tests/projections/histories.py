"""Histories for tests, told in the entries of scenario files."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from ledger import History, Known
from projections import HOLDER, Bench, Standing, build
from tests.agreement import shipped_pack, shipped_policy

EVERYTHING = Known(10**9, datetime(2100, 1, 1, tzinfo=UTC))


def day(text: str) -> date:
    return date.fromisoformat(text)


def grant(code: str, on: str, **more: Any) -> dict[str, Any]:
    return {"grant": code, "on": day(on), **more}


def claim(name: str, amount: float, completed: str, *, submitted: str | None = None, **more: Any) -> dict[str, Any]:
    """Return a claim; what is not said was done on the day of completion. `validated` None leaves it pending."""
    days = {"completed": day(completed), "submitted": day(submitted or completed)}
    entry = {"claim": name, "credits": Decimal(str(amount)), **days}
    decided = {"validated": submitted or completed, **more}
    words = ("validated", "rejected", "withdrawn", "reversed")
    return entry | {key: day(said) if key in words else said for key, said in decided.items() if said is not None}


def exam(code: str, on: str, **more: Any) -> dict[str, Any]:
    return {"exam": code, "on": day(on), **more}


def told(*entries: dict[str, Any]) -> History:
    """Return the history of one holder."""
    programme, holders = build(list(entries), shipped_pack(), "a test")
    return holders.get(HOLDER, History(programme, HOLDER, ()))


def standing(history: History, on: str, *, position: int | None = None) -> Standing:
    """Return where the holder stands on a day, as known at a position or with everything known."""
    known = EVERYTHING if position is None else Known(position, EVERYTHING.instant)
    bench = Bench(history.known_at(known.position).programme, policy=shipped_policy())
    return bench.standing(history, day(on), known=known)


PENDING_AT_EXPIRY = (
    grant("CCNP-ENT", "2023-03-01"),
    claim("C-1", 64, "2025-05-01"),
    claim("C-2", 24, "2026-02-20", submitted="2026-02-25", validated="2026-03-20"),
)
