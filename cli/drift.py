"""`recert drift`: recorded decisions that a replay no longer supports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from cli.asking import ask, opened
from cli.invocation import Invocation
from cli.options import Cut, with_json, with_ledger, with_question
from cli.show import drifted
from ledger import Ledger
from projections import Reconciliation


@click.command("drift")
@with_question
@with_json
@with_ledger
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    valid_on: date | None,
    known_at: Cut | None,
    policy_name: str | None,
    as_json: bool,
) -> int:
    """Compare every decision in the books with the replay, and name the event or the clause behind each difference.

    Exits with 1 when there is one. `engine` is a defect of this software; the others are what closing sets right.
    """
    with opened(invocation) as ledger:
        question = ask(ledger, valid_on=valid_on, known_at=known_at, policy_name=policy_name)
        books = Reconciliation(
            ledger.programme(), valid_on=question.valid_on, known=question.known, policy=question.policy
        )
        show = drifted.drifts_document if as_json else drifted.drifts
        return 1 if show(_found(ledger, books), question.knobs(), books.policy) else 0


def _found(ledger: Ledger, books: Reconciliation) -> Iterator[drifted.Found]:
    for history in ledger.histories():
        for drift in books.drifts(history):
            yield drift, (*history.programme, *history.events)
