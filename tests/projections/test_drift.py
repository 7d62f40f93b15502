"""Decisions against the replay: none on closed books, and the class and event or clause behind each difference."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger import ClaimReversed, ClaimValidated, with_set
from projections import Drift
from tests.agreement import shipped_pack, shipped_policy
from tests.projections.books import ON, Books, lapsed
from tests.projections.histories import PENDING_AT_EXPIRY, claim, day, exam, grant
from tests.strategies import case


def said(drifts: Sequence[Drift]) -> list[tuple[str, str, str | None]]:
    """Return the topic of each decision, its class, and the topic of the event behind it."""
    return [(each.recorded.event.TOPIC, each.kind, each.event and each.event.event.TOPIC) for each in drifts]


def test_closed_books_do_not_drift() -> None:
    books = lapsed()
    assert books.drifts() == []
    books.learn()
    books.close("2026-03-29")
    assert books.drifts() == []


def test_books_that_were_never_closed_do_not_drift() -> None:
    books = Books(*PENDING_AT_EXPIRY)
    books.learn()
    assert books.drifts() == []


def test_a_late_validation_is_a_late_fact_and_named() -> None:
    books = lapsed()
    books.learn()
    (drift,) = books.drifts()
    assert said([drift]) == [("certification.expired.v1", "late fact", "claim.validated.v1")]
    assert drift.event is not None
    assert getattr(drift.event.event, "claim", None) == "C-2"
    assert (drift.certification, drift.now) == ("CCNP-ENT", ("active", date(2029, 2, 20)))


def test_before_the_late_validation_was_known_nothing_drifts() -> None:
    books = lapsed()
    before = books.known
    books.learn()
    assert books.drifts(known=before) == []
    assert books.drifts(on="2026-03-01") == []


def test_of_several_late_facts_the_one_that_turned_the_decision_is_named() -> None:
    books = Books(
        grant("CCNP-ENT", "2023-03-01"),
        claim("C-1", 40, "2025-05-01", validated="2026-03-12"),
        claim("C-2", 40, "2025-05-02", validated="2026-03-14"),
        claim("C-3", 4, "2025-05-03", validated="2026-03-16"),
    )
    books.learn(4)
    books.close("2026-03-10")
    books.learn()
    (drift,) = books.drifts()
    assert drift.event is not None
    assert (drift.kind, getattr(drift.event.event, "claim", None)) == ("late fact", "C-2")


def test_a_reversal_is_a_correction() -> None:
    books = Books(
        grant("CCNP-ENT", "2023-03-01"), claim("C-1", 80, "2025-05-01", validated="2025-05-02", reversed="2026-03-20")
    )
    books.learn(3)
    assert books.close("2026-03-10") == ["certification.recertified.v1"]
    books.learn()
    assert said(books.drifts()) == [("certification.recertified.v1", "correction", "claim.reversed.v1")]


def test_a_smaller_award_after_a_reversal_is_a_correction_too() -> None:
    entry = claim("C-1", 80, "2025-05-01", validated="2025-05-02", reversed="2026-03-20")
    books = Books(grant("CCNP-ENT", "2023-03-01"), entry)
    books.learn(3)
    books.close("2026-03-10")
    books.learn()
    books.record(ClaimValidated, claim="C-1", number=3, on=day("2026-03-21"), credits=10)
    assert said(books.drifts()) == [("certification.recertified.v1", "correction", "claim.reversed.v1")]
    books.record(ClaimValidated, claim="C-1", number=4, on=day("2026-03-22"), credits=80)
    assert books.drifts() == []


def test_a_voided_exam_is_a_correction() -> None:
    books = Books(
        grant("CCNP-ENT", "2023-03-01"),
        exam("350-401", "2025-03-01"),
        {"void": "350-401@2025-03-01", "on": day("2026-03-20")},
    )
    books.learn(2)
    assert books.close("2026-03-10") == ["certification.recertified.v1"]
    books.learn()
    assert said(books.drifts()) == [("certification.recertified.v1", "correction", "exam.voided.v1")]


def test_another_policy_is_named_by_its_clause_whether_adopted_or_asked_for() -> None:
    books = lapsed()
    books.learn()
    books.close("2026-03-29")
    asked = books.drifts(policy=with_set(shipped_policy(), {"claim.window": 4}))
    text, window = shipped_pack().policy, '{ rev = "R2023", value = 365 }'
    assert window in text
    books.adopt(text.replace(window, window.replace("365", "4")))
    for drifts in (asked, books.drifts()):
        assert said(drifts) == [
            ("certification.reinstated.v1", "policy", None),
            ("certification.recertified.v1", "policy", None),
        ]
        assert [each.cause and each.cause.clauses for each in drifts] == [("claim.window",), ("claim.window",)]


def test_a_reinstatement_that_no_longer_holds_drifts_until_the_expiry_is_recorded_again() -> None:
    books = lapsed()
    books.learn()
    books.close("2026-03-29")
    books.record(ClaimReversed, claim="C-2", number=2, on=day("2026-03-30"))
    assert said(books.drifts()) == [
        ("certification.reinstated.v1", "correction", "claim.reversed.v1"),
        ("certification.recertified.v1", "correction", "claim.reversed.v1"),
    ]
    books.close("2026-03-30")
    assert books.drifts() == []


def test_a_decision_of_another_system_is_told_apart() -> None:
    books = Books(grant("CCNP-ENT", "2023-03-01"), {"expired": "CCNP-ENT", "on": day("2026-02-01")})
    books.learn()
    assert said(books.drifts()) == [("certification.expired.v1", "recorded by another system", None)]
    right = Books(grant("CCNP-ENT", "2023-03-01"), {"expired": "CCNP-ENT", "on": day("2026-03-02")})
    right.learn()
    assert right.drifts() == []


def test_a_decision_that_its_own_facts_and_rules_do_not_give_is_a_defect_of_the_engine() -> None:
    books = lapsed()
    expired = books.events[-1].event
    moved = {**vars(expired), "effective_on": day("2026-02-20"), "until": day("2026-02-19")}
    books.events[-1] = books.events[-1]._replace(event=type(expired)(**moved))
    assert said(books.drifts()) == [("certification.expired.v1", "engine", None)]


def test_an_act_of_the_programme_may_turn_a_decision() -> None:
    books = Books(
        grant("CCNP-ENT", "2023-03-01"),
        claim("C-1", 80, "2025-05-01", provider="P-1"),
        {"provider": "P-1", "on": day("2025-01-01"), "authorised": False, "recorded": day("2026-03-20")},
        exam("200-301", "2026-03-25"),
    )
    books.learn(3)
    assert books.close("2026-03-10") == ["certification.recertified.v1"]
    books.learn()
    assert said(books.drifts()) == [("certification.recertified.v1", "late fact", "provider.deauthorised.v1")]


def test_what_closing_recorded_is_never_a_defect_and_drifts_only_by_what_came_later() -> None:
    seen: set[str] = set()
    for seed in range(120):
        events, _, _ = case(seed, "today")
        books = Books(*events)
        books.learn(len(books._coming) * 2 // 3)
        if not books.events:
            continue
        books.close(ON)
        closed = books.known.position
        assert books.drifts() == []
        books.learn()
        for drift in books.drifts():
            seen.add(drift.kind)
            if drift.kind == "recorded by another system":
                continue
            assert drift.kind in ("late fact", "correction")
            assert drift.event is not None
            assert closed < drift.event.position <= books.known.position
        books.close(ON)
        assert books.drifts() == []
    assert seen >= {"late fact", "correction"}
