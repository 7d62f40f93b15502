"""The shipped programme: what its rules say, day by day, and that policy and catalogue fit together."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from ledger.catalogue import Catalogue, misfits, read_catalogue
from ledger.errors import InputError
from ledger.policy import CreditsLeaf, ExamsLeaf, Leaf, PaidLeaf, Policy, Term, lint, options, read_policy
from ledger.programmes import FILES, read_pack, shipped

DAYS = {
    "R2000": date(2000, 10, 9),
    "R2001": date(2001, 12, 1),
    "R2006": date(2006, 8, 18),
    "R2017": date(2017, 6, 6),
    "R2020": date(2020, 2, 24),
    "R2023": date(2023, 7, 1),
    "R2023A": date(2023, 11, 28),
    "R2025": date(2025, 7, 15),
    "R2026": date(2026, 2, 3),
}


@pytest.fixture(scope="module")
def policy() -> Policy:
    return read_policy(read_pack("cisco-ce").policy, place="cisco-ce/policy.toml")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    pack = read_pack("cisco-ce")
    return read_catalogue(pack.certifications, pack.exams, pack.items, place=pack.place)


def on(policy: Policy, name: str, day: date) -> object:
    """Return the value of a clause on a day."""
    return [dated.value for dated in policy.dated(name) if dated.effective <= day][-1]


def ways(policy: Policy, level: str, day: date) -> list[str]:
    """Return the options that recertify a level on a day, each in a few words."""
    tree = next(dated for dated in reversed(policy.dated(f"require.{level}")) if dated.effective <= day).value
    return [" and ".join(words(leaf) for leaf in option.leaves) for option in options(tree)]


def words(leaf: Leaf) -> str:
    match leaf:
        case CreditsLeaf():
            return f"{leaf.at_least} credits"
        case ExamsLeaf():
            return f"{leaf.at_least} {leaf.tag}"
        case PaidLeaf():
            return leaf.fee


def test_every_dated_change_of_the_rules_is_a_revision(policy: Policy) -> None:
    assert policy.effective == DAYS


def test_everything_active_in_march_2020_lasts_six_calendar_months_longer(policy: Policy) -> None:
    (extension,) = policy.extensions
    assert (extension.id, extension.on, extension.months) == ("X2020", date(2020, 3, 16), 6)


def test_the_ladder_has_four_levels_and_two_that_stand_alone(policy: Policy) -> None:
    ranks = {name: level.rank for name, level in policy.levels.items()}
    assert ranks == {"associate": 1, "specialist": 2, "professional": 3, "expert": 4, "entry": None, "csm": None}


@pytest.mark.parametrize(
    ("clause", "revision", "before", "after"),
    [
        ("claim.window", "R2023", 90, 365),
        ("duration.expert", "R2020", Term(months=24), Term(months=36)),
        ("duration.entry", "R2025", "lifetime", Term(months=60)),
        ("renew.anchor.expert", "R2020", "previous_expiry", "met_date"),
        ("grace.expert", "R2001", "none", Term(months=12, options="exams")),
        ("grace.expert", "R2020", Term(months=12, options="exams"), "none"),
    ],
)
def test_a_value_changes_on_the_first_day_of_its_revision(
    policy: Policy, clause: str, revision: str, before: object, after: object
) -> None:
    day = DAYS[revision]
    assert [on(policy, clause, day - timedelta(days=1)), on(policy, clause, day)] == [before, after]


@pytest.mark.parametrize(
    ("level", "day", "expected"),
    [
        ("associate", date(2019, 1, 1), ["1 associate_or_higher"]),
        ("associate", date(2020, 2, 24), ["30 credits", "1 associate_or_higher"]),
        ("specialist", date(2020, 2, 24), ["40 credits", "1 professional_or_higher"]),
        ("professional", date(2005, 1, 1), ["1 professional", "1 expert_written"]),
        (
            "professional",
            date(2020, 2, 24),
            [
                "80 credits",
                "40 credits and 1 professional",
                "1 core",
                "2 concentration",
                "1 expert_written",
                "1 expert_lab",
            ],
        ),
        ("expert", date(2017, 6, 5), ["1 expert_written", "1 expert_lab"]),
        ("expert", date(2017, 6, 6), ["100 credits and CE-FEE", "1 expert_written", "1 expert_lab"]),
        (
            "expert",
            date(2020, 2, 24),
            [
                "120 credits",
                "40 credits and 1 core",
                "40 credits and 2 professional",
                "80 credits and 1 professional",
                "1 core and 1 concentration",
                "3 concentration",
                "2 core",
                "1 expert_lab",
            ],
        ),
        ("entry", date(2026, 1, 1), ["1 entry_or_higher"]),
        ("csm", date(2026, 1, 1), ["1 csm"]),
    ],
)
def test_the_ways_to_recertify_a_level(policy: Policy, level: str, day: date, expected: list[str]) -> None:
    assert ways(policy, level, day) == expected


def test_every_clause_is_cited_and_pinned(policy: Policy) -> None:
    assert all(clause.cite and clause.pin for clause in policy.clauses.values())


@pytest.mark.parametrize(
    ("clause", "answer"),
    [
        ("claim.retroactive", "submitted_by_expiry"),
        ("credit.effective", "completed"),
        ("renew.target", "highest"),
        ("credit.carry_over", "none"),
        ("require.expert", "by checkpoint"),
        ("claim.window", "by submitted"),
        ("renew.recorded", "recompute"),
        ("claim.window", "yes: counted in days from completion, the last one included"),
        ("calendar.month_end", "clamp"),
        ("renew.target", "the next highest becomes the target"),
        ("exam.from", "day_after"),
        ("exam.reuse", "higher_level"),
        ("claim.terms", "when_recorded"),
        ("credit.duplicate", "ever"),
        ("credit.value_on", "completed"),
        ("programme.zone", "the zone given when the ledger was opened"),
        ("levels", "either; the earlier expiry goes first"),
    ],
)
def test_lint_lists_every_question_that_no_source_settles_with_the_choice_made(
    policy: Policy, clause: str, answer: str
) -> None:
    assert (clause, answer) in {(remark.clause, remark.answer) for remark in lint(policy) if remark.kind == "default"}


def test_nothing_in_the_policy_is_doubtful_but_the_two_changes_outside_the_clauses(policy: Policy) -> None:
    doubtful = [remark.clause for remark in lint(policy) if remark.kind == "doubtful"]
    assert doubtful == ["revision.R2023A", "revision.R2026"]


def test_the_catalogue_fits_the_policy(catalogue: Catalogue, policy: Policy) -> None:
    assert misfits(catalogue, policy) == ()


def test_every_tag_of_the_policy_is_on_some_exam(catalogue: Catalogue, policy: Policy) -> None:
    used = {tag.tag for exam in catalogue.exams.values() for tag in exam.tags}
    assert used == set(policy.exam_tags)


def tagged(catalogue: Catalogue, tag: str) -> set[str]:
    return {exam.code for exam in catalogue.exams.values() for one in exam.tags if one.tag == tag}


def test_professional_exams_are_the_cores_the_concentrations_and_those_before_2020(catalogue: Catalogue) -> None:
    current = tagged(catalogue, "core") | tagged(catalogue, "concentration")
    assert tagged(catalogue, "professional") - current == {"300-101", "300-115", "300-135"}
    assert not tagged(catalogue, "core") & tagged(catalogue, "concentration")


def test_each_wider_tag_holds_the_narrower_ones(catalogue: Catalogue) -> None:
    expert = tagged(catalogue, "expert_written") | tagged(catalogue, "expert_lab")
    professional = tagged(catalogue, "professional_or_higher")
    associate = tagged(catalogue, "associate_or_higher")
    assert professional == tagged(catalogue, "professional") | expert
    assert associate - professional == {"200-125", "200-201", "200-301", "200-901"}
    assert tagged(catalogue, "entry_or_higher") - associate == {"100-140", "100-150", "100-160"}


def test_each_core_and_concentration_has_its_specialist(catalogue: Catalogue) -> None:
    exams = tagged(catalogue, "core") | tagged(catalogue, "concentration")
    specialists = {entry.code for entry in catalogue.certifications.values() if entry.level == "specialist"}
    assert specialists == {f"SPEC-{exam}" for exam in exams}


@pytest.mark.parametrize(
    ("older", "code"),
    [
        ("DEVNET-ASSOC", "CCNA-AUTO"),
        ("DEVNET-PRO", "CCNP-AUTO"),
        ("DEVNET-EXPERT", "CCIE-AUTO"),
        ("CYBEROPS-ASSOC", "CCNA-CYBER"),
        ("CYBEROPS-PRO", "CCNP-CYBER"),
    ],
)
def test_a_certification_renamed_in_2026_is_found_under_both_codes(catalogue: Catalogue, older: str, code: str) -> None:
    found = catalogue.certification(older)
    assert found is not None
    assert found.code == code
    assert found.title_on(DAYS["R2026"] - timedelta(days=1)) != found.title_on(DAYS["R2026"])


def test_items_earn_4_to_64_credits_are_illustrative_and_listed_without_end(catalogue: Catalogue) -> None:
    assert len(catalogue.items) >= 36
    assert {4, 64} <= {item.credits for item in catalogue.items}
    assert all(4 <= item.credits <= 64 and item.source == "illustrative" for item in catalogue.items)
    assert all(item.listed_from is item.listed_until is None for item in catalogue.items)


def test_the_shipped_programmes_are_listed() -> None:
    assert shipped() == ("cisco-ce",)


def test_a_programme_that_does_not_ship_is_refused_with_those_that_do() -> None:
    with pytest.raises(InputError, match=r"There is no shipped programme 'cisco'\. Use one of: cisco-ce"):
        read_pack("cisco")


def test_a_pack_may_be_a_folder(tmp_path: Path) -> None:
    texts = read_pack("cisco-ce")
    for name, text in zip(FILES, texts[1:], strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8-sig")
    assert read_pack(str(tmp_path))[1:] == texts[1:]


def test_a_pack_with_a_missing_or_unreadable_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read: .* @ .*policy\.toml"):
        read_pack(str(tmp_path))
    (tmp_path / "policy.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="The file is not UTF-8 text"):
        read_pack(f"{tmp_path}/")
