"""Events to canonical bytes and back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from eventsourcing.persistence import MapperDeserialisationError, StoredEvent
from hypothesis import given
from hypothesis import strategies as st

from ledger import CertificationExpired, CertificationGranted, ClaimSubmitted, FeePaid, ItemListed, Origin, json_fields
from ledger.store.mapper import CanonicalMapper, UnknownTopicError, Upcast, canonical

ENVELOPE: dict[str, Any] = {
    "originator_id": "holder-H-1",
    "originator_version": 3,
    "event_id": UUID(int=1),
    "recorded_at": datetime(2026, 3, 1, 12, tzinfo=UTC),
    "actor": "clerk",
    "command_id": UUID(int=2),
}
GRANT = CertificationGranted(**ENVELOPE, holder="H-1", certification="CCNA", on=date(2025, 1, 1))
GRANTED = (
    b'{"actor":"clerk","certification":"CCNA","command_id":"00000000-0000-0000-0000-000000000002",'
    b'"event_id":"00000000-0000-0000-0000-000000000001","holder":"H-1","on":"2025-01-01",'
    b'"recorded_at":"2026-03-01T12:00:00Z"}'
)


def stored(state: bytes, topic: str = "certification.granted.v1") -> StoredEvent:
    return StoredEvent("holder-H-1", 3, topic, state)


def test_bytes_have_sorted_keys_no_spaces_and_no_none_and_leave_the_columns_out() -> None:
    assert CanonicalMapper().to_stored_event(GRANT) == stored(GRANTED)


def test_what_was_written_is_read_back_equal() -> None:
    assert CanonicalMapper().to_domain_event(stored(GRANTED)) == GRANT


def test_text_is_utf_8_and_escaped_only_where_json_must() -> None:
    item = ItemListed(**ENVELOPE, item="I-1", title='é ☃ "q" \t</', credits=Decimal("4"))
    assert '"title":"é ☃ \\"q\\" \\t</"'.encode() in CanonicalMapper().to_stored_event(item).state


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20), st.booleans())
def test_both_ways_of_writing_give_the_same_bytes(title: str, nested: bool) -> None:
    origin = Origin(system="portal", record_id="1") if nested else None
    item = ItemListed(**ENVELOPE, origin=origin, item="I-1", title=title, credits=Decimal("4.50"))
    said = json_fields(item, exclude_none=True, exclude={"originator_id", "originator_version"})
    assert CanonicalMapper().to_stored_event(item).state == canonical(said)


@pytest.mark.parametrize(("amount", "written"), [("12", "12"), ("12.50", "12.5"), ("0", "0"), ("0.25", "0.25")])
def test_credits_are_written_as_the_shortest_decimal_text(amount: str, written: str) -> None:
    fee = FeePaid(**ENVELOPE, holder="H-1", fee="F", on=date(2025, 1, 1), amount=Decimal(amount), reference="R")
    assert f'"amount":"{written}"'.encode() in CanonicalMapper().to_stored_event(fee).state


def test_an_expiry_for_life_survives_that_none_is_left_out() -> None:
    expiry = CertificationExpired(
        **ENVELOPE, holder="H-1", certification="CCNA", effective_on=date(2025, 1, 1), until=None, by="import"
    )
    assert CanonicalMapper().to_domain_event(CanonicalMapper().to_stored_event(expiry)) == expiry


@pytest.mark.parametrize(
    "state",
    [
        b"",
        b"nonsense",
        b"[]",
        b"[" + GRANTED[1:],
        b"{}",
        b"\xff\xfe",
        GRANTED[:-1],
        GRANTED.replace(b"2025-01-01", b"2025-02-30"),
        GRANTED.replace(b'"holder"', b'"holdr"'),
        GRANTED.replace(b'{"actor"', b'{"originator_version":4,"actor"'),
        GRANTED.replace(b'{"actor"', b'{"originator_id":"holder-H-2","actor"'),
        b"{" * 100_000,
    ],
)
def test_bytes_that_are_not_the_event_are_reported_with_their_place(state: bytes) -> None:
    with pytest.raises(MapperDeserialisationError, match="holder-H-1 version 3"):
        CanonicalMapper().to_domain_event(stored(state))


def test_a_topic_nobody_knows_is_told_from_damage() -> None:
    with pytest.raises(UnknownTopicError, match=r"certification\.granted\.v9"):
        CanonicalMapper().to_domain_event(stored(GRANTED, "certification.granted.v9"))


def code_renamed(fields: dict[str, Any]) -> dict[str, Any]:
    fields["certification"] = fields.pop("code")
    return fields


def split_in_two(fields: dict[str, Any]) -> dict[str, Any]:
    code = f"{fields.pop('track')}{fields.pop('rank')}"
    return {**fields, "code": code}


UPCASTS = {
    "certification.given.v0": Upcast("certification.given.v1", split_in_two),
    "certification.given.v1": Upcast("certification.granted.v1", code_renamed),
}


@pytest.mark.parametrize(
    ("topic", "said"),
    [("certification.given.v1", b'"code":"CCNA"'), ("certification.given.v0", b'"rank":"NA","track":"CC"')],
)
def test_an_event_under_an_old_topic_is_upcast_step_by_step(topic: str, said: bytes) -> None:
    old = GRANTED.replace(b'"certification":"CCNA"', said)
    assert CanonicalMapper(UPCASTS).to_domain_event(stored(old, topic)) == GRANT


def test_an_old_event_that_cannot_be_upcast_is_reported_as_damage() -> None:
    with pytest.raises(MapperDeserialisationError, match="unreadable event, holder-H-1 version 3"):
        CanonicalMapper(UPCASTS).to_domain_event(stored(GRANTED, "certification.given.v1"))


def test_evidence_keeps_its_order() -> None:
    digests = ("b" * 64, "a" * 64)
    claim = ClaimSubmitted(
        **ENVELOPE,
        holder="H-1",
        claim="C-1",
        item="I-1",
        completed_on=date(2025, 1, 1),
        submitted_on=date(2025, 1, 2),
        credits=Decimal("4"),
        evidence=digests,
    )
    read = CanonicalMapper().to_domain_event(CanonicalMapper().to_stored_event(claim))
    assert read == claim
