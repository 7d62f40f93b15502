"""`recert restore`: a backup becomes a ledger again, in a new place."""

from __future__ import annotations

from pathlib import Path

import click

from cli.options import with_checkpoints, with_json
from cli.show import copied
from ledger import read_public, restore_ledger


@click.command("restore")
@click.argument("file")
@click.option("--to", required=True, metavar="PATH", help="Where the ledger will be; nothing may be there yet.")
@with_checkpoints
@with_json
def command(file: str, to: str, files: tuple[str, ...], keys: tuple[str, ...], as_json: bool) -> int:
    """Make a ledger of the backup in FILE, verified as `recert verify` does before it gets its name.

    It keeps its id, its positions, its seal and its checkpoints. Where a checkpoint given is newer than the backup,
    what is missing is said, and the exit code is 1: whoever signed that checkpoint will sign nothing of this ledger.

    For example: `recert restore /media/backups/recert-20260310T120000Z.db --to recert.db --checkpoint key.last`
    """
    public = [read_public(each) for each in keys]
    with copied.progress("Copying, then verifying") as progress:
        done = restore_ledger(file, to, files=[Path(each) for each in files], keys=public, progress=progress)
    return copied.restored(done, as_json=as_json)
