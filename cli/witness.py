"""`recert witness`: somebody else signs that a ledger goes on from what it showed before."""

from __future__ import annotations

from pathlib import Path

import click

from cli.invocation import Invocation
from cli.show import put
from cli.signing import with_key
from ledger import WallClock, cosign_checkpoint, read_public, read_signer


@click.group("witness")
def command() -> None:
    """Watch over somebody else's ledger."""


@command.command("cosign")
@click.argument("file")
@click.option("--log", "log_key", required=True, metavar="KEY", help="The verifier key of the ledger, or its file.")
@click.option("--state", required=True, metavar="DIR", help="Where you keep what you cosigned last.")
@with_key
@click.pass_obj
def cosign(invocation: Invocation, /, file: str, log_key: str, state: str, key: str) -> None:
    """Cosign the checkpoint or request in FILE, and print it; refused when it contradicts what you cosigned before."""
    now = (invocation.clock or WallClock()).now()
    note = cosign_checkpoint(Path(file), read_public(log_key), read_signer(Path(key)), state=Path(state), at=now)
    put(*note[:-1].split("\n"))
