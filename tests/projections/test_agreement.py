"""The fold against the oracle, an independent reading that shares no code with it."""

from __future__ import annotations

import pytest

from tests.agreement import disagreements, disagreements_under_random_policies
from tests.projections.planting import BUGS, Bug, planted

VARIANTS = (
    {"claim.retroactive": "completed_by_expiry"},
    {"claim.retroactive": "none"},
    {"claim.provisional": "counted"},
    {"credit.effective": "submitted"},
    {"credit.effective": "decided"},
    {"credit.duplicate": "cycle"},
    {"credit.carry_over": "remainder"},
    {"credit.carry_over": "window", "credit.carry_over_months": 6},
    {"renew.target": "each"},
    {"renew.scope": "self"},
    {"expiry.last_day": "exclusive"},
    {"exam.reuse": "never"},
    {"renew.anchor.professional": "previous_expiry"},
    {"credit.valid_months": 12},
    {"credit.duplicate": "cycle", "credit.carry_over": "remainder"},
)
RARE_VARIANTS = (
    {"renew.recorded": "floor"},
    {"credit.value_on": "submitted"},
    {"credit.value_on": "decided"},
    {"credit.duplicate": "cycle"},
)
"""Clauses that decide what only rare histories hold."""


@pytest.mark.parametrize("era", ["today", "both", "rare"])
def test_fold_and_oracle_say_the_same_of_250_histories_of_each_era(era: str) -> None:
    assert disagreements(range(250), era) == []


@pytest.mark.parametrize(
    "settings", VARIANTS, ids=lambda settings: " ".join(f"{clause}={value}" for clause, value in settings.items())
)
def test_fold_and_oracle_agree_under_other_policies_too(settings: dict[str, str | int]) -> None:
    assert disagreements(range(40), "both", settings) == []


@pytest.mark.parametrize("settings", RARE_VARIANTS, ids=str)
def test_fold_and_oracle_agree_on_what_is_rare_under_other_policies(settings: dict[str, str]) -> None:
    assert disagreements(range(60), "rare", settings) == []


def test_fold_and_oracle_agree_under_thirty_random_policies() -> None:
    assert disagreements_under_random_policies(range(30), 20) == []


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_found_within_a_thousand_histories(bug: Bug) -> None:
    with planted(bug):
        assert any(disagreements(range(start, start + 50)) for start in range(0, 1000, 50))


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, 10_000, 2_500))
def test_fold_and_oracle_say_the_same_of_10_000_histories_of_today(start: int) -> None:
    assert disagreements(range(start, start + 2_500), "today") == []


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, 20_000, 5_000))
def test_fold_and_oracle_say_the_same_of_20_000_histories_of_both_eras(start: int) -> None:
    assert disagreements(range(start, start + 5_000), "both") == []


@pytest.mark.long
@pytest.mark.parametrize(
    "settings", VARIANTS, ids=lambda settings: " ".join(f"{clause}={value}" for clause, value in settings.items())
)
def test_fold_and_oracle_agree_on_2_000_histories_under_other_policies(settings: dict[str, str | int]) -> None:
    assert disagreements(range(2_000), "both", settings) == []


@pytest.mark.long
@pytest.mark.parametrize("settings", [None, *RARE_VARIANTS], ids=str)
def test_fold_and_oracle_agree_on_3_000_rare_histories(settings: dict[str, str] | None) -> None:
    assert disagreements(range(3_000), "rare", settings) == []


@pytest.mark.long
@pytest.mark.parametrize("start", range(1_000, 2_000, 500))
def test_fold_and_oracle_agree_under_a_thousand_random_policies(start: int) -> None:
    assert disagreements_under_random_policies(range(start, start + 500), 50) == []
