"""The import of a file: read once, put in order, recorded in transactions that each hold whole holders.

A file's order means nothing: entries are recorded by holder and day, and entries that exclude each other are tried
in the order of their content. So a shuffled file leaves the same standing facts, and a file imported again, or after
it was interrupted, records what is missing and nothing else.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ledger.commands import RecordBatch
from ledger.errors import InputError
from ledger.intake.claims import settle_claims
from ledger.intake.reading import Format, Read, open_file, read_file
from ledger.intake.recording import Progress, Recording, record_spool
from ledger.intake.report import Report, RowError, keep_errors
from ledger.store.spool import Spool

if TYPE_CHECKING:
    from ledger.application import Ledger

ERRORS_SHOWN = 1_000
"""How many errors a report carries itself; the errors file has all."""

_RARE = (100_000, 50, 100)


class Mode(NamedTuple):
    """How to import: `dry_run` writes nothing, `atomic` lets everything in or nothing."""

    dry_run: bool
    atomic: bool


def import_file(
    ledger: Ledger,
    path: str,
    *,
    kind: str | None = None,
    aliases: Mapping[str, str] | None = None,
    dry_run: bool = False,
    atomic: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Record the entries of a file, and report on every one.

    The file is JSON Lines; with `kind` it is CSV of entries of that kind, and `aliases` are other names of its
    columns. Sound entries go in and the others are listed in ``FILE.errors.csv``; with `atomic`, nothing goes in
    unless all can. With `dry_run` nothing is written, and the report says what would be. `progress` is told from
    time to time how many entries have been dealt with. `InputError` when the file cannot be read, is empty, is no
    text, or its header is not one.
    """
    form, mode = Format(kind, aliases or {}), Mode(dry_run, atomic)
    if kind is None and path.lower().endswith(".csv"):
        raise InputError("A CSV holds entries of one kind. Say which: --kind submit, for example.", path)
    with _rare_collections(), closing(Spool()) as spool:
        with open_file(path) as file:
            read = read_file(file, spool, path=path, form=form)
        batch = f"b-{read.sha256[:16]}"
        lost = settle_claims(ledger, spool)
        recording, refused = _record(ledger, spool, batch, mode, progress)
        recording.tally.update(read.tally)
        recording.tally.update(lost)
        if not (dry_run or refused):
            _conclude(ledger, batch, read, recording)
        return _report(spool, path, read, recording, batch, mode, refused)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let the collector of cycles run rarely: an import makes millions of records and hardly a cycle.

    At the usual thresholds it takes a quarter of the time.
    """
    usual = gc.get_threshold()
    gc.set_threshold(*_RARE)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _record(ledger: Ledger, spool: Spool, batch: str, mode: Mode, progress: Progress | None) -> tuple[Recording, bool]:
    """Record what is in the spool, or only rehearse it; the second value says that errors kept everything out."""
    if mode.dry_run or mode.atomic:
        rehearsal = record_spool(ledger, spool, batch=batch, rehearse=True, progress=progress)
        refused = mode.atomic and spool.count_errors() > 0
        if mode.dry_run or refused:
            return rehearsal._replace(tally=rehearsal.tally.withheld() if refused else rehearsal.tally), refused
    return record_spool(ledger, spool, batch=batch, rehearse=False, progress=progress), False


def _conclude(ledger: Ledger, batch: str, read: Read, recording: Recording) -> None:
    """Record that the import ran to its end, unless no line was sound: rubbish shall not make the record grow."""
    totals = recording.tally.counts()
    if not any(count.recorded or count.skipped for count in totals):
        return
    command = RecordBatch(
        batch=batch,
        sha256=read.sha256,
        size=read.size,
        format=read.format,
        totals=totals,
        first_position=recording.first,
        last_position=recording.last,
        complete=not any(count.rejected for count in totals),
    )
    ledger.record([command], batch=batch)


def _report(spool: Spool, path: str, read: Read, recording: Recording, batch: str, mode: Mode, refused: bool) -> Report:
    totals = recording.tally.counts()
    errors_file, notice = (None, None) if mode.dry_run else keep_errors(path, spool.errors, spool.count_errors())
    return Report(
        path=path,
        batch=batch,
        sha256=read.sha256,
        size=read.size,
        format=read.format,
        totals=totals,
        errors=tuple(RowError(*error) for error in islice(spool.errors(), ERRORS_SHOWN)),
        error_count=spool.count_errors(),
        errors_file=errors_file,
        notice=notice,
        first_position=recording.first,
        last_position=recording.last,
        complete=not (refused or any(count.rejected for count in totals)),
        refused=refused,
        dry_run=mode.dry_run,
    )
