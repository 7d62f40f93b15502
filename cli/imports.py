"""`recert import`: the entries of a file are recorded, and every one is accounted for."""

from __future__ import annotations

import click

from cli.asking import opened
from cli.invocation import Invocation
from cli.options import with_json, with_ledger
from cli.show import imported
from ledger import import_file


@click.command("import")
@click.argument("file")
@click.option("--dry-run", is_flag=True, help="Report what would happen, and write nothing.")
@click.option("--atomic", is_flag=True, help="Record everything, or nothing if one line is wrong.")
@with_json
@with_ledger
@click.pass_obj
def command(invocation: Invocation, /, file: str, dry_run: bool, atomic: bool, as_json: bool) -> int:
    """Record the entries of FILE, JSON Lines with one entry a line.

    Good lines go in; what is wrong with the others is listed in FILE.errors.csv, and the exit code is 1. A file may be
    imported again at any time: what was recorded before is skipped, what was missed is added.
    """
    with opened(invocation) as ledger, imported.progress() as advance:
        report = import_file(ledger, file, dry_run=dry_run, atomic=atomic, progress=advance)
    if as_json:
        imported.report_document(report)
    else:
        imported.report(report)
    return 1 if report.rejected else 0
