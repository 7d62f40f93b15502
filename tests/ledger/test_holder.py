"""Recording rules for one holder: what is refused, what is skipped, and what is recorded although it will not count."""

from __future__ import annotations

from typing import Any

import pytest

from ledger import ConflictError, InputError, NotFoundError, RefusedError
from ledger.commands import RecordDecision, read_entry
from ledger.events import (
    CertificationExpired,
    CertificationRecertified,
    CertificationReinstated,
    ClaimReserved,
    ClaimSubmitted,
    Decision,
    ExamPassed,
)
from ledger.holder import decide
from tests.ledger.saying import CATALOGUE, SUBMISSION, TODAY, Holder, decision, refusal

GRANT: dict[str, Any] = {"kind": "grant", "holder": "H-1", "certification": "CCNP-ENT", "on": "2023-03-01"}
EXAM: dict[str, Any] = {"kind": "exam", "holder": "H-1", "exam": "350-401", "on": "2025-06-01", "attempt": "A-1"}
VOID: dict[str, Any] = {"kind": "exam_void", "holder": "H-1", "attempt": "A-1", "on": "2025-07-01"}
FEE: dict[str, Any] = {"kind": "fee", "holder": "H-1", "fee": "CE", "on": "2025-07-01", "reference": "R-1"}
ACTS: list[dict[str, Any]] = [
    {"kind": "enrol", "holder": "H-1", "on": "2023-01-01", "terms": "T-1"},
    GRANT,
    GRANT | {"kind": "revoke", "on": "2024-01-01"},
    EXAM,
    FEE | {"amount": "300.00", "currency": "USD"},
    SUBMISSION,
    GRANT | {"kind": "expired", "on": "2026-03-02"},
    GRANT | {"kind": "recertified", "on": "2025-03-02", "until": "2028-03-02"},
]


@pytest.mark.parametrize("entry", ACTS, ids=lambda entry: entry["kind"])
def test_what_is_said_twice_is_recorded_once(entry: dict[str, Any]) -> None:
    holder = Holder(entry)
    assert holder.events
    assert holder.say(entry) == []


def test_a_submission_reserves_its_claim_id_in_the_same_breath() -> None:
    reserved, submitted = Holder(SUBMISSION).events
    assert isinstance(reserved, ClaimReserved)
    assert isinstance(submitted, ClaimSubmitted)
    assert reserved.command_id == submitted.command_id


@pytest.mark.parametrize(
    ("first", "second", "column"),
    [
        (GRANT, GRANT | {"reason_code": "LATE"}, "reason_code"),
        (EXAM, EXAM | {"exam": "300-410"}, "exam"),
        (EXAM, EXAM | {"on": "2025-06-02"}, "on"),
        (FEE, FEE | {"amount": 300}, "amount"),
        (SUBMISSION, SUBMISSION | {"credits": 13}, "credits"),
        (SUBMISSION, SUBMISSION | {"item": "IT-2"}, "item"),
        (ACTS[-1], ACTS[-1] | {"until": "2028-03-03"}, "until"),
    ],
)
def test_the_same_key_with_other_content_is_a_conflict(
    first: dict[str, Any], second: dict[str, Any], column: str
) -> None:
    error = refusal(Holder(first), second)
    assert isinstance(error, ConflictError)
    assert (error.findings[0].column, error.findings[0].code) == (column, "OTHER_CONTENT")


def test_where_it_came_from_is_no_part_of_what_is_said() -> None:
    assert Holder(GRANT).say(GRANT | {"origin": {"system": "portal", "record_id": "1"}}) == []


def test_12_5_and_12_50_are_the_same_content() -> None:
    assert Holder(SUBMISSION | {"credits": "12.5"}).say(SUBMISSION | {"credits": "12.50"}) == []


@pytest.mark.parametrize(
    "entry",
    [
        SUBMISSION | {"completed_on": "2020-03-01"},
        SUBMISSION | {"item": "NEVER-LISTED"},
        SUBMISSION | {"provider": "NEVER-AUTHORISED"},
        SUBMISSION | {"source": "provider", "completed_on": "2020-03-01", "submitted_on": "2020-03-02"},
        GRANT | {"on": "1999-01-01"},
        GRANT | {"kind": "revoke"},
    ],
    ids=["late", "unlisted", "unauthorised", "reported early", "before the programme", "revoked, never granted"],
)
def test_what_crediting_may_refuse_is_recorded(entry: dict[str, Any]) -> None:
    assert Holder().say(entry)


