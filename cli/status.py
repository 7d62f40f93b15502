"""`recert status`: where one holder stands."""

from __future__ import annotations

from datetime import date

import click

from cli.asking import ask, history_of, opened
from cli.invocation import Invocation
from cli.options import Cut, with_json, with_ledger, with_question
from cli.show import standings
from projections import standing_of


@click.command("status")
@click.argument("holder")
@with_question
@with_json
@with_ledger
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    holder: str,
    valid_on: date | None,
    known_at: Cut | None,
    policy_name: str | None,
    as_json: bool,
) -> None:
    """Say where HOLDER stands: every certification, what is still open, and which claims do not count."""
    with opened(invocation) as ledger:
        question = ask(ledger, valid_on=valid_on, known_at=known_at, policy_name=policy_name)
        history = history_of(ledger, holder, question)
    answer = standing_of(history, question.valid_on, known=question.known, policy=question.policy).document()
    if as_json:
        standings.standing_document(answer)
    else:
        standings.standing(answer)
