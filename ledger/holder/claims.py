"""Decisions on a claim: which may follow which, and which are a repetition of what is recorded.

Decisions count in the order of their days, and on one day validated, rejected, withdrawn, reversed. A row of a
file that says what any recorded decision on the claim says is that decision; any other row must fit at its place
in this order and find nothing recorded after it. So neither the order of a file nor importing it again matters.
A single command comes after everything recorded, and repeats at most the last decision: whoever corrects a wrong
validation reverses it and validates again, with the true day, which may lie before the reversal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ledger.commands import ClaimCommand, Reject, Reverse, Submit, Validate, Withdraw, failure
from ledger.draft import Draft, difference
from ledger.errors import ConflictError, Finding, NotFoundError, RefusedError
from ledger.events import (
    ClaimDecision,
    ClaimRejected,
    ClaimReversed,
    ClaimSubmitted,
    ClaimValidated,
    ClaimWithdrawn,
    credits_text,
)
from ledger.holder.state import HolderState

_EVENTS: dict[type[ClaimCommand], type[ClaimDecision]] = {
    Validate: ClaimValidated,
    Reject: ClaimRejected,
    Withdraw: ClaimWithdrawn,
    Reverse: ClaimReversed,
}
_RANKS: dict[type[ClaimDecision], int] = {event: command.rank for command, event in _EVENTS.items()}


def decide_claim(state: HolderState, command: ClaimCommand, *, imported: bool) -> list[Draft]:
    """Return the decision that a command takes, nothing when it is recorded; raises when it cannot be true."""
    claim = state.claims.get(command.claim)
    if claim is None:
        raise unknown_claim(command)
    submitted, decisions = claim
    _not_before_submission(command, submitted)
    event = _EVENTS[type(command)]
    said = {"holder": submitted.holder, "claim": command.claim, "on": command.on, **_details(command, submitted)}
    if decisions:
        if any(_same(known, event, said) for known in _repeatable(decisions, imported)):
            return []
        _fits(command, decisions, (command.on, command.rank) if imported else None)
    elif isinstance(command, Reverse):
        _reversible(command, None)
    said["number"] = number = _last_number(state, command.claim, decisions) + 1
    return [Draft(event, said, f"{command.natural_key()}|{number}")]


def _last_number(state: HolderState, claim: str, decisions: list[ClaimDecision]) -> int:
    """Return the highest number that a decision on a claim ever had, those that were undone included."""
    undone = state.undone.numbers.get(claim, 0) if state.undone else 0
    return max(undone, decisions[-1].number if decisions else 0)


def unknown_claim(command: ClaimCommand) -> NotFoundError:
    """Return the refusal of a decision on a claim that nobody submitted."""
    message = f"Nobody has submitted claim {command.claim}."
    return failure(NotFoundError, Finding("claim", "UNKNOWN_CLAIM", message, "Record its submission first."))


def taken(command: Submit) -> ConflictError:
    """Return the refusal of a submission whose claim id belongs to somebody else."""
    message = f"Claim id {command.claim} belongs to another holder."
    return failure(ConflictError, Finding("claim", "TAKEN", message, "Give this claim an id of its own."))


def _repeatable(decisions: list[ClaimDecision], imported: bool) -> Sequence[ClaimDecision]:
    return decisions if imported else decisions[-1:]


def _same(known: ClaimDecision, event: type[ClaimDecision], said: Mapping[str, Any]) -> bool:
    return type(known) is event and difference(known, said) is None


def _details(command: ClaimCommand, submitted: ClaimSubmitted) -> dict[str, Any]:
    match command:
        case Validate():
            return {"credits": _awarded(command, submitted.credits), "validator": command.validator}
        case Reject() | Withdraw() | Reverse():
            return {"reason_code": command.reason_code}
        case _:
            raise TypeError(f"{type(command).__name__} decides no claim")


def _awarded(command: Validate, claimed: Decimal) -> Decimal:
    awarded = claimed if command.credits is None else command.credits
    if awarded > claimed:
        asked = f"claim {command.claim} asks for {credits_text(claimed)}"
        message = f"credits: {credits_text(awarded)} awarded, but {asked}."
        raise failure(RefusedError, Finding("credits", "AWARD", message, "Award at most what was claimed."))
    return awarded


def _not_before_submission(command: ClaimCommand, submitted: ClaimSubmitted) -> None:
    if command.on < submitted.submitted_on:
        message = f"on: {command.on} is before claim {command.claim} was submitted, {submitted.submitted_on}."
        raise failure(RefusedError, Finding("on", "ORDER", message, "Correct one of the two days."))


def _fits(command: ClaimCommand, decisions: list[ClaimDecision], place: tuple[date, int] | None) -> None:
    """Refuse a decision that cannot follow what stands before its place; no `place` means after everything."""
    before = decisions if place is None else [d for d in decisions if (d.on, _RANKS[type(d)]) <= place]
    last = before[-1] if before else None
    standing = None if isinstance(last, ClaimReversed) else last
    if isinstance(command, Reverse):
        _reversible(command, standing)
    elif standing is not None:
        raise _decided(command, standing)
    if len(before) < len(decisions):
        raise _decided(command, next(d for d in decisions if d not in before))


def _reversible(command: Reverse, standing: ClaimDecision | None) -> None:
    """Anything that stands can be reversed, a withdrawal too: one made by mistake has no other remedy."""
    if standing is None:
        message = f"Claim {command.claim} has no decision that could be reversed on {command.on}."
        fix = "Check the claim and the day; only a decision that stands can be reversed."
        raise failure(RefusedError, Finding("claim", "NOTHING_TO_REVERSE", message, fix))
    if command.on < standing.on:
        message = f"on: {command.on} is before the decision that it would reverse, {standing.on}."
        raise failure(RefusedError, Finding("on", "ORDER", message, "Correct the day."))


def _decided(command: ClaimCommand, standing: ClaimDecision) -> ConflictError:
    how = standing.TOPIC.split(".")[1]
    worth = f" with {credits_text(standing.credits)} credits" if isinstance(standing, ClaimValidated) else ""
    message = f"Claim {command.claim} was {how} on {standing.on}{worth}."
    fix = "A decision stands until it is reversed: reverse it first, with a day after it."
    return failure(ConflictError, Finding("claim", "DECIDED", message, fix))
