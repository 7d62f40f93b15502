"""What one call of `recert` was given besides its own arguments. Imports nothing, so that help stays instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from ledger import Clock

DEFAULT_LEDGER = "recert.db"
UNKNOWN_ACTOR = "unknown"


@dataclass
class Invocation:
    """Where the ledger is, who acts, and, for demos and tests only, a scripted clock and a ledger id chosen before.

    `clock` None is the machine's clock; `ledger_id` None is a random id. No option of the command line reaches either.
    """

    ledger: str = DEFAULT_LEDGER
    actor: str = UNKNOWN_ACTOR
    clock: Clock | None = None
    ledger_id: UUID | None = None
