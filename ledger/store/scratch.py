"""Databases to sort in: without a name, private, in the folder for temporary files, gone with the process at any end.

In memory such a database takes no more than its cache.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ledger.errors import InputError

_CACHE_KIB = 32_768


def scratch(tables: str) -> sqlite3.Connection:
    """Return a new database with these tables, in its one transaction: nothing here is meant to last."""
    with room():
        connection = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode = OFF", "temp_store = FILE", f"cache_size = -{_CACHE_KIB}"):
            connection.execute(f"PRAGMA {pragma}")
        connection.executescript(tables)
        connection.execute("BEGIN")
    return connection


@contextmanager
def room() -> Iterator[None]:
    """Say in words that there is no room to sort in."""
    try:
        yield
    except sqlite3.OperationalError as error:
        fix = "Free space in the folder for temporary files, or let TMPDIR name another one."
        raise InputError(f"There is no room to sort the file ({error}). {fix}") from error
