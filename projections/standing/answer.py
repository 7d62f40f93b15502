"""The answer: where a holder stands, what became of every claim, and both as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from ledger import VERSION, Known, Recorded, day_number, instant_text
from projections.amounts import shortest
from projections.facts import FactTable
from projections.kernel import shapes
from projections.names import Names
from projections.trace import Floored, Record, Status, Until

SCHEMA = 1


class Term(NamedTuple):
    """A status and the last active day."""

    status: Status
    until: Until


class Contingent(NamedTuple):
    """Undecided claims that would change a certification's status or until, and what it would be either way."""

    claims: tuple[str, ...]
    if_validated: Term
    if_rejected: Term


class CertificationStanding(NamedTuple):
    """Where one certification stands; `available` and `pending` are hundredths, and only the target's."""

    certification: str
    level: str
    status: Status
    granted_on: date
    renewed_on: date | None
    until: Until
    cycle_from: date
    available: int
    pending: int
    recorded: bool
    contingent: Contingent | None


class ClaimFate(NamedTuple):
    """What became of a claim, in hundredths: claimed = spent + available + surplus + reduced + not_counted."""

    claim: str
    reason: str
    claimed: int
    spent: int
    available: int
    surplus: int
    reduced: int
    not_counted: int

    @property
    def is_excluded(self) -> bool:
        """Whether nothing of it is spent or available."""
        return self.spent == 0 and self.available == 0


@dataclass(frozen=True)
class Standing:
    """Where a holder stands on `valid_on`, as `known` and under `policy`, with the trace of how it came about."""

    holder: str
    valid_on: date
    known: Known
    policy_id: str
    policy_digest: str
    certifications: tuple[CertificationStanding, ...]
    claims: tuple[ClaimFate, ...]
    records: tuple[Record, ...]
    table: FactTable
    names: Names

    @property
    def excluded(self) -> tuple[ClaimFate, ...]:
        """The claims of which nothing is spent or available, by (completed, id)."""
        return tuple(fate for fate in self.claims if fate.is_excluded)

    @property
    def grounds(self) -> tuple[Recorded, ...]:
        """The events behind every fact of a day up to `valid_on`, as known, in order of position.

        Recorded recertifications are among them only where one kept a later day than the replay reached.
        """
        kept = any(isinstance(each, Floored) for each in self.records)
        rows = (
            row
            for row in self.table.rows
            if row.known_from <= self.known.position < row.known_to and row.on <= day_number(self.valid_on)
        )
        events = (each for row in rows if kept or row.kind != shapes.RECORDED for each in row.events)
        return tuple(sorted({each.position: each for each in events}.values()))

    def document(self) -> dict[str, Any]:
        """Return the answer in the JSON shape that other systems rely on."""
        return {
            "schema": SCHEMA,
            "engine": VERSION,
            "holder": self.holder,
            "valid_on": self.valid_on.isoformat(),
            "known_at": {"position": self.known.position, "instant": instant_text(self.known.instant)},
            "policy": {"id": self.policy_id, "digest": self.policy_digest},
            "certifications": [_certification_document(each) for each in self.certifications],
            "excluded": [{"claim": fate.claim, "reason": fate.reason} for fate in self.excluded],
        }


def _until_document(until: Until) -> str:
    return until if isinstance(until, str) else until.isoformat()


def _term_document(term: Term) -> dict[str, str]:
    return {"status": term.status, "until": _until_document(term.until)}


def _certification_document(each: CertificationStanding) -> dict[str, Any]:
    contingent = each.contingent and {
        "claims": list(each.contingent.claims),
        "if_validated": _term_document(each.contingent.if_validated),
        "if_rejected": _term_document(each.contingent.if_rejected),
    }
    return {
        "certification": each.certification,
        "level": each.level,
        "status": each.status,
        "granted_on": each.granted_on.isoformat(),
        "renewed_on": each.renewed_on.isoformat() if each.renewed_on else None,
        "until": _until_document(each.until),
        "cycle_from": each.cycle_from.isoformat(),
        "credits": {"available": shortest(each.available), "pending": shortest(each.pending)},
        "recorded": each.recorded,
        "contingent": contingent,
    }
