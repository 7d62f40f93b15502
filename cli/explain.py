"""`recert explain`: why a certification stands as it does."""

from __future__ import annotations

from datetime import date

import click

from cli.asking import ask, history_of, opened, policy_of
from cli.invocation import Invocation
from cli.options import Cut, with_json, with_ledger, with_question
from cli.show import explained, naming
from ledger import NotFoundError, cut
from projections import Bench, explanations


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
    bench = Bench(cut(history.programme, question.known.position), policy=policy)
    answer = bench.standing(history, question.valid_on, known=question.known)
    code = certification and bench.programme.aliases.get(certification, certification)
    if code is not None and code not in bench.programme.catalogue.certifications:
        raise NotFoundError(
            f"The catalogue has no certification {certification!a}. `recert status {holder}` lists what is held."
        )
    told = explanations(answer.records, unit=policy.unit, certification=code)
    if certification is not None and not told:
        raise NotFoundError(
            f"{holder} had not earned {certification} by then. `recert status {holder}` lists what is held."
        )
    names = naming.names(bench.programme.catalogue, question.valid_on, [each.certification for each in told])
    if as_json:
        explained.explanations_document(answer.document(), told)
    else:
        explained.explanations(answer.document(), told, names)
