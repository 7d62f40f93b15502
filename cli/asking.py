"""The question that a reading command asks: on which day, known by when, under which policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.invocation import Invocation
from cli.options import Cut
from cli.show import DIGEST_SHOWN, talk
from ledger import (
    History,
    Known,
    Ledger,
    NotFoundError,
    PolicyAdopted,
    Recorded,
    cut,
    instant_text,
    kept,
)
from projections import Bench

if TYPE_CHECKING:
    from ledger import Policy
    from projections import Standing


class Question(NamedTuple):
    """The three knobs of a reading command, resolved; `policy` None is the one adopted last by `known`."""

    valid_on: date
    known: Known
    policy: Policy | None

    def knobs(self) -> dict[str, Any]:
        """Return day and cut as every JSON answer carries them."""
        known = {"position": self.known.position, "instant": instant_text(self.known.instant)}
        return {"valid_on": str(self.valid_on), "known_at": known}


def opened(invocation: Invocation) -> Ledger:
    """Open the ledger of this call; as a context it is closed at the end."""
    return Ledger.open(invocation.ledger, clock=invocation.clock, actor=invocation.actor)


def ask(ledger: Ledger, *, valid_on: date | None, known_at: Cut | None, policy_name: str | None) -> Question:
    """Resolve the three knobs, and say so on stderr whenever one of them is not "now"."""
    now, today = ledger.resolve(None), ledger.today()
    known = now if known_at is None else ledger.resolve(known_at)
    question = Question(valid_on or today, known, policy_named(ledger, policy_name, known.position))
    not_now = []
    if question.valid_on != today:
        not_now.append(f"on {question.valid_on}")
    if known.position != now.position:
        not_now.append(f"as known at @{known.position} ({instant_text(known.instant)})")
    if question.policy is not None and question.policy != policy_named(ledger, "current", now.position):
        not_now.append(f"under policy {question.policy.id} ({question.policy.digest[:DIGEST_SHOWN]})")
    if not_now:
        talk(f"Not now: {', '.join(not_now)}.")
    return question


def policy_named(ledger: Ledger, name: str | None, position: int) -> Policy | None:
    """Return the policy that a name stands for at a position; None for None. Raises as `cli.policies.find_policy`."""
    if name is None:
        return None
    from cli.policies import find_policy  # Most questions name none.

    return find_policy(ledger, name, position)


def history_of(ledger: Ledger, holder: str, question: Question) -> History:
    """Return the whole history of a holder; `NotFoundError` when nothing had been recorded by the question's cut."""
    history = ledger.history(holder)
    if not history.known_at(question.known.position).events:
        raise NotFoundError(f"Nothing had been recorded of {holder} at @{question.known.position}. Ask for later.")
    return history


def bench_of(programme: tuple[Recorded, ...], question: Question) -> Bench:
    """Return the rules that a question is asked under, laid out; they are kept between runs."""
    events = cut(programme, question.known.position)
    of = (*events, question.policy and question.policy.digest)
    return kept("rules", lambda: Bench(events, policy=question.policy), of=repr(of).encode())


def everyone(ledger: Ledger, question: Question) -> Iterator[tuple[Standing, History]]:
    """Answer for every holder of whom anything had been recorded, by id, one at a time."""
    bench = bench_of(ledger.programme(), question)
    for history in ledger.histories():
        if history.known_at(question.known.position).events:
            yield bench.standing(history, question.valid_on, known=question.known), history


def policy_of(ledger: Ledger, question: Question) -> Policy:
    """Return the policy that a question is asked under: the one named, or the one adopted last by then.

    `NotFoundError` when none had been adopted by then.
    """
    if question.policy is not None:
        return question.policy
    adopted = [
        each.event for each in cut(ledger.programme(), question.known.position) if isinstance(each.event, PolicyAdopted)
    ]
    if not adopted:
        raise NotFoundError(f"No policy had been adopted at @{question.known.position}. Ask at a later position.")
    from ledger import read_policy

    return read_policy(adopted[-1].text, place=f"policy {adopted[-1].policy}")
