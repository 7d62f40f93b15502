"""`recert fee`: a fee was paid."""

from __future__ import annotations

from typing import Any

import click

from cli.invocation import Invocation
from cli.options import DAY, with_json, with_ledger, with_reason
from cli.recording import record


@click.command("fee")
@click.argument("holder")
@click.argument("fee")
@click.option("--on", type=DAY, help="The day of payment. [default: today]")
@click.option("--amount", metavar="N", help="How much, at most two decimals.")
@click.option("--currency", metavar="CODE", help="In which currency, three capitals: USD.")
@click.option("--reference", metavar="ID", help="The receipt, unique for holder and fee. [default: the day]")
@with_reason
@with_json
@with_ledger
@click.pass_obj
def command(invocation: Invocation, /, as_json: bool, **values: Any) -> None:
    """Record that HOLDER paid FEE, an id that the policy asks for."""
    record(invocation, "fee", as_json=as_json, **values)
