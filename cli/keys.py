"""`recert key`: keys to sign with, for a ledger or for a witness."""

from __future__ import annotations

from pathlib import Path

import click

from cli.invocation import Invocation
from cli.options import with_ledger
from cli.show import put, talk
from ledger import new_key


@click.group("key")
def command() -> None:
    """Make keys to sign with."""


@command.command("new")
@click.argument("name")
@click.option("--to", "file", required=True, metavar="FILE", help="A new file for the key; not in the ledger's folder.")
@click.option("--witness", is_flag=True, help="A key to cosign other ledgers with.")
@with_ledger
@click.pass_obj
def new(invocation: Invocation, /, name: str, file: str, witness: bool) -> None:
    """Make a signing key called NAME, like a web address, and print the key that verifies it.

    Give the printed key to whoever is to check, by another way than checkpoints and proofs.
    """
    put(str(new_key(Path(file), name, witness=witness, ledger=Path(invocation.ledger))))
    talk(f"The signing key is in {file}. Whoever reads it can sign in your name.")
