from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ledger.errors import PolicyError
from ledger.policy import Policy, Term, base_of, diff, lint, options, read_overlay, read_policy, with_set
from ledger.programmes import read_pack

OVERLAY = """
base = "cisco-ce"
[[revision]]
id = "W1"
effective = 2024-01-01
title = "What if"
"""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return read_policy(read_pack("cisco-ce").policy, place="policy.toml")


def over(policy: Policy, settings: str) -> Policy:
    return read_overlay(OVERLAY + settings, policy, place="overlay.toml")


def values(policy: Policy, name: str) -> list[tuple[str, object]]:
    return [(dated.effective.isoformat(), dated.value) for dated in policy.dated(name)]


def test_a_clause_that_is_set_has_one_value_for_all_dates(policy: Policy) -> None:
    changed = with_set(policy, {"claim.retroactive": "completed_by_expiry"})
    assert values(changed, "claim.retroactive") == [("1900-01-01", "completed_by_expiry")]
    assert changed.pin("claim.retroactive") == policy.pin("claim.retroactive")
    assert changed.digest != policy.digest
    assert values(policy, "claim.retroactive") == [("2000-10-09", "submitted_by_expiry")]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("claim.window", "90", 90),
        ("claim.window", "unlimited", "unlimited"),
        ("duration.csm", "{ months = 12 }", Term(months=12)),
        ("duration.csm", "lifetime", "lifetime"),
        ("grace.csm", "{ months = 3, options = 'all' }", Term(months=3, options="all")),
        ("retired.renewable", '"yes"', "yes"),
    ],
)
def test_a_value_is_read_from_text_by_the_kind_of_its_clause(
    policy: Policy, name: str, text: str, value: object
) -> None:
    assert with_set(policy, {name: text}).dated(name)[0].value == value


def test_a_requirement_can_be_set(policy: Policy) -> None:
    text = "{ op = 'credits', id = 'X', at_least = 7.5 }"
    changed = with_set(policy, {"require.csm": text, "claim.window": 10})
    assert [option.id for option in options(changed.dated("require.csm")[0].value)] == ["X"]


