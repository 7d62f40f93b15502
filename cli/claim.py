"""`recert claim`: a claim is submitted, then validated, rejected or withdrawn; a decision may be reversed."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from cli.invocation import Invocation
from cli.options import DAY, with_json, with_ledger, with_reason
from cli.recording import record


@click.group("claim")
def command() -> None:
    """Submit claims, and decide them."""


@command.command("submit")
@click.argument("holder")
@click.argument("claim")
@click.argument("item")
@click.option("--credits", required=True, metavar="N", help="The credits asked for, at most two decimals.")
@click.option("--completed", "completed_on", type=DAY, required=True, help="The last day of the activity.")
@click.option("--submitted", "submitted_on", type=DAY, help="The day of submission. [default: today]")
@click.option("--began", "began_on", type=DAY, help="The first day of the activity.")
@click.option("--provider", metavar="ID", help="Who delivered it; unnamed, nobody's authorisation is asked for.")
@click.option("--source", type=click.Choice(["holder", "provider"]), help="Who reports it. [default: holder]")
@click.option("--edition", metavar="ID", help="The edition of the item; another edition is another item.")
@click.option("--replaces", metavar="CLAIM", help="An earlier claim that this one replaces.")
@click.option(
    "--evidence", multiple=True, metavar="SHA256", help="The digest of a file that proves it; may be repeated."
)
@with_json
@with_ledger
@click.pass_obj
def submit(
    invocation: Invocation, /, submitted_on: date | None, evidence: tuple[str, ...], as_json: bool, **values: Any
) -> None:
    """Submit CLAIM, a new id, of HOLDER for having completed ITEM."""
    values |= {"submitted_on": submitted_on, "evidence": evidence or None}
    record(invocation, "submit", as_json=as_json, today="submitted_on", **values)


@command.command("validate")
@click.argument("claim")
@click.option("--on", type=DAY, help="The day of the decision. [default: today]")
@click.option("--credits", metavar="N", help="The credits awarded. [default: as claimed]")
@click.option("--validator", metavar="ID", help="Who confirmed it.")
@with_json
@with_ledger
@click.pass_obj
def validate(invocation: Invocation, /, as_json: bool, **values: Any) -> None:
    """Confirm CLAIM, for all its credits or fewer."""
    record(invocation, "validate", as_json=as_json, **values)


@command.command("reject")
@click.argument("claim")
@click.option("--on", type=DAY, help="The day of the decision. [default: today]")
@with_reason
@with_json
@with_ledger
@click.pass_obj
def reject(invocation: Invocation, /, as_json: bool, **values: Any) -> None:
    """Decline CLAIM."""
    record(invocation, "reject", as_json=as_json, **values)


@command.command("withdraw")
@click.argument("claim")
@click.option("--on", type=DAY, help="The day it was taken back. [default: today]")
@with_reason
@with_json
@with_ledger
@click.pass_obj
def withdraw(invocation: Invocation, /, as_json: bool, **values: Any) -> None:
    """Take CLAIM back before it is decided."""
    record(invocation, "withdraw", as_json=as_json, **values)


@command.command("reverse")
@click.argument("claim")
@click.option("--on", type=DAY, help="The day it was reversed. [default: today]")
@with_reason
@with_json
@with_ledger
@click.pass_obj
def reverse(invocation: Invocation, /, as_json: bool, **values: Any) -> None:
    """Take back the decision on CLAIM that stands, so that it may be decided again."""
    record(invocation, "reverse", as_json=as_json, **values)
