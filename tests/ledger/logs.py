"""Logs to test, and rows to put into them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from eventsourcing.persistence import StoredEvent

from ledger.store import Log, memory, sqlite

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def open_sqlite(path: Path, *, create: bool = False) -> sqlite.Factory:
    """Return a factory whose recorder keeps a file at `path`."""
    return sqlite.Factory(
        {"SQLITE_DBNAME": str(path), "ORIGINATOR_ID_TYPE": "text", "CREATE_TABLE": "y" if create else "n"}
    )


def open_memory() -> memory.Factory:
    """Return a factory of empty logs in memory."""
    return memory.Factory({})


def row(stream: str, version: int = 1, state: bytes = b"{}") -> StoredEvent:
    """Return a row as a mapper would make it; the log does not read its state."""
    return StoredEvent(stream, version, "test.said.v1", state)


def append(log: Log, *rows: StoredEvent, at: datetime = NOON) -> Sequence[int]:
    """Store rows in one transaction and return their positions."""
    return log.insert_events(rows, recorded_at=at) or ()
