"""`recert init`: the one step that creates a ledger."""

from __future__ import annotations

import click

from cli.invocation import Invocation
from cli.options import with_json, with_ledger
from cli.show import recorded
from ledger import Ledger, WallClock


@click.command("init")
@click.option(
    "--programme", default="cisco-ce", show_default=True, metavar="ID", help="The shipped programme to adopt."
)
@click.option(
    "--zone", default="UTC", show_default=True, metavar="IANA", help="Whose calendar decides the day, for ever."
)
@with_json
@with_ledger
@click.pass_obj
def command(invocation: Invocation, /, programme: str, zone: str, as_json: bool) -> None:
    """Create a ledger for a programme, with its policy and catalogue; a ledger that exists is left alone."""
    with Ledger.create(
        invocation.ledger,
        clock=invocation.clock or WallClock(),
        programme=programme,
        zone=zone,
        actor=invocation.actor,
        ledger_id=invocation.ledger_id,
    ) as ledger:
        recorded.opened(invocation.ledger, ledger.programme(), as_json=as_json)
