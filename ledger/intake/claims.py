"""Whose is a claim that a file names? Settled before anything is recorded, so that the file's order cannot matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from ledger.catalogue import Catalogue
from ledger.commands import Submit, check, read_entry
from ledger.errors import LedgerError
from ledger.holder import taken
from ledger.intake.jsonl import read_object
from ledger.intake.report import REJECTED, Tally
from ledger.store.spool import Spool, Submission

if TYPE_CHECKING:
    from ledger.application import Ledger


def settle_claims(ledger: Ledger, spool: Spool) -> Tally:
    """Set down in the spool whose the claims are that the file alone does not tell; refuse and count the rest.

    A claim that the ledger holds keeps its holder; of several holders in the file, the first by id has it.
    """
    tally = Tally()
    spool.complete()
    for claims in spool.ownerless():
        spool.own(ledger.owners(claims).items())
    today, catalogue = ledger.today(), ledger.catalogue
    for claim, submissions in groupby(spool.contested(), key=lambda submission: submission.claim):
        owner = ledger.owners([claim]).get(claim)
        for line, command in _sound(submissions, catalogue, today):
            owner = owner or command.holder
            if command.holder != owner:
                spool.refuse(line, taken(command).findings)
                tally[Submit.kind, REJECTED] += 1
        spool.own([(claim, owner)] if owner else [])
    spool.drop_refused()
    return tally


def _sound(submissions: Iterable[Submission], catalogue: Catalogue, today: date) -> Iterator[tuple[int, Submit]]:
    """Yield line and command of the submissions that could be recorded if the claim were free."""
    for submission in submissions:
        with suppress(LedgerError):
            command = check(read_entry(read_object(submission.entry)), catalogue=catalogue, today=today)
            if isinstance(command, Submit):
                yield submission.line, command
