"""The option that names a signing key."""

from __future__ import annotations

import click

from cli.options import Command


def with_key(command: Command) -> Command:
    """Add `--key`, the file of the signing key."""
    explained = "The file of your signing key; or set RECERT_KEY."
    return click.option("--key", envvar="RECERT_KEY", required=True, metavar="FILE", help=explained)(command)
