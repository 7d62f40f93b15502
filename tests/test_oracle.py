"""The oracle reads the scenarios as they were written by hand, and obeys the laws that every reading must."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import read_policy, spec_of
from tests.oracle import Book, pack, standing
from tests.strategies import Case, case, cases, laws, values
from tests.strategies.coverage import coverage, table

SCENARIOS = sorted((Path(__file__).parent / "scenarios").glob("*.scenario.toml"))
PACK = pack.read("cisco-ce")
BOOK = Book(PACK.policy)
law = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
both_eras = pytest.mark.parametrize("era", ["today", "both"])
every_era = pytest.mark.parametrize("era", ["today", "both", "rare"])
NO_CHOICE = {
    "credit.cycle": "a credit belongs to the cycle that was running, and nothing else is permitted",
    "credit.consumption": "first in, first out is the only order that is permitted",
}
"""Clauses whose value cannot be replaced, so that no history can show what it decides; each with the reason."""

FORMERLY = {body["formerly"]: code for code, body in PACK.catalogue["certifications"].items() if body.get("formerly")}
"""The codes in force, by the former ones, under which a scenario may ask too."""

NOT_HELD = {
    "status": "none",
    "until": None,
    "renewed_on": None,
    "cycle_from": None,
    "granted_on": None,
    "contingent": None,
}


def ask(asked: Case, **changes: Any) -> dict[str, Any]:
    given_case = asked._replace(**changes)
    return standing(given_case.events, BOOK, PACK.catalogue, on=given_case.on, known_at=given_case.known_at)


def terms_of(answer: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    kept = ("status", "until", "granted_on", "renewed_on", "cycle_from")
    return {code: tuple(body[key] for key in kept) for code, body in answer["certifications"].items()}


def scenarios() -> Iterator[Any]:
    for path in SCENARIOS:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        for scenario in document["scenario"]:
            yield pytest.param(scenario, id=f"{path.name.partition('.')[0]}: {scenario['name']}")


@pytest.mark.parametrize("scenario", list(scenarios()))
def test_the_oracle_agrees_with_the_scenario(scenario: dict[str, Any]) -> None:
    policy = PACK.policy | scenario.get("policy", {})
    for expected in scenario["expect"]:
        question = {"on": expected["on"], "known_at": expected.get("known_at")}
        answer = standing(scenario["events"], policy, PACK.catalogue, **question)
        assert expected == question_of(expected) | seen(answer, expected)


def question_of(expected: dict[str, Any]) -> dict[str, Any]:
    return {key: expected[key] for key in ("on", "known_at") if key in expected}


def seen(answer: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    held = answer["certifications"]
    held |= {former: held[code] for former, code in FORMERLY.items() if code in held}
    found: dict[str, Any] = {}
    for key in ("status", "until", "renewed_on", "cycle_from"):
        if key in expected:
            found[key] = {code: held.get(code, NOT_HELD)[key] for code in expected[key]}
    if "contingent" in expected:
        pending = {code: body["contingent"] for code, body in held.items() if code not in FORMERLY}
        found["contingent"] = {code: body["claims"] for code, body in pending.items() if body}
    if "excluded" in expected:
        listed = [{"claim": claim, "reason": reason} for claim, reason in sorted(answer["excluded"].items())]
        found["excluded"] = listed
    return found


def test_the_scenarios_are_found() -> None:
    assert len(SCENARIOS) >= 9


@every_era
def test_walking_every_single_day_changes_nothing(era: str) -> None:
    for seed in range(60):
        asked = case(seed, era)
        every_day = standing(asked.events, BOOK, PACK.catalogue, on=asked.on, known_at=asked.known_at, literal=True)
        assert every_day == ask(asked)


@law
@given(asked=cases("both"), seed=st.integers(0, 1000))
def test_the_order_of_arrival_does_not_matter(asked: Case, seed: int) -> None:
    shuffled = list(asked.events)
    Random(seed).shuffle(shuffled)
    assert ask(asked, events=shuffled) == ask(asked)


@law
@given(asked=cases("both"))
def test_the_time_of_recording_does_not_matter_when_everything_is_known(asked: Case) -> None:
    told = [{key: value for key, value in entry.items() if key != "recorded"} for entry in asked.events]
    assert ask(asked, events=told, known_at=None) == ask(asked, known_at=None)


@law
@given(asked=cases("both"))
def test_later_facts_never_change_an_earlier_answer(asked: Case) -> None:
    told = [entry for entry in asked.events if "terms" not in entry]
    earlier = laws.before(told, laws.fact_day(told[-1]) or asked.on)
    day = min(asked.on, (laws.fact_day(told[-1]) or asked.on) - (date(2000, 1, 2) - date(2000, 1, 1)))
    assert ask(asked, events=earlier, on=day) == ask(asked, events=told, on=day)


@law
@given(asked=cases("both"))
def test_what_was_recorded_later_never_changes_what_was_known(asked: Case) -> None:
    known_at = asked.known_at or asked.on
    cut = laws.recorded_by(asked.events, known_at)
    assert ask(asked, events=cut, known_at=known_at) == ask(asked, known_at=known_at)


@law
@given(asked=cases("both"))
def test_a_voided_pass_never_happened(asked: Case) -> None:
    assert ask(asked, events=laws.unvoided(asked.events), known_at=None) == ask(asked, known_at=None)


@law
@given(asked=cases("both"))
def test_every_hundredth_of_a_claim_ends_in_one_place(asked: Case) -> None:
    for parts in ask(asked)["dispositions"].values():
        assert parts["claimed"] == sum(amount for where, amount in parts.items() if where != "claimed")


@law
@given(asked=cases("both"))
def test_a_claim_is_excluded_when_nothing_of_it_is_spent_or_available(asked: Case) -> None:
    answer = ask(asked)
    nothing = {claim for claim, parts in answer["dispositions"].items() if not parts["spent"] + parts["available"]}
    assert nothing == set(answer["excluded"])


@law
@given(asked=cases("both"))
def test_four_centuries_change_nothing(asked: Case) -> None:
    by = laws.FOUR_CENTURIES
    policy, catalogue = laws.shifted(PACK.policy, by), laws.shifted(PACK.catalogue, by)
    later = standing(laws.shifted(asked.events, by), policy, catalogue, on=asked.on + by)
    assert terms_of(later) == terms_of(laws.shifted(ask(asked, known_at=None), by))


@law
@given(asked=cases("both"))
def test_scaling_credits_and_thresholds_together_changes_nothing(asked: Case) -> None:
    policy = laws.scaled(PACK.policy, 7)
    scaled = standing(laws.scaled(asked.events, 7), policy, PACK.catalogue, on=asked.on, known_at=asked.known_at)
    answer = ask(asked)
    assert scaled["certifications"] == answer["certifications"]
    assert scaled["excluded"] == answer["excluded"]


@law
@given(asked=cases("both"), effective=st.dates(date(2000, 1, 1), date(2027, 1, 1)))
def test_a_revision_that_changes_nothing_changes_nothing(asked: Case, effective: date) -> None:
    policy = laws.with_inert_revision(PACK.policy, effective)
    inert = standing(asked.events, policy, PACK.catalogue, on=asked.on, known_at=asked.known_at)
    assert inert == ask(asked)


@law
@given(asked=cases("both"))
def test_two_claims_of_half_the_credits_are_worth_one(asked: Case) -> None:
    assert terms_of(ask(asked, events=laws.split(asked.events))) == terms_of(ask(asked))


@pytest.mark.long
@both_eras
def test_every_rule_decides_one_history_in_a_hundred(era: str, capsys: pytest.CaptureFixture[str]) -> None:
    shares = coverage(2000, PACK.policy, PACK.catalogue, era=era, wanted=partial(decides_in, era))
    with capsys.disabled():
        print(f"\n{era}\n{table(shares)}")  # noqa: T201 - The table is what the run is for.
    assert len(shares) >= 9
    assert {name: share for name, share in shares.items() if share < 0.01} == {}


@pytest.mark.parametrize("clause", PACK.policy["clause"])
def test_every_value_of_the_pack_can_be_replaced_unless_it_is_said_why_not(clause: str) -> None:
    replaced = [*values.dated_values(clause), *values.words(clause)]
    for other in replaced:
        read_policy(tomli_w.dumps(other.document), place=f"{other.whose} replaced by {other.value}")
    dated = {f"{clause} since {each['rev']}" for each in PACK.policy["clause"][clause]["values"]}
    assert dated - {other.whose for other in replaced} == (dated if clause in NO_CHOICE else set())
    spec = spec_of(clause, PACK.policy["levels"])
    assert (spec.kind == "choice" and len(spec.words) == 1) == (clause in NO_CHOICE)


@pytest.mark.long
@pytest.mark.parametrize("clause", sorted(PACK.policy["clause"].keys() - NO_CHOICE.keys()))
def test_every_value_of_the_pack_decides_one_history_in_a_hundred_of_some_era(clause: str) -> None:
    found = values.shares(values.dated_values(clause), 1000)
    assert {whose: share for whose, share in found.items() if share < values.ENOUGH} == {}


@pytest.mark.long
@pytest.mark.parametrize("clause", sorted(PACK.policy["clause"].keys() - NO_CHOICE.keys()))
def test_every_word_that_a_clause_may_say_is_told_apart_in_one_history_in_a_hundred(clause: str) -> None:
    found = values.shares(values.words(clause), 1000)
    assert {whose: share for whose, share in found.items() if share < values.ENOUGH} == {}


def decides_in(era: str, name: str) -> bool:
    """Tell whether a rule can decide: before 2020 the options of then; today every reason, tie and option of today."""
    old = name.endswith(("of R2000", "of R2006", "of R2017"))
    alone = name.startswith(("option C", "option N"))
    if era == "both":
        return old and not alone
    always = name.startswith(("reason", "tie", "contingent", "no extension"))
    return always or (name.startswith("option") and (alone or not old))
