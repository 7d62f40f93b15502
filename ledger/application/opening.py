"""Where a ledger may lie: finding one that exists, and making one so that it is either whole or not there."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable

from ledger.application.books import IN_MEMORY, PROGRAMME, Books, place
from ledger.errors import ConflictError, InputError
from ledger.events import ProgrammeOpened
from ledger.events.envelope import CODE_PATTERN
from ledger.when import is_zone

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
        opened = recorded.event
        if not isinstance(opened, ProgrammeOpened) or opened.schema_version > SCHEMA_VERSION:
            raise InputError("The ledger was written by a newer version. Update recert.", place(books.where))
        if not is_zone(opened.zone):
            message = f"This machine knows no time zone {opened.zone!a}, whose days the ledger has. Install tzdata."
            raise InputError(message, place(books.where))
        return opened
    message = "The ledger was never opened for a programme, or is damaged. Create one anew, or try `recert salvage`."
    raise InputError(message, place(books.where))


def checked_actor(actor: str) -> str:
    """Return an actor's id as it is; `InputError` when it is no identifier."""
    if not CODE_PATTERN.fullmatch(actor):
        raise InputError(f"{actor!a} cannot name who acts. Use ASCII letters, digits and ._:@+/-, at most 80.")
    return actor


def create_whole(path: str, fill: Callable[[str], None], *, what: str = "ledger") -> None:
    """Let `fill` make a file under another name, then give it the name `path`, which nobody may hold.

    Whatever fails, at `path` there is either a whole file or what was there before. `what` it is, errors say.
    """
    unfinished = f"{path}.{os.urandom(4).hex()}.new"
    try:
        refuse_taken(path, what)
        fill(unfinished)
        if os.path.lexists(f"{unfinished}-wal"):  # Closing it could not bring everything into the one file.
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        _name(unfinished, path)
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        raise InputError(f"No {what} can be created: {error.strerror}. Name another place.", place(path)) from None
    finally:
        for left in (unfinished, *(f"{unfinished}-{part}" for part in ("wal", "shm", "journal"))):
            if os.path.lexists(left):
                os.unlink(left)


def refuse_taken(path: str, what: str) -> None:
    """Raise unless something may be created at a path: in a folder that can be written, under a name nobody holds."""
    folder = os.path.dirname(path)
    if not os.path.isdir(folder):
        raise InputError(f"No {what} can be created: the folder does not exist. Create it first.", place(path))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InputError(f"No {what} can be created: the folder cannot be written. Name another.", place(path))
    for there in (path, f"{path}-wal", f"{path}-journal"):  # SQLite would take another ledger's log for this one's.
        if os.path.lexists(there):
            raise _taken(there)


def _name(unfinished: str, path: str) -> None:
    """Give a file a name that nobody holds; of several who try, one succeeds and the others meet FileExistsError."""
    try:
        os.link(unfinished, path)  # In one step: who is killed has named a whole file, or none.
    except FileExistsError:
        raise
    except OSError:  # Some file systems have no links.
        _name_in_two_steps(unfinished, path)
    try:
        sync_folder(os.path.dirname(path))
    except OSError:
        os.unlink(path)
        raise


def _name_in_two_steps(unfinished: str, path: str) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    try:
        os.replace(unfinished, path)
    except OSError:
        os.unlink(path)
        raise


def _taken(path: str) -> ConflictError:
    return ConflictError(f"There is a file of this name already. It is left alone: name another. @ {place(path)}")


def sync_folder(folder: str) -> None:
    """Let the names in a folder outlast a crash."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _server(url: str) -> str:
    """Return a server's URL without what may be a password."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0]}"
