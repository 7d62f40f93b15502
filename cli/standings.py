"""`recert standings`: where everyone stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import click

from cli.asking import ask, everyone, opened
from cli.invocation import Invocation
from cli.options import Cut, with_ledger, with_question
from cli.show import standings

_FORMATS: dict[str, Callable[[Iterable[dict[str, Any]]], None]] = {
    "table": standings.standings_table,
    "json": standings.standings_document,
    "jsonl": standings.standings_lines,
    "csv": standings.standings_csv,
}


@click.command("standings")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMATS)),
    default="table",
    show_default=True,
    help="How to write it; jsonl is one holder a line.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@with_question
@with_ledger
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    form: str,
    valid_on: date | None,
    known_at: Cut | None,
    policy_name: str | None,
) -> None:
    """Say where everyone stands, by holder."""
    with opened(invocation) as ledger:
        question = ask(ledger, valid_on=valid_on, known_at=known_at, policy_name=policy_name)
        _FORMATS[form](answer.document() for answer, _ in everyone(ledger, question))
