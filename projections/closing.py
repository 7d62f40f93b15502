"""Closing the books: a standing's consequences as commands that record them.

What the replay derives and the books lack is recorded; what the books hold and the replay no longer
derives is superseded: a lapse that never was is reinstated, anything else moved or annulled.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from ledger import (
    VERSION,
    CertificationExpired,
    CertificationRecertified,
    CertificationRedetermined,
    CertificationReinstated,
    Decision,
    RecordDecision,
    Recorded,
    Use,
)
from projections.books import Entry, Transition, difference, entries, transitions
from projections.standing import CertificationStanding, Standing
from projections.trace import Granted, Lapsed, Renewed, Revoked, Used

_EVENTS: dict[str, type[Decision]] = {
    "recertified": CertificationRecertified,
    "expired": CertificationExpired,
}
_USE = {"credit": "claim", "exam": "exam", "fee": "fee"}


def consequences(standing: Standing, events: Sequence[Recorded]) -> tuple[RecordDecision, ...]:
    """Return the decisions that bring a holder's books up to `standing.valid_on`; none when they are."""
    found = difference(transitions(standing.records), entries(events), standing.valid_on)
    missing = list(found.missing)
    decisions = [_supersede(standing, entry, missing) for entry in found.unfounded]
    decisions += [_record(standing, transition) for transition in missing]
    return tuple(decisions)


def _supersede(standing: Standing, entry: Entry, missing: list[Transition]) -> RecordDecision:
    """Return what takes the place of a recorded transition that the replay does not derive.

    An expiry on whose day the certification is active never was. Anything else moved to a transition of the
    same kind that the books lack, which is taken out of `missing`, or is annulled.
    """
    old = entry.transition
    if old.kind == "expired" and _is_active(standing, old.certification, old.effective_on):
        fields = _fields(standing, old) | _superseding(standing, entry)
        return RecordDecision(holder=standing.holder, event=CertificationReinstated, fields=fields)
    moved = next((each for each in missing if (each.certification, each.kind) == old[:2]), None)
    if moved is None:
        fields = _fields(standing, old) | _superseding(standing, entry) | {"outcome": "annulled"}
    else:
        missing.remove(moved)
        fields = _fields(standing, moved) | {"supersedes": entry.event_id, "outcome": "moved"}
    return RecordDecision(holder=standing.holder, event=CertificationRedetermined, fields=fields)


def _superseding(standing: Standing, entry: Entry) -> dict[str, Any]:
    """Return what a decision says when it only takes another back: until when it stands now, and since what."""
    return {
        "supersedes": entry.event_id,
        "until": _now(standing, entry.transition.certification),
        "contingent": (),
        "because": _since(standing, entry),
    }


def _is_active(standing: Standing, code: str, day: date) -> bool:
    """Return whether the replay has a certification active on a day."""
    active = False
    for record in standing.records:
        if (
            isinstance(record, Granted | Renewed | Lapsed | Revoked)
            and record.certification == code
            and record.on <= day
        ):
            active = isinstance(record, Granted | Renewed)
    return active


def _record(standing: Standing, transition: Transition) -> RecordDecision:
    """Return the first record of a transition."""
    fields = _fields(standing, transition)
    return RecordDecision(holder=standing.holder, event=_EVENTS[transition.kind], fields=fields)


def _fields(standing: Standing, transition: Transition) -> dict[str, Any]:
    """Return what a decision about a transition says, and what computes it again."""
    option, used, because = _grounds(standing, transition)
    lapsed = transition.kind == "expired"
    return {
        "certification": transition.certification,
        "effective_on": transition.effective_on,
        "until": transition.until if isinstance(transition.until, date) else None,
        "option": option,
        "used": used,
        "contingent": _contingent(standing, transition.certification) if lapsed else (),
        "because": because,
        "policy_digest": standing.policy_digest,
        "known_at": standing.known.position,
        "engine": VERSION,
        "by": "close",
    }


def _grounds(standing: Standing, transition: Transition) -> tuple[str | None, tuple[Use, ...], tuple[UUID, ...]]:
    """Return the option, what was used, and the ids of the events behind a transition.

    What a renewal used is named on the certification that met the option; the others it renewed rest on the
    same events. A renewal by a grant rests on the grant, an expiry on the last event that gave its until.
    """
    code, on = transition.certification, transition.effective_on
    if transition.kind == "expired":
        return None, (), _term_given_by(standing, code, on)
    renewed = next(
        (
            each
            for each in reversed(standing.records)
            if isinstance(each, Renewed) and (each.certification, each.on) == (code, on)
        ),
        None,
    )
    if renewed is None:
        return None, (), ()
    if renewed.option is None:
        return None, (), _grant_events(standing, renewed.by, on)
    uses = [
        each
        for each in standing.records
        if isinstance(each, Used) and (each.certification, each.on, each.option) == (renewed.by, on, renewed.option)
    ]
    rows = sorted({each.row for each in uses})
    because = tuple(recorded.event.event_id for row in rows for recorded in standing.table.rows[row].events)
    used = tuple(Use(kind=_USE[each.name.kind], id=each.name.id, hundredths=each.hundredths) for each in uses)
    return renewed.option, used if renewed.by == code else (), because


def _term_given_by(standing: Standing, code: str, on: date) -> tuple[UUID, ...]:
    """Return the events behind the term that ended: those of the last renewal before it, or the grant."""
    last: Granted | Renewed | None = None
    for record in standing.records:
        match record:
            case Granted() | Renewed() if record.certification == code and record.on < on:
                last = record
            case Lapsed() if record.certification == code and record.on >= on:
                break
            case _:
                pass
    if last is None or isinstance(last, Granted):
        return _grant_events(standing, code, last.on if last else on)
    return _grounds(standing, Transition(code, "recertified", last.on, last.until))[2]


def _grant_events(standing: Standing, code: str, on: date) -> tuple[UUID, ...]:
    """Return the id of the grant of a certification on a day."""
    names = standing.names.rows
    return tuple(
        recorded.event.event_id
        for row, name in zip(standing.table.rows, names, strict=True)
        if name.kind == "grant" and name.of == code and row.events[0].event.on == on  # type: ignore[attr-defined]
        for recorded in row.events
    )


def _since(standing: Standing, entry: Entry) -> tuple[UUID, ...]:
    """Return the events recorded since a decision that now give the certification its term, else all that do."""
    code = entry.transition.certification
    ids: list[UUID] = []
    for record in standing.records:
        if isinstance(record, Granted) and record.certification == code:
            ids += _grant_events(standing, code, record.on)
        if isinstance(record, Renewed) and record.certification == code:
            ids += _grounds(standing, Transition(code, "recertified", record.on, record.until))[2]
    positions = {recorded.event.event_id: recorded.position for row in standing.table.rows for recorded in row.events}
    late = [each for each in ids if positions[each] > entry.recorded.position]
    return tuple(dict.fromkeys(late or ids))


def _certification(standing: Standing, code: str) -> CertificationStanding | None:
    return next((each for each in standing.certifications if each.certification == code), None)


def _now(standing: Standing, code: str) -> date | None:
    """Return the last active day as it stands now; None for life."""
    held = _certification(standing, code)
    return held.until if held and isinstance(held.until, date) else None


def _contingent(standing: Standing, code: str) -> tuple[str, ...]:
    """Return the undecided claims on which an expiry hangs."""
    held = _certification(standing, code)
    return held.contingent.claims if held and held.contingent else ()
