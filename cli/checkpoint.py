"""`recert checkpoint`: the log's signed word on what is sealed, for others to hold."""

from __future__ import annotations

from pathlib import Path

import click

from cli.asking import opened
from cli.invocation import Invocation
from cli.options import SIZE, with_ledger
from cli.show import sealing
from cli.signing import with_key
from ledger import publish_checkpoint, read_public, read_signer, take_checkpoint


@click.group("checkpoint")
def command() -> None:
    """Publish checkpoints, and take them back with the cosignatures of witnesses."""


@command.command("publish")
@click.option("--to", "folder", required=True, metavar="DIR", help="Where the checkpoint goes.")
@click.option("--since", type=SIZE, metavar="SIZE", help="What the witness saw last. [default: newest cosigned]")
@with_key
@with_ledger
@click.pass_obj
def publish(invocation: Invocation, /, folder: str, since: int | None, key: str) -> None:
    """Sign what is sealed, and write the checkpoint to DIR for others to hold, with a request for witnesses.

    Nothing is signed that does not go on from what was signed last.
    """
    signer = read_signer(Path(key), ledger=Path(invocation.ledger))
    with opened(invocation) as ledger:
        published = publish_checkpoint(ledger, signer, last=Path(f"{key}.last"), since=since)
    sealing.published(published, Path(folder))


@command.command("take")
@click.argument("file")
@click.option("--log", "log_key", required=True, metavar="KEY", help="The verifier key of this ledger, or its file.")
@click.option("--witness", "witnesses", multiple=True, required=True, metavar="KEY", help="A witness's verifier key.")
@with_ledger
@click.pass_obj
def take(invocation: Invocation, /, file: str, log_key: str, witnesses: tuple[str, ...]) -> None:
    """Keep the checkpoint in FILE with its cosignatures, which say by when its events were recorded."""
    keys = [read_public(each) for each in witnesses]
    with opened(invocation) as ledger:
        sealing.taken(take_checkpoint(ledger, Path(file), read_public(log_key), keys))
