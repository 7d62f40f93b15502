"""What the pages of a damaged ledger still hold, set aside to be put in order.

One position may come out of the pages more than once, and not always with the same event: until one is chosen, all
that was found is kept. The tiles of the seal are read from here as from a ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, cast

from eventsourcing.persistence import Notification

from ledger.store.copying import Progress
from ledger.store.pages import Pages, Row
from ledger.store.scratch import room, scratch
from ledger.store.seals import Run, SealHead

Leaf = Callable[[Notification], bytes]
"""The hash of an event's leaf; `ValueError` for a row that can be no event."""

_TABLES = """
CREATE TABLE events (position INTEGER, leaf BLOB, stream TEXT, version INTEGER, topic TEXT, state BLOB,
    PRIMARY KEY (position, leaf)) STRICT, WITHOUT ROWID;
CREATE TABLE named (position INTEGER, stream TEXT, version INTEGER, PRIMARY KEY (position, stream, version))
    STRICT, WITHOUT ROWID;
CREATE TABLE tiles (level INTEGER, number INTEGER, hashes BLOB, PRIMARY KEY (level, number)) STRICT, WITHOUT ROWID;
CREATE TABLE runs (first_leaf INTEGER PRIMARY KEY, first_position INTEGER, leaves INTEGER) STRICT;
CREATE TABLE heads (size INTEGER, position INTEGER, root BLOB, PRIMARY KEY (size, position, root)) STRICT;
CREATE TABLE notes (size INTEGER PRIMARY KEY, note TEXT) STRICT;
CREATE TABLE last (position INTEGER) STRICT;
"""
_EVENT, _NAMED, _TILE, _RUN, _HEAD, _NOTE, _LAST = "NTITB", "TII", "IIB", "NII", "NIIB", "NT", "TI"
_INSERT = {
    _EVENT: "INSERT OR IGNORE INTO events (position, leaf, stream, version, topic, state) VALUES (?, ?, ?, ?, ?, ?)",
    _NAMED: "INSERT OR IGNORE INTO named (stream, version, position) VALUES (?, ?, ?)",
    # What only ever grows: of several images the longest is the newest.
    _TILE: "INSERT INTO tiles VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET hashes = excluded.hashes "
    "WHERE LENGTH(excluded.hashes) >= LENGTH(hashes)",
    _RUN: "INSERT INTO runs VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET leaves = MAX(leaves, excluded.leaves)",
    _HEAD: "INSERT OR IGNORE INTO heads VALUES (?, ?, ?)",
    _NOTE: "INSERT OR REPLACE INTO notes VALUES (?, ?)",
    _LAST: "INSERT INTO last VALUES (?)",
}
_BATCH, _HASH = 1_000, 32
_HEADS = "SELECT size, position, root FROM heads WHERE size >= 0 AND position >= size ORDER BY size DESC"
_LACKING = """
SELECT stream, version, MAX(read) AS read, MAX(position) AS position FROM (
    SELECT stream, version, 1 AS read, position FROM events
    UNION ALL SELECT stream, version, 0, position FROM named WHERE position BETWEEN 1 AND ?)
GROUP BY stream, version ORDER BY stream, version
"""


class Found(NamedTuple):
    """An event as it came out of a page, and the hash of the leaf that it would be."""

    row: Notification
    leaf: bytes


class Place(NamedTuple):
    """A place in a stream that is known of, from an event or from the index, and whether its event was read."""

    stream: str
    version: int
    read: bool
    position: int


