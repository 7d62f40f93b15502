"""A policy with parts of another."""

from __future__ import annotations

import pytest

from ledger import PolicyError, read_pack
from ledger.policy import Policy, diff, read_policy, with_parts, with_set

TEXT = read_pack("cisco-ce").policy
SHIPPED = read_policy(TEXT, place="policy.toml")

BLOCK = TEXT[TEXT.index('[clause."claim.window"]') : TEXT.index('[clause."claim.retroactive"]')]


def edited(*swaps: tuple[str, str]) -> Policy:
    """Return the shipped policy with its text changed."""
    text = TEXT
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new, 1)
    return read_policy(text, place="edited.toml")


OTHERS = {
    "a value": with_set(SHIPPED, {"claim.window": 30}),
    "a clause left out": edited((BLOCK, "")),
    "an extension": edited(('months = 6\ncite = "sappio', 'months = 7\ncite = "sappio')),
    "a revision on another day": edited(("effective = 2023-07-01", "effective = 2023-05-01")),
    "a level": edited(("rank = 4", "rank = 5")),
    "several clauses": with_set(
        SHIPPED, {"renew.target": "each", "exam.reuse": "never", "duration.expert": "{ months = 12 }"}
    ),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_with_every_part_of_another_a_policy_says_what_that_one_says(other: Policy) -> None:
    names = {change.clause for change in diff(SHIPPED, other)}
    assert names
    assert diff(with_parts(SHIPPED, other, sorted(names), place="all"), other) == ()


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_with_one_part_a_policy_differs_in_that_one_alone(other: Policy) -> None:
    changes = diff(SHIPPED, other)
    for name in {change.clause for change in changes}:
        one = with_parts(SHIPPED, other, [name], place="one")
        assert diff(SHIPPED, one) == tuple(change for change in changes if change.clause == name)


def test_a_value_keeps_the_day_of_its_revision_where_both_date_it_otherwise() -> None:
    other = OTHERS["a revision on another day"]
    mixed = with_parts(SHIPPED, other, ["claim.window"], place="one")
    assert mixed.effective["R2023"] == SHIPPED.effective["R2023"]
    assert [str(each.effective) for each in mixed.dated("claim.window")] == [
        str(each.effective) for each in other.dated("claim.window")
    ]


def test_a_part_that_needs_another_is_refused_alone() -> None:
    other = with_set(SHIPPED, {"credit.carry_over_months": 6, "credit.carry_over": "window"})
    with pytest.raises(PolicyError, match="needs a length"):
        with_parts(SHIPPED, other, ["credit.carry_over"], place="alone")
    both = with_parts(SHIPPED, other, ["credit.carry_over", "credit.carry_over_months"], place="both")
    assert [each.value for each in both.dated("credit.carry_over")] == ["window"]


def test_a_requirement_brings_the_tags_it_asks_for() -> None:
    other = edited(
        ('core = "Technology core exam"', 'core = "Technology core exam"\nrare = "A rare exam"'),
        (
            '{ op = "exams", id = "P.core", at_least = 1, tag = "core" }',
            '{ op = "exams", id = "P.core", at_least = 1, tag = "rare" }',
        ),
    )
    assert "rare" in with_parts(SHIPPED, other, ["require.professional"], place="one").exam_tags
