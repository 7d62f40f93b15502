"""The books: which consequences a replay derives, which the ledger has recorded, and how they differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from ledger import (
    CertificationExpired,
    CertificationRecertified,
    CertificationRedetermined,
    CertificationReinstated,
    Decision,
    Recorded,
    in_force,
)
from projections.trace import Floored, Lapsed, Record, Renewed, Until

Kind = Literal["recertified", "expired"]


class Transition(NamedTuple):
    """A consequence: a certification was renewed, or expired, with effect from a day."""

    certification: str
    kind: Kind
    effective_on: date
    until: Until


class Entry(NamedTuple):
    """A transition that the ledger has recorded and not superseded, and the event that says so last."""

    transition: Transition
    recorded: Recorded

    @property
    def event_id(self) -> UUID:
        """The id of the event, for what supersedes it."""
        return self.recorded.event.event_id


class Difference(NamedTuple):
    """What the replay derives and the books lack, and what the books hold and the replay does not derive."""

    missing: tuple[Transition, ...]
    unfounded: tuple[Entry, ...]

    @property
    def certifications(self) -> frozenset[str]:
        """The certifications on which the two sides differ."""
        unfounded = (entry.transition for entry in self.unfounded)
        return frozenset(transition.certification for transition in (*self.missing, *unfounded))


def transitions(records: Iterable[Record]) -> tuple[Transition, ...]:
    """Return the consequences in a fold's trace, by day; a renewal of one day is said once.

    A recorded recertification that the fold kept as a floor stands, whatever else the fold derives.
    """
    found: dict[tuple[str, Kind, date], Transition] = {}
    for record in records:
        match record:
            case Renewed() | Floored():
                found[record.certification, "recertified", record.on] = Transition(
                    record.certification, "recertified", record.on, record.until
                )
            case Lapsed(status="expired", until=date() as until):
                day = until + timedelta(days=1)
                found[record.certification, "expired", day] = Transition(record.certification, "expired", day, until)
            case _:
                pass
    return tuple(sorted(found.values(), key=lambda each: (each.effective_on, each.certification, each.kind)))


def entries(events: Sequence[Recorded]) -> tuple[Entry, ...]:
    """Return the recorded transitions that stand: not superseded, and not those of a reinstatement or annulment."""
    standing: dict[UUID, Entry] = {}
    for recorded in in_force(events):
        event = recorded.event
        if not isinstance(event, Decision):
            continue
        replaced = standing.pop(event.supersedes, None) if event.supersedes else None
        kind = _kind(event, replaced)
        if kind is not None:
            until: Until = event.until or "lifetime"
            transition = Transition(event.certification, kind, event.effective_on, until)
            standing[event.event_id] = Entry(transition, recorded)
    return tuple(standing.values())


def _kind(event: Decision, replaced: Entry | None) -> Kind | None:
    """Return which transition a decision asserts, if any."""
    match event:
        case CertificationRecertified():
            return "recertified"
        case CertificationExpired():
            return "expired"
        case CertificationRedetermined(outcome="moved") if replaced is not None:
            return replaced.transition.kind
        case CertificationReinstated() | CertificationRedetermined():
            return None
        case _:
            return None


def difference(derived: Iterable[Transition], recorded: Iterable[Entry], through: date) -> Difference:
    """Compare both sides up to and including a day."""
    wanted = {each for each in derived if each.effective_on <= through}
    held = {entry.transition: entry for entry in recorded if entry.transition.effective_on <= through}
    missing = sorted(wanted - held.keys(), key=lambda each: (each.effective_on, each.certification, each.kind))
    unfounded = [entry for entry in recorded if entry.transition in held.keys() - wanted]
    return Difference(tuple(missing), tuple(unfounded))
