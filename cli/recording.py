"""How a command line is recorded: as the entry that a file would hold, through the same door."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from cli.asking import opened
from cli.invocation import Invocation
from cli.show import recorded
from ledger import KINDS, Command, read_command


def record(
    invocation: Invocation, kind: str | type[Command], *, as_json: bool, today: str | None = "on", **values: Any
) -> None:
    """Record one command and show what came of it; the day named `today` is the ledger's, when it was left out.

    `kind` is that of an entry of a file, or a command that no file may hold. `LedgerError` when a value is wrong or
    the whole may not be recorded; nothing was written then.
    """
    shape = KINDS[kind] if isinstance(kind, str) else kind
    with opened(invocation) as ledger:
        if today is not None and values[today] is None:
            values[today] = ledger.today()
        fields = {key: _written(value) for key, value in values.items() if value is not None}
        (outcome,) = ledger.record([read_command(shape, fields)])
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
