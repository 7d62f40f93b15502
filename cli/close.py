"""`recert close`: the books are closed through a day: what follows by then is recorded as events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

import click

from cli.asking import Question, everyone, opened
from cli.invocation import Invocation
from cli.options import DAY, with_json, with_ledger
from cli.show import closed
from ledger import Ledger, RecordDecision, Recorded, RefusedError
from projections import consequences

_TRANSACTION = 500
"""Decisions recorded at a time; an interrupted closing has recorded whole ones, and is completed by another."""


@click.command("close")
@click.option("--through", type=DAY, required=True, help="The last day whose consequences are recorded; before today.")
@with_json
@with_ledger
@click.pass_obj
def command(invocation: Invocation, /, through: date, as_json: bool) -> None:
    """Record every recertification, expiry and correction that took effect by a day and is not in the books yet.

    Doing it again records nothing.
    """
    with opened(invocation) as ledger:
        today = ledger.today()
        if through >= today:
            raise RefusedError(f"{through} is not over: the ledger's today is {today}. Close through an earlier day.")
        done = _record(ledger, through)
        if as_json:
            closed.decisions_document(done, through)
        else:
            closed.decisions(done, through)


def _record(ledger: Ledger, through: date) -> Iterator[closed.Closed]:
    """Record what is missing, whole transactions at a time, and yield each decision with its position."""
    decisions = _missing(ledger, through)
    while some := list(islice(decisions, _TRANSACTION)):
        outcomes = ledger.record([decision for decision, _ in some])
        for outcome, (_, events) in zip(outcomes, some, strict=True):
            for recorded in outcome.recorded:
                yield closed.Closed(recorded, events)


def _missing(ledger: Ledger, through: date) -> Iterator[tuple[RecordDecision, tuple[Recorded, ...]]]:
    """Yield each decision that the books lack, with its holder's events."""
    for answer, history in everyone(ledger, Question(through, ledger.resolve(None), None)):
        for decision in consequences(answer, history.events):
            yield decision, history.events
