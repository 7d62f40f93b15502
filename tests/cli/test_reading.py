"""Reading from the command line: knobs, banners, and the shapes that scripts rely on."""

from __future__ import annotations

import csv
import json
import sqlite3
from datetime import UTC, datetime

import pytest

from tests.cli.conftest import Recert

LATER = datetime(2026, 3, 21, 9, tzinfo=UTC)


@pytest.fixture
def story(desk: Recert) -> Recert:
    """H-1 validated for 64, with 24 more pending at the expiry of 2026-03-01."""
    assert desk("claim", "validate", "C-1", "--on", "2025-05-10").code == 0
    submit = ("claim", "submit", "H-1", "C-2", "ENSDWI-ILT", "--credits", "24", "--completed", "2026-02-20")
    assert desk(*submit, "--submitted", "2026-02-25").code == 0
    return desk


def test_a_question_of_now_has_no_banner(story: Recert) -> None:
    assert story("status", "H-1").err == ""
    assert story("status", "H-1", "--on", "2026-03-10", "--known-at", "2026-03-10").err == ""


@pytest.mark.parametrize(
    ("knobs", "banner"),
    [
        (("--on", "2025-01-01"), "Not now: on 2025-01-01.\n"),
        (("--known-at", "@7"), "Not now: as known at @7 (2026-03-10T12:00:00Z).\n"),
        (
            ("--on", "2025-01-01", "--known-at", "@7"),
            "Not now: on 2025-01-01, as known at @7 (2026-03-10T12:00:00Z).\n",
        ),
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        ("status", "H-1"),
        ("standings",),
        ("explain", "H-1"),
        ("timeline", "H-1"),
        ("history", "H-1"),
        ("policy", "show"),
    ],
)
def test_a_question_of_another_day_or_cut_says_so(
    story: Recert, command: tuple[str, ...], knobs: tuple[str, ...], banner: str
) -> None:
    answer = story(*command, *knobs)
    assert (answer.code, answer.err) == (0, banner)


def test_a_policy_that_is_not_the_adopted_one_is_named_in_the_banner(story: Recert, tmp_path: object) -> None:
    from pathlib import Path

    from ledger import read_pack

    text = read_pack("cisco-ce").policy.replace('id = "cisco-ce"', 'id = "milder"', 1)
    Path("milder.toml").write_text(text, encoding="utf-8")
    assert "under policy milder (" in story("status", "H-1", "--policy", "milder.toml").err
    assert story("status", "H-1", "--policy", "cisco-ce").err == ""
    assert story("status", "H-1", "--policy", "current").err == ""


def test_status_as_json_has_the_shape_that_others_rely_on(story: Recert) -> None:
    answer = story("status", "H-1", "--on", "2026-03-10", "--json").json
    assert list(answer) == [
        "schema",
        "engine",
        "holder",
        "valid_on",
        "known_at",
        "policy",
        "certifications",
        "excluded",
    ]
    (held,) = answer["certifications"]
    assert held["status"] == "expired"
    assert held["contingent"] == {
        "claims": ["C-2"],
        "if_validated": {"status": "active", "until": "2029-02-20"},
        "if_rejected": {"status": "expired", "until": "2026-03-01"},
    }
    assert answer["excluded"] == [{"claim": "C-2", "reason": "PENDING"}]


def test_the_same_question_gives_the_same_bytes(story: Recert) -> None:
    asked = ("status", "H-1", "--on", "2026-03-10", "--known-at", "@7", "--json")
    before = story(*asked)
    assert story("claim", "validate", "C-2", "--on", "2026-03-20", at=LATER).code == 0
    assert story(*asked, at=LATER).out == before.out


def test_a_holder_not_known_yet_at_the_cut_is_not_found(story: Recert) -> None:
    answer = story("status", "H-1", "--known-at", "@3")
    assert (answer.code, answer.out) == (1, "")


def test_status_says_what_it_depends_on_and_what_does_not_count(story: Recert) -> None:
    answer = story("status", "H-1", "--on", "2026-03-10").out
    assert "expired, contingent" in answer
    assert (
        "CCNP-ENT depends on C-2, not decided yet: if validated, active until 2029-02-20; if rejected, expired"
        in answer
    )
    assert "Not counted: C-2 (PENDING)." in answer


