"""The rest of recording from the command line: reversals, voids, fees, and the acts of the programme."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import Recert

BY_CODE = ("--reason", "APPEAL-7")


def only_event(desk: Recert, *arguments: str) -> dict[str, Any]:
    answer = desk(*arguments, "--json")
    assert answer.code == 0, answer.err
    (event,) = answer.json["events"]
    assert isinstance(event, dict)
    return event


def validated(desk: Recert) -> Recert:
    assert desk("claim", "validate", "C-1", "--on", "2025-05-10").code == 0
    return desk


def test_a_decision_that_was_reversed_may_be_taken_again(desk: Recert) -> None:
    answer = validated(desk)("claim", "reverse", "C-1", "--on", "2025-06-01", *BY_CODE)
    assert answer.out == "Recorded @8 H-1: claim reversed 2025-06-01, C-1, reason APPEAL-7.\n"
    assert desk("claim", "reject", "C-1", "--on", "2025-06-02").code == 0


def test_nothing_is_reversed_before_it_was_decided(desk: Recert) -> None:
    assert desk("claim", "reverse", "C-1", "--on", "2025-06-01").code == 1
    assert validated(desk)("claim", "reverse", "C-1", "--on", "2025-05-09").code == 1


def test_a_pass_that_is_struck_out_is_named_by_its_attempt(desk: Recert) -> None:
    assert desk("exam", "pass", "H-1", "350-401", "--on", "2025-02-01").code == 0
    answer = desk("exam", "void", "H-1", "350-401@2025-02-01", "--on", "2025-03-01", *BY_CODE)
    assert answer.out == "Recorded @8 H-1: exam voided 2025-03-01, attempt 350-401@2025-02-01, reason APPEAL-7.\n"
    assert desk("exam", "void", "H-1", "350-401@2025-02-02").code == 1


def test_a_revocation_ends_a_certification_the_day_before(desk: Recert) -> None:
    assert desk("revoke", "H-1", "CCNP-ENT", "--on", "2025-06-01", *BY_CODE).code == 0
    (held,) = desk("status", "H-1", "--json").json["certifications"]
    assert (held["status"], held["until"]) == ("revoked", "2025-05-31")


def test_a_certification_retires_once_for_everyone(desk: Recert) -> None:
    answer = desk("retire", "CCNP-ENT", "--on", "2025-06-01", *BY_CODE)
    assert answer.out == "Recorded @7: certification retired 2025-06-01, CCNP-ENT, reason APPEAL-7.\n"
    assert desk("retire", "CCNP-ENT", "--on", "2025-06-02").code == 1


def test_an_item_is_listed_and_withdrawn_with_its_days(desk: Recert) -> None:
    said = ("--title", "A course", "--credits", "8.5", "--category", "training", "--until", "2027-01-01")
    event = only_event(desk, "item", "add", "IT-1", *said, "--from", "2025-01-01", *BY_CODE)
    assert (event["topic"], event["credits"], event["category"]) == ("item.listed.v1", "8.5", "training")
    assert (event["listed_from"], event["listed_until"]) == ("2025-01-01", "2027-01-01")
    withdrawn = only_event(desk, "item", "withdraw", "IT-1", "--on", "2026-12-31", *BY_CODE)
    assert (withdrawn["topic"], withdrawn["on"]) == ("item.withdrawn.v1", "2026-12-31")


def test_a_provider_may_deliver_until_it_may_not(desk: Recert) -> None:
    allowed = only_event(desk, "provider", "authorise", "P-1", "--on", "2025-01-01", *BY_CODE)
    ended = only_event(desk, "provider", "deauthorise", "P-1", "--on", "2025-06-01", *BY_CODE)
    assert (allowed["topic"], ended["topic"]) == ("provider.authorised.v1", "provider.deauthorised.v1")


def test_a_provider_cannot_both_be_authorised_and_not_from_one_day(desk: Recert) -> None:
    assert desk("provider", "authorise", "P-1", "--on", "2025-01-01").code == 0
    answer = desk("provider", "deauthorise", "P-1", "--on", "2025-01-01", *BY_CODE)
    assert answer.code == 1
    assert "with a different authorised" in answer.err


def test_a_fee_says_what_was_paid_and_for_which_receipt(desk: Recert) -> None:
    answer = desk("fee", "H-1", "ce-fee", "--amount", "300.00", "--currency", "USD", "--reference", "R-1", *BY_CODE)
    assert answer.out == "Recorded @7 H-1: fee paid 2026-03-10, ce-fee 300 USD, reference R-1, reason APPEAL-7.\n"


def test_a_holder_joins_with_the_terms_accepted(desk: Recert) -> None:
    answer = desk("enrol", "H-7", "--terms", "2026-1", *BY_CODE)
    assert answer.out == "Recorded @7 H-7: holder enrolled 2026-03-10, terms 2026-1 accepted, reason APPEAL-7.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("claim", "reverse", "C-1"),
        ("exam", "void", "H-1", "350-401@2025-02-01"),
        ("revoke", "H-1", "CCNP-ENT"),
        ("retire", "CCNP-ENT"),
        ("item", "add", "IT-1", "--title", "A course", "--credits", "8"),
        ("item", "withdraw", "ENCOR-ILT"),
        ("provider", "authorise", "P-1"),
        ("provider", "deauthorise", "P-1"),
        ("fee", "H-1", "ce-fee"),
        ("enrol", "H-1"),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_every_act_takes_today_and_a_reason_and_is_recorded_once(desk: Recert, arguments: tuple[str, ...]) -> None:
    validated(desk)
    assert desk("exam", "pass", "H-1", "350-401", "--on", "2025-02-01").code == 0
    event = only_event(desk, *arguments, *BY_CODE)
    assert event["reason_code"] == "APPEAL-7"
    assert "2026-03-10" in (event.get("on"), event.get("listed_from"))
    again = desk(*arguments, *BY_CODE)
    assert (again.code, again.out) == (0, "Already recorded, with the same content; nothing added.\n")


def test_a_former_code_records_and_explains_the_certification_that_it_became(desk: Recert) -> None:
    assert desk("grant", "H-3", "DEVNET-PRO", "--on", "2024-05-01").code == 0
    both = [desk("explain", "H-3", code, "--json").json["explanations"] for code in ("DEVNET-PRO", "CCNP-AUTO")]
    assert both[0] == both[1]
    assert both[0][0]["certification"] == "CCNP-AUTO"


def test_a_renamed_certification_is_called_what_it_was_on_the_day_asked_about(desk: Recert) -> None:
    assert desk("grant", "H-3", "CCNP-AUTO", "--on", "2024-05-01").code == 0
    before = desk("status", "H-3", "--on", "2026-02-02").out
    after = desk("explain", "H-3", "--on", "2026-02-03").out
    former = "Cisco Certified DevNet Professional (DEVNET-PRO)"
    old = f"CCNP-AUTO is {former} on 2026-02-02, and CCNP Automation from 2026-02-03."
    new = f"CCNP-AUTO is CCNP Automation; until 2026-02-02 it was {former}."
    assert before.splitlines()[-1] == old
    assert after.splitlines()[-1] == new
    assert "DevNet" not in desk("status", "H-1").out
