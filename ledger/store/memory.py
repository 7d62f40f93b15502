"""The log in memory, with the same additions as the one in SQLite: for tests and for what is not kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from eventsourcing import popo as library
from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent

from ledger.store.instants import clamped, instant, microseconds


class MemoryLog(library.POPOApplicationRecorder):
    """`ledger.store.Log` in memory; a position is an index, from 1."""

    def __init__(self) -> None:
        super().__init__()
        self._instants: list[tuple[int, int]] = []

    def _update_table(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        positions = super()._update_table(stored_events, **kwargs) or ()
        stamp = microseconds(kwargs["recorded_at"])
        latest = self._instants[-1][1] if self._instants else stamp
        self._instants.append((positions[0], max(stamp, latest)))
        return positions

    def heads(self, ids: Iterable[str]) -> dict[str, int]:
        """Return the newest version of each stream named; a stream that does not exist is left out."""
        return {stream: events[-1].originator_version for stream, events in self.streams_with_positions(ids).items()}

    def first_events(self, ids: Iterable[str]) -> dict[str, Notification]:
        """Return the first event of each stream named; a stream that does not exist is left out."""
        return {stream: events[0] for stream, events in self.streams_with_positions(ids).items()}

    def streams_with_positions(self, ids: Iterable[str]) -> dict[str, list[Notification]]:
        """Return the events of each stream named, in order of version; a missing stream is left out."""
        streams = ((stream, self.stream_with_positions(stream)) for stream in sorted(set(ids)))
        return {stream: events for stream, events in streams if events}

    def stream_with_positions(self, stream: str, *, gt: int = 0) -> list[Notification]:
        """Return the events of one stream whose version is greater than `gt`, in order of version."""
        with self._database_lock:
            index = sorted(self._stored_events_index.get(stream, {}).items())
            return [self._notification(place) for version, place in index if version > gt]

    def page_of_streams(self, prefix: str, *, after: tuple[str, int], stop: int, limit: int) -> list[Notification]:
        """Return the next `limit` events up to position `stop` of all streams that begin with `prefix`."""
        with self._database_lock:
            places = sorted(
                (stream, version, place)
                for stream, versions in self._stored_events_index.items()
                if stream.startswith(prefix)
                for version, place in versions.items()
                if (stream, version) > after and place < stop
            )
            return [self._notification(place) for *_, place in places[:limit]]

    def position_at(self, instant: datetime) -> int:
        """Return the newest position recorded at or before `instant`, 0 when there is none."""
        later = bisect_right(self._instants, microseconds(instant), key=lambda row: row[1])
        return self._instants[later][0] - 1 if later < len(self._instants) else len(self._stored_events)

    def instant_of(self, position: int) -> datetime | None:
        """Return the instant that the log's clock showed for a position, None before the first."""
        row = bisect_right(self._instants, position, key=lambda row: row[0])
        return instant(self._instants[row - 1][1]) if row else None

    def settle(self) -> None:
        """Do nothing: what failed left nothing."""

    def rebuild_instants(self, recorded: Iterable[tuple[int, datetime]]) -> None:
        """Write the table of instants again."""
        self._instants = list(clamped(recorded))

    def _notification(self, place: int) -> Notification:
        stored = self._stored_events[place]
        return Notification(stored.originator_id, stored.originator_version, stored.topic, stored.state, place + 1)


class Factory(library.POPOFactory):
    """Makes the recorder above."""

    def application_recorder(self) -> ApplicationRecorder:
        """Return an empty log."""
        return MemoryLog()
