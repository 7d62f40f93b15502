"""Events in words: what each says, on which day, for a line of a listing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from cli.show.output import DIGEST_SHOWN
from ledger import (
    BatchImported,
    CatalogueAdopted,
    CertificationExpired,
    CertificationGranted,
    CertificationRecertified,
    CertificationRedetermined,
    CertificationReinstated,
    CertificationRenamed,
    CertificationRetired,
    CertificationRevoked,
    ClaimRejected,
    ClaimReserved,
    ClaimReversed,
    ClaimSubmitted,
    ClaimValidated,
    ClaimWithdrawn,
    Decision,
    EntryUndone,
    Event,
    ExamPassed,
    ExamVoided,
    FeePaid,
    HolderEnrolled,
    ItemListed,
    ItemWithdrawn,
    PolicyAdopted,
    ProgrammeOpened,
    ProviderAuthorised,
    ProviderDeauthorised,
    Recorded,
    credits_text,
)

Where = Callable[[UUID], str]
"""Says where an event stands, from its id: ``@12``."""


def among(events: Iterable[Recorded]) -> Where:
    """Return what says where each of `events` stands."""
    positions = {recorded.event.event_id: recorded.position for recorded in events}
    return lambda event_id: f"@{positions[event_id]}" if event_id in positions else f"event {event_id}"


def day_of(event: Event) -> date | None:
    """Return the day in the world that an event is about, None when it is about none."""
    match event:
        case ClaimSubmitted():
            return event.submitted_on
        case Decision():
            return event.effective_on
        case _:
            day: date | None = getattr(event, "on", None)
            return day


def name_of(event: Event) -> str:
    """Return the event's topic as people read it: ``certification expired``."""
    return named(event.TOPIC)


def named(topic: str) -> str:
    """Return a topic as people read it."""
    return " ".join(topic.split(".")[:-1])


def said(event: Event, where: Where) -> str:
    """Return what an event says besides its day, in words; `where` names other events."""
    match event:
        case Decision():
            return _decided(event, where)
        case ClaimSubmitted() | ClaimReserved() | ClaimValidated():
            return _claimed(event)
        case ClaimRejected() | ClaimWithdrawn() | ClaimReversed():
            return event.claim + _because(event.reason_code)
        case CertificationGranted() | CertificationRevoked():
            return event.certification + _because(event.reason_code)
        case ExamPassed():
            return event.exam + ("" if event.attempt == f"{event.exam}@{event.on}" else f", attempt {event.attempt}")
        case ExamVoided():
            return f"attempt {event.attempt}{_because(event.reason_code)}"
        case FeePaid():
            amount = "" if event.amount is None else f" {credits_text(event.amount)}"
            currency = f" {event.currency}" if event.currency else ""
            return f"{event.fee}{amount}{currency}, reference {event.reference}{_because(event.reason_code)}"
        case HolderEnrolled():
            terms = f"terms {event.terms} accepted" if event.terms else "no terms named"
            return terms + _because(event.reason_code)
        case EntryUndone():
            return where(event.entry) + _because(event.reason_code)
        case _:
            return _of_programme(event)


def _claimed(event: ClaimSubmitted | ClaimReserved | ClaimValidated) -> str:
    match event:
        case ClaimReserved():
            return f"{event.claim} belongs to {event.holder}"
        case ClaimValidated():
            return f"{event.claim}, {_credits(event)}" + (f", by {event.validator}" if event.validator else "")
        case ClaimSubmitted():
            edition = f" edition {event.edition}" if event.edition else ""
            provider = f" with {event.provider}" if event.provider else ""
            source = "" if event.source == "holder" else ", reported by the provider"
            replaced = f", replacing {event.replaces}" if event.replaces else ""
            done = f"{event.item}{edition}{provider} completed {event.completed_on}"
            return f"{event.claim}, {_credits(event)}: {done}{source}{replaced}"


def _decided(event: Decision, where: Where) -> str:
    """Return a recertification, expiry, reinstatement or redetermination in words."""
    until = "for life" if event.until is None else f"until {event.until}"
    match event:
        case CertificationExpired():
            text = f"{event.certification}, last active {event.until}"
        case CertificationRedetermined(outcome="annulled"):
            text = f"{event.certification}, annulled" + ("" if event.until is None else f", {until}")
        case CertificationRecertified() | CertificationReinstated() | CertificationRedetermined():
            text = f"{event.certification}, {until}" + (f", by {event.option}" if event.option else "")
        case _:
            text = f"{event.certification}, {until}"
    if event.contingent:
        text += f", while {', '.join(event.contingent)} pending"
    if event.supersedes:
        text += f", overturning {where(event.supersedes)}"
    if event.by == "import":
        text += ", as another system decided"
    return text + (f", because of {', '.join(map(where, event.because))}" if event.because else "")


def _of_programme(event: Event) -> str:
    match event:
        case ProgrammeOpened():
            return f"{event.programme}, days in {event.zone}"
        case PolicyAdopted():
            return f"{event.policy}, digest {event.digest[:DIGEST_SHOWN]}"
        case CatalogueAdopted():
            return f"digest {event.digest[:DIGEST_SHOWN]}"
        case ItemListed():
            first, last = event.listed_from or "always", event.listed_until or "further notice"
            return f"{event.item}, {_credits(event)}, from {first} until {last}{_because(event.reason_code)}"
        case ItemWithdrawn():
            return event.item + _because(event.reason_code)
        case ProviderAuthorised() | ProviderDeauthorised():
            return event.provider + _because(event.reason_code)
        case CertificationRetired():
            return event.certification + _because(event.reason_code)
        case CertificationRenamed():
            return f"{event.certification} is also {event.alias}, {event.title}"
        case BatchImported():
            recorded, read = sum(each.recorded for each in event.totals), sum(each.read for each in event.totals)
            return f"{recorded} recorded of {read} read"
        case _:
            raise AssertionError(f"no words for {event.TOPIC}")


def _credits(event: ClaimSubmitted | ClaimValidated | ItemListed) -> str:
    return f"{credits_text(event.credits)} credit" + ("" if event.credits == 1 else "s")


def _because(reason_code: str | None) -> str:
    return f", reason {reason_code}" if reason_code else ""
