"""`recert history`: what was recorded of a holder, as it was recorded."""

from __future__ import annotations

from datetime import date

import click

from cli.asking import ask, opened
from cli.invocation import Invocation
from cli.options import Cut, with_json, with_ledger, with_question
from cli.show import recorded, talk
from cli.show.words import day_of
from cli.signing import seen_by, with_witnesses


@click.command("history")
@click.argument("holder")
@with_question
@with_witnesses
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
    witnesses: tuple[str, ...],
    as_json: bool,
) -> None:
    """List the events of HOLDER: when each was recorded, on which day it took effect, and what it says.

    With --on, only what had happened by that day; with --known-at, only what had been recorded by then. With --witness,
    also between which of its cosignatures a witness came to see each event: the ledger's own clock is not asked.
    """
    with opened(invocation) as ledger:
        question = ask(ledger, valid_on=valid_on, known_at=known_at, policy_name=policy_name)
        everything = ledger.history(holder)
        known = everything.known_at(question.known.position)
        events = tuple(each for each in known.events if (day_of(each.event) or question.valid_on) <= question.valid_on)
        seen = seen_by(ledger, events, witnesses)
    shown = known._replace(events=events)
    if policy_name is not None:
        talk("A history is the same under every policy.")
    if as_json:
        recorded.history_document(shown, question.knobs(), seen)
    else:
        recorded.history(shown, everything=everything, seen=seen)
