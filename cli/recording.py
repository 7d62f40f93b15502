"""How a command line is recorded: as the entry that a file would hold, through the same door."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from cli.asking import opened
from cli.invocation import Invocation
from cli.show import recorded
from ledger import read_entry


def record(invocation: Invocation, kind: str, *, as_json: bool, today: str = "on", **values: Any) -> None:
    """Record one entry and show what came of it; the day named `today` is the ledger's, when it was left out.

    `LedgerError` when the entry is wrong or may not be recorded; nothing was written then.
    """
    with opened(invocation) as ledger:
        if values[today] is None:
            values[today] = ledger.today()
        entry = {"kind": kind, **{key: _written(value) for key, value in values.items() if value is not None}}
        (outcome,) = ledger.record([read_entry(entry)])
    recorded.outcome(outcome, as_json=as_json)


def _written(value: Any) -> Any:
    """Return a value as a line of a file has it."""
    match value:
        case date() | Decimal():
            return str(value)
        case tuple():
            return list(value)
        case _:
            return value
