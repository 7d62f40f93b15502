"""What came of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from ledger.errors import LedgerError
from ledger.history import Recorded

if TYPE_CHECKING:
    from ledger.commands import Command


class Outcome(NamedTuple):
    """What came of a command: its events with their positions (none in a dry run), or why there are none.

    ``skipped``: the ledger said the same already. ``refused``: `error` says why.
    """

    command: Command
    status: Literal["recorded", "skipped", "refused"]
    recorded: tuple[Recorded, ...] = ()
    error: LedgerError | None = None
