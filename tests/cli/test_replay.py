"""Everyone under other rules, and decisions against the replay, from the command line."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ledger import read_pack
from tests.cli.conftest import Recert

LATER = datetime(2026, 3, 21, 9, tzinfo=UTC)
WINDOW = '{ rev = "R2023", value = 365 }'


def submit(recert: Recert, holder: str, claim: str, completed: str, submitted: str, *, amount: int = 80) -> None:
    line = f"claim submit {holder} {claim} ENCOR-ILT --credits {amount} --completed {completed} --submitted {submitted}"
    assert recert(*line.split()).code == 0
    assert recert("claim", "validate", claim, "--on", submitted).code == 0


@pytest.fixture
def crowd(recert: Recert) -> Recert:
    """Four holders: H-1 needs the long window, H-2 only the short one, H-3 expired, H-4 needs the long one for two."""
    assert recert("init").code == 0
    for holder, code in (("H-1", "CCNP-ENT"), ("H-2", "CCNP-ENT"), ("H-3", "CCNP-ENT"), ("H-4", "CCNA")):
        assert recert("grant", holder, code, "--on", "2023-03-01").code == 0
    assert recert("grant", "H-4", "CCIE-EI", "--on", "2023-09-01").code == 0
    submit(recert, "H-1", "C-1", "2025-05-01", "2025-10-01")
    submit(recert, "H-2", "C-2", "2025-05-01", "2025-05-03")
    submit(recert, "H-4", "C-4", "2025-05-01", "2025-12-01", amount=120)
    return recert


def edited(path: str, old: str, new: str) -> None:
    text = read_pack("cisco-ce").policy
    assert old in text
    Path(path).write_text(text.replace(old, new, 1), encoding="utf-8")


def status(recert: Recert, holder: str, *knobs: str) -> dict[str, dict[str, str]]:
    certifications = recert("status", holder, "--json", *knobs).json["certifications"]
    return {each["certification"]: {key: each[key] for key in ("status", "until")} for each in certifications}


def test_losers_come_first_with_the_day_and_the_clause_and_the_matrix_sums(crowd: Recert) -> None:
    answer = crowd("replay", "--set", "claim.window=90", "--set", "duration.associate={ months = 60 }")
    assert (answer.code, answer.err) == (0, "")
    assert "The matrix sums to 5 certifications of 4 holders." in answer.out
    assert answer.out.index("Losses:") < answer.out.index("Only a date")
    assert (
        "  H-1  CCNP-ENT: active until 2028-05-01 -> expired, last active 2026-03-01\n"
        "      2025-05-01: recertified until 2028-05-01 -> nothing [claim.window]\n"
    ) in answer.out


def test_before_and_after_are_what_status_says_under_each_policy(crowd: Recert) -> None:
    edited("short.toml", WINDOW, WINDOW.replace("365", "90"))
    answer = crowd("replay", "--policy", "short.toml", "--json").json
    changed = {each["holder"]: each["certifications"] for each in answer["changed"]}
    everyone = {"H-1", "H-2", "H-3", "H-4"}
    for holder in everyone:
        before, after = status(crowd, holder), status(crowd, holder, "--policy", "short.toml")
        moved = {code for code in before if before[code] != after[code]}
        told = {each["certification"]: each for each in changed.get(holder, [])}
        assert told.keys() == moved
        assert all((told[code]["before"], told[code]["after"]) == (before[code], after[code]) for code in moved)
    assert changed.keys() == {"H-1", "H-4"}
    assert sum(each["certifications"] for each in answer["matrix"]) == answer["certifications"] == 5
    assert answer["holders"] == 4


def test_nothing_is_recorded_by_a_replay(crowd: Recert) -> None:
    before = crowd("policy", "list").out, crowd("standings", "--format", "jsonl").out
    crowd("replay", "--set", "claim.window=90", "--out", "changed.jsonl")
    assert (crowd("policy", "list").out, crowd("standings", "--format", "jsonl").out) == before


def test_every_changed_holder_is_a_line_of_the_file(crowd: Recert) -> None:
    setting = ("--set", "claim.window=1")
    answer = crowd("replay", *setting, "--out", "changed.jsonl", "--json")
    lines = [json.loads(line) for line in Path("changed.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines == answer.json["changed"]
    assert answer.err == f"Wrote {len(lines)} changed holders to changed.jsonl.\n"
    crowd("replay", *setting, "--out", "changed.csv")
    rows = list(csv.DictReader(Path("changed.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["holder"] for row in rows] == [line["holder"] for line in lines] == ["H-1", "H-2", "H-4"]
    assert rows[0]["clauses"] == "claim.window"
    assert list(Path().glob(".changed*")) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Name other rules with --policy, --against or --set."),
        (("--set", "claim.window"), "Write clause=value"),
        (("--set", "claim.window=1", "--set", "claim.window=2"), "Set each clause once."),
        (("--set", "claim.windw=1"), "Did you mean 'claim.window'?"),
        (("--policy", "absent.toml"), "There is no policy 'absent.toml'"),
        (("--policy", "cisco-ce@3"), "No policy 'cisco-ce' was adopted at @3."),
        (("--set", "claim.window=1", "--out", "x.txt"), "ends in .jsonl or .csv"),
    ],
)
def test_a_wrong_question_says_what_to_write(crowd: Recert, arguments: tuple[str, ...], message: str) -> None:
    answer = crowd("replay", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


def test_an_overlay_is_laid_over_its_base(crowd: Recert) -> None:
    overlay = 'base = "cisco-ce"\n[[set]]\nclause = "claim.window"\nrev = "R2023"\nvalue = 90\n'
    Path("overlay.toml").write_text(overlay, encoding="utf-8")
    edited("short.toml", WINDOW, WINDOW.replace("365", "90"))
    one, other = (crowd("replay", "--policy", name, "--json").json for name in ("overlay.toml", "short.toml"))
    assert one["policy"]["digest"] == other["policy"]["digest"]
    assert one["changed"] == other["changed"] != []
    assert crowd("status", "H-1", "--policy", "overlay.toml").out.count("expired") == 1


def test_a_policy_of_other_levels_is_refused(crowd: Recert) -> None:
    text = read_pack("cisco-ce").policy.replace("[levels.csm]", "[levels.sales]").replace('.csm"', '.sales"')
    Path("other.toml").write_text(text, encoding="utf-8")
    for command in (("replay",), ("status", "H-1"), ("drift",)):
        answer = crowd(*command, "--policy", "other.toml")
        assert (answer.code, answer.out) == (2, "")
        assert "has level 'csm', which the policy does not declare" in answer.err


def test_an_earlier_day_and_cut_are_replayed_as_asked(crowd: Recert) -> None:
    answer = crowd("replay", "--set", "claim.window=90", "--on", "2025-01-01", "--known-at", "@8")
    assert answer.err.startswith("Not now: on 2025-01-01, as known at @8")
    assert "Nobody's standing changes." in answer.out


def told(recert: Recert, *arguments: str) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = recert("drift", "--json", *arguments, at=LATER).json["findings"]
    return findings


def test_an_untouched_closed_ledger_does_not_drift(crowd: Recert) -> None:
    assert crowd("close", "--through", "2026-03-09").code == 0
    answer = crowd("drift")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.endswith(": none; every decision in force is what the replay says.\n")
    assert told(crowd) == []


def test_after_a_late_validation_exactly_that_decision_drifts(crowd: Recert) -> None:
    line = "claim submit H-3 C-3 ENCOR-ILT --credits 80 --completed 2026-02-20 --submitted 2026-02-25"
    assert crowd(*line.split()).code == 0
    assert crowd("close", "--through", "2026-03-09").code == 0
    assert crowd("claim", "validate", "C-3", "--on", "2026-03-20", at=LATER).code == 0
    (finding,) = told(crowd)
    assert (finding["holder"], finding["class"]) == ("H-3", "late fact")
    assert (finding["decision"]["topic"], finding["event"]["claim"]) == ("certification.expired.v1", "C-3")
    assert finding["replay"] == {"status": "active", "until": "2029-02-20"}
    answer = crowd("drift", at=LATER)
    assert answer.code == 1
    assert "late fact: @" in answer.out
    assert "1 late fact" in answer.out
    assert told(crowd, "--known-at", "2026-03-10") == []
    assert crowd("close", "--through", "2026-03-20", at=LATER).code == 0
    assert crowd("drift", at=LATER).code == 0


def test_after_another_policy_the_clause_is_named(crowd: Recert) -> None:
    assert crowd("close", "--through", "2026-03-09").code == 0
    edited("short.toml", WINDOW, WINDOW.replace("365", "90"))
    assert crowd("policy", "adopt", "short.toml").code == 0
    findings = told(crowd)
    assert {each["holder"] for each in findings} == {"H-1", "H-4"}
    assert all((each["class"], each["clauses"]) == ("policy", ["claim.window"]) for each in findings)
    assert told(crowd, "--policy", "cisco-ce@2") == []
