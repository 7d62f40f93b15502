"""Taking an import back: what will move is shown, then asked about, then recorded as events that reverse it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Recert

DAYS = {"completed_on": "2026-02-01", "submitted_on": "2026-02-03"}
CLAIM = {"kind": "submit", "item": "ENSDWI-ILT", "credits": 24, **DAYS}


@pytest.fixture
def imported(desk: Recert, tmp_path: Path) -> Any:
    """Import entries into the desk's ledger and return the batch."""

    def run(*entries: dict[str, Any], complete: bool = True) -> str:
        lines = "".join(f"{json.dumps(entry)}\n" for entry in entries)
        (tmp_path / "in.jsonl").write_text(lines, encoding="utf-8")
        answer = desk("import", "in.jsonl", "--json")
        assert (answer.code == 0) == complete, answer.out
        batch = answer.json["batch"]
        assert isinstance(batch, str)
        return batch

    return run


def undone(desk: Recert, batch: str) -> Any:
    answer = desk("import", "undo", batch, "--yes", "--json")
    assert answer.code == 0, answer.err
    return answer.json


def standings(desk: Recert) -> dict[str, Any]:
    lines = [json.loads(line) for line in desk("standings", "--format", "jsonl").out.splitlines()]
    return {line["holder"]: line["certifications"] for line in lines}


def topics(desk: Recert, holder: str) -> list[tuple[str, str | None]]:
    events = desk("history", holder, "--json").json["events"]
    return [(event["topic"], event.get("reason_code")) for event in events]


def test_a_validation_is_reversed_and_everyone_stands_as_before(desk: Recert, imported: Any) -> None:
    before = standings(desk)
    done = undone(desk, imported({"kind": "validate", "claim": "C-1", "on": "2025-05-10"}))
    assert (done["commands"], done["left"], done["recorded"]) == ({"reverse": 1}, [], 1)
    assert topics(desk, "H-1")[-1] == ("claim.reversed.v1", "BATCH_UNDONE")
    assert standings(desk) == before


def test_what_moves_is_what_everyone_stands_at_afterwards(desk: Recert, imported: Any) -> None:
    batch = imported(
        {"kind": "grant", "holder": "H-1", "certification": "CCNA", "on": "2026-02-01"},
        {"kind": "grant", "holder": "H-2", "certification": "CCNP-ENT", "on": "2024-02-01"},
        {"kind": "validate", "claim": "C-1", "on": "2025-05-10"},
        CLAIM | {"holder": "H-1", "claim": "C-2"},
        {"kind": "validate", "claim": "C-2", "on": "2026-02-20"},
        {"kind": "exam", "holder": "H-2", "exam": "350-401", "on": "2025-02-01"},
    )
    before = standings(desk)
    moves = undone(desk, batch)["moves"]
    after = standings(desk)
    changed = {
        (holder, was["certification"]): (was["status"], was["until"], now["status"], now["until"])
        for holder, held in before.items()
        for was, now in zip(held, after[holder], strict=True)
        if (was["status"], was["until"]) != (now["status"], now["until"])
    }
    shown = {
        (each["holder"], each["certification"]): (*each["before"].values(), *each["after"].values()) for each in moves
    }
    assert shown == changed
    assert len(shown) == 3
    assert shown["H-2", "CCNP-ENT"][2:] == ("revoked", "2024-01-31")


def test_a_submission_is_withdrawn_and_its_own_decision_reversed_first(desk: Recert, imported: Any) -> None:
    batch = imported(
        CLAIM | {"holder": "H-1", "claim": "C-2"},
        {"kind": "validate", "claim": "C-2", "on": "2026-02-20"},
        CLAIM | {"holder": "H-1", "claim": "C-3"},
    )
    assert undone(desk, batch)["commands"] == {"reverse": 1, "withdraw": 2}
    assert topics(desk, "H-1")[-3:] == [
        ("claim.reversed.v1", "BATCH_UNDONE"),
        ("claim.withdrawn.v1", "BATCH_UNDONE"),
        ("claim.withdrawn.v1", "BATCH_UNDONE"),
    ]


def test_what_somebody_decided_since_stands_and_is_listed(desk: Recert, imported: Any) -> None:
    batch = imported(CLAIM | {"holder": "H-1", "claim": "C-2"})
    assert desk("claim", "validate", "C-2", "--on", "2026-02-20").code == 0
    done = undone(desk, batch)
    assert done["commands"] == {}
    assert [(each["topic"], each["why"]) for each in done["left"]] == [
        ("claim.submitted.v1", "It was decided since, and not by this import: reverse that decision first.")
    ]


def test_a_grant_is_not_revoked_where_that_would_take_an_earlier_one(desk: Recert, imported: Any) -> None:
    batch = imported({"kind": "grant", "holder": "H-1", "certification": "CCNP-ENT", "on": "2025-02-01"})
    done = undone(desk, batch)
    assert done["commands"] == {}
    assert [each["why"] for each in done["left"]] == ["Revoking it would take away what was granted before it."]


def test_a_pass_is_voided_once(desk: Recert, imported: Any) -> None:
    batch = imported(
        {"kind": "exam", "holder": "H-1", "exam": "350-401", "on": "2025-02-01"},
        {"kind": "exam", "holder": "H-1", "exam": "300-410", "on": "2025-02-01"},
    )
    assert desk("exam", "void", "H-1", "300-410@2025-02-01").code == 0
    assert undone(desk, batch)["commands"] == {"exam_void": 1}


