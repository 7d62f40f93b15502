"""`recert timeline`: the days on which a standing changed."""

from __future__ import annotations

from datetime import date

import click

from cli.asking import ask, bench_of, history_of, opened
from cli.invocation import Invocation
from cli.options import Cut, with_json, with_ledger, with_question
from cli.show import explained
from projections import changes


@click.command("timeline")
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
    """List the days up to --on on which the standing of HOLDER changed, and by what."""
    with opened(invocation) as ledger:
        question = ask(ledger, valid_on=valid_on, known_at=known_at, policy_name=policy_name)
        history = history_of(ledger, holder, question)
    bench = bench_of(history.programme, question)
    answer = bench.standing(history, question.valid_on, known=question.known)
    if as_json:
        explained.changes_document(answer.document(), changes(answer))
    else:
        explained.changes(answer.document(), changes(answer))
