from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ledger.policy import CreditsLeaf, Policy, Term, options, read_policy, spec_of

TINY = """
schema = 1
id = "tiny"
title = "A tiny programme"
unit = "credit"
[levels.junior]
rank = 1
[exam_tags]
written = "A written exam"
[[revision]]
id = "R2"
effective = 2024-01-01
title = "A longer window"
[[revision]]
id = "R1"
effective = 2020-01-01
title = "The beginning"
[clause."claim.window"]
kind = "days"
cite = "The rule book"
values = [{ rev = "R2", value = 365 }, { rev = "R1", value = 90 }]
"""


def tiny(more: str = "") -> Policy:
    return read_policy(TINY + more, place="tiny.toml")


def test_the_values_of_a_clause_ascend_by_the_day_their_revision_takes_effect() -> None:
    assert tiny().dated("claim.window") == ((date(2020, 1, 1), "R1", 90), (date(2024, 1, 1), "R2", 365))


def test_a_clause_that_is_not_stated_has_the_registrys_value_from_ever() -> None:
    assert tiny().dated("claim.retroactive") == ((date.min, "", "submitted_by_expiry"),)
    assert tiny().dated("duration.junior") == ((date.min, "", "lifetime"),)
    assert "not stated" in tiny().cite("claim.retroactive")


def test_a_pin_that_is_not_stated_is_the_registrys_first() -> None:
    assert tiny().pin("claim.window") == "submitted"
    assert tiny().pin("grace.junior") == "expiry"


def test_a_level_that_the_policy_does_not_have_has_no_clauses() -> None:
    with pytest.raises(KeyError):
        spec_of("duration.senior", tiny().levels)


def test_comments_and_the_order_of_keys_leave_the_digest_alone() -> None:
    turned = TINY.replace(
        'kind = "days"\ncite = "The rule book"', '# Why is that?\ncite = "The rule book"\nkind    =   "days"'
    )
    assert turned != TINY
    assert read_policy(turned, place="turned.toml").digest == tiny().digest


@pytest.mark.parametrize(
    ("old", "new"), [("365", "366"), ("2024-01-01", "2024-01-02"), ("The rule book", "The rule  book"), ("junior", "j")]
)
def test_any_other_change_changes_the_digest(old: str, new: str) -> None:
    assert read_policy(TINY.replace(old, new), place="new.toml").digest != tiny().digest


def test_the_digest_of_a_document_is_the_same_for_ever() -> None:
    assert tiny().digest == "6d7a605050f07b27542a7867d9c5de53a2056510e5865f96b08e4fc98899952b"


def test_thresholds_may_have_two_decimals_and_are_whole_hundredths() -> None:
    policy = tiny("""
[clause."require.junior"]
kind = "requirement"
cite = "The rule book"
[[clause."require.junior".values]]
rev = "R1"
value = { op = "credits", id = "J", at_least = 7.25, category = "A", at_most = 2 }
""")
    leaf = policy.dated("require.junior")[0].value
    assert isinstance(leaf, CreditsLeaf)
    assert (leaf.at_least, leaf.need, leaf.cap) == (Decimal("7.25"), 725, 200)
    assert options(leaf)[0].spends


def test_a_policy_cannot_be_changed() -> None:
    policy = tiny()
    with pytest.raises(ValueError, match="frozen"):
        policy.title = "Another"  # type: ignore[misc]


def test_a_length_of_time_is_read_as_months() -> None:
    policy = tiny("""
[clause."grace.junior"]
kind = "grace"
cite = "The rule book"
values = [{ rev = "R1", value = { months = 3, options = "exams" } }, { rev = "R2", value = "none" }]
""")
    assert [dated.value for dated in policy.dated("grace.junior")] == [Term(months=3, options="exams"), "none"]
