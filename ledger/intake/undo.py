"""What takes back what an import recorded: each of its entries undone, the newest first, and what cannot be.

Nothing recorded is removed: an event says of each entry that it was a mistake, and to every answer from there on it
was never said. What somebody else did since and what rests on it is left alone and listed. Asked again after it was
carried out, or interrupted, only what is missing is returned. What was undone may be imported again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from ledger.commands import UndoEntry, UndoProgrammeEntry
from ledger.events import EntryUndone
from ledger.history import Recorded, in_force
from ledger.holder import HolderState, Undone, evolve, place_of, rests_on

BATCH_UNDONE = "BATCH_UNDONE"
"""The reason code of every event that takes an import back."""


class Left(NamedTuple):
    """Something recorded by an import that stays, and why."""

    recorded: Recorded
    why: str


class Undo(NamedTuple):
    """Something recorded by an import that is to be undone, and the command that does it."""

    recorded: Recorded
    command: UndoEntry | UndoProgrammeEntry


Step: TypeAlias = Undo | Left


def holder_steps(holder: str, events: tuple[Recorded, ...], batch: str) -> Iterator[Step]:
    """Yield what takes back what a batch said of one holder, in the order to record it."""
    state = HolderState(holder)
    for _, event in events:
        evolve(state, event)
    state.undone = undone = state.undone or Undone()
    for recorded in _own(events, batch):
        entry = recorded.event.event_id
        place = place_of(state, entry)
        if place is None:  # It says what another entry says, which stands.
            continue
        if why := rests_on(state, place):
            yield Left(recorded, why)
        else:
            undone.take(entry, state)
            yield Undo(recorded, UndoEntry(holder=holder, entry=entry, reason_code=BATCH_UNDONE))


def programme_steps(events: tuple[Recorded, ...], batch: str) -> Iterator[Step]:
    """Yield what takes back what a batch said of the programme, in the order to record it."""
    for recorded in _own(events, batch):
        yield Undo(recorded, UndoProgrammeEntry(entry=recorded.event.event_id, reason_code=BATCH_UNDONE))


def _own(events: tuple[Recorded, ...], batch: str) -> Iterator[Recorded]:
    """Yield what a batch recorded and nobody undid, the newest first."""
    own = [each for each in in_force(events) if each.event.batch == batch]
    yield from (each for each in reversed(own) if not isinstance(each.event, EntryUndone))
