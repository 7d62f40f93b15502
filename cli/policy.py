"""`recert policy`: the rules, as adopted, compared, questioned and changed."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

import click

from cli.asking import ask, opened, policy_of
from cli.invocation import DEFAULT_LEDGER, Invocation
from cli.options import Cut, with_json, with_ledger, with_question
from cli.policies import document_to_adopt, find_policy
from cli.show import policies, rules
from ledger import AdoptPolicy, Ledger, Policy, diff, lint
from projections import adoptions


@click.group("policy")
def command() -> None:
    """Show the rules, compare and question them, adopt others."""


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


@command.command("list")
@with_json
@with_ledger
@click.pass_obj
def list_(invocation: Invocation, /, as_json: bool) -> None:
    """List every document ever adopted; the last one is current.

    Any of them answers again as `--policy ID@POSITION`, or by the first digits of its digest.
    """
    with opened(invocation) as ledger:
        adopted = adoptions(ledger.programme(), zone=ledger.zone)
    (policies.listed_document if as_json else policies.listed)(adopted)


@command.command("adopt")
@click.argument("name", metavar="FILE|ID")
@with_json
@with_ledger
@click.pass_obj
def adopt(invocation: Invocation, /, name: str, as_json: bool) -> None:
    """Make a document the rules from now on: a file, a shipped programme's, or ID@POSITION, adopted before.

    An overlay is laid over the current policy, and the whole document that comes of it is adopted. What the document
    says of days gone by holds for them too, and is shown as retroactive.
    """
    with opened(invocation) as ledger:
        (outcome,) = ledger.record([AdoptPolicy(text=document_to_adopt(ledger, name))])
        current = adoptions(ledger.programme(), zone=ledger.zone)[-1]
    (policies.adopted_document if as_json else policies.adopted)(outcome, current)


@command.command("diff")
@click.argument("before", metavar="ID|FILE")
@click.argument("after", metavar="ID|FILE")
@with_json
@with_ledger
@click.pass_obj
def diff_(invocation: Invocation, /, before: str, after: str, as_json: bool) -> None:
    """List what the second policy says otherwise than the first, atom by atom, with the day from which it does."""
    with _ledger_if_any(invocation) as ledger:
        one, other = (_named(ledger, name) for name in (before, after))
    show = policies.differences_document if as_json else policies.differences
    show(one, other, diff(one, other))


@command.command("lint")
@click.argument("name", metavar="[ID|FILE]", required=False)
@with_json
@with_ledger
@click.pass_obj
def lint_(invocation: Invocation, /, name: str | None, as_json: bool) -> None:
    """List every question that no source settles, with the choice made, and what is doubtful; by default of `current`.

    Remarks are no errors: the exit code is 0.
    """
    with _ledger_if_any(invocation) if name else opened(invocation) as ledger:
        policy = _named(ledger, name or "current")
    (policies.remarks_document if as_json else policies.remarks)(policy, lint(policy))


def _ledger_if_any(invocation: Invocation) -> AbstractContextManager[Ledger | None]:
    """Open the ledger; shipped policies and files can be asked about where there is none."""
    if invocation.ledger == DEFAULT_LEDGER and not Path(DEFAULT_LEDGER).exists():
        return nullcontext()
    return opened(invocation)


def _named(ledger: Ledger | None, name: str) -> Policy:
    policy = find_policy(ledger, name)
    assert policy is not None
    return policy
