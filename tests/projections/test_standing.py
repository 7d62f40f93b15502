"""A standing as other systems read it, and what it says of undecided claims."""

from __future__ import annotations

from projections import changes, explanations
from tests.projections.histories import PENDING_AT_EXPIRY, claim, day, grant, standing, told


def test_the_document_has_the_shape_that_other_systems_rely_on() -> None:
    document = standing(told(*PENDING_AT_EXPIRY), "2026-03-20").document()
    assert list(document) == [
        "schema",
        "engine",
        "holder",
        "valid_on",
        "known_at",
        "policy",
        "certifications",
        "excluded",
    ]
    assert document["certifications"] == [
        {
            "certification": "CCNP-ENT",
            "level": "professional",
            "status": "active",
            "granted_on": "2023-03-01",
            "renewed_on": "2026-02-20",
            "until": "2029-02-20",
            "cycle_from": "2026-02-20",
            "credits": {"available": "0", "pending": "0"},
            "recorded": False,
            "contingent": None,
        }
    ]


def test_certifications_come_by_level_highest_first_then_those_without_then_by_code() -> None:
    history = told(
        grant("CCST-NET", "2025-09-01"),
        grant("CCNA", "2025-09-01"),
        grant("CCIE-SEC", "2025-09-01"),
        grant("CCIE-EI", "2025-09-01"),
    )
    codes = [each.certification for each in standing(history, "2026-01-01").certifications]
    assert codes == ["CCIE-EI", "CCIE-SEC", "CCNA", "CCST-NET"]


def test_credits_are_written_as_the_shortest_decimal_and_shown_for_the_target_alone() -> None:
    history = told(
        grant("CCNA", "2024-01-01"),
        grant("CCNP-ENT", "2024-01-01"),
        claim("C-1", 12.5, "2024-05-01"),
        claim("C-2", 8, "2024-06-01", validated=None),
    )
    by_code = {
        each["certification"]: each["credits"] for each in standing(history, "2024-07-01").document()["certifications"]
    }
    assert by_code == {
        "CCNP-ENT": {"available": "12.5", "pending": "8"},
        "CCNA": {"available": "0", "pending": "0"},
    }


def test_claims_that_matter_only_together_are_all_named() -> None:
    pending = [claim(name, 15, "2024-05-01", validated=None) for name in ("C-1", "C-2", "C-3")]
    (ccna,) = standing(told(grant("CCNA", "2024-01-01"), *pending), "2024-08-01").certifications
    assert ccna.contingent is not None
    assert ccna.contingent.claims == ("C-1", "C-2", "C-3")
    assert str(ccna.contingent.if_rejected.until) == "2027-01-01"
    assert str(ccna.contingent.if_validated.until) == "2027-05-01"


def test_a_claim_that_comes_too_late_to_matter_is_not_named() -> None:
    pending = [claim(f"C-{month}", 15, f"2024-0{month}-01", validated=None) for month in (5, 6, 7)]
    (ccna,) = standing(told(grant("CCNA", "2024-01-01"), *pending), "2024-08-01").certifications
    assert ccna.contingent is not None
    assert ccna.contingent.claims == ("C-5", "C-6")


def test_a_validation_may_leave_a_holder_worse_off_and_if_validated_says_so() -> None:
    history = told(
        grant("CCNA", "2024-01-01"),
        claim("C-1", 20, "2024-03-01"),
        claim("C-2", 10, "2024-04-01", validated=None),
        claim("C-3", 10, "2026-12-20"),
    )
    (ccna,) = standing(history, "2026-12-21").certifications
    assert ccna.contingent is not None
    assert str(ccna.contingent.if_validated.until) == "2027-04-01"
    assert str(ccna.contingent.if_rejected.until) == "2029-12-20"


def test_an_explanation_names_clause_revision_and_pinned_day_of_what_did_not_count() -> None:
    history = told(
        grant("CCNA", "2024-06-01"), claim("C-1", 30, "2025-04-10", submitted="2026-04-11", validated="2026-04-12")
    )
    (explained,) = explanations(standing(history, "2027-06-02").records, unit="credit")
    assert explained.answer == (
        "CCNA expired on 2027-06-02, its last active day was 2027-06-01: A.ce: 0 of 30 credits. "
        "C-1 not counted (WINDOW): it was submitted 366 days after completion, and 365 are allowed "
        "[claim.window, R2023, by the day submitted, 2026-04-11]."
    )


def test_the_timeline_says_what_changed_each_day_and_by_what() -> None:
    history = told(grant("CCNA", "2017-03-30"), grant("CCNP", "2018-01-01"))
    lines = [
        (str(each.on), each.certification, each.what, each.by) for each in changes(standing(history, "2022-01-01"))
    ]
    assert lines == [
        ("2017-03-30", "CCNA", "granted", "a grant"),
        ("2018-01-01", "CCNP", "granted", "a grant"),
        ("2018-01-01", "CCNA", "recertified", "the grant of CCNP"),
        ("2020-03-16", "CCNA", "extended", "X2020, 6 months"),
        ("2020-03-16", "CCNP", "extended", "X2020, 6 months"),
        ("2021-07-02", "CCNA", "expired", "its last day passed"),
        ("2021-07-02", "CCNP", "expired", "its last day passed"),
    ]


def test_a_certification_that_lapses_with_an_option_met_says_that_credits_are_for_the_highest() -> None:
    history = told(grant("CCNP-ENT", "2024-01-01"), grant("CCIE-EI", "2024-06-01", recorded=day("2026-01-01")))
    assert [each.status for each in standing(history, "2026-06-01").certifications] == ["active", "active"]
    held = told(grant("CCIE-EI", "2025-06-01"), grant("CCNA", "2025-06-02"), claim("C-1", 30, "2025-07-01"))
    (told_of,) = explanations(standing(held, "2028-07-01").records, unit="credit", certification="CCNA")
    steps = [step.text for step in told_of.steps if step.clause == "renew.target"]
    assert steps == []
    (told_of,) = explanations(standing(held, "2028-06-01").records, unit="credit", certification="CCNA")
    assert told_of.options[0] == "A.ce: 30 of 30 credits (met, but credits were for CCIE-EI)"
