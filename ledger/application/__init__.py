"""The ledger: `record` commands, read `history`. With the store, the only code that knows the library beneath."""

from __future__ import annotations

from ledger.application.ledger import Ledger
from ledger.application.outcome import Outcome

__all__ = ["Ledger", "Outcome"]
