"""`recert explain`: why a certification stands as it does."""

from __future__ import annotations

from datetime import date

import click

from cli.asking import ask, bench_of, history_of, opened
from cli.invocation import Invocation
from cli.options import Cut, with_json, with_ledger, with_question
from cli.show import explained, naming
from cli.signing import seen_by, with_witnesses
from ledger import NotFoundError, PolicyAdopted, Recorded, cut
from projections import Standing, explanations


@click.command("explain")
@click.argument("holder")
@click.argument("certification", required=False)
@with_question
@with_witnesses
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
    witnesses: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say why every certification of HOLDER, or CERTIFICATION alone, stands as it does.

    Each step names the clause that decided it, the revision that governed, and the source. With --witness, also the
    events that the answer rests on, each with between which of its cosignatures a witness came to see it.
    """
    with opened(invocation) as ledger:
        question = ask(ledger, valid_on=valid_on, known_at=known_at, policy_name=policy_name)
        history = history_of(ledger, holder, question)
        programme = cut(history.programme, question.known.position)
        bench = bench_of(programme, question)
        answer = bench.standing(history, question.valid_on, known=question.known)
        grounds = _grounds(programme, answer) if witnesses else ()
        seen = seen_by(ledger, grounds, witnesses)
    code = certification and bench.programme.aliases.get(certification, certification)
    if code is not None and code not in bench.programme.catalogue.certifications:
        raise NotFoundError(
            f"The catalogue has no certification {certification!a}. `recert status {holder}` lists what is held."
        )
    told = explanations(answer.records, unit=bench.book.names.unit, certification=code)
    if certification is not None and not told:
        raise NotFoundError(
            f"{holder} had not earned {certification} by then. `recert status {holder}` lists what is held."
        )
    names = naming.names(bench.programme.catalogue, question.valid_on, [each.certification for each in told])
    if as_json:
        explained.explanations_document(answer.document(), told, grounds, seen)
    else:
        explained.explanations(answer.document(), told, names)
        explained.grounds(grounds, seen, everything=history)


def _grounds(programme: tuple[Recorded, ...], answer: Standing) -> tuple[Recorded, ...]:
    """Return the events that an answer rests on: the adoption of its policy, if it was adopted, and its facts'."""
    adopted = [
        each
        for each in programme
        if isinstance(each.event, PolicyAdopted) and each.event.digest == answer.policy_digest
    ]
    return (*adopted[-1:], *answer.grounds)
