"""The log in an SQLite file: the library's recorder with what it leaves open closed.

* Positions are ``INTEGER PRIMARY KEY AUTOINCREMENT``: neither reused after a deletion nor renumbered by
  VACUUM or by dump and restore. The column is named `rowid` since that is what the library selects.
* Every transaction writes first, so that concurrent writers wait for each other instead of failing.
* WAL and ``synchronous=FULL`` hold on every connection, or there is no connection.
* Only a factory with ``CREATE_TABLE`` makes tables. The append-only triggers are a guard rail, not evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from eventsourcing import sqlite as library
from eventsourcing.persistence import Notification, OperationalError, StoredEvent
from eventsourcing.utils import EnvType

from ledger.store import schema
from ledger.store.connection import Pool
from ledger.store.instants import clamped, instant, microseconds

LOCK_TIMEOUT_SECONDS = 30
_CHUNK = 500  # variables in one statement; old builds of SQLite allow 999

_INSERT_EVENT = "INSERT INTO stored_events (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)"
_INSERT_INSTANT = "INSERT INTO instants (first_position, recorded_at) VALUES (?, ?)"
_INSERT_CLAMPED_INSTANT = """
INSERT INTO instants (first_position, recorded_at)
SELECT ?1, MAX(?2, IFNULL((SELECT MAX(recorded_at) FROM instants), ?2))
"""
_EVENTS = "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events "
_HEADS = """
WITH ids (id) AS (VALUES {0})
SELECT id, (SELECT MAX(originator_version) FROM stored_events WHERE originator_id = id) AS head FROM ids
"""
_POSITION_AT = """
SELECT COALESCE(
    (SELECT first_position - 1 FROM instants WHERE recorded_at > ? ORDER BY recorded_at, first_position LIMIT 1),
    (SELECT MAX(rowid) FROM stored_events),
    0)
