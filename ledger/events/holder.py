"""What is said of one holder: stream ``holder-<id>``, and the reservation of a claim's id in ``claim-<id>``."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from ledger.events.envelope import Code, Credits, Currency, Event, Natural, Number, Sha256
from ledger.events.records import Record


class HolderEnrolled(Event):
    """A holder joined the programme on a day, accepting a version of its terms if one is named."""

    TOPIC: ClassVar[str] = "holder.enrolled.v1"
    holder: Code
    on: date
    terms: Code | None = None
    reason_code: Code | None = None


class CertificationGranted(Event):
    """A certification was earned on a day."""

    TOPIC: ClassVar[str] = "certification.granted.v1"
    holder: Code
    certification: Code
    on: date
    reason_code: Code | None = None


class CertificationRevoked(Event):
    """A certification was taken away; the day before is its last active one."""

    TOPIC: ClassVar[str] = "certification.revoked.v1"
    holder: Code
    certification: Code
    on: date
    reason_code: Code | None = None


class ExamPassed(Event):
    """An exam was passed; `attempt` names this sitting, unique for the holder."""

    TOPIC: ClassVar[str] = "exam.passed.v1"
    holder: Code
    attempt: Code
    exam: Code
    on: date


class ExamVoided(Event):
    """A pass was struck out: to every answer from here on it never happened."""

    TOPIC: ClassVar[str] = "exam.voided.v1"
    holder: Code
    attempt: Code
    on: date
    reason_code: Code | None = None


class ClaimReserved(Event):
    """A claim's id was taken by a holder: version 1 of ``claim-<id>``, saved with the submission."""

    TOPIC: ClassVar[str] = "claim.reserved.v1"
    claim: Code
    holder: Code


class ClaimSubmitted(Event):
    """An activity was claimed. `completed_on` is its last day, `credits` what is asked for.

    `evidence` are SHA-256 digests of files; `source` says whether the holder or the provider reported it.
    """

    TOPIC: ClassVar[str] = "claim.submitted.v1"
    holder: Code
    claim: Code
    item: Code
    edition: Code | None = None
    provider: Code | None = None
    source: Literal["holder", "provider"] = "holder"
    began_on: date | None = None
    completed_on: date
    submitted_on: date
    credits: Credits
    evidence: tuple[Sha256, ...] = ()
    replaces: Code | None = None


class ClaimDecision(Event):
    """What every decision on a claim says; `number` counts the decisions on that claim from 1."""

    holder: Code
    claim: Code
    number: Number
    on: date


class ClaimValidated(ClaimDecision):
    """The provider confirmed the claim; `credits` awarded may be fewer than claimed."""

    TOPIC: ClassVar[str] = "claim.validated.v1"
    credits: Credits
    validator: Code | None = None


class ClaimRejected(ClaimDecision):
    """The provider did not confirm the claim."""

    TOPIC: ClassVar[str] = "claim.rejected.v1"
    reason_code: Code | None = None


class ClaimWithdrawn(ClaimDecision):
    """The claim was taken back before a decision."""

    TOPIC: ClassVar[str] = "claim.withdrawn.v1"
    reason_code: Code | None = None


class ClaimReversed(ClaimDecision):
    """An earlier decision was taken back; the claim may be decided again."""

    TOPIC: ClassVar[str] = "claim.reversed.v1"
    reason_code: Code | None = None


class FeePaid(Event):
    """A fee was paid."""

    TOPIC: ClassVar[str] = "fee.paid.v1"
    holder: Code
    fee: Code
    on: date
    amount: Credits | None = None
    currency: Currency | None = None
    reference: Code
    reason_code: Code | None = None


class Use(Record):
    """What a recertification consumed: hundredths of a claim's credits, an exam pass or a fee."""

    kind: Literal["claim", "exam", "fee"]
    id: Code
    hundredths: Natural = 0


class Decision(Event):
    """What every recorded consequence says.

    `effective_on` is the day it takes effect; `until` the last active day then, null for life. `because` are the
    events it rests on, `supersedes` the recorded decision it replaces. `policy_digest`, `known_at`
    (a position) and `engine` say how to compute it again; null for decisions of another system.
    """

    holder: Code
    certification: Code
    effective_on: date
    until: date | None = None
    option: Code | None = None
    used: tuple[Use, ...] = ()
    contingent: tuple[Code, ...] = ()
    supersedes: UUID | None = None
    because: tuple[UUID, ...] = ()
    policy_digest: Sha256 | None = None
    known_at: int | None = None
    engine: str | None = None
    by: Literal["close", "import"]


class CertificationRecertified(Decision):
    """A certification was renewed with effect from a day."""

    TOPIC: ClassVar[str] = "certification.recertified.v1"


class CertificationExpired(Decision):
    """A certification lapsed; `effective_on` is the day after the last active one."""

    TOPIC: ClassVar[str] = "certification.expired.v1"


class CertificationReinstated(Decision):
    """A recorded expiry no longer holds: the certification never lapsed."""

    TOPIC: ClassVar[str] = "certification.reinstated.v1"


class CertificationRedetermined(Decision):
    """A recorded recertification or expiry moved to another day, or was annulled."""

    TOPIC: ClassVar[str] = "certification.redetermined.v1"
    outcome: Literal["moved", "annulled"]
