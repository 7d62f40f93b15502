"""Where a ledger may lie, and whether one lies there."""

from __future__ import annotations

import os
import stat

from ledger.application.books import IN_MEMORY, PROGRAMME, Books, place
from ledger.errors import InputError
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


def _server(url: str) -> str:
    """Return a server's URL without what may be a password."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0]}"
