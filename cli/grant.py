"""`recert grant`: a certification was earned."""

from __future__ import annotations

from datetime import date

import click

from cli.invocation import Invocation
from cli.options import DAY, with_json, with_ledger, with_reason
from cli.recording import record


@click.command("grant")
@click.argument("holder")
@click.argument("certification")
@click.option("--on", type=DAY, help="The day it was earned. [default: today]")
@with_reason
@with_json
@with_ledger
@click.pass_obj
def command(
    invocation: Invocation, /, holder: str, certification: str, on: date | None, reason_code: str | None, as_json: bool
) -> None:
    """Record that HOLDER earned CERTIFICATION, a code of the catalogue."""
    record(
        invocation, "grant", as_json=as_json, holder=holder, certification=certification, on=on, reason_code=reason_code
    )
