"""One holder: `decide` may refuse and never runs on replay, `evolve` never refuses and runs on every replay."""

from __future__ import annotations

from ledger.draft import Draft
from ledger.holder.claims import taken, unknown_claim
from ledger.holder.decide import decide
from ledger.holder.state import Claim, HolderState, evolve
from ledger.holder.undo import place_of, rests_on
from ledger.holder.undone import Undone

__all__ = [
    "Claim",
    "Draft",
    "HolderState",
    "Undone",
    "decide",
    "evolve",
    "place_of",
    "rests_on",
    "taken",
    "unknown_claim",
]
