"""Making a file or a folder so that it is either whole or not there, and nothing of it is left where it fails."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from ledger.application.books import place
from ledger.disk import sync_folder
from ledger.errors import ConflictError, InputError


def create_whole(path: str, fill: Callable[[str], None], *, what: str = "ledger") -> None:
    """Let `fill` make a file elsewhere, then give it the name `path`, which nobody may hold.

    Whatever fails, at `path` there is either a whole file or what was there before. `what` it is, errors say.
    """
    remove_left(path)
    refuse_taken(path, what)
    try:
        with workshop(path) as folder:
            unfinished = os.path.join(folder, os.path.basename(path))
            fill(unfinished)
            if os.path.lexists(f"{unfinished}-wal"):  # Closing it could not bring everything into the one file.
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            _name(unfinished, path)
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        raise InputError(f"No {what} can be created: {error.strerror}. Name another place.", place(path)) from None


@contextmanager
def workshop(path: str) -> Iterator[str]:
    """Yield a new folder beside `path` in which to make it; in the end it goes."""
    folder, held = _begin(path)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def remove_left(path: str) -> None:
    """Remove what makers of `path` left that were killed; whose maker is at work, or what cannot be removed, stays."""
    for folder in _workshops(path):
        _remove_if_left(folder)


def _workshops(path: str) -> list[str]:
    """Return the folders beside `path` in which it was to be made."""
    folder, name = os.path.split(path)
    made_here = re.compile(re.escape(name) + r"\.[0-9a-f]{8}\.new").fullmatch
    try:
        return [os.path.join(folder, found) for found in os.listdir(folder) if made_here(found)]
    except OSError:
        return []  # A folder may be one that can be written to and not read.


def _begin(path: str) -> tuple[str, int]:
    """Make a folder and hold its lock, by which others tell that its maker lives."""
    while True:
        folder = f"{path}.{os.urandom(4).hex()}.new"
        os.mkdir(folder, 0o700)
        try:
            held = os.open(folder, os.O_RDONLY)
        except FileNotFoundError:
            continue  # Somebody took it for one that was left.
        with suppress(OSError):  # Where a file system knows no locks, nobody takes one and removes the folder.
            fcntl.flock(held, fcntl.LOCK_EX)
        if os.path.isdir(folder):
            return folder, held
        os.close(held)


def _remove_if_left(folder: str) -> None:
    try:
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return
    finally:
        os.close(held)


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
