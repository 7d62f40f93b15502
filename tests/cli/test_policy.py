"""The rules from the command line: listed, compared, questioned, and others adopted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger import read_pack
from tests.cli.conftest import Recert

APRIL = datetime(2026, 4, 1, 9, tzinfo=UTC)
TEXT = read_pack("cisco-ce").policy
WINDOW = '{ rev = "R2023", value = 365 }'
COMING = '[[revision]]\nid = "R2027"\neffective = 2027-01-01\ntitle = "A longer window"\n\n[[extension]]'


def write(name: str, *swaps: tuple[str, str]) -> str:
    """Write the shipped policy with its text changed to a file."""
    text = TEXT
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new, 1)
    Path(name).write_text(text, encoding="utf-8")
    return name


def window(days: int) -> tuple[str, str]:
    return WINDOW, WINDOW.replace("365", str(days))


def overlay(name: str, *, base: str = "cisco-ce", more: str = "", value: int = 90) -> str:
    text = f'base = "{base}"\n{more}[[set]]\nclause = "claim.window"\nrev = "R2023"\nvalue = {value}\n'
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_the_document_that_a_ledger_began_with_is_listed_as_current(desk: Recert) -> None:
    (listed,) = desk("policy", "list", "--json").json["policies"]
    assert (listed["id"], listed["position"], listed["current"]) == ("cisco-ce", 2, True)
    assert (listed["effective_from"], listed["retroactive"]) == ("2000-10-09", [])
    assert "current" in desk("policy", "list").out.splitlines()[1]


def test_a_policy_that_changes_days_gone_by_is_shown_as_retroactive(desk: Recert) -> None:
    answer = desk("policy", "adopt", write("short.toml", window(90)), at=APRIL)
    assert (answer.code, answer.err) == (0, "")
    assert "Retroactive" in answer.out
    assert "claim.window, from 2023-07-01" in answer.out
    first, second = desk("policy", "list", "--json").json["policies"]
    assert (first["current"], second["current"]) == (False, True)
    assert (second["adopted_on"], second["effective_from"]) == ("2026-04-01", "2023-07-01")
    assert second["retroactive"] == ["claim.window, from 2023-07-01"]
    assert "retroactive" in desk("policy", "list").out.splitlines()[2]


def test_a_policy_for_days_to_come_is_not_retroactive(desk: Recert) -> None:
    longer = (WINDOW, f'{WINDOW}, {{ rev = "R2027", value = 730 }}')
    write("coming.toml", ("[[extension]]", COMING), longer)
    adopted = desk("policy", "adopt", "coming.toml", "--json", at=APRIL).json
    assert (adopted["status"], adopted["policy"]["retroactive"]) == ("recorded", [])
    assert (adopted["policy"]["effective_from"], adopted["policy"]["revisions"]) == ("2027-01-01", ["R2027"])


def test_a_revision_dated_before_its_adoption_is_retroactive_even_when_no_clause_uses_it(desk: Recert) -> None:
    write("back.toml", ("[[extension]]", COMING.replace("2027-01-01", "2026-03-31")))
    adopted = desk("policy", "adopt", "back.toml", "--json", at=APRIL).json["policy"]
    assert (adopted["effective_from"], adopted["retroactive"]) == (None, ["revision R2027, effective 2026-03-31"])
    write("today.toml", ("[[extension]]", COMING.replace("2027-01-01", "2026-04-01")))
    assert desk("policy", "adopt", "today.toml", "--json", at=APRIL).json["policy"]["retroactive"] == []


def test_the_policy_in_force_is_not_adopted_again_but_an_earlier_one_may_return(desk: Recert) -> None:
    write("same.toml", ("schema = 1", "# A comment is no change.\nschema = 1"))
    again = desk("policy", "adopt", "same.toml")
    assert (again.code, "nothing added" in again.out) == (0, True)
    assert desk("policy", "adopt", write("short.toml", window(90))).code == 0
    assert desk("policy", "adopt", "cisco-ce").code == 0
    assert desk("policy", "adopt", "short.toml").code == 0
    digests = [each["digest"] for each in desk("policy", "list", "--json").json["policies"]]
    assert len(digests) == 4
    assert digests[0] == digests[2] != digests[1] == digests[3]


def test_answers_under_every_policy_ever_adopted_can_be_had(desk: Recert) -> None:
    line = "claim submit H-1 C-2 ENSDWI-ILT --credits 24 --completed 2025-05-02 --submitted 2025-10-02"
    assert desk(*line.split()).code == 0
    for claim in ("C-1", "C-2"):
        assert desk("claim", "validate", claim, "--on", "2025-10-03").code == 0
    desk("policy", "adopt", write("short.toml", window(90)))
    desk("policy", "adopt", write("longer.toml", window(400)))
    adopted = desk("policy", "list", "--json").json["policies"]
    said = {}
    for each in adopted:
        by_position = desk("status", "H-1", "--policy", f"cisco-ce@{each['position']}", "--json").json
        by_digest = desk("status", "H-1", "--policy", each["digest"][:12], "--json").json
        assert by_position["certifications"] == by_digest["certifications"]
        assert by_position["policy"]["digest"] == each["digest"]
        said[each["position"]] = by_position["certifications"][0]["status"]
    assert list(said.values()) == ["active", "expired", "active"]
    before = desk("status", "H-1", "--known-at", f"@{adopted[1]['position']}", "--json").json
    assert before["policy"]["digest"] == adopted[1]["digest"]


def test_an_overlay_is_adopted_as_the_whole_document_that_comes_of_it(desk: Recert) -> None:
    assert desk("policy", "adopt", overlay("overlay.toml")).code == 0
    desk("policy", "adopt", write("short.toml", window(90)))
    assert len(desk("policy", "list", "--json").json["policies"]) == 2
    assert "They say the same." in desk("policy", "diff", "current", "short.toml").out


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("other.toml", 1, "of the programme 'cisco-ce', and the policy is of 'milder'"),
        ("levels.toml", 2, "has level 'csm', which the policy does not declare"),
        ("wrong.toml", 2, "clause."),
        ("renamed.toml", 1, "of the programme 'cisco-ce'"),
        ("foreign.toml", 2, "The overlay is for 'somebody-else'"),
        ("absent.toml", 2, "There is no policy 'absent.toml'"),
        ("cisco-ce@1", 2, "No policy 'cisco-ce' was adopted at @1"),
    ],
)
def test_what_cannot_be_adopted_is_refused_and_nothing_is_recorded(
    desk: Recert, name: str, code: int, message: str
) -> None:
    write("other.toml", ('id = "cisco-ce"', 'id = "milder"'))
    other_levels = TEXT.replace("[levels.csm]", "[levels.sales]").replace('.csm"', '.sales"')
    Path("levels.toml").write_text(other_levels, encoding="utf-8")
    write("wrong.toml", ('[clause."claim.window"]', '[clause."claim.windw"]'))
    overlay("renamed.toml", more='id = "milder"\n')
    overlay("foreign.toml", base="somebody-else")
    answer = desk("policy", "adopt", name)
    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err
    assert len(desk("policy", "list", "--json").json["policies"]) == 1


def test_differences_are_told_by_clause_and_node_with_the_day(desk: Recert) -> None:
    threshold = ('{ op = "credits", id = "P.ce", at_least = 80 }', '{ op = "credits", id = "P.ce", at_least = 72.5 }')
    write("other.toml", window(90), threshold)
    changes = desk("policy", "diff", "cisco-ce", "other.toml", "--json").json["changes"]
    assert changes == [
        {"clause": "claim.window", "at": "value", "from": "2023-07-01", "before": 365, "after": 90},
        {
            "clause": "require.professional",
            "at": "P.ce.at_least",
            "from": "2020-02-24",
            "before": "80",
            "after": "72.5",
        },
    ]
    text = desk("policy", "diff", "cisco-ce", "other.toml").out
    assert "2 changes in 2 clauses." in text
    assert [line.split() for line in text.splitlines() if "P.ce" in line] == [
        ["require.professional", "P.ce.at_least", "2020-02-24", "80", "72.5"]
    ]


@pytest.mark.parametrize(
    "clause",
    ["claim.retroactive", "credit.effective", "renew.target", "credit.carry_over", "require.professional",
     "claim.window", "renew.recorded", "calendar.month_end", "exam.from", "exam.reuse", "claim.terms",
     "credit.duplicate", "credit.value_on", "programme.zone", "levels"],
)  # fmt: skip
def test_lint_tells_every_question_that_no_source_settles(recert: Recert, clause: str) -> None:
    remarks = recert("policy", "lint", "cisco-ce", "--json").json["remarks"]
    assert [each["answer"] for each in remarks if each["clause"] == clause and each["kind"] != "doubtful"]


def test_lint_needs_no_ledger_for_what_is_shipped_or_in_a_file_and_remarks_are_no_errors(recert: Recert) -> None:
    write("idle.toml", ("[[extension]]", COMING))
    answer = recert("policy", "lint", "idle.toml")
    assert (answer.code, answer.err) == (0, "")
    assert "No clause takes a value from this revision." in answer.out
    assert recert("policy", "diff", "cisco-ce", "idle.toml").code == 0
    assert recert("policy", "lint").code == 2
    assert recert("--ledger", "absent.db", "policy", "lint", "cisco-ce").code == 2


def test_lint_asks_of_the_policy_in_force_unless_another_is_named(desk: Recert) -> None:
    desk("policy", "adopt", write("short.toml", window(90)))
    said = desk("policy", "lint", "--json").json
    current = desk("policy", "list", "--json").json["policies"][-1]
    assert said["policy"]["digest"] == current["digest"]
    (window_,) = (each for each in said["remarks"] if "How many days after" in each["question"])
    assert window_["answer"].endswith("90 from 2023-07-01")
