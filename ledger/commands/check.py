"""What can be said against a command without its history: codes nobody knows, days that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from ledger.catalogue import Catalogue
from ledger.commands.base import Command
from ledger.commands.findings import failure, shown, suggestion
from ledger.commands.holder import ClaimCommand, Exam, Expired, Grant, Recertified, Revoke, Submit
from ledger.commands.programme import Item, Rename, Retire
from ledger.errors import Finding, InputError, RefusedError

C = TypeVar("C", bound=Command)


def check(command: C, *, catalogue: Catalogue, today: date) -> C:
    """Return the command with the canonical codes of the catalogue.

    `InputError` for a code that the catalogue does not know, `RefusedError` for an act dated after `today`
    or days that contradict each other.
    """
    for act in command.acts:
        day = getattr(command, act)
        if day is not None and day > today:
            raise failure(RefusedError, _future(act, day, today))
    return command if isinstance(command, ClaimCommand) else _checked(command, catalogue)


def _checked(command: C, catalogue: Catalogue) -> C:
    match command:
        case Submit():
            _in_order(command)
        case Exam():
            _exam(command.exam, catalogue)
        case Grant() | Revoke() | Retire() | Expired() | Recertified() | Rename():
            if findings := list(_contradictions(command)):
                raise failure(RefusedError, *findings)
            return _canonical(command, catalogue)
        case Item() if command.listed_from and command.listed_until and command.listed_until < command.listed_from:
            raise failure(RefusedError, _before("until", command.listed_until, "from", command.listed_from))
    return command


def _in_order(claim: Submit) -> None:
    began, completed, submitted = claim.began_on, claim.completed_on, claim.submitted_on
    if submitted < completed:
        raise failure(RefusedError, _before("submitted_on", submitted, "completed_on", completed))
    if began is not None and completed < began:
        raise failure(RefusedError, _before("completed_on", completed, "began_on", began))


def _contradictions(command: Command) -> Iterator[Finding]:
    match command:
        case Recertified() if command.until < command.on:
            yield _before("until", command.until, "on", command.on)
        case Expired() if command.until is not None and (command.on - command.until).days != 1:
            message = f"until: {command.until} is not the day before {command.on}."
            yield Finding("until", "ORDER", message, "An expiry takes effect the day after the last active one.")


def _canonical(command: C, catalogue: Catalogue) -> C:
    code: str = command.certification  # type: ignore[attr-defined]  # Only kinds with one come here.
    entry = catalogue.certification(code)
    if entry is None:
        near = suggestion(code, catalogue.certifications, "Use a code of the catalogue.")
        message = f"The catalogue has no certification {shown(code)}."
        raise failure(InputError, Finding("certification", "UNKNOWN_CERTIFICATION", message, near))
    if isinstance(command, Retire) and entry.retired_on is not None and entry.retired_on <= command.on:
        message = f"on: {shown(code)} is retired since {entry.retired_on} already."
        raise failure(RefusedError, Finding("on", "RETIRED", message, "A certification retires once: leave this out."))
    return command if entry.code == code else command.model_copy(update={"certification": entry.code})


def _exam(code: str, catalogue: Catalogue) -> None:
    if code not in catalogue.exams:
        near = suggestion(code, catalogue.exams, "Use a code of the catalogue.")
        raise failure(InputError, Finding("exam", "UNKNOWN_EXAM", f"The catalogue has no exam {shown(code)}.", near))


def _future(column: str, day: date, today: date) -> Finding:
    message = f"{column}: {day} lies ahead; the ledger's today is {today}."
    return Finding(column, "FUTURE", message, "Record an act once it has happened.")


def _before(later: str, day: date, earlier: str, bound: date) -> Finding:
    message = f"{later} {day} is before {earlier} {bound}."
    return Finding(later, "ORDER", message, "Correct one of the two days.")