"""
_INSTANT_OF = "SELECT recorded_at FROM instants WHERE first_position <= ? ORDER BY first_position DESC LIMIT 1"


class SQLiteLog(library.SQLiteApplicationRecorder):
    """`ledger.store.Log` in an SQLite file."""

    def __init__(self, datastore: library.SQLiteDatastore, events_table_name: str = "stored_events") -> None:
        super().__init__(datastore, events_table_name)
        self.insert_events_statement = _INSERT_EVENT

    def construct_create_table_statements(self) -> list[str]:
        """Return what makes the tables."""
        return list(schema.CREATE)

    def _insert_events(
        self, c: library.SQLiteCursor, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int]:
        """Insert events, then the instant ``recorded_at`` of this transaction.

        The write lock is held from the first row on, and AUTOINCREMENT counts up by one under it, so the
        positions are the last one and those before it.
        """
        rows = [(s.originator_id, s.originator_version, s.topic, s.state) for s in stored_events]
        c.executemany(_INSERT_EVENT, rows)
        c.execute("SELECT last_insert_rowid()")
        last: int = c.fetchone()[0]
        first = last - len(rows) + 1
        c.execute(_INSERT_CLAMPED_INSTANT, (first, microseconds(kwargs["recorded_at"])))
        return range(first, last + 1)

    def heads(self, ids: Iterable[str]) -> dict[str, int]:
        """Return the newest version of each stream named; a stream that does not exist is left out."""
        heads: dict[str, int] = {}
        for chunk in _chunks(ids):
            rows = self._select(_HEADS.format(", ".join(["(?)"] * len(chunk))), chunk)
            heads.update((row["id"], row["head"]) for row in rows if row["head"] is not None)
        return heads

    def first_events(self, ids: Iterable[str]) -> dict[str, Notification]:
        """Return the first event of each stream named; a stream that does not exist is left out."""
        found: dict[str, Notification] = {}
        for chunk in _chunks(ids):
            statement = f"{_EVENTS} WHERE originator_version = 1 AND originator_id IN ({_marks(chunk)})"
            found.update((str(event.originator_id), event) for event in self._events(statement, chunk))
        return found

    def streams_with_positions(self, ids: Iterable[str]) -> dict[str, list[Notification]]:
        """Return the events of each stream named, in order of version; a missing stream is left out."""
        streams: dict[str, list[Notification]] = {}
        for chunk in _chunks(ids):
            order = "ORDER BY originator_id, originator_version"
            for event in self._events(f"{_EVENTS} WHERE originator_id IN ({_marks(chunk)}) {order}", chunk):
                streams.setdefault(str(event.originator_id), []).append(event)
        return streams

    def stream_with_positions(self, stream: str, *, gt: int = 0) -> list[Notification]:
        """Return the events of one stream whose version is greater than `gt`, in order of version."""
        where = "WHERE originator_id = ? AND originator_version > ? ORDER BY originator_version"
        return list(self._events(f"{_EVENTS} {where}", (stream, gt)))

    def page_of_streams(self, prefix: str, *, after: tuple[str, int], stop: int, limit: int) -> list[Notification]:
        """Return the next `limit` events up to position `stop` of all streams that begin with `prefix`."""
        end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        where = "WHERE (originator_id, originator_version) > (?, ?) AND originator_id < ? AND rowid <= ?"
        order = "ORDER BY originator_id, originator_version LIMIT ?"
        page = list(self._events(f"{_EVENTS} {where} {order}", (*max(after, (prefix, 0)), end, stop, limit)))
        if page and not _follows(page[-1], after):
            raise OperationalError(f"malformed order of streams after {after[0]!a}")  # It would go round in circles.
        return page

    def position_at(self, instant: datetime) -> int:
        """Return the newest position recorded at or before `instant`, 0 when there is none."""
        position: int = self._select(_POSITION_AT, (microseconds(instant),))[0][0]
        return position

    def instant_of(self, position: int) -> datetime | None:
        """Return the instant that the log's clock showed for a position, None before the first."""
        rows = self._select(_INSTANT_OF, (position,))
        return instant(rows[0][0]) if rows else None

    def settle(self) -> None:
        """Make sure that a commit that failed stays undone, also when everybody who has the log open is killed.

        A commit whose sync failed lies whole in the write-ahead log, and is passed over while somebody has the file
        open. Whoever opens it first after a crash would take it in: what is written now is written over it.
        """
        with self.datastore.transaction(commit=True) as c:
            for _ in range(2):  # There and back: a page that nobody changed would not be written.
                c.execute("UPDATE seal_head SET size = -size")

    def rebuild_instants(self, recorded: Iterable[tuple[int, datetime]]) -> None:
        """Write the table of instants again; nobody else can append before it is done."""
        with self.datastore.transaction(commit=True) as c:
            c.execute("DELETE FROM instants")
            c.executemany(_INSERT_INSTANT, clamped(recorded))

    def _select(self, statement: str, parameters: Sequence[Any]) -> list[Any]:
        with self.datastore.transaction(commit=False) as c:
            c.execute(statement, parameters)
            rows: list[Any] = c.fetchall()
            return rows

    def _events(self, statement: str, parameters: Sequence[Any]) -> Iterator[Notification]:
        for position, stream, version, topic, state in self._select(statement, parameters):
            yield Notification(stream, version, topic, state, position)


class Factory(library.SQLiteFactory):
    """Makes the recorder above on connections that are checked one by one."""

    application_recorder_class = SQLiteLog

    def __init__(self, env: EnvType | None) -> None:
        super().__init__(env)
        pool = self.datastore.pool
        self.datastore.pool = Pool(
            db_name=pool.db_name,
            lock_timeout=LOCK_TIMEOUT_SECONDS,
            creating=self.env_create_table(),
            frozen=self.env.get("FROZEN") == "yes",
        )


def _follows(row: Notification, after: tuple[str, int]) -> bool:
    stream, version = row.originator_id, row.originator_version
    return type(stream) is str and type(version) is int and (stream, version) > after


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    unique = list(dict.fromkeys(ids))
    for start in range(0, len(unique), _CHUNK):
        yield unique[start : start + _CHUNK]


def _marks(chunk: Sequence[str]) -> str:
    return ", ".join("?" * len(chunk))
