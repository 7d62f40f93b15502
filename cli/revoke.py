"""`recert revoke`: a certification was taken away."""

from __future__ import annotations

from typing import Any

import click

from cli.invocation import Invocation
from cli.options import DAY, with_json, with_ledger, with_reason
from cli.recording import record


@click.command("revoke")
@click.argument("holder")
@click.argument("certification")
@click.option("--on", type=DAY, help="The first day without it. [default: today]")
@with_reason
@with_json
@with_ledger
@click.pass_obj
def command(invocation: Invocation, /, as_json: bool, **values: Any) -> None:
    """Record that CERTIFICATION was taken from HOLDER; the day before is its last active one."""
    record(invocation, "revoke", as_json=as_json, **values)
