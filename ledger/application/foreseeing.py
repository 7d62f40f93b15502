"""What commands would record if they were given now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ledger.application.deciding import Deciding
from ledger.history import Recorded

if TYPE_CHECKING:
    from ledger.application.ledger import Ledger
    from ledger.commands import Command


def foreseen(ledger: Ledger, commands: Sequence[Command]) -> tuple[Recorded, ...]:
    """Return the events that commands would cause now, at the positions after the newest one; nothing is stored.

    Raises what `Ledger.record` would.
    """
    newest = ledger.resolve(None).position
    deciding = Deciding(ledger._call(None), commands, ledger._states(), ledger._books, {})
    events = (event for each in deciding.each(commands, collect=False) for event in each.events)
    return tuple(Recorded(position, event) for position, event in enumerate(events, newest + 1))
