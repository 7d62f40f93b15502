"""`recert prove`: proofs that events are in the record, to be checked without it."""

from __future__ import annotations

from pathlib import Path

import click

from cli.asking import opened
from cli.invocation import Invocation
from cli.options import with_ledger
from cli.show import sealing
from ledger import prove_events, read_signer


@click.command("prove")
@click.argument("what", metavar="HOLDER|@POSITION")
@click.option("--out", required=True, metavar="DIR", help="Where the proofs go.")
@click.option("--key", envvar="RECERT_KEY", metavar="FILE", help="Also sign how far the holder's events go.")
@with_ledger
@click.pass_obj
def command(invocation: Invocation, /, what: str, out: str, key: str | None) -> None:
    """Write a proof of every event of HOLDER, or of the one event at @POSITION, to the newest checkpoint.

    `verify.py`, one file that needs Python alone, checks them: `python -I -S verify.py --log KEY DIR/*`.
    """
    signer = read_signer(Path(key), ledger=Path(invocation.ledger)) if key else None
    with opened(invocation) as ledger:
        sealing.written(prove_events(ledger, what, signer), Path(out))
