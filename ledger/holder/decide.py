"""Recording rules for one holder: may this be said at all? They refuse only what cannot be true.

A late claim, an item that is not listed, a provider without authorisation, a retired certification, a revocation of
something whose grant is not recorded (yet): all of these are recorded. What they are worth, the fold says.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ledger.catalogue import Catalogue
from ledger.commands import (
    ClaimCommand,
    Command,
    Enrol,
    Exam,
    ExamVoid,
    Expired,
    Fee,
    Grant,
    Recertified,
    RecordDecision,
    Revoke,
    Submit,
    UndoEntry,
    check,
    failure,
)
from ledger.draft import Draft, again_key, difference, once, other_content
from ledger.errors import ConflictError, Finding, NotFoundError, RefusedError
from ledger.events import (
    CertificationExpired,
    CertificationGranted,
    CertificationRecertified,
    CertificationRevoked,
    ClaimReserved,
    ClaimSubmitted,
    Decision,
    Event,
    ExamPassed,
    ExamVoided,
    FeePaid,
    HolderEnrolled,
)
from ledger.holder.claims import decide_claim
from ledger.holder.state import HolderState, act_key
from ledger.holder.undo import decide_undo

_DAY = timedelta(days=1)


def decide(
    state: HolderState, command: Command, *, catalogue: Catalogue, today: date, imported: bool = False
) -> list[Draft]:
    """Return the events that a command causes; an empty list when the ledger says the same already.

    `imported` says that the command is a row of a file, among others that may come in any order. Raises
    `InputError` for an unknown code, `NotFoundError` and `ConflictError` for what does not fit the record,
    `RefusedError` for what cannot be true. The state is left as it is.
    """
    command = check(command, catalogue=catalogue, today=today)
    match command:
        case Submit():
            return _submit(state, command)
        case ClaimCommand():
            return decide_claim(state, command, imported=imported)
        case ExamVoid():
            return _void(state, command)
        case RecordDecision():
            return _consequence(state, command)
        case UndoEntry():
            return decide_undo(state, command)
        case _:
            event, said, called = _act(command)
            return _once(state, command, Draft(event, {"holder": state.holder, **said}, ""), called=called)


def _once(state: HolderState, command: Command, draft: Draft, *, called: str) -> list[Draft]:
    """Return the draft of an act unless it is recorded; said again after it was undone, it has a key of its own."""
    key = act_key(draft.event, draft.fields)
    again = state.undone.times[key] if state.undone else 0
    return once(state.acts.get(key), draft._replace(key=again_key(command, again)), called=called)


def _submit(state: HolderState, command: Submit) -> list[Draft]:
    said = {**vars(command)}
    del said["origin"]
    known = state.claims.get(command.claim)
    if known is None and state.undone and (again := state.undone.claims[command.claim]):
        return [Draft(ClaimSubmitted, said, again_key(command, again))]  # Its id is reserved already.
    if known is None:
        key = command.natural_key()
        reserved = {"claim": command.claim, "holder": command.holder}
        return [Draft(ClaimReserved, reserved, key), Draft(ClaimSubmitted, said, key)]
    if (column := difference(known.submitted, said)) is None:
        return []
    raise failure(ConflictError, other_content(column, f"claim {command.claim}"))


def _act(command: Command) -> tuple[type[Event], dict[str, Any], str]:
    """Return the event of a kind that depends on nothing before it, what it says, and what a person calls it."""
    match command:
        case Grant():
            return CertificationGranted, _dated(command), "this grant"
        case Revoke():
            return CertificationRevoked, _dated(command), "this revocation"
        case Exam():
            return ExamPassed, {"attempt": command.sitting(), "exam": command.exam, "on": command.on}, "this attempt"
        case Enrol():
            return HolderEnrolled, _enrolled(command), "this enrolment"
        case Fee():
            return FeePaid, _paid(command), "this payment"
        case Expired():
            return CertificationExpired, _foreign(command, command.on - _DAY), "this expiry"
        case Recertified():
            return CertificationRecertified, _foreign(command, command.until), "this recertification"
        case _:
            raise TypeError(f"{type(command).__name__} is not about a holder")


def _dated(command: Grant | Revoke) -> dict[str, Any]:
    return {"certification": command.certification, "on": command.on, "reason_code": command.reason_code}


def _enrolled(command: Enrol) -> dict[str, Any]:
    return {"on": command.on, "terms": command.terms, "reason_code": command.reason_code}


def _paid(command: Fee) -> dict[str, Any]:
    return {
        "fee": command.fee,
        "on": command.on,
        "amount": command.amount,
        "currency": command.currency,
        "reference": command.receipt(),
        "reason_code": command.reason_code,
    }


def _foreign(command: Expired | Recertified, until: date) -> dict[str, Any]:
    return {"certification": command.certification, "effective_on": command.on, "until": until, "by": "import"}


def _void(state: HolderState, command: ExamVoid) -> list[Draft]:
    passed = state.acts.get(act_key(ExamPassed, {"attempt": command.attempt}))
    if not isinstance(passed, ExamPassed):
        message = f"No pass with this attempt is recorded by {command.on}."
        fix = "Record the pass first; by default an attempt is named <exam>@<on>."
        raise failure(NotFoundError, Finding("attempt", "UNKNOWN_ATTEMPT", message, fix))
    if command.on < passed.on:
        message = f"on: {command.on} is before the pass that it would strike out, {passed.on}."
        raise failure(RefusedError, Finding("on", "ORDER", message, "Correct the day."))
    said = {"attempt": command.attempt, "on": command.on, "reason_code": command.reason_code}
    draft = Draft(ExamVoided, {"holder": state.holder, **said}, "")
    return _once(state, command, draft, called="a void of this attempt")


_IDENTITY = ("certification", "effective_on", "until", "supersedes", "outcome")


def _consequence(state: HolderState, command: RecordDecision) -> list[Draft]:
    """Record what closing found, unless the books say the same and nothing has superseded it since."""
    identity = {name: command.fields[name] for name in _IDENTITY if name in command.fields}
    alike = [known for known in state.consequences if type(known) is command.event and _of_one_day(known, identity)]
    if any(k.event_id not in state.superseded and difference(k, identity) is None for k in alike):
        return []
    if command.fields.get("supersedes") in state.superseded:
        message = "The decision that this one would supersede has been superseded by another."
        raise failure(ConflictError, Finding("supersedes", "SUPERSEDED", message, "Close the books again."))
    said = {"holder": state.holder, "by": "close", **command.fields}
    return [Draft(command.event, said, f"{command.natural_key()}|{len(alike) + 1}")]


def _of_one_day(known: Decision, identity: dict[str, Any]) -> bool:
    return (known.certification, known.effective_on) == (identity["certification"], identity["effective_on"])
