"""Stage A: events to fact versions. Knows no policy.

A fact version is a row of integers with the half-open range of log positions at which the ledger
knew it: when a claim is validated, its pending version ends and a validated one begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from ledger import (
    CertificationGranted,
    CertificationRecertified,
    CertificationRedetermined,
    CertificationRevoked,
    ClaimDecision,
    ClaimRejected,
    ClaimReversed,
    ClaimSubmitted,
    ClaimValidated,
    ClaimWithdrawn,
    Decision,
    Event,
    ExamPassed,
    ExamVoided,
    FeePaid,
    HolderEnrolled,
    Recorded,
    day_number,
    hundredths,
    in_force,
)
from projections.codes import Codes
from projections.kernel import Facts, shapes

_OUTCOME: dict[type[ClaimDecision], int] = {
    ClaimValidated: shapes.VALIDATED_CLAIM,
    ClaimRejected: shapes.REJECTED_CLAIM,
    ClaimWithdrawn: shapes.WITHDRAWN_CLAIM,
    ClaimReversed: shapes.REVERSED_CLAIM,
}


class Version(NamedTuple):
    """One fact version: the kernel's columns, then the domain id and the events that it rests on."""

    on: int
    kind: int
    subject: int
    item: int
    edition: int
    provider: int
    source: int
    claimed: int
    awarded: int
    began: int
    submitted: int
    decided: int
    outcome: int
    order: int
    known_from: int
    known_to: int
    id: str
    events: tuple[Recorded, ...]


class FactTable(NamedTuple):
    """The fact versions of one holder in canonical order, as columns and as rows with their names."""

    columns: Facts
    rows: tuple[Version, ...]


def facts_of(events: Sequence[Recorded], codes: Codes) -> FactTable:
    """Return every fact version that a holder's events gave rise to; they come in recorded order.

    What was undone gave rise to none: the events are to be cut where the question stands.
    """
    rows = _in_order(tuple(_versions(_once(in_force(events)), codes)))
    columns = tuple(zip(*rows, strict=True))[: len(Facts._fields)] if rows else ((),) * len(Facts._fields)
    return FactTable(Facts(*(list(column) for column in columns)), rows)


def _once(events: Iterable[Recorded]) -> Iterable[Recorded]:
    """Drop repeated events: the first record of an id is the fact."""
    seen: set[UUID] = set()
    for recorded in events:
        if recorded.event.event_id not in seen:
            seen.add(recorded.event.event_id)
            yield recorded


def _versions(events: Iterable[Recorded], codes: Codes) -> Iterator[Version]:
    """Yield the versions of every fact: its first, then one for each act upon it, whichever was recorded first."""
    first: dict[object, Version] = {}
    acts: dict[object, list[Recorded]] = {}
    for recorded in events:
        upon = _acts_upon(recorded.event)
        if upon is not None:
            acts.setdefault(upon, []).append(recorded)
        version = _first_version(recorded.event, recorded, codes)
        if version is not None:
            first.setdefault(_key(recorded.event), version)
    for key, version in first.items():
        yield from _life(version, acts.get(key, []))


def _acts_upon(event: Event) -> object:
    """Return the key of the fact that an event changes, or None."""
    match event:
        case ClaimDecision():
            return ("claim", event.claim)
        case ExamVoided():
            return ("exam", event.attempt)
        case Decision():
            return event.supersedes
        case _:
            return None


def _key(event: Event) -> object:
    """Return what later events will find a fact by."""
    match event:
        case ClaimSubmitted():
            return ("claim", event.claim)
        case ExamPassed():
            return ("exam", event.attempt)
        case _:
            return event.event_id


def _life(version: Version, acts: Iterable[Recorded]) -> Iterator[Version]:
    """Yield the versions of one fact; an act recorded before its fact is known with it.

    Only a claim that was undone can have decisions from before it was submitted, again: they were on the one undone.
    """
    highest = 0
    for recorded in acts:
        event = recorded.event
        position = max(recorded.position, version.known_from)
        if not isinstance(event, ClaimDecision):
            yield version._replace(known_to=position)
            return
        if recorded.position > version.events[0].position and event.number >= highest:
            highest = event.number
            yield version._replace(known_to=position)
            version = _decided(version, event, recorded, position)
    yield version