def test_closing_turns_what_was_derived_into_a_record(story: Recert) -> None:
    assert "derived, not yet recorded" in story("status", "H-1").out
    closed = story("close", "--through", "2026-03-09")
    assert "certification expired 2026-03-02, CCNP-ENT, last active 2026-03-01, while C-2 pending" in closed.out
    assert "derived, not yet recorded" not in story("status", "H-1").out
    assert "nothing was missing" in story("close", "--through", "2026-03-09").out


def test_an_overturned_expiry_stays_in_the_history_beside_its_reinstatement(story: Recert) -> None:
    assert story("close", "--through", "2026-03-09").code == 0
    assert story("claim", "validate", "C-2", "--on", "2026-03-20", at=LATER).code == 0
    assert story("close", "--through", "2026-03-20", at=LATER).code == 0
    events = story("history", "H-1", "--json", at=LATER).json["events"]
    by_topic = {event["topic"]: event for event in events}
    reinstated = by_topic["certification.reinstated.v1"]
    assert reinstated["supersedes"] == by_topic["certification.expired.v1"]["event_id"]
    assert by_topic["claim.validated.v1"]["event_id"] in reinstated["because"]
    assert "overturning @" in story("history", "H-1", at=LATER).out


def test_history_shows_what_had_happened_and_had_been_recorded_by_then(story: Recert) -> None:
    asked = story("history", "H-1", "--on", "2025-05-04", "--known-at", "@7", "--json").json
    assert [event["topic"] for event in asked["events"]] == ["certification.granted.v1", "claim.submitted.v1"]
    assert asked["known_at"] == {"position": 7, "instant": "2026-03-10T12:00:00Z"}


def test_standings_come_in_four_forms_that_agree(story: Recert) -> None:
    assert story("grant", "H-0", "CCNA", "--on", "2025-01-01").code == 0
    listed = [json.loads(line) for line in story("standings", "--format", "jsonl").out.splitlines()]
    assert [answer["holder"] for answer in listed] == ["H-0", "H-1"]
    assert story("standings", "--format", "json").json == listed
    assert story("standings", "--json").json == listed
    rows = list(csv.DictReader(story("standings", "--format", "csv").out.splitlines()))
    assert [(row["holder"], row["status"]) for row in rows] == [("H-0", "active"), ("H-1", "expired")]
    table = story("standings").out.splitlines()
    assert [line.split()[0] for line in table] == ["holder", "H-0", "H-1"]


def test_an_empty_ledger_has_no_standings(recert: Recert) -> None:
    assert recert("init").code == 0
    assert recert("standings", "--json").json == []


def test_explain_gives_steps_with_their_clauses(story: Recert) -> None:
    (told,) = story("explain", "H-1", "CCNP-ENT", "--json").json["explanations"]
    assert told["certification"] == "CCNP-ENT"
    assert any(step["clause"] == "duration.professional" for step in told["steps"])
    assert "[duration.professional, " in story("explain", "H-1").out


def test_timeline_lists_the_days_of_change(story: Recert) -> None:
    changes = story("timeline", "H-1", "--json").json["changes"]
    assert [(change["on"], change["what"]) for change in changes] == [
        ("2023-03-01", "granted"),
        ("2026-03-02", "expired"),
    ]


def test_policy_show_marks_the_value_in_force(story: Recert) -> None:
    shown = story("policy", "show", "claim.window", "--on", "2022-01-01").out
    (marked,) = [line for line in shown.splitlines() if line.startswith("  *")]
    assert marked == "  * from 2020-02-24, R2020: 90 days"
    (clause,) = story("policy", "show", "claim.window", "--json").json["clauses"]
    assert [value["in_force"] for value in clause["values"]].count(True) == 1


@pytest.mark.parametrize("stream", ["holder-H-1", "programme"])
@pytest.mark.parametrize("asked", [("status", "H-1"), ("history", "H-1"), ("standings",), ("explain", "H-1")])
def test_a_stream_that_lacks_an_event_answers_nothing(story: Recert, stream: str, asked: tuple[str, ...]) -> None:
    connection = sqlite3.connect("recert.db", isolation_level=None)
    (guard,) = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%DELETE%ON stored_events%'"
    )
    connection.execute(f"DROP TRIGGER {guard[0]}")
    assert connection.execute(
        "DELETE FROM stored_events WHERE originator_id = ? AND originator_version = 2", (stream,)
    ).rowcount
    connection.close()
    answer = story(*asked)
    assert (answer.code, answer.out) == (3, "")
    assert f"The ledger lacks event 2 of {stream}. Run `recert verify`, and go back to a backup." in answer.err
