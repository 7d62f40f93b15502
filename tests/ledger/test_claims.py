"""Decisions on a claim: which may follow which, and which are a repetition."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ledger import ConflictError, NotFoundError
from ledger.events import ClaimReversed, ClaimValidated
from tests.ledger.saying import SUBMISSION, Holder, decision, refusal


def test_a_validation_without_credits_awards_what_was_claimed() -> None:
    event = Holder(SUBMISSION, decision("validate", "2025-05-10")).events[-1]
    assert isinstance(event, ClaimValidated)
    assert (event.credits, event.number) == (Decimal(12), 1)


@pytest.mark.parametrize("awarded", [0, "0.5", 12])
def test_fewer_credits_than_claimed_may_be_awarded(awarded: object) -> None:
    assert Holder(SUBMISSION).say(decision("validate", "2025-05-10", credits=awarded))


def test_more_credits_than_claimed_cannot_be_awarded() -> None:
    error = refusal(Holder(SUBMISSION), decision("validate", "2025-05-10", credits="12.01"))
    assert str(error).startswith("credits: 12.01 awarded, but claim C-1 asks for 12.")


@pytest.mark.parametrize("kind", ["validate", "reject", "withdraw", "reverse"])
def test_an_unknown_claim_cannot_be_decided(kind: str) -> None:
    assert isinstance(refusal(Holder(), decision(kind, "2025-05-10")), NotFoundError)


@pytest.mark.parametrize("kind", ["validate", "reject", "withdraw"])
def test_a_claim_is_decided_on_the_day_of_its_submission_at_the_earliest(kind: str) -> None:
    assert refusal(Holder(SUBMISSION), decision(kind, "2025-05-02")).findings[0].code == "ORDER"
    assert Holder(SUBMISSION).say(decision(kind, "2025-05-03"))


@pytest.mark.parametrize("imported", [True, False])
@pytest.mark.parametrize("second", ["validate", "reject", "withdraw"])
@pytest.mark.parametrize("first", ["validate", "reject", "withdraw"])
def test_a_decided_claim_is_not_decided_again(first: str, second: str, imported: bool) -> None:
    holder = Holder(SUBMISSION, decision(first, "2025-05-10"))
    error = refusal(holder, decision(second, "2025-05-11"), imported=imported)
    assert isinstance(error, ConflictError)
    assert "on 2025-05-10" in str(error)
    assert "reverse it first" in str(error)


def test_a_refusal_says_how_a_claim_was_decided() -> None:
    holder = Holder(SUBMISSION, decision("validate", "2025-05-10", credits="7.50"))
    assert str(refusal(holder, decision("reject", "2025-05-11"))) == (
        "Claim C-1 was validated on 2025-05-10 with 7.5 credits. "
        "A decision stands until it is reversed: reverse it first, with a day after it."
    )


@pytest.mark.parametrize("kind", ["validate", "reject", "withdraw"])
def test_what_was_decided_can_be_reversed_and_decided_anew(kind: str) -> None:
    holder = Holder(SUBMISSION, decision(kind, "2025-05-10"))
    holder.say(decision("reverse", "2025-06-01", reason_code="WRONG"))
    holder.say(decision("validate", "2025-06-02", credits=5))
    assert [event.number for event in holder.events[2:] if hasattr(event, "number")] == [1, 2, 3]


def test_nothing_can_be_reversed_before_it_is_decided_nor_twice() -> None:
    holder = Holder(SUBMISSION)
    assert refusal(holder, decision("reverse", "2025-06-01")).findings[0].code == "NOTHING_TO_REVERSE"
    holder.say(decision("validate", "2025-05-10"))
    holder.say(decision("reverse", "2025-06-01"))
    assert refusal(holder, decision("reverse", "2025-06-02")).findings[0].code == "NOTHING_TO_REVERSE"


def test_a_decision_cannot_be_reversed_before_its_day() -> None:
    holder = Holder(SUBMISSION, decision("validate", "2025-05-10"))
    assert refusal(holder, decision("reverse", "2025-05-09")).findings[0].code == "ORDER"


def test_a_correction_may_carry_the_true_day_which_lies_before_the_reversal() -> None:
    holder = Holder(SUBMISSION, decision("validate", "2025-05-10"), decision("reverse", "2025-06-01"))
    (event,) = holder.say(decision("validate", "2025-05-10", credits=5))
    assert isinstance(event, ClaimValidated)


def test_a_single_command_repeats_the_last_decision_only() -> None:
    holder = Holder(SUBMISSION, decision("validate", "2025-05-10"))
    assert holder.say(decision("validate", "2025-05-10")) == []
    holder.say(decision("reverse", "2025-05-10"))
    (event,) = holder.say(decision("validate", "2025-05-10"))
    assert isinstance(event, ClaimValidated)
    assert event.number == 3


def test_an_imported_row_repeats_any_decision_that_is_recorded() -> None:
    holder = Holder(SUBMISSION, decision("validate", "2025-05-10"), decision("reverse", "2025-06-01"))
    assert holder.say(decision("validate", "2025-05-10"), imported=True) == []
    assert holder.say(decision("validate", "2025-05-10", credits=12), imported=True) == []
    assert holder.say(decision("reverse", "2025-06-01"), imported=True) == []


def test_an_imported_row_takes_its_place_by_day_and_cannot_go_before_what_is_recorded() -> None:
    holder = Holder(SUBMISSION, decision("validate", "2025-05-10"), decision("reverse", "2025-06-01"))
    between = refusal(holder, decision("reject", "2025-05-20"), imported=True)
    before = refusal(holder, decision("reject", "2025-05-05"), imported=True)
    assert {error.findings[0].code for error in (between, before)} == {"DECIDED"}
    assert holder.say(decision("reject", "2025-06-02"), imported=True)


def test_on_one_day_an_imported_validation_comes_before_a_reversal() -> None:
    holder = Holder(SUBMISSION, decision("validate", "2025-05-10"), decision("reverse", "2025-06-01"))
    refusal(holder, decision("validate", "2025-06-01", credits=5), imported=True)
    assert isinstance(holder.events[-1], ClaimReversed)
