"""`recert explain`: why a certification stands as it does."""

from __future__ import annotations

from datetime import date

import click

from cli.asking import ask, history_of, opened, policy_of
from cli.invocation import Invocation
from cli.options import Cut, with_json, with_ledger, with_question
from cli.show import explained
from ledger import NotFoundError
from projections import explanations, standing_of


@click.command("explain")
@click.argument("holder")
@click.argument("certification", required=False)
@with_question
@with_json
@with_ledger
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    holder: str,
    certification: str | None,
    valid_on: date | None,
    known_at: Cut | None,
    policy_name: str | None,
    as_json: bool,
) -> None:
    """Say why every certification of HOLDER, or CERTIFICATION alone, stands as it does.

    Each step names the clause that decided it, the revision that governed, and the source.
    """
    with opened(invocation) as ledger:
        question = ask(ledger, valid_on=valid_on, known_at=known_at, policy_name=policy_name)
        policy = policy_of(ledger, question)
        history = history_of(ledger, holder, question)
    answer = standing_of(history, question.valid_on, known=question.known, policy=policy)
    told = explanations(answer.records, unit=policy.unit, certification=certification)
    if certification is not None and not told:
        raise NotFoundError(
            f"{holder} had not earned {certification} by then. `recert status {holder}` lists what is held."
        )
    if as_json:
        explained.explanations_document(answer.document(), told)
    else:
        explained.explanations(answer.document(), told)
