"""`recert seal`: whatever is recorded and not sealed yet becomes part of the tree."""

from __future__ import annotations

import click

from cli.asking import opened
from cli.invocation import Invocation
from cli.options import with_json, with_ledger
from cli.show import sealing
from ledger import seal_ledger


@click.command("seal")
@with_json
@with_ledger
@click.pass_obj
def command(invocation: Invocation, /, as_json: bool) -> None:
    """Seal what is recorded; each writing command does so by itself, unless it was stopped before."""
    with opened(invocation) as ledger:
        sealing.sealed(seal_ledger(ledger), as_json=as_json)
