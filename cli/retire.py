"""`recert retire`: a certification is no longer issued, nor renewed."""

from __future__ import annotations

from typing import Any

import click

from cli.invocation import Invocation
from cli.options import DAY, with_json, with_ledger, with_reason
from cli.recording import record


@click.command("retire")
@click.argument("certification")
@click.option("--on", type=DAY, help="The first day on which it is neither issued nor renewed. [default: today]")
@with_reason
@with_json
@with_ledger
@click.pass_obj
def command(invocation: Invocation, /, as_json: bool, **values: Any) -> None:
    """Retire CERTIFICATION for everyone; a certification retires once."""
    record(invocation, "retire", as_json=as_json, **values)
