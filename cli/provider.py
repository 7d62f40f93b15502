"""`recert provider`: who may deliver activities, and from when."""

from __future__ import annotations

from typing import Any

import click

from cli.invocation import Invocation
from cli.options import DAY, with_json, with_ledger, with_reason
from cli.recording import record


@click.group("provider")
def command() -> None:
    """Authorise providers, and end their authorisation."""


@command.command("authorise")
@click.argument("provider")
@click.option("--on", type=DAY, help="The first day on which it may deliver. [default: today]")
@with_reason
@with_json
@with_ledger
@click.pass_obj
def authorise(invocation: Invocation, /, as_json: bool, **values: Any) -> None:
    """Let PROVIDER deliver activities; one never mentioned counts as authorised."""
    record(invocation, "provider", as_json=as_json, authorised=True, **values)


@command.command("deauthorise")
@click.argument("provider")
@click.option("--on", type=DAY, help="The first day on which it may not deliver. [default: today]")
@with_reason
@with_json
@with_ledger
@click.pass_obj
def deauthorise(invocation: Invocation, /, as_json: bool, **values: Any) -> None:
    """Let PROVIDER deliver no more activities."""
    record(invocation, "provider", as_json=as_json, authorised=False, **values)
