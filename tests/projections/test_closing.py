"""Closing the books: what is recorded, what is superseded, and that it is done once."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from ledger import History, RecordDecision, Recorded
from projections import consequences
from tests.projections.histories import PENDING_AT_EXPIRY, claim, exam, grant, standing, told


def recorded(history: History, decisions: tuple[RecordDecision, ...]) -> History:
    """Record decisions as the ledger would."""
    last = max(each.position for each in (*history.programme, *history.events))
    events = list(history.events)
    for number, decision in enumerate(decisions, start=1):
        fields: dict[str, Any] = {
            **decision.fields,
            "holder": history.holder,
            "originator_id": f"holder-{history.holder}",
            "originator_version": len(events) + 1,
            "event_id": uuid4(),
            "recorded_at": events[-1].event.recorded_at,
            "actor": "test",
            "command_id": uuid4(),
        }
        events.append(Recorded(last + number, decision.event(**fields)))
    return history._replace(events=tuple(events))


def close(history: History, through: str) -> tuple[RecordDecision, ...]:
    return consequences(standing(history, through), history.events)


def said(decisions: tuple[RecordDecision, ...]) -> list[tuple[str, str, str]]:
    return [(each.event.TOPIC, each.fields["certification"], str(each.fields["effective_on"])) for each in decisions]


def event_ids(history: History, topic: str) -> list[UUID]:
    return [each.event.event_id for each in history.events if topic == each.event.TOPIC]


def test_an_expiry_is_recorded_with_the_claims_it_hangs_on_then_reinstated_by_their_validation() -> None:
    history = told(*PENDING_AT_EXPIRY)
    before = history._replace(events=history.events[:-1])
    (expired,) = close(before, "2026-03-10")
    assert said((expired,)) == [("certification.expired.v1", "CCNP-ENT", "2026-03-02")]
    assert expired.fields["contingent"] == ("C-2",)
    closed = recorded(before, (expired,))
    after = closed._replace(events=(*closed.events, Recorded(99, history.events[-1].event)))
    decisions = close(after, "2026-03-20")
    assert said(decisions) == [
        ("certification.reinstated.v1", "CCNP-ENT", "2026-03-02"),
        ("certification.recertified.v1", "CCNP-ENT", "2026-02-20"),
    ]
    reinstated, recertified = decisions
    assert [reinstated.fields["supersedes"]] == event_ids(closed, "certification.expired.v1")
    assert list(reinstated.fields["because"]) == event_ids(history, "claim.validated.v1")[-1:]
    assert [(use.id, use.hundredths) for use in recertified.fields["used"]] == [("C-1", 6400), ("C-2", 1600)]


def test_closing_twice_records_nothing_the_second_time() -> None:
    history = told(*PENDING_AT_EXPIRY)
    closed = recorded(history, close(history, "2026-04-01"))
    assert close(closed, "2026-04-01") == ()
    assert close(closed, "2028-01-01") == ()


def test_transitions_after_the_day_are_left_for_a_later_closing() -> None:
    assert close(told(grant("CCNA", "2023-01-10")), "2026-01-10") == ()
    assert said(close(told(grant("CCNA", "2023-01-10")), "2026-01-11")) == [
        ("certification.expired.v1", "CCNA", "2026-01-11")
    ]


def test_a_late_validation_moves_a_recorded_recertification() -> None:
    early = claim("C-0", 20, "2024-06-01", submitted="2024-06-02", validated="2025-12-01")
    history = told(grant("CCNA", "2023-05-10"), claim("C-1", 10, "2024-05-01"), claim("C-2", 20, "2025-11-01"), early)
    before = history._replace(events=history.events[:-1])
    closed = recorded(before, close(before, "2025-11-20"))
    after = closed._replace(events=(*closed.events, Recorded(99, history.events[-1].event)))
    (moved,) = close(after, "2025-12-02")
    assert said((moved,)) == [("certification.redetermined.v1", "CCNA", "2024-06-01")]
    assert moved.fields["outcome"] == "moved"
    assert [moved.fields["supersedes"]] == event_ids(closed, "certification.recertified.v1")


def test_a_recertification_whose_claim_is_reversed_is_annulled() -> None:
    reversed_claim = claim("C-1", 30, "2025-11-01", reversed="2025-12-01")
    history = told(grant("CCNA", "2023-05-10"), reversed_claim)
    before = history._replace(events=history.events[:-1])
    closed = recorded(before, close(before, "2025-11-20"))
    after = closed._replace(events=(*closed.events, Recorded(99, history.events[-1].event)))
    (annulled,) = close(after, "2025-12-02")
    assert said((annulled,)) == [("certification.redetermined.v1", "CCNA", "2025-11-01")]
    assert annulled.fields["outcome"] == "annulled"


def test_what_a_renewal_used_is_named_on_the_certification_that_met_the_option() -> None:
    history = told(
        grant("CCNA", "2022-02-01"),
        grant("CCNP-ENT", "2023-12-01"),
        claim("C-1", 40, "2025-06-15"),
        exam("300-415", "2025-09-01"),
    )
    decisions = [each for each in close(history, "2025-09-02") if str(each.fields["effective_on"]) == "2025-09-01"]
    used = {each.fields["certification"]: [use.id for use in each.fields["used"]] for each in decisions}
    assert used == {"CCNA": [], "CCNP-ENT": ["C-1", "300-415@2025-09-01"]}
    assert len({each.fields["because"] for each in decisions}) == 1
