"""Copying the file of a ledger: SQLite's online backup, of one snapshot, whoever writes meanwhile."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import cast
from urllib.parse import quote

from eventsourcing.persistence import Notification, OperationalError

from ledger.store import Log
from ledger.store.connection import Pool

Progress = Callable[[int, int], object]
"""Told how many pages are copied, and how many there are."""

_PAGES = 2_048  # Copied between two words on progress.
_INSERT = "INSERT INTO stored_events (rowid, originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?, ?)"
_OWNER = stat.S_IRUSR | stat.S_IWUSR
_FLAWS = 20  # Reported by SQLite of a damaged file.


def pool_of(log: Log) -> Pool:
    """Return where the connections to a log in a file come from."""
    return cast("Pool", vars(log)["datastore"].pool)


def copy_file(source: Pool, to: str, *, progress: Progress | None = None) -> None:
    """Copy what a ledger holds at this moment to a new file, which is on the disk once this returns.

    The source is read in one transaction: writers go on, and what they write meanwhile is not copied. The copy may be
    read by whoever may read the source, and written by its owner. `OperationalError` when SQLite cannot read or write.
    """
    descriptor = os.open(to, os.O_CREAT | os.O_EXCL | os.O_RDWR, _OWNER)
    try:
        with _plainly(), closing(source.connected()) as reading, closing(_unshared(to)) as writing:
            reading.execute("BEGIN")
            reading.execute("SELECT name FROM sqlite_master").fetchone()  # From here on nothing changes.
            reading.backup(writing, pages=_PAGES, progress=progress and _told(progress))
        os.fchmod(descriptor, stat.S_IMODE(os.stat(source.db_name).st_mode) | _OWNER)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fill_events(pool: Pool, rows: Iterable[Notification]) -> None:
    """Store events at the positions that they have, in one transaction, in a ledger that is empty yet."""
    with _plainly(), closing(pool.connected()) as connection:
        connection.execute("BEGIN")
        connection.executemany(_INSERT, ((r.id, r.originator_id, r.originator_version, r.topic, r.state) for r in rows))
        connection.execute("COMMIT")


def flaws(pool: Pool) -> list[str]:
    """Return what SQLite finds wrong with the structure of a file, at most 20 things; none when it is sound."""
    try:
        with closing(pool.connected()) as connection:
            found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_FLAWS})")]
    except sqlite3.Error as error:
        return [str(error)]
    return [] if found == ["ok"] else found


def _unshared(path: str) -> sqlite3.Connection:
    """Open a file that nobody else knows of: no locks, which some file systems lack, and no journal to come back to."""
    connection = sqlite3.connect(f"file:{quote(os.fsencode(path))}?mode=rw&nolock=1", uri=True, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _told(progress: Progress) -> Callable[[int, int, int], object]:
    return lambda _, remaining, pages: progress(pages - remaining, pages)


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise OperationalError(str(error)) from error
