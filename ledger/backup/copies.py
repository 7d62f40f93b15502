"""Backups of a ledger in use, and ledgers restored from them: whole and verified, or not there at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ledger.application import Ledger
from ledger.application.books import IN_MEMORY, Books, in_our_words, place, plainly
from ledger.application.making import create_whole
from ledger.application.opening import existing, located
from ledger.backup.checking import CopyVerification
from ledger.errors import InputError
from ledger.seal.checks import SealFinding
from ledger.seal.ledgers import read_checkpoints, seal_ledger
from ledger.seal.verify import Key
from ledger.store.connection import pending
from ledger.store.copying import copy_file, pool_of
from ledger.store.seals import StoreError
from ledger.when import WallClock

if TYPE_CHECKING:
    from uuid import UUID

    from ledger.store.copying import Progress

_MOST_FINDINGS = 100


class Copied(NamedTuple):
    """A copy of a ledger: where it lies, whose it is, the newest position, what was verified, and what was found.

    Where a finding shows tampering or damage, the copy was not kept.
    """

    path: str
    ledger_id: UUID
    position: int
    check: CopyVerification
    findings: tuple[SealFinding, ...]

    @property
    def kept(self) -> bool:
        """Whether there is a copy."""
        return not any(finding.tampered for finding in self.findings)


class _UnfitError(Exception):
    """A copy does not hold, and must not get its name."""


def back_up_ledger(
    ledger: Ledger,
    to: str,
    *,
    files: Sequence[Path] = (),
    keys: Sequence[Key] = (),
    progress: Progress | None = None,
) -> Copied:
    """Copy a ledger, while others write to it, to a new file, or to one named by the time in an existing folder.

    The copy is verified against the newest checkpoint that the ledger keeps and those in `files`, each signed by every
    key of `keys`. `ConflictError` when there is a file of this name; `InputError` when nothing can be written there.
    """
    path, checkpoints = _dated(ledger, _target(to, "backup")), read_checkpoints(files)

    def fill(unfinished: str) -> Copied:
        copy_file(pool_of(ledger.log), unfinished, progress=progress)
        with opened_copy(unfinished, frozen=True) as copy:
            return verified_copy(path, copy, CopyVerification(copy.log, checkpoints, keys))

    return _made(path, fill, what="backup")


def restore_ledger(
    file: str,
    to: str,
    *,
    files: Sequence[Path] = (),
    keys: Sequence[Key] = (),
    progress: Progress | None = None,
) -> Copied:
    """Make a ledger of the backup in `file` where there is none, verified as `back_up_ledger` does.

    What the backup holds and nobody sealed is sealed first. That it is older than a checkpoint of `files` is a finding
    and no tampering: what was recorded between them is not in the ledger that is made.
    """
    path, source, checkpoints = _target(to, "ledger"), present(file), read_checkpoints(files)

    def fill(unfinished: str) -> Copied:
        with opened_copy(source, frozen=not pending(source)) as backup:
            copy_file(pool_of(backup.log), unfinished, progress=progress)
        with opened_copy(unfinished) as restored:
            seal_ledger(restored)
        with opened_copy(unfinished, frozen=True) as copy:
            return verified_copy(path, copy, CopyVerification(copy.log, checkpoints, keys, restoring=True))

    return _made(path, fill, what="ledger")


def present(file: str) -> str:
    """Return the absolute path of a file to read; `InputError` says what is there instead."""
    path = located(file)
    if path != IN_MEMORY and not os.path.lexists(path):
        raise InputError("There is no file of this name. Check the path.", place(path))
    return existing(path)


def _target(to: str, what: str) -> str:
    """Return the absolute path that a copy goes to; `InputError` for a folder that does not exist."""
    path = located(to)
    if to.endswith("/") and not os.path.isdir(path):
        raise InputError(f"No {what} can be created: the folder does not exist. Create it first.", place(path))
    return path


def _dated(ledger: Ledger, path: str) -> str:
    """Return where a backup goes: into a folder under the ledger's name and the time, else to the path itself."""
    if not os.path.isdir(path):
        return path
    stem, suffix = os.path.splitext(os.path.basename(pool_of(ledger.log).db_name))
    return os.path.join(path, f"{stem}-{ledger.clock.now().astimezone(UTC):%Y%m%dT%H%M%SZ}{suffix}")


@contextmanager
def opened_copy(path: str, *, frozen: bool = False) -> Iterator[Ledger]:
    """Open a ledger by its absolute path; a `frozen` one as it lies, without a trace beside it."""
    books = Books.at(path, frozen=frozen)
    try:
        with plainly(path):
            ledger = Ledger(books, clock=WallClock(), actor="unknown")
        yield ledger
    finally:
        books.close()


def verified_copy(path: str, copy: Ledger, check: CopyVerification) -> Copied:
    """Verify a copy that will bear the name `path`."""
    findings = tuple(islice(check, _MOST_FINDINGS))
    return Copied(path, copy.ledger_id, copy.log.max_notification_id() or 0, check, findings)


def _made(path: str, fill: Callable[[str], Copied], *, what: str) -> Copied:
    """Let a copy get its name if it holds; errors speak of that name, and not of the one that it has meanwhile."""
    made: list[Copied] = []

    def filled(unfinished: str) -> None:
        try:
            made.append(fill(unfinished))
        except InputError as error:
            raise InputError(error.message, place(path) if error.place == place(unfinished) else error.place) from None
        if not made[0].kept:
            raise _UnfitError

    try:
        create_whole(path, filled, what=what)
    except _UnfitError:
        pass
    except StoreError as error:
        raise _in_words(error, path, what) from error
    return made[0]


def _in_words(error: Exception, path: str, what: str) -> Exception:
    if "full" in str(error):
        return InputError(f"The disk is full, so no {what} was made. Make room, or name another place.", place(path))
    return in_our_words(error, path)