def test_setting_one_clause_after_another_is_setting_both(policy: Policy) -> None:
    both = with_set(policy, {"claim.window": 90, "renew.target": "each"})
    assert with_set(with_set(policy, {"claim.window": 90}), {"renew.target": "each"}).digest == both.digest


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"claim.windo": "90"}, "'claim.windo' is not a clause. Did you mean 'claim.window'? @ --set"),
        ({"renew.scope": "levl"}, "Did you mean 'level'?"),
        ({"claim.window": "soon"}, "Write a whole number of days, or 'unlimited'."),
        ({"claim.window": "9x"}, "This is not TOML"),
        ({"credit.carry_over": "window"}, "Add the clause credit.carry_over_months."),
        ({"claim.window": None}, "is not a value of a clause"),
    ],
)
def test_a_setting_that_is_none_is_refused(policy: Policy, settings: dict[str, object], message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        with_set(policy, settings)
    assert message in str(caught.value)


def test_an_overlay_changes_a_clause_from_its_revision_on(policy: Policy) -> None:
    changed = over(policy, '[[set]]\nclause = "claim.window"\nrev = "W1"\nvalue = 30\n')
    assert values(changed, "claim.window")[-2:] == [("2023-07-01", 365), ("2024-01-01", 30)]


def test_an_overlay_changes_atoms_of_the_tree_that_governs_on_its_day(policy: Policy) -> None:
    changed = over(
        policy,
        """
[[set]]
clause = "require.professional"
at = "P.ce.at_least"
rev = "W1"
value = 37.5
[[set]]
clause = "require.professional"
at = "P.combo.exam.at_least"
rev = "W1"
value = 2
""",
    )
    day = date(2024, 1, 1)
    assert diff(policy, changed) == (
        ("require.professional", "P.ce.at_least", day, Decimal(80), Decimal("37.5")),
        ("require.professional", "P.combo.exam.at_least", day, 1, 2),
    )


def test_an_overlay_changes_the_length_of_a_term(policy: Policy) -> None:
    changed = over(policy, '[[set]]\nclause = "duration.expert"\nat = "months"\nrev = "W1"\nvalue = 48\n')
    assert changed.dated("duration.expert")[-1].value == Term(months=48)


def test_an_overlay_replaces_the_value_that_begins_on_the_same_day(policy: Policy) -> None:
    changed = over(policy, '[[set]]\nclause = "claim.window"\nrev = "R2023"\nvalue = 30\n')
    assert values(changed, "claim.window")[-1] == ("2023-07-01", 30)


def test_an_overlay_states_a_clause_that_its_base_leaves_to_the_registry(policy: Policy) -> None:
    changed = over(policy, '[[set]]\nclause = "credit.carry_over_months"\nrev = "W1"\nvalue = 6\n')
    assert values(changed, "credit.carry_over_months") == [("2024-01-01", 6)]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('clause = "claim.windo"\nrev = "W1"\nvalue = 1', "Did you mean 'claim.window'? @ overlay.toml, set[0].clause"),
        ('clause = "claim.window"\nrev = "W2"\nvalue = 1', "Did you mean 'W1'? @ overlay.toml, set[0].rev"),
        (
            'clause = "require.expert"\nat = "E.ce.at_lest"\nrev = "W1"\nvalue = 1',
            "Did you mean 'E.ce.at_least'? @ overlay.toml, set[0].at",
        ),
        ('clause = "require.expert"\nat = "E.ce.id"\nrev = "W1"\nvalue = "x"', "Set the whole value."),
        ('clause = "claim.window"\nrevv = "W1"\nvalue = 1', "Did you mean `rev`? @ overlay.toml, set[0].revv"),
    ],
)
def test_an_overlay_that_does_not_fit_its_base_is_refused(policy: Policy, settings: str, message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        over(policy, f"[[set]]\n{settings}\n")
    assert message in str(caught.value)


def test_an_overlay_names_its_base_by_id_or_digest(policy: Policy) -> None:
    setting = '[[set]]\nclause = "claim.window"\nrev = "R2023"\nvalue = 30\n'
    by_id, by_digest = (
        read_overlay(f'base = "{base}"\n{setting}', policy, place="overlay.toml") for base in (policy.id, policy.digest)
    )
    assert by_digest.digest == by_id.digest
    with pytest.raises(PolicyError, match="The overlay is for 'another'"):
        read_overlay(f'base = "another"\n{setting}', policy, place="overlay.toml")


def test_a_document_with_a_base_is_an_overlay(policy: Policy) -> None:
    assert base_of(OVERLAY, place="overlay.toml") == "cisco-ce"
    assert base_of(read_pack("cisco-ce").policy, place="policy.toml") is None


def test_a_policy_does_not_differ_from_itself(policy: Policy) -> None:
    assert diff(policy, policy) == ()


def test_a_change_of_one_value_is_dated_from_the_day_on_which_the_answer_differs(policy: Policy) -> None:
    assert diff(policy, with_set(policy, {"claim.window": 90})) == (
        ("claim.window", "value", date(2023, 7, 1), 365, 90),
    )


def test_what_is_added_is_told_as_missing_before(policy: Policy) -> None:
    text = read_pack("cisco-ce").policy
    wider = text.replace("[levels.csm]", "[levels.csm]\n[levels.guru]\nrank = 9")
    shorter = wider.replace("months = 6\n", "months = 5\n").replace('pin = "expiry"', 'pin = "checkpoint"')
    changes = {(change.clause, change.at): (change.before, change.after) for change in diff(policy, other(shorter))}
    assert changes["levels.guru", "rank"] == (None, 9)
    assert changes["extension.X2020", "months"] == (6, 5)
    assert changes["grace.expert", "pin"] == ("expiry", "checkpoint")
    assert changes["duration.guru", "value"] == (None, "lifetime")


def other(text: str) -> Policy:
    return read_policy(text, place="other.toml")


FORESTALLED = """{ op = "any_of", id = "C", of = [
  { op = "credits", id = "C.few", at_least = 10 },
  { op = "all_of", id = "C.more", of = [
    { op = "credits", id = "C.ten", at_least = 10 },
    { op = "exams", id = "C.exam", at_least = 1, tag = "csm" },
  ] },
] }"""


def doubts(policy: Policy) -> set[tuple[str, str]]:
    return {(remark.clause, remark.question) for remark in lint(policy) if remark.kind == "doubtful"}


def test_lint_names_options_that_an_earlier_one_forestalls(policy: Policy) -> None:
    found = doubts(with_set(policy, {"require.csm": FORESTALLED}))
    assert ("require.csm", "Option C.more is never used: whoever meets it meets C.few.") in found


def test_lint_names_caps_that_cap_nothing(policy: Policy) -> None:
    tree = "{ op = 'credits', id = 'C', at_least = 10, category = 'A', at_most = 10 }"
    found = doubts(with_set(policy, {"require.csm": tree}))
    assert ("require.csm", "`at_most` of C is no less than its `at_least`.") in found


def test_lint_names_revisions_tags_and_values_that_nothing_uses() -> None:
    idle = '[[revision]]\nid = "IDLE"\neffective = 2030-01-01\ntitle = "Idle"\n[[revision]]'
    text = read_pack("cisco-ce").policy.replace('pin = "expiry"', 'pin = "latest"')
    text = text.replace("[[revision]]", idle, 1).replace("[exam_tags]", '[exam_tags]\nidle = "Idle"')
    found = doubts(other(text))
    assert ("revision.IDLE", "No clause takes a value from this revision.") in found
    assert ("exam_tags.idle", "No requirement asks for this tag.") in found
    assert ("grace.expert", "The value of R2001 is never reached: the pin is latest.") in found


def test_lint_names_levels_and_times_of_which_the_policy_says_nothing() -> None:
    text = read_pack("cisco-ce").policy.replace("[levels.csm]", "[levels.csm]\n[levels.guru]\nrank = 9")
    text = text.replace(
        'values = [{ rev = "R2000", value = "clamp" }]', 'values = [{ rev = "R2020", value = "clamp" }]'
    )
    found = doubts(other(text))
    assert ("require.guru", "Nothing recertifies this level.") in found
    assert ("calendar.month_end", "The clause says nothing of the policy's first revisions.") in found
