"""Laws that hold of every history, whatever it says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import Policy
from projections import Standing
from projections.trace import Granted, Held, Lapsed, Renewed, Result, Revoked
from tests.agreement import ask_fold, fold_answer, shipped_policy
from tests.strategies import Case, Entry, cases, laws

law = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def ask(
    asked: Case, *, events: Sequence[Entry] | None = None, policy: Policy | None = None, **changes: Any
) -> Standing:
    changed = asked._replace(**changes)
    told = changed.events if events is None else events
    return ask_fold(told, on=changed.on, known_at=changed.known_at, policy=policy)


def answer(asked: Case, **changes: Any) -> dict[str, Any]:
    return fold_answer(ask(asked, **changes))


@law
@given(asked=cases("both"), seed=st.integers(0, 1000))
def test_the_order_of_arrival_does_not_matter(asked: Case, seed: int) -> None:
    shuffled = [{key: value for key, value in entry.items() if key != "recorded"} for entry in asked.events]
    told = list(shuffled)
    Random(seed).shuffle(shuffled)
    assert answer(asked, events=shuffled, known_at=None) == answer(asked, events=told, known_at=None)


@law
@given(asked=cases("both"))
def test_the_time_of_recording_does_not_matter_when_everything_is_known(asked: Case) -> None:
    told = [{key: value for key, value in entry.items() if key != "recorded"} for entry in asked.events]
    assert answer(asked, events=told, known_at=None) == answer(asked, known_at=None)


@law
@given(asked=cases("both"))
def test_facts_of_a_day_never_change_an_answer_before_it_but_for_terms(asked: Case) -> None:
    told = [entry for entry in asked.events if "terms" not in entry]
    day = laws.fact_day(told[-1]) or asked.on
    before = min(asked.on, day - timedelta(days=1))
    earlier = laws.before(told, day)
    assert answer(asked, events=earlier, on=before) == answer(asked, events=told, on=before)


@law
@given(asked=cases("both"))
def test_what_was_recorded_later_never_changes_what_was_known(asked: Case) -> None:
    known_at = asked.known_at or asked.on
    cut = laws.recorded_by(asked.events, known_at)
    assert answer(asked, events=cut, known_at=known_at) == answer(asked, known_at=known_at)


@law
@given(asked=cases("both"))
def test_a_voided_pass_never_happened(asked: Case) -> None:
    assert answer(asked, events=laws.unvoided(asked.events), known_at=None) == answer(asked, known_at=None)


@law
@given(asked=cases("both"))
def test_every_hundredth_of_a_claim_ends_in_one_place(asked: Case) -> None:
    for fate in ask(asked).claims:
        parts = (fate.spent, fate.available, fate.surplus, fate.reduced, fate.not_counted)
        assert fate.claimed == sum(parts)
        assert min(parts) >= 0


@law
@given(asked=cases("both"))
def test_a_standing_can_be_rebuilt_from_its_trace_alone(asked: Case) -> None:
    standing = ask(asked)
    rebuilt: dict[str, list[Any]] = {}
    for record in standing.records:
        match record:
            case Granted():
                rebuilt[record.certification] = ["active", record.on, None, record.on]
            case Renewed():
                rebuilt[record.certification][0] = "active"
                rebuilt[record.certification][2:] = [record.on, record.cycle_from]
            case Lapsed():
                rebuilt[record.certification][0] = record.status
            case Revoked():
                rebuilt[record.certification][0] = "revoked"
            case Result():
                status, _, renewed_on, cycle_from = rebuilt[record.certification]
                assert (status, renewed_on, cycle_from) == (record.status, record.renewed_on, record.cycle_from)
            case Held():
                assert rebuilt[record.certification][1] == record.granted_on
            case _:
                pass
    held = {
        each.certification: [each.status, each.granted_on, each.renewed_on, each.cycle_from]
        for each in standing.certifications
    }
    assert rebuilt == held


def exact(value: Any) -> Any:
    """Turn thresholds that scaling wrote as text back into numbers."""
    if isinstance(value, list):
        return [exact(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: Decimal(each) if key == "at_least" and isinstance(each, str) else exact(each)
        for key, each in value.items()
    }


@law
@given(asked=cases("both"))
def test_scaling_credits_and_thresholds_together_changes_nothing(asked: Case) -> None:
    scaled = Policy.of(exact(laws.scaled(shipped_policy().document, 3)))
    assert answer(asked, events=laws.scaled(asked.events, 3), policy=scaled) == answer(asked)


@law
@given(asked=cases("both"), effective=st.dates(date(2000, 1, 1), date(2027, 1, 1)))
def test_a_revision_that_changes_nothing_changes_nothing(asked: Case, effective: date) -> None:
    inert = Policy.of(laws.with_inert_revision(shipped_policy().document, effective))
    assert answer(asked, policy=inert) == answer(asked)


@law
@given(asked=cases("both"))
def test_two_claims_of_half_the_credits_are_worth_one(asked: Case) -> None:
    whole, halves = answer(asked)["certifications"], answer(asked, events=laws.split(asked.events))["certifications"]
    terms = ("status", "until", "renewed_on", "cycle_from")
    assert [[each[key] for key in terms] for each in halves.values()] == [
        [each[key] for key in terms] for each in whole.values()
    ]
