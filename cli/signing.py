"""The options that name keys: to sign with, and to know a witness by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from cli.options import Command

if TYPE_CHECKING:
    from ledger import Ledger, Recorded, Witnessed


def with_key(command: Command) -> Command:
    """Add `--key`, the file of the signing key."""
    explained = "The file of your signing key; or set RECERT_KEY."
    return click.option("--key", envvar="RECERT_KEY", required=True, metavar="FILE", help=explained)(command)


def with_witnesses(command: Command) -> Command:
    """Add `--witness`, the verifier key of somebody whose cosignatures are believed."""
    explained = "A witness's verifier key, or its file: also say between when it came to see each event."
    return click.option("--witness", "witnesses", multiple=True, metavar="KEY", help=explained)(command)


def seen_by(ledger: Ledger, events: Iterable[Recorded], witnesses: Sequence[str]) -> Mapping[int, Witnessed]:
    """Return what witnesses can tell of events, by position; nothing is read when none is named."""
    if not witnesses:
        return {}
    from ledger import bounds_of, read_public  # The seal is for those who ask for it.

    return bounds_of(ledger, events, [read_public(each) for each in witnesses])
