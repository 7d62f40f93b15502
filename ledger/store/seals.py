"""Where the seal lies: four tables beside the events, written by whoever seals and by nobody else.

`seal_head` is one row, the place that sealing has reached; it is compared and set first in every transaction, so of
several who seal at once one gets through and the others begin again. `seal_tiles` holds the hashes of the tree, at
most 256 a row. `seal_runs` says which positions the leaves stand for. `seal_notes` keeps signed checkpoints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from eventsourcing.persistence import MapperDeserialisationError, PersistenceError

if TYPE_CHECKING:
    from eventsourcing.persistence import Notification as Notification
    from eventsourcing.sqlite import SQLiteDatastore

    from ledger.store import Log

StoreError, UnreadableEventError = PersistenceError, MapperDeserialisationError
"""What reading a store may raise, and what making an event of a row may."""

EMPTY_ROOT = sha256().digest()

CREATE = (
    """
CREATE TABLE seal_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    size INTEGER NOT NULL,
    position INTEGER NOT NULL,
    root BLOB NOT NULL
) STRICT
""",
    """
CREATE TABLE seal_tiles (
    level INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    UNIQUE (level, number)
) STRICT
""",
    """
CREATE TABLE seal_runs (
    first_leaf INTEGER PRIMARY KEY,
    first_position INTEGER NOT NULL UNIQUE,
    leaves INTEGER NOT NULL
) STRICT
""",
    "CREATE TABLE seal_notes (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT",
    f"INSERT INTO seal_head VALUES (1, 0, 0, x'{EMPTY_ROOT.hex()}')",
)

_ADVANCE = "UPDATE seal_head SET size = ?, position = ?, root = ? WHERE size = ? AND position = ? AND root = ?"
_TILE = "INSERT INTO seal_tiles VALUES (?, ?, ?) ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes"
_RUN = "INSERT INTO seal_runs VALUES (?, ?, ?) ON CONFLICT (first_leaf) DO UPDATE SET leaves = excluded.leaves"
_NOTE = "INSERT INTO seal_notes VALUES (?, ?) ON CONFLICT (size) DO UPDATE SET note = excluded.note"
_RUNS = "SELECT first_leaf, first_position, leaves FROM seal_runs "


class SealHead(NamedTuple):
    """How far sealing has come: the number of leaves, the position of the last one, and the root over all."""

    size: int
    position: int
    root: bytes


NO_HEAD = SealHead(-1, 0, b"")
"""What stands for a head where none can be read."""


class Run(NamedTuple):
    """Leaves that follow each other and stand for positions that follow each other."""

    first_leaf: int
    first_position: int
    leaves: int


class Tiles(Protocol):
    """What a proof needs of a store. What comes back is as stored: whoever reads it checks it."""

    def tile(self, level: int, number: int) -> bytes:
        """Return the hashes of a tile, none when there is no such tile."""
        ...


class Seals(Tiles, Protocol):
    """What sealing needs of a store."""

    def head(self) -> SealHead:
        """Return how far sealing has come."""
        ...

    def runs(self, *, after: int, limit: int) -> list[Run]:
        """Return the next runs, by leaf, whose first leaf is greater than `after`."""
        ...

    def run_at(self, *, position: int) -> Run | None:
        """Return the last run that begins at or before a position."""
        ...

    def advance(
        self, before: SealHead, after: SealHead, tiles: Mapping[tuple[int, int], bytes], runs: Sequence[Run]
    ) -> bool:
        """Move the head, with tiles and runs, in one transaction; False when it was not at `before` any more."""
        ...

    def notes(self) -> list[tuple[int, str]]:
        """Return the checkpoints kept, as size and note, by size."""
        ...

    def keep_note(self, size: int, note: str) -> None:
        """Keep a checkpoint; of one size the newest is kept."""
        ...


class SQLiteSeals:
    """`Seals` in the SQLite file of a ledger."""

    def __init__(self, datastore: SQLiteDatastore) -> None:
        self._datastore = datastore

    def head(self) -> SealHead:
        """Return how far sealing has come."""
        rows = self._select("SELECT size, position, root FROM seal_head")
        return SealHead(*rows[0]) if len(rows) == 1 else NO_HEAD

    def tile(self, level: int, number: int) -> bytes:
        """Return the hashes of a tile, none when there is no such tile."""
        rows = self._select("SELECT hashes FROM seal_tiles WHERE level = ? AND number = ?", (level, number))
        return cast("bytes", rows[0][0]) if rows else b""

    def runs(self, *, after: int, limit: int) -> list[Run]:
        """Return the next runs, by leaf, whose first leaf is greater than `after`."""
        rows = self._select(_RUNS + "WHERE first_leaf > ? ORDER BY first_leaf LIMIT ?", (after, limit))
        return [Run(*row) for row in rows]

    def run_at(self, *, position: int) -> Run | None:
        """Return the last run that begins at or before a position."""
        rows = self._select(_RUNS + "WHERE first_position <= ? ORDER BY first_position DESC LIMIT 1", (position,))
        return Run(*rows[0]) if rows else None

    def advance(
        self, before: SealHead, after: SealHead, tiles: Mapping[tuple[int, int], bytes], runs: Sequence[Run]
    ) -> bool:
        """Move the head, with tiles and runs, in one transaction; False when it was not at `before` any more."""
        with self._datastore.transaction(commit=True) as c:
            c.execute(_ADVANCE, (*after, *before))
            if c.sqlite_cursor.rowcount != 1:
                return False
            c.executemany(_TILE, [(level, number, hashes) for (level, number), hashes in tiles.items()])
            c.executemany(_RUN, runs)
        return True

    def notes(self) -> list[tuple[int, str]]:
        """Return the checkpoints kept, as size and note, by size; a note that is no text is an empty one."""
        rows = self._select("SELECT size, note FROM seal_notes ORDER BY size")
        return [(size, note if type(note) is str else "") for size, note in rows]

    def keep_note(self, size: int, note: str) -> None:
        """Keep a checkpoint; of one size the newest is kept."""
        with self._datastore.transaction(commit=True) as c:
            c.execute(_NOTE, (size, note))

    def _select(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        with self._datastore.transaction(commit=False) as c:
            c.execute(statement, parameters)
            rows: list[Any] = c.fetchall()
            return rows


class MemorySeals:
    """`Seals` in memory."""

    def __init__(self) -> None:
        self._head = SealHead(0, 0, EMPTY_ROOT)
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._runs: dict[int, Run] = {}
        self._notes: dict[int, str] = {}

    def head(self) -> SealHead:
        """Return how far sealing has come."""
        return self._head

    def tile(self, level: int, number: int) -> bytes:
        """Return the hashes of a tile, none when there is no such tile."""
        return self._tiles.get((level, number), b"")

    def runs(self, *, after: int, limit: int) -> list[Run]:
        """Return the next runs, by leaf, whose first leaf is greater than `after`."""
        return [run for first, run in sorted(self._runs.items()) if first > after][:limit]

    def run_at(self, *, position: int) -> Run | None:
        """Return the last run that begins at or before a position."""
        return max((run for run in self._runs.values() if run.first_position <= position), default=None)

    def advance(
        self, before: SealHead, after: SealHead, tiles: Mapping[tuple[int, int], bytes], runs: Sequence[Run]
    ) -> bool:
        """Move the head, with tiles and runs; False when it was not at `before` any more."""
        if self._head != before:
            return False
        self._head = after
        self._tiles.update(tiles)
        self._runs.update((run.first_leaf, run) for run in runs)
        return True

    def notes(self) -> list[tuple[int, str]]:
        """Return the checkpoints kept, as size and note, by size."""
        return sorted(self._notes.items())

    def keep_note(self, size: int, note: str) -> None:
        """Keep a checkpoint; of one size the newest is kept."""
        self._notes[size] = note


def seals_of(log: Log) -> Seals:
    """Return the seal that lies beside a log."""
    datastore = getattr(log, "datastore", None)
    if datastore is not None:
        return SQLiteSeals(datastore)
    beside = vars(log)
    return cast("Seals", beside.setdefault("seals", MemorySeals()))
