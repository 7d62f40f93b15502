"""What was said, in the order it was recorded, and the cut that gives what was known at a position."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from ledger.errors import TamperedError
from ledger.events import EntryUndone, Event


class Recorded(NamedTuple):
    """An event and its position in the log: ascending, unique, not necessarily dense."""

    position: int
    event: Event


class Known(NamedTuple):
    """What a question's `known_at` comes to: the last position it may look at, and when that was recorded."""

    position: int
    instant: datetime


class History(NamedTuple):
    """Everything that one question about one holder needs: two streams, each in order of position."""

    programme: tuple[Recorded, ...]
    holder: str
    events: tuple[Recorded, ...]

    def known_at(self, position: int) -> History:
        """Return what had been recorded up to `position`, inclusive."""
        return History(cut(self.programme, position), self.holder, cut(self.events, position))


def cut(stream: tuple[Recorded, ...], position: int) -> tuple[Recorded, ...]:
    """Return the part of a stream that was recorded up to `position`, inclusive."""
    return stream[: bisect_right(stream, position, key=lambda recorded: recorded.position)]


def whole(stream: tuple[Recorded, ...]) -> tuple[Recorded, ...]:
    """Return a stream, read from its beginning, if it lacks no event; else a `TamperedError` names the first."""
    if not stream or stream[-1].event.originator_version == len(stream):
        return stream
    versions = (recorded.event.originator_version for recorded in stream)
    lacking = next(number for number, version in enumerate(versions, start=1) if version != number)
    name = stream[0].event.originator_id
    raise TamperedError(f"The ledger lacks event {lacking} of {name}. Run `recert verify`, and go back to a backup.")


def in_force(stream: Sequence[Recorded]) -> Sequence[Recorded]:
    """Return what a stream, cut where a question stands, still says: nothing that was undone, nor what undid it."""
    undone = {event.entry for _, event in stream if isinstance(event, EntryUndone)}
    if not undone:
        return stream
    return tuple(
        each for each in stream if each.event.event_id not in undone and not isinstance(each.event, EntryUndone)
    )