def _decided(version: Version, event: ClaimDecision, recorded: Recorded, position: int) -> Version:
    """Return the version of a claim that a decision begins."""
    return version._replace(
        outcome=_OUTCOME[type(event)],
        awarded=min(hundredths(event.credits), version.claimed) if isinstance(event, ClaimValidated) else 0,
        decided=day_number(event.on),
        known_from=position,
        events=(*version.events, recorded),
    )


def _first_version(event: Event, recorded: Recorded, codes: Codes) -> Version | None:
    """Return the first version of a fact that stands for itself, or None for events that are no facts."""
    match event:
        case CertificationGranted() | CertificationRevoked():
            number = codes.certification(event.certification)
            kind = shapes.GRANT if isinstance(event, CertificationGranted) else shapes.REVOKE
            return None if number < 0 else _version(recorded, event.on, kind, event.certification, subject=number)
        case ExamPassed():
            return _version(recorded, event.on, shapes.EXAM, event.attempt, subject=codes.exams.number(event.exam))
        case FeePaid():
            return _version(recorded, event.on, shapes.FEE, event.reference, subject=codes.fees.number(event.fee))
        case HolderEnrolled() if event.terms is not None:
            return _version(recorded, event.on, shapes.TERMS, event.terms)
        case ClaimSubmitted():
            return _claim(event, recorded, codes)
        case CertificationRecertified() | CertificationRedetermined():
            return _recorded(event, recorded, codes)
        case _:
            return None


def _claim(event: ClaimSubmitted, recorded: Recorded, codes: Codes) -> Version:
    """Return the pending version of a claim."""
    return _version(recorded, event.completed_on, shapes.CREDIT, event.claim)._replace(
        item=codes.items.number(event.item),
        edition=codes.editions.number(event.edition),
        provider=codes.providers.number(event.provider),
        source=1 if event.source == "provider" else 0,
        claimed=hundredths(event.credits),
        began=day_number(event.began_on) if event.began_on else shapes.NO_DAY,
        submitted=day_number(event.submitted_on),
    )


def _recorded(
    event: CertificationRecertified | CertificationRedetermined, recorded: Recorded, codes: Codes
) -> Version | None:
    """Return a recorded recertification, or where one moved to; only the clause renew.recorded looks at it."""
    number = codes.certification(event.certification)
    if number < 0 or (isinstance(event, CertificationRedetermined) and event.outcome == "annulled"):
        return None
    until = shapes.LIFETIME if event.until is None else day_number(event.until)
    version = _version(recorded, event.effective_on, shapes.RECORDED, event.certification, subject=number)
    return version._replace(decided=until)


def _version(recorded: Recorded, on: date, kind: int, name: str, *, subject: int = shapes.MISSING) -> Version:
    """Return a version of a fact known from its event on."""
    none = shapes.MISSING
    return Version(
        on=day_number(on),
        kind=kind,
        subject=subject,
        item=none,
        edition=none,
        provider=none,
        source=none,
        claimed=none,
        awarded=none,
        began=shapes.NO_DAY,
        submitted=shapes.NO_DAY,
        decided=shapes.NO_DAY,
        outcome=shapes.PENDING_CLAIM,
        order=0,
        known_from=recorded.position,
        known_to=shapes.ENDLESS,
        id=name,
        events=(recorded,),
    )


def _in_order(versions: Sequence[Version]) -> tuple[Version, ...]:
    """Rank the domain ids inside each kind and sort by (on, kind, order), older knowledge first."""
    ids: dict[int, list[str]] = {}
    for version in versions:
        ids.setdefault(version.kind, []).append(version.id)
    rank = {kind: {name: at for at, name in enumerate(sorted(set(names)))} for kind, names in ids.items()}
    ranked = (version._replace(order=rank[version.kind][version.id]) for version in versions)
    return tuple(sorted(ranked, key=lambda row: (row.on, row.kind, row.order, row.known_from)))
