"""Where a ledger may lie: finding one that exists, and making one so that it is either whole or not there."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable

from ledger.application.books import IN_MEMORY, PROGRAMME, Books, place
from ledger.errors import ConflictError, InputError
from ledger.events import ProgrammeOpened
from ledger.events.envelope import CODE_PATTERN

SCHEMA_VERSION = 1


def located(where: str) -> str:
    """Return the absolute path that `where` names; `InputError` for what can be no file's name."""
    if where.startswith(("postgresql://", "postgres://")):
        raise InputError("A ledger on a PostgreSQL server is not supported yet. Name a file.", place(_server(where)))
    if where == IN_MEMORY:
        return where
    try:
        known = where and "\0" not in where and os.fsencode(where)
    except UnicodeEncodeError:
        known = None
    if not known:
        raise InputError(f"{where[:80]!a} can be no file's name. Name a file.")
    return os.path.abspath(where)


def existing(where: str) -> str:
    """Return the absolute path of a regular file; `InputError` says what is there instead."""
    path = located(where)
    if path == IN_MEMORY:
        raise InputError("A ledger in memory is gone with whoever created it. Name a file.", place(where))
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        raise InputError("There is no ledger. Create one with `recert init`, or name another.", place(path)) from None
    except OSError as error:
        raise InputError(f"The ledger cannot be reached: {error.strerror}. Name another.", place(path)) from None
    if not stat.S_ISREG(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "no regular file"
        raise InputError(f"This is {what}, not a ledger. Name a ledger's file.", place(path))
    return path


def opened_as(books: Books) -> ProgrammeOpened:
    """Return the first event of all, which makes a file a ledger."""
    rows = books.store.first_events([PROGRAMME]).values()
    for recorded in books.recorded(rows):
        if isinstance(opened := recorded.event, ProgrammeOpened) and opened.schema_version <= SCHEMA_VERSION:
            return opened
        raise InputError("The ledger was written by a newer version. Update recert.", place(books.where))
    raise InputError("The ledger was never opened for a programme. Create one anew.", place(books.where))


def checked_actor(actor: str) -> str:
    """Return an actor's id as it is; `InputError` when it is no identifier."""
    if not CODE_PATTERN.fullmatch(actor):
        raise InputError(f"{actor!a} cannot name who acts. Use ASCII letters, digits and ._:@+/-, at most 80.")
    return actor


def create_whole(path: str, fill: Callable[[str], None]) -> None:
    """Let `fill` make a ledger under another name, then give it the name `path`, which nobody may hold.

    Whatever fails, at `path` there is either a whole ledger or what was there before.
    """
    unfinished = f"{path}.{os.urandom(4).hex()}.new"
    try:
        _refuse_taken(path)
        fill(unfinished)
        _name(unfinished, path)
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        raise InputError(f"No ledger can be created: {error.strerror}. Name another place.", place(path)) from None
    finally:
        for left in (unfinished, f"{unfinished}-wal", f"{unfinished}-shm"):
            if os.path.lexists(left):
                os.unlink(left)


def _refuse_taken(path: str) -> None:
    folder = os.path.dirname(path)
    if not os.path.isdir(folder):
        raise InputError("No ledger can be created: the folder does not exist. Create it first.", place(path))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InputError("No ledger can be created: the folder cannot be written. Name another.", place(path))
    for there in (path, f"{path}-wal", f"{path}-journal"):  # SQLite would take another ledger's log for this one's.
        if os.path.lexists(there):
            raise _taken(there)


def _name(unfinished: str, path: str) -> None:
    """Give a file a name that nobody holds; of several who try, one succeeds and the others meet FileExistsError."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    try:
        os.replace(unfinished, path)
    except OSError:
        os.unlink(path)
        raise
    _sync_folder(os.path.dirname(path))


def _taken(path: str) -> ConflictError:
    return ConflictError(f"There is a file of this name already. It is left alone: name another. @ {place(path)}")


def _sync_folder(folder: str) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _server(url: str) -> str:
    """Return a server's URL without what may be a password."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0]}"
