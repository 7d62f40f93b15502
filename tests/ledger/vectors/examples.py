"""One example of every event, with every field said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ledger import (
    BY_TOPIC,
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
    Count,
    EntryUndone,
    Event,
    ExamPassed,
    ExamVoided,
    FeePaid,
    HolderEnrolled,
    ItemListed,
    ItemWithdrawn,
    Origin,
    PolicyAdopted,
    ProgrammeOpened,
    ProviderAuthorised,
    ProviderDeauthorised,
    Use,
    event_id,
)

COMMAND = UUID("5b2d8c1e-0f43-5a6b-9c7d-8e9fa0b1c2d3")
OTHER = UUID("6c3e9d2f-1054-5b7c-8d8e-9fa0b1c2d3e4")
DIGEST = "0123456789abcdef" * 4
DAY, LATER = date(2025, 5, 1), date(2026, 2, 28)


def _example(kind: type[Event], stream: str, **said: Any) -> Event:
    return kind(
        originator_id=stream,
        originator_version=1 if stream != "holder-H-1" else 7,
        event_id=event_id(COMMAND, 0),
        recorded_at=datetime(2026, 3, 1, 9, 30, 0, 250_000, tzinfo=UTC),
        actor="clerk-7",
        command_id=COMMAND,
        batch="B-1",
        origin=Origin(system="portal", record_id="R/1", recorded_at=datetime(2025, 5, 2, tzinfo=UTC)),
        **said,
    )


def _holder(kind: type[Event], **said: Any) -> Event:
    return _example(kind, "holder-H-1", holder="H-1", **said)


def _claim(kind: type[Event], **said: Any) -> Event:
    return _holder(kind, claim="C-1", number=1, on=DAY, **said)


def _decision(kind: type[Event], **said: Any) -> Event:
    return _holder(
        kind,
        certification="CCNP-ENT",
        effective_on=DAY,
        until=LATER,
        option="P.combo",
        used=(Use(kind="claim", id="C-1", hundredths=4000), Use(kind="exam", id="300-410@2025-05-01")),
        contingent=("C-2",),
        supersedes=OTHER,
        because=(COMMAND,),
        policy_digest=DIGEST,
        known_at=9,
        engine="0.1.0",
        by="close",
        **said,
    )


def _programme(kind: type[Event], **said: Any) -> Event:
    return _example(kind, "programme", **said)


EXAMPLES: tuple[Event, ...] = (
    _holder(HolderEnrolled, on=DAY, terms="T-2"),
    _holder(CertificationGranted, certification="CCNP-ENT", on=DAY, reason_code="EXAMS"),
    _holder(CertificationRevoked, certification="CCNP-ENT", on=DAY, reason_code="FRAUD"),
    _holder(ExamPassed, attempt="300-410@2025-05-01", exam="300-410", on=DAY),
    _holder(ExamVoided, attempt="300-410@2025-05-01", on=DAY, reason_code="PROXY"),
    _example(ClaimReserved, "claim-C-1", claim="C-1", holder="H-1"),
    _holder(
        ClaimSubmitted,
        claim="C-1",
        item="CE-1",
        edition="2",
        provider="P-1",
        source="provider",
        began_on=DAY,
        completed_on=DAY,
        submitted_on=LATER,
        credits=Decimal("12.50"),
        evidence=(DIGEST,),
        replaces="C-0",
    ),
    _claim(ClaimValidated, credits=Decimal("12"), validator="V-1"),
    _claim(ClaimRejected, reason_code="ABSENT"),
    _claim(ClaimWithdrawn, reason_code="MISTAKE"),
    _claim(ClaimReversed, reason_code="AUDIT"),
    _holder(FeePaid, fee="CE-EXPERT", on=DAY, amount=Decimal("300"), currency="USD", reference="F-1"),
    _decision(CertificationRecertified),
    _decision(CertificationExpired),
    _decision(CertificationReinstated),
    _decision(CertificationRedetermined, outcome="moved"),
    _programme(ProgrammeOpened, ledger_id=OTHER, programme="cisco-ce", zone="Europe/Berlin"),
    _programme(PolicyAdopted, policy="cisco-ce", digest=DIGEST, text='title = "é ☃ \\"quoted\\""\n'),
    _programme(CatalogueAdopted, digest=DIGEST, certifications="code\n", exams="code\n", items="item\n"),
    _programme(
        ItemListed,
        item="CE-1",
        title="Réseaux <& 網路>\u2028",
        credits=Decimal("0.25"),
        category="A",
        provider="P-1",
        listed_from=DAY,
        listed_until=LATER,
        group="G-1",
    ),
    _programme(ItemWithdrawn, item="CE-1", on=LATER, reason_code="OLD"),
    _programme(ProviderAuthorised, provider="P-1", on=DAY),
    _programme(ProviderDeauthorised, provider="P-1", on=DAY, reason_code="LAPSED"),
    _programme(CertificationRetired, certification="CCDP", on=DAY),
    _programme(CertificationRenamed, certification="CCNA-AUTO", alias="DEVNET", title="CCNA Automation", on=DAY),
    _example(
        BatchImported,
        "batch-B-1",
        sha256=DIGEST,
        size=4096,
        format="jsonl",
        totals=(Count(kind="submit", read=3, recorded=1, skipped=1, rejected=1),),
        first_position=4,
        last_position=5,
        complete=True,
    ),
    _holder(EntryUndone, entry=OTHER, reason_code="BATCH_UNDONE"),
)

assert {example.TOPIC for example in EXAMPLES} == set(BY_TOPIC)
