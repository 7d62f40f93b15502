"""The tables of a ledger's file, and whether a file has these, and nothing that acts on its own.

A file may come from anywhere: a view in the place of a table may have rows without end, a computed column may fill
the memory, a trigger may change what is written. So every connection begins with a look at what the file declares.
"""

from __future__ import annotations

import sqlite3

from ledger.store import seals

_CREATE_EVENTS = """
CREATE TABLE stored_events (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT,
    originator_id TEXT NOT NULL,
    originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    state BLOB NOT NULL,
    UNIQUE (originator_id, originator_version)
) STRICT
"""
_CREATE_INSTANTS = """
CREATE TABLE instants (
    first_position INTEGER PRIMARY KEY,
    recorded_at INTEGER NOT NULL
) STRICT
"""
_GUARD = """
CREATE TRIGGER stored_events_no_{0} BEFORE {0} ON stored_events
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
"""
_GUARDS = (_GUARD.format("UPDATE"), _GUARD.format("DELETE"))
_INDEX = "CREATE INDEX instants_recorded_at ON instants (recorded_at)"

CREATE = (_CREATE_EVENTS, _CREATE_INSTANTS, _INDEX, *_GUARDS, *seals.CREATE)
"""What makes the tables; there is no IF NOT EXISTS: a second creation is an error."""

LARGEST_CELL = 1 << 26
"""How many bytes a value of a row may have, 64 MiB: several times the largest event."""

LACKING = "it lacks a ledger's tables"

_COLUMNS = {
    "stored_events": ("rowid", "originator_id", "originator_version", "topic", "state"),
    "instants": ("first_position", "recorded_at"),
    "seal_head": ("id", "size", "position", "root"),
    "seal_tiles": ("level", "number", "hashes"),
    "seal_runs": ("first_leaf", "first_position", "leaves"),
    "seal_notes": ("size", "note"),
}
_NEEDED = {"stored_events", "instants"}
_NUMBERED = _COLUMNS.keys() - {"seal_tiles"}
"""The tables whose first column numbers the rows, and so is an integer whatever else the table holds."""

_OURS = tuple(_COLUMNS)
_FOUND = f"""
SELECT l.name, l.type = 'table' AND NOT l.wr, x.name, x.type = 'INTEGER' AND x.pk, x.hidden
FROM pragma_table_list AS l, pragma_table_xinfo(l.name) AS x
WHERE l.schema = 'main' AND l.name IN {_OURS} ORDER BY l.name, x.cid
"""
_ACTIVE = "SELECT sql FROM sqlite_master WHERE type IN ('view', 'trigger')"


def objection(connection: sqlite3.Connection) -> str | None:
    """Return what a file declares that no ledger does, or lacks that each has; None when nothing speaks against it.

    What type the other columns are declared to have does not matter: whoever reads a row looks at what it holds.
    """
    found: dict[str, list[tuple[str, bool]]] = {}
    for table, is_plain, column, is_number, hidden in connection.execute(_FOUND):
        found.setdefault(table, []).append((column if is_plain and not hidden else "", bool(is_number)))
    if not found.keys() >= _NEEDED or not all(_is_ours(table, columns) for table, columns in found.items()):
        return LACKING
    if any((sql or "").strip() not in map(str.strip, _GUARDS) for (sql,) in connection.execute(_ACTIVE)):
        return "it has views or triggers that no ledger has"
    return None


def _is_ours(table: str, columns: list[tuple[str, bool]]) -> bool:
    names = tuple(name for name, _ in columns)
    return names == _COLUMNS[table] and (table not in _NUMBERED or columns[0][1])
