"""`recert policy`: the rules, as adopted."""

from __future__ import annotations

from datetime import date

import click

from cli.asking import ask, opened, policy_of
from cli.invocation import Invocation
from cli.options import Cut, with_json, with_ledger, with_question
from cli.show import rules


@click.group("policy")
def command() -> None:
    """Show the rules in force."""


@command.command("show")
@click.argument("clauses", nargs=-1, metavar="[CLAUSE]...")
@with_question
@with_json
@with_ledger
@click.pass_obj
def show(
    invocation: Invocation,
    /,
    clauses: tuple[str, ...],
    valid_on: date | None,
    known_at: Cut | None,
    policy_name: str | None,
    as_json: bool,
) -> None:
    """List the values of every CLAUSE, or of those named (claim, or claim.window), with their days and sources.

    The value in force on the day asked about is marked. PROGRAMME DEFAULT marks what no source settles.
    """
    with opened(invocation) as ledger:
        question = ask(ledger, valid_on=valid_on, known_at=known_at, policy_name=policy_name)
        policy = policy_of(ledger, question)
    chosen = rules.chosen(policy, clauses)
    if as_json:
        rules.policy_document(policy, chosen, question.valid_on, question.knobs())
    else:
        rules.policy_text(policy, chosen, question.valid_on)
