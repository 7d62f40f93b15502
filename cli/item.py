"""`recert item`: what the catalogue lists, and from when until when."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from cli.invocation import Invocation
from cli.options import DAY, with_json, with_ledger, with_reason
from cli.recording import record
from ledger import ItemWithdraw


@click.group("item")
def command() -> None:
    """List items in the catalogue, and withdraw them."""


@command.command("add")
@click.argument("item")
@click.option("--title", required=True, help="What people call it.")
@click.option("--credits", required=True, metavar="N", help="What it earns, at most two decimals.")
@click.option("--category", metavar="ID", help="The category that a requirement may ask for.")
@click.option("--provider", metavar="ID", help="Who delivers it.")
@click.option("--on", "--from", "listed_from", type=DAY, help="The first day in the catalogue. [default: today]")
@click.option("--until", type=DAY, help="The last day in the catalogue. [default: open]")
@click.option("--group", metavar="ID", help="The group of items of which one counts.")
@with_reason
@with_json
@with_ledger
@click.pass_obj
def add(invocation: Invocation, /, listed_from: date | None, as_json: bool, **values: Any) -> None:
    """List ITEM, a new id, or one that was listed until an earlier day."""
    record(invocation, "item", as_json=as_json, today="from", **{"from": listed_from, **values})


@command.command("withdraw")
@click.argument("item")
@click.option("--on", type=DAY, help="Its last day in the catalogue, which may lie ahead. [default: today]")
@with_reason
@with_json
@with_ledger
@click.pass_obj
def withdraw(invocation: Invocation, /, as_json: bool, **values: Any) -> None:
    """Take ITEM out of the catalogue."""
    record(invocation, ItemWithdraw, as_json=as_json, **values)
