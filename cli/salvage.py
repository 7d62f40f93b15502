"""`recert salvage`: what a damaged file still holds."""

from __future__ import annotations

from pathlib import Path

import click

from cli.options import with_checkpoints, with_json
from cli.show import copied, salvaged
from ledger import read_public, salvage_ledger


@click.command("salvage")
@click.argument("file")
@click.option("--to", required=True, metavar="DIR", help="A new folder for what is saved.")
@with_checkpoints
@with_json
def command(file: str, to: str, files: tuple[str, ...], keys: tuple[str, ...], as_json: bool) -> int:
    """Save every event that can still be read from FILE, a ledger that is damaged; FILE is left as it is.

    DIR gets events.jsonl, with every event and whether it is proven to be what was recorded, and streams.jsonl, with
    the holders who lack events. A ledger is made only if no event is missing. Exit code: 0 a ledger was made, 1 events
    are missing or cannot be told, 3 one is not what was sealed.

    For example: `recert salvage recert.db --to saved --checkpoint held/6.checkpoint`
    """
    public = [read_public(each) for each in keys]
    with copied.progress("Reading, then writing") as progress:
        done = salvage_ledger(file, to, files=[Path(each) for each in files], keys=public, progress=progress)
    return salvaged.salvaged(done, as_json=as_json)
