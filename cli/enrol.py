"""`recert enrol`: a holder joined the programme."""

from __future__ import annotations

from typing import Any

import click

from cli.invocation import Invocation
from cli.options import DAY, with_json, with_ledger, with_reason
from cli.recording import record


@click.command("enrol")
@click.argument("holder")
@click.option("--on", type=DAY, help="The day of joining. [default: today]")
@click.option("--terms", metavar="VERSION", help="The version of the programme's terms that was accepted.")
@with_reason
@with_json
@with_ledger
@click.pass_obj
def command(invocation: Invocation, /, as_json: bool, **values: Any) -> None:
    """Record that HOLDER joined the programme, or accepted its terms anew."""
    record(invocation, "enrol", as_json=as_json, **values)
