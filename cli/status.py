"""`recert status`: where one holder stands."""

from __future__ import annotations

from datetime import date

import click

from cli.asking import ask, bench_of, history_of, opened
from cli.invocation import Invocation
from cli.options import Cut, with_json, with_ledger, with_question
from cli.show import naming, standings


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
    bench = bench_of(history.programme, question)
    answer = bench.standing(history, question.valid_on, known=question.known)
    if as_json:
        standings.standing_document(answer.document())
    else:
        held = [each.certification for each in answer.certifications]
        standings.standing(answer.document(), naming.names(bench.programme.catalogue, question.valid_on, held))
