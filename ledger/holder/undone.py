"""What was undone of a holder: taken out of the state, as if it had not been said, and remembered for what follows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from ledger.events import ClaimDecision, Event

if TYPE_CHECKING:
    from ledger.holder.state import HolderState, Key


class Place(NamedTuple):
    """Where a state has an event: under the key of an act, or with a claim."""

    key: Key | None
    claim: str | None
    event: Event


class Undone:
    """The ids of the entries undone; how often by natural key, and the last number that a claim's decisions had.

    Commands derive their ids from natural keys and numbers, and no two may have the same.
    """

    __slots__ = ("claims", "entries", "numbers", "places", "times")

    def __init__(self) -> None:
        self.entries: set[UUID] = set()
        self.times: Counter[Key] = Counter()
        self.claims: Counter[str] = Counter()
        self.numbers: dict[str, int] = {}
        self.places: dict[UUID, Place] | None = None

    def take(self, entry: UUID, state: HolderState) -> None:
        """Take an event out of a state; one that the state does not have is only remembered."""
        if self.places is None:
            self.places = places(state)
        self.entries.add(entry)
        match self.places.pop(entry, None):
            case Place(claim=str() as claim, event=ClaimDecision() as decision):
                state.claims[claim].decisions.remove(decision)
                self._number(claim, [decision])
            case Place(claim=str() as claim):
                self._number(claim, state.claims.pop(claim).decisions)
                self.claims[claim] += 1
            case Place(key=key) if key is not None:
                del state.acts[key]
                self.times[key] += 1

    def _number(self, claim: str, decisions: list[ClaimDecision]) -> None:
        self.numbers[claim] = max([self.numbers.get(claim, 0), *(each.number for each in decisions)])


def places(state: HolderState) -> dict[UUID, Place]:
    """Return where a state has each event that can be undone."""
    found = {event.event_id: Place(key, None, event) for key, event in state.acts.items()}
    for name, (submitted, decisions) in state.claims.items():
        events: list[Any] = [submitted, *decisions]
        found |= {event.event_id: Place(None, name, event) for event in events}
    return found
