"""What came of an import: control totals, the first errors, and where all of them are."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cli.show.output import Column, document, put, table, talk
from ledger import Report, RowError, json_fields

ERRORS_SHOWN = 10
"""How many errors people are shown here; the errors file has them all."""

_TOTALS = (Column("kind"), *(Column(title, right=True) for title in ("read", "recorded", "skipped", "rejected")))


@contextmanager
def progress() -> Iterator[Callable[[int], object] | None]:
    """Draw a progress bar on a terminal while the caller works; None, and nothing drawn, anywhere else."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("Importing"), BarColumn(), TextColumn("{task.completed:,} entries"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done: bar.update(task, completed=done)


def report(done: Report) -> None:
    """Show the control totals by kind, then what is to be done about the lines that were refused."""
    rows = [(each.kind, *map(str, (each.read, each.recorded, each.skipped, each.rejected))) for each in done.totals]
    total = ("total", *map(str, (done.read, done.recorded, done.skipped, done.rejected)))
    table(_TOTALS, [*rows, total] if len(rows) != 1 else rows)
    put(_outcome(done))
    for error in done.errors[:ERRORS_SHOWN]:
        talk(f"  line {error.line}: {_sentence(error)}")
    if done.error_count > ERRORS_SHOWN:
        talk(f"  and {done.error_count - ERRORS_SHOWN} more")
    if done.errors_file:
        talk(f"All errors are in {done.errors_file}. Correct those lines and import the file again.")
    if done.notice:
        talk(done.notice)


def report_document(done: Report) -> None:
    """Write the report as one JSON document."""
    fields = done._asdict()
    fields["totals"] = [json_fields(each) for each in done.totals]
    fields["errors"] = [each._asdict() for each in done.errors]
    document({"schema": 1, **fields})


def _outcome(done: Report) -> str:
    if done.dry_run:
        return f"A rehearsal: nothing was written. {done.recorded} would be recorded."
    if done.refused:
        return "Nothing was recorded, because not every line could be."
    if done.first_position is None:
        return f"Batch {done.batch}: nothing new was recorded."
    return f"Batch {done.batch}: recorded @{done.first_position} to @{done.last_position}."


def _sentence(error: RowError) -> str:
    return f"{error.message} {error.fix}"
