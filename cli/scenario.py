"""`recert scenario`: worked cases, checked against the rules."""

from __future__ import annotations

from pathlib import Path

import click

from cli.options import with_json
from cli.show import checked
from projections import run_scenarios


@click.group("scenario")
def command() -> None:
    """Check worked cases against the rules."""


@command.command("run")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@with_json
def run(files: tuple[str, ...], as_json: bool) -> int:
    """Run every scenario of each FILE: its events in memory, its expectations against the answers.

    Prints each expectation that does not hold, and exits with 1 when there is one. No ledger is read or written.
    """
    results = [result for file in files for result in run_scenarios(Path(file))]
    if as_json:
        checked.results_document(results)
    else:
        checked.results(results)
    return 0 if all(result.passed for result in results) else 1
