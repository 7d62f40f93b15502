"""Connections to a ledger's SQLite file: durable, never made by accident, readable where writing is forbidden."""

from __future__ import annotations

import os
import sqlite3
from typing import Any
from urllib.parse import quote

from eventsourcing import sqlite as library
from eventsourcing.persistence import InterfaceError

from ledger.store.schema import LACKING, LARGEST_CELL, objection

_FULL = 2
_OLDEST = (3, 37)


class NotALedgerError(InterfaceError):
    """The file is no database, or one without a ledger's tables."""


class NetworkError(InterfaceError):
    """A ledger would lie on a network file system; the text is what kind of one."""


class Pool(library.SQLiteConnectionPool):
    """The library's pool, whose connections are durable ones to a ledger that exists or is being `creating`.

    On a network file system there is no connection, to read as little as to write: see `ledger.store.mounts`. A
    ledger that is `frozen`, as a backup is, nobody writes to: it is read as it lies, anywhere.

    A ledger in a folder that cannot be written is read as an immutable file when no other process has it
    open and its write-ahead log is empty: SQLite needs to write beside a WAL database to read it otherwise.
    Whoever starts writing there meanwhile (another account) is not noticed.
    """

    def __init__(self, *, creating: bool, frozen: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self._creating, self._frozen = creating, frozen

    def connected(self) -> sqlite3.Connection:
        """Return a new connection, checked as every other; whoever asks for it closes it."""
        try:
            return self._connect()
        except (sqlite3.Error, ValueError) as error:
            kind = NotALedgerError if "not a database" in str(error) else InterfaceError
            raise kind(str(error)) from error

    def _create_connection(self) -> library.SQLiteConnection:
        return library.SQLiteConnection(self.connected(), max_age=None)

    def _connect(self) -> sqlite3.Connection:
        if self._frozen:
            return self._open("mode=ro&immutable=1")
        self._refuse_network()
        if self._creating:
            return self._open("mode=rwc")
        try:
            return self._open("mode=rw")
        except sqlite3.OperationalError:
            if os.access(os.path.dirname(self.db_name), os.W_OK) or pending(self.db_name):
                raise
            return self._open("mode=ro&immutable=1")

    def _refuse_network(self) -> None:
        """Ask where the file lies, or the folder that it will lie in; symbolic links are followed, as SQLite does."""
        path = os.path.dirname(self.db_name) if self._creating else self.db_name
        try:
            if os.major(os.stat(path).st_dev):
                return  # A block device, as ordinary disks are: nothing more needs to be read.
            from ledger.store.mounts import network_kind

            kind = network_kind(path)
        except OSError:
            return  # Opening says what is wrong.
        if kind is not None:
            raise NetworkError(kind)

    def _open(self, mode: str) -> sqlite3.Connection:
        if sqlite3.sqlite_version_info < _OLDEST:
            raise InterfaceError(f"this Python has SQLite {sqlite3.sqlite_version}, strict tables need 3.37")
        connection = sqlite3.connect(
            f"file:{quote(os.fsencode(self.db_name))}?{mode}",
            uri=True,
            check_same_thread=False,
            isolation_level=None,  # The library begins and ends transactions itself.
            timeout=self.lock_timeout or 0,
        )
        try:
            connection.row_factory = sqlite3.Row
            self._identify(connection)
            if "immutable" not in mode:
                _make_durable(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _identify(self, connection: sqlite3.Connection) -> None:
        """Refuse a foreign database before anything in it is changed."""
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_CELL)
        connection.execute("PRAGMA trusted_schema=OFF")
        said = None if self._creating else objection(connection)
        if said:
            raise (NotALedgerError if said == LACKING else InterfaceError)(said)


def _make_durable(connection: sqlite3.Connection) -> None:
    """Set what durability rests on, and see that it holds."""
    if _pragma(connection, "journal_mode") != "wal":  # A new file, or a restored dump.
        connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA recursive_triggers=ON")  # Else REPLACE passes the append-only triggers.
    if (_pragma(connection, "journal_mode"), _pragma(connection, "synchronous")) != ("wal", _FULL):
        raise InterfaceError("durable writes cannot be had on this file system")


def _pragma(connection: sqlite3.Connection, name: str) -> Any:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def pending(path: str) -> bool:
    """Say whether events lie in the write-ahead log that have not reached the file."""
    return os.path.exists(f"{path}-wal") and os.path.getsize(f"{path}-wal") > 0