def test_an_alias_is_recorded_under_the_canonical_code() -> None:
    alias, canonical = next(iter(CATALOGUE.canonical.items()))
    holder = Holder(GRANT | {"certification": canonical})
    assert holder.say(GRANT | {"certification": alias}) == []


def test_an_expiry_of_another_system_ends_the_day_before() -> None:
    (event,) = Holder(GRANT | {"kind": "expired", "on": "2026-03-02"}).events
    assert isinstance(event, CertificationExpired)
    assert (str(event.effective_on), str(event.until), event.by) == ("2026-03-02", "2026-03-01", "import")


# Exams.


def test_an_attempt_is_named_by_exam_and_day_unless_it_has_a_name() -> None:
    entry = {key: value for key, value in EXAM.items() if key != "attempt"}
    (event,) = Holder(entry).events
    assert isinstance(event, ExamPassed)
    assert event.attempt == "350-401@2025-06-01"


def test_a_void_strikes_out_a_recorded_pass_once() -> None:
    holder = Holder(EXAM, VOID)
    assert holder.say(VOID) == []
    assert isinstance(refusal(holder, VOID | {"on": "2025-07-02"}), ConflictError)
    assert holder.say(EXAM) == []


def test_a_void_of_an_unknown_attempt_is_refused() -> None:
    assert isinstance(refusal(Holder(EXAM), VOID | {"attempt": "A-2"}), NotFoundError)


def test_a_void_before_the_pass_is_refused() -> None:
    assert refusal(Holder(EXAM), VOID | {"on": "2025-05-31"}).findings[0].code == "ORDER"


# Consequences recorded by closing the books.


def closing(event: type[Decision], **more: Any) -> RecordDecision:
    fields = {"certification": "CCNP-ENT", "effective_on": TODAY, "until": TODAY, "known_at": 9, "by": "close"} | more
    return RecordDecision(holder="H-1", event=event, fields=fields)


def test_closing_again_records_nothing_whatever_position_it_looks_from() -> None:
    holder = Holder()
    assert holder.say(closing(CertificationExpired))
    assert holder.say(closing(CertificationExpired, known_at=12)) == []


def test_an_expiry_that_was_overturned_can_be_recorded_again_under_another_id() -> None:
    holder = Holder()
    (expired,) = holder.say(closing(CertificationExpired))
    (reinstated,) = holder.say(closing(CertificationReinstated, supersedes=expired.event_id))
    assert holder.say(closing(CertificationReinstated, supersedes=expired.event_id)) == []
    (again,) = holder.say(closing(CertificationExpired, supersedes=reinstated.event_id))
    assert again.command_id != expired.command_id


def test_a_decision_is_superseded_once() -> None:
    holder = Holder()
    (expired,) = holder.say(closing(CertificationExpired))
    holder.say(closing(CertificationReinstated, supersedes=expired.event_id))
    with pytest.raises(ConflictError):
        holder.say(closing(CertificationRecertified, supersedes=expired.event_id))


def test_another_systems_decision_is_not_this_ones() -> None:
    holder = Holder(GRANT | {"kind": "expired", "on": "2026-03-20"})
    assert holder.say(closing(CertificationExpired))


# Laws.


def test_deciding_leaves_the_state_as_it_is() -> None:
    holder = Holder(*ACTS)
    claim = holder.state.claims["C-1"]
    command = read_entry(decision("validate", "2025-05-10"))
    for _ in range(2):
        assert decide(holder.state, command, catalogue=CATALOGUE, today=TODAY)
    assert claim.decisions == []


def test_an_unknown_code_is_a_matter_of_input() -> None:
    assert isinstance(refusal(Holder(), GRANT | {"certification": "CCNP-XX"}), InputError)


def test_a_refusal_says_what_to_do() -> None:
    error = refusal(Holder(), VOID)
    assert isinstance(error, RefusedError)
    assert str(error).endswith(error.findings[0].fix)
