"""What was said, in the order it was recorded, and the cut that gives what was known at a position."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from typing import NamedTuple

from ledger.events import Event


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