def test_what_no_event_takes_back_is_listed(desk: Recert, imported: Any) -> None:
    batch = imported(
        {"kind": "fee", "holder": "H-1", "fee": "ce-fee", "on": "2025-02-01"},
        {"kind": "enrol", "holder": "H-1", "on": "2025-02-01"},
        {"kind": "revoke", "holder": "H-1", "certification": "CCNP-ENT", "on": "2025-02-01"},
        {"kind": "retire", "certification": "CCDE", "on": "2025-02-01"},
    )
    answer = desk("import", "undo", batch)
    assert answer.code == 0
    assert "What stays (4):" in answer.out
    assert answer.out.count("No event takes this back.") == 4
    assert answer.out.endswith("Nothing was recorded.\n")


def test_an_item_is_withdrawn_before_its_first_day_unless_others_list_it(desk: Recert, imported: Any) -> None:
    item = {"kind": "item", "title": "A course", "credits": 8, "from": "2025-01-01"}
    done = undone(desk, imported(item | {"item": "IT-1"}, item | {"item": "ENSDWI-ILT"}))
    assert done["commands"] == {"item_withdraw": 1}
    assert ["others too" in each["why"] for each in done["left"]] == [True]


def test_an_item_taken_back_moves_whoever_claimed_it(desk: Recert, imported: Any) -> None:
    batch = imported({"kind": "item", "item": "IT-1", "title": "A course", "credits": 80, "from": "2025-01-01"})
    claim = ("claim", "submit", "H-1", "C-2", "IT-1", "--credits", "80", "--completed", "2025-06-01")
    assert desk(*claim, "--submitted", "2025-06-02").code == 0
    assert desk("claim", "validate", "C-2", "--on", "2025-06-03").code == 0
    (move,) = undone(desk, batch)["moves"]
    assert (move["holder"], move["before"]["status"], move["after"]["status"]) == ("H-1", "active", "expired")
    (held,) = standings(desk)["H-1"]
    assert held["status"] == "expired"


def provider(on: str, *, authorised: bool) -> dict[str, Any]:
    return {"kind": "provider", "provider": "P-1", "on": on, "authorised": authorised}


def test_a_provider_may_again_what_it_could_before(desk: Recert, imported: Any) -> None:
    batch = imported(provider("2025-01-01", authorised=False))
    assert undone(desk, batch)["commands"] == {"provider_overruled": 1}
    assert undone(desk, batch)["commands"] == {}


def test_an_authorisation_that_changed_nothing_needs_no_reversing(desk: Recert, imported: Any) -> None:
    batch = imported(provider("2025-01-01", authorised=True))
    assert undone(desk, batch)["commands"] == {}
    assert desk("provider", "deauthorise", "P-1", "--on", "2025-06-01").code == 0


def test_nobody_is_asked_where_nobody_can_answer(desk: Recert, imported: Any) -> None:
    batch = imported({"kind": "validate", "claim": "C-1", "on": "2025-05-10"})
    before = standings(desk)
    for json_too in ((), ("--json",)):
        answer = desk("import", "undo", batch, *json_too)
        assert answer.code == 1
        assert "Say --yes" in answer.err
    assert standings(desk) == before


@pytest.mark.parametrize(("typed", "code", "status"), [("y", 0, "expired"), ("n", 1, "active")])
def test_a_person_is_asked_after_seeing_what_will_move(
    desk: Recert, imported: Any, monkeypatch: pytest.MonkeyPatch, typed: str, code: int, status: str
) -> None:
    batch = imported(
        {"kind": "validate", "claim": "C-1", "on": "2025-05-10"},
        CLAIM | {"holder": "H-1", "claim": "C-2"},
        {"kind": "validate", "claim": "C-2", "on": "2026-02-20"},
    )
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: typed)
    answer = desk("import", "undo", batch)
    assert answer.code == code
    assert "H-1     CCNP-ENT       active  2029-02-01  expired  2026-03-01" in answer.out
    assert standings(desk)["H-1"][0]["status"] == status


def test_a_dry_run_shows_and_records_nothing(desk: Recert, imported: Any) -> None:
    batch = imported({"kind": "validate", "claim": "C-1", "on": "2025-05-10"})
    answer = desk("import", "undo", batch, "--dry-run")
    assert (answer.code, answer.out.splitlines()[0]) == (0, f"To take {batch} back: 1 reverse.")
    assert topics(desk, "H-1")[-1][0] == "claim.validated.v1"


def test_taking_back_twice_records_nothing_more(desk: Recert, imported: Any) -> None:
    batch = imported(
        {"kind": "grant", "holder": "H-2", "certification": "CCNA", "on": "2025-02-01"},
        CLAIM | {"holder": "H-2", "claim": "C-2"},
        {"kind": "validate", "claim": "C-2", "on": "2026-02-20"},
        {"kind": "item", "item": "IT-1", "title": "A course", "credits": 8},
    )
    assert undone(desk, batch)["recorded"] == 4
    again = undone(desk, batch)
    assert (again["commands"], again["moves"], again["recorded"]) == ({}, [], 0)


def test_an_import_that_recorded_nothing_cannot_be_taken_back(desk: Recert) -> None:
    answer = desk("import", "undo", "b-0123456789abcdef", "--yes")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("recert: No import b-0123456789abcdef has recorded anything.")


def test_the_good_lines_of_an_import_with_bad_ones_are_taken_back(desk: Recert, imported: Any) -> None:
    batch = imported(
        {"kind": "validate", "claim": "C-1", "on": "2025-05-10"},
        {"kind": "validate", "claim": "C-9", "on": "2025-05-10"},
        complete=False,
    )
    assert undone(desk, batch)["commands"] == {"reverse": 1}