class Remains:
    """Everything that was found in the pages of a file."""

    def __init__(self, path: str, leaf: Leaf, *, progress: Progress | None = None) -> None:
        self._leaf, self._rows = leaf, scratch(_TABLES)
        pages = Pages(path)
        try:
            self._gather(pages, progress)
        finally:
            pages.close()

    def events(self) -> Iterator[Found]:
        """Yield what was found, by position."""
        return self._found("")

    def contested(self) -> Iterator[list[Found]]:
        """Yield what was found at each position where that is more than one event."""
        several = "WHERE position IN (SELECT position FROM events GROUP BY position HAVING COUNT(*) > 1)"
        for _, found in groupby(self._found(several), attrgetter("row.id")):
            yield list(found)

    def drop(self, found: Iterable[Found]) -> None:
        """Forget events for which another one of their position was chosen."""
        keys = [(each.row.id, each.leaf) for each in found]
        self._many("DELETE FROM events WHERE position = ? AND leaf = ?", keys)

    def places(self, last: int) -> Iterator[Place]:
        """Yield every place of every stream, by stream and version, that is known of up to a position."""
        yield from (Place(stream, version, bool(read), at) for stream, version, read, at in self._all(_LACKING, last))

    def tile(self, level: int, number: int) -> bytes:
        """Return the hashes of a tile, none when it was not found."""
        rows = list(self._all("SELECT hashes FROM tiles WHERE level = ? AND number = ?", level, number))
        return cast("bytes", rows[0][0]) if rows else b""

    def heads(self) -> list[SealHead]:
        """Return all that was found of how far sealing had come, the farthest first."""
        return [SealHead(*row) for row in self._all(_HEADS)]

    def runs(self) -> list[Run]:
        """Return the runs from leaf 0 on, as far as they follow from each other."""
        found: list[Run] = []
        for run in map(Run._make, self._all("SELECT * FROM runs ORDER BY first_leaf")):
            leaf, position = (found[-1].first_leaf + found[-1].leaves, last_of(found[-1])) if found else (0, 0)
            if run.first_leaf != leaf or run.first_position <= position or run.leaves < 1:
                break
            found.append(run)
        return found

    def notes(self) -> list[tuple[int, str]]:
        """Return the checkpoints that were found, by size."""
        return [(size, note) for size, note in self._all("SELECT * FROM notes ORDER BY size")]

    def last_position(self) -> int | None:
        """Return the newest position that was ever given to an event; None when that was not found."""
        ((position,),) = self._all("SELECT MAX(position) FROM last")
        return cast("int | None", position)

    def close(self) -> None:
        """Let it vanish; the damaged file is as it was."""
        self._rows.close()

    def _gather(self, pages: Pages, progress: Progress | None) -> None:
        batches: dict[str, list[tuple[Any, ...]]] = {shape: [] for shape in _INSERT}
        for done, (number, page) in enumerate(pages, 1):
            for row in pages.rows(page, number, _INSERT):
                self._sort(row, batches)
            for shape, batch in batches.items():
                if len(batch) >= _BATCH or done == len(pages):
                    self._many(_INSERT[shape], batch)
                    batch.clear()
            if progress:
                progress(done, len(pages))

    def _sort(self, row: Row, batches: dict[str, list[tuple[Any, ...]]]) -> None:
        """Put a row to those of its table."""
        at, values = row.rowid, row.values
        match values:
            case (None, str(stream), int(version), str(topic), bytes(state)) if at > 0:
                self._sort_event(Notification(stream, version, topic, state, at), batches[_EVENT])
            case (str(), int(), int()) if not at:
                batches[_NAMED].append(values)
            case (int(), int(), bytes()) if at:
                batches[_TILE].append(values)
            case (None, int(), int()) if at >= 0:
                batches[_RUN].append((at, *values[1:]))
            case (None, int(), int(), bytes(root)) if len(root) == _HASH and at == 1:
                batches[_HEAD].append(values[1:])
            case (None, str()):
                batches[_NOTE].append((at, values[1]))
            case ("stored_events", int()):
                batches[_LAST].append(values[1:])
            case _:  # Of that shape, and of another table.
                return

    def _sort_event(self, row: Notification, batch: list[tuple[Any, ...]]) -> None:
        try:
            leaf = self._leaf(row)
        except ValueError:
            return
        batch.append((row.id, leaf, row.originator_id, row.originator_version, row.topic, row.state))

    def _found(self, where: str) -> Iterator[Found]:
        columns = "position, leaf, stream, version, topic, state"
        rows = self._all(f"SELECT {columns} FROM events {where} ORDER BY position, leaf")
        for position, leaf, stream, version, topic, state in rows:
            yield Found(Notification(stream, version, topic, state, position), leaf)

    def _many(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        with room():
            self._rows.executemany(statement, rows)

    def _all(self, statement: str, *parameters: int) -> Iterator[Any]:
        with room():
            cursor = self._rows.execute(statement, parameters)
        yield from cursor


def last_of(run: Run) -> int:
    """Return the last position that a run stands for."""
    return run.first_position + run.leaves - 1
