"""`recert verify`: what is recorded against what was sealed, and that against what others hold."""

from __future__ import annotations

from pathlib import Path

import click

from cli.asking import opened
from cli.invocation import Invocation
from cli.options import with_checkpoints, with_json, with_ledger
from cli.show import sealing
from ledger import read_public, verification


@click.command("verify")
@with_checkpoints
@click.option("--full", is_flag=True, help="Also read what every event says, and look for gaps in every stream.")
@with_json
@with_ledger
@click.pass_obj
def command(invocation: Invocation, /, files: tuple[str, ...], keys: tuple[str, ...], full: bool, as_json: bool) -> int:
    """Check every event against the seal, and the seal against checkpoints that somebody else held.

    What holds: everything before the newest checkpoint held by someone else. Edits after it are not caught. Exit code:
    0 nothing found, 1 something could not be decided, 3 the record does not match its seal.
    """
    public = [read_public(each) for each in keys]
    with opened(invocation) as ledger:
        check = verification(ledger, [Path(each) for each in files], public, full=full)
        return sealing.verified(check, as_json=as_json)
