"""`recert backup`: a copy of a ledger in use, verified before it gets its name."""

from __future__ import annotations

from pathlib import Path

import click

from cli.asking import opened
from cli.invocation import Invocation
from cli.options import with_checkpoints, with_json, with_ledger
from cli.show import copied
from ledger import back_up_ledger, read_public


@click.command("backup")
@click.argument("target", metavar="DIR|FILE")
@with_checkpoints
@with_json
@with_ledger
@click.pass_obj
def command(
    invocation: Invocation, /, target: str, files: tuple[str, ...], keys: tuple[str, ...], as_json: bool
) -> int:
    """Copy the ledger, while others write to it, to FILE, or to a file named by the time in DIR.

    The copy is one file. It gets its name once it is on the disk and verified as `recert verify` does, also against
    the newest checkpoint that the ledger keeps; what fails leaves nothing of that name.

    For example: `recert backup /media/backups --checkpoint held/6.checkpoint`
    """
    public = [read_public(each) for each in keys]
    with opened(invocation) as ledger, copied.progress("Copying, then verifying") as progress:
        done = back_up_ledger(ledger, target, files=[Path(each) for each in files], keys=public, progress=progress)
    return copied.backed_up(done, as_json=as_json)
