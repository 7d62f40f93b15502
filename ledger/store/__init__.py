"""Where events lie: the mapper to canonical bytes, and the recorders that keep them in order.

`Log` is what the rest of `ledger` asks of a recorder beyond what the event-sourcing library's own
recorders give. A position is the number of an event in the log: unique, ascending, never reused,
not necessarily dense.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from eventsourcing.persistence import Notification, StoredEvent


class Log(Protocol):
    """A recorder whose streams come with positions and whose look-ups come in batches."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Store events in one transaction, all or none, and return their positions; takes ``recorded_at``."""
        ...

    def select_notifications(
        self, start: int | None, limit: int, stop: int | None = None, topics: Sequence[str] = ()
    ) -> Sequence[Notification]:
        """Return at most `limit` events of the whole log from position `start` to `stop`, both inclusive."""
        ...

    def max_notification_id(self) -> int | None:
        """Return the position of the newest event, None when there is none."""
        ...

    def heads(self, ids: Iterable[str]) -> dict[str, int]:
        """Return the newest version of each stream named; a stream that does not exist is left out."""
        ...

    def first_events(self, ids: Iterable[str]) -> dict[str, Notification]:
        """Return the first event of each stream named; a stream that does not exist is left out."""
        ...

    def streams_with_positions(self, ids: Iterable[str]) -> dict[str, list[Notification]]:
        """Return the events of each stream named, in order of version; a missing stream is left out."""
        ...

    def stream_with_positions(self, stream: str, *, gt: int = 0) -> list[Notification]:
        """Return the events of one stream whose version is greater than `gt`, in order of version."""
        ...

    def page_of_streams(self, prefix: str, *, after: tuple[str, int], stop: int, limit: int) -> list[Notification]:
        """Return the next `limit` events of all streams that begin with `prefix`.

        They come by stream id, then version; `after` is the id and version of the last one seen, `stop`
        the last position to show.
        """
        ...

    def position_at(self, instant: datetime) -> int:
        """Return the newest position recorded at or before `instant`, 0 when there is none."""
        ...

    def instant_of(self, position: int) -> datetime | None:
        """Return the instant that the log's clock showed for a position, None before the first."""
        ...

    def settle(self) -> None:
        """Make sure that a commit that failed stays undone, also when everybody who has the log open is killed."""
        ...

    def rebuild_instants(self, recorded: Iterable[tuple[int, datetime]]) -> None:
        """Write the table of instants again from positions and their `recorded_at`, in order of position."""
        ...
