"""What came of an import: control totals, and the errors as a file beside the one that was read."""

from __future__ import annotations

import csv
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import NamedTuple, TypeAlias

from ledger.documents import inert
from ledger.events import Count

READ, RECORDED, SKIPPED, REJECTED = "read", "recorded", "skipped", "rejected"

UNREADABLE = "unreadable"
"""The kind that control totals count lines under whose kind cannot be told."""


Errors: TypeAlias = Callable[[], Iterable[tuple[object, ...]]]
"""Yields all errors from the first one on, each time it is called."""


class RowError(NamedTuple):
    """One thing wrong with a line: the column (key) it concerns, a stable code, what is wrong, what to do."""

    line: int
    column: str
    code: str
    message: str
    fix: str


class Report(NamedTuple):
    """The outcome of an import, or of the rehearsal of one.

    `totals` come by kind. `errors` are the first ones by line, `error_count` counts all, `errors_file` holds all
    (None when there are none, or after a dry run); `notice` says what else a person should know. `complete` says that
    every line is in the ledger; `refused` that an atomic import wrote nothing because of its errors.
    """

    path: str
    batch: str
    sha256: str
    size: int
    format: str
    totals: tuple[Count, ...]
    errors: tuple[RowError, ...]
    error_count: int
    errors_file: str | None
    notice: str | None
    first_position: int | None
    last_position: int | None
    complete: bool
    refused: bool
    dry_run: bool

    @property
    def read(self) -> int:
        """Return the number of entries read."""
        return sum(count.read for count in self.totals)

    @property
    def recorded(self) -> int:
        """Return the number of entries recorded, or that would be."""
        return sum(count.recorded for count in self.totals)

    @property
    def skipped(self) -> int:
        """Return the number of entries that the ledger held already."""
        return sum(count.skipped for count in self.totals)

    @property
    def rejected(self) -> int:
        """Return the number of entries refused."""
        return sum(count.rejected for count in self.totals)


class Tally(Counter[tuple[str, str]]):
    """Entries counted by kind and by what became of them: read, recorded, skipped, rejected."""

    def withheld(self) -> Tally:
        """Return the tally of an import that let nothing in: what would be recorded was rejected."""
        kept = Tally({key: number for key, number in self.items() if key[1] != RECORDED})
        kept.update({(kind, REJECTED): number for (kind, fate), number in self.items() if fate == RECORDED})
        return kept

    def counts(self) -> tuple[Count, ...]:
        """Return the control totals by kind, in the order of their names."""
        return tuple(
            Count(
                kind=kind,
                read=self[kind, READ],
                recorded=self[kind, RECORDED],
                skipped=self[kind, SKIPPED],
                rejected=self[kind, REJECTED],
            )
            for kind in sorted({kind for kind, _ in self})
        )


def keep_errors(path: str, errors: Errors, number: int) -> tuple[str | None, str | None]:
    """Write the errors of a file beside it, or elsewhere if that cannot be; with none, remove those of last time.

    Returns where they are, and what a person must be told about that.
    """
    kept = f"{path}.errors.csv"
    if not number:
        return None, _remove(kept)
    try:
        write_errors(kept, errors())
    except OSError as error:
        return _keep_elsewhere(kept, errors, error)
    return kept, None


def _remove(kept: str) -> str | None:
    try:
        with suppress(FileNotFoundError):
            os.unlink(kept)
    except OSError as error:
        return f"{kept} is of an earlier import and could not be removed ({error.strerror}). Remove it."
    return None


def _keep_elsewhere(kept: str, errors: Errors, why: OSError) -> tuple[str | None, str]:
    """Lose no error because a folder is not writable: the entries that went in are in."""
    problem = f"{kept} cannot be written ({why.strerror})"
    elsewhere = os.path.join(tempfile.mkdtemp(prefix="recert-"), os.path.basename(kept))
    try:
        write_errors(elsewhere, errors())
    except OSError:
        return None, f"{problem}, nor can any other place. Make room or ask for permission, and import again."
    return elsewhere, f"{problem}; the errors are in {elsewhere} instead."


def write_errors(path: str, errors: Iterable[tuple[object, ...]]) -> None:
    """Write errors as CSV: whole or not at all, and no cell that a spreadsheet would run. Raises `OSError`."""
    folder, name = os.path.split(os.path.abspath(path))
    handle, draft = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(RowError._fields)
            rows.writerows([inert(str(cell)) for cell in error] for error in errors)
        os.replace(draft, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise
