"""Taking an import back: what will move is shown, then asked about, then recorded as events that reverse it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import Recert, standings, undone

DAYS = {"completed_on": "2026-02-01", "submitted_on": "2026-02-03"}
CLAIM = {"kind": "submit", "item": "ENSDWI-ILT", "credits": 24, **DAYS}


def topics(desk: Recert, holder: str) -> list[tuple[str, str | None]]:
    events = desk("history", holder, "--json").json["events"]
    return [(event["topic"], event.get("reason_code")) for event in events]


UNDONE = ("entry.undone.v1", "BATCH_UNDONE")


def test_a_validation_is_undone_and_the_claim_is_pending_as_before(desk: Recert, imported: Any) -> None:
    before = standings(desk), desk("status", "H-1").out.splitlines()[1:]
    done = undone(desk, imported({"kind": "validate", "claim": "C-1", "on": "2025-05-10"}))
    assert (done["entries"], done["left"], done["recorded"]) == ({"claim.validated.v1": 1}, [], 1)
    assert topics(desk, "H-1")[-1] == UNDONE
    assert (standings(desk), desk("status", "H-1").out.splitlines()[1:]) == before


def test_what_moves_is_what_everyone_stands_at_afterwards(desk: Recert, imported: Any) -> None:
    batch = imported(
        {"kind": "grant", "holder": "H-1", "certification": "CCNA", "on": "2026-02-01"},
        {"kind": "grant", "holder": "H-2", "certification": "CCNP-ENT", "on": "2024-02-01"},
        {"kind": "validate", "claim": "C-1", "on": "2025-05-10"},
        CLAIM | {"holder": "H-1", "claim": "C-2"},
        {"kind": "validate", "claim": "C-2", "on": "2026-02-20"},
        {"kind": "exam", "holder": "H-2", "exam": "350-401", "on": "2025-02-01"},
    )
    moves = undone(desk, batch)["moves"]
    shown = {(each["holder"], each["certification"]): tuple(each["after"].values()) for each in moves}
    assert shown == {
        ("H-1", "CCNP-ENT"): ("expired", "2026-03-01"),
        ("H-1", "CCNA"): ("none", None),
        ("H-2", "CCNP-ENT"): ("none", None),
    }
    (held,) = standings(desk)["H-1"]
    assert (held["certification"], held["status"], held["until"]) == ("CCNP-ENT", "expired", "2026-03-01")
    assert standings(desk)["H-2"] == []


def test_the_newest_entries_are_undone_first(desk: Recert, imported: Any) -> None:
    batch = imported(
        CLAIM | {"holder": "H-1", "claim": "C-2"},
        {"kind": "validate", "claim": "C-2", "on": "2026-02-20"},
        {"kind": "reverse", "claim": "C-2", "on": "2026-02-25"},
    )
    assert undone(desk, batch)["recorded"] == 3
    events = desk("history", "H-1", "--json").json["events"]
    assert [each["entry"] for each in events[-3:]] == [each["event_id"] for each in reversed(events[-6:-3])]
    position = events[-4]["position"]
    assert f"@{position}, reason BATCH_UNDONE" in desk("history", "H-1").out.splitlines()[-3]


def test_a_claim_that_somebody_decided_since_stays_and_is_listed(desk: Recert, imported: Any) -> None:
    batch = imported(CLAIM | {"holder": "H-1", "claim": "C-2"})
    assert desk("claim", "validate", "C-2", "--on", "2026-02-20").code == 0
    done = undone(desk, batch)
    assert done["entries"] == {}
    assert [(each["topic"], each["why"]) for each in done["left"]] == [
        ("claim.submitted.v1", "It was decided since: reverse that decision first.")
    ]
    assert desk("claim", "reverse", "C-2", "--on", "2026-02-21").code == 0
    assert undone(desk, batch)["entries"] == {"claim.submitted.v1": 1}


def test_a_decision_that_another_followed_stays_and_is_listed(desk: Recert, imported: Any) -> None:
    batch = imported({"kind": "validate", "claim": "C-1", "on": "2025-05-10"})
    assert desk("claim", "reverse", "C-1", "--on", "2025-06-01").code == 0
    assert [each["why"] for each in undone(desk, batch)["left"]] == ["Another decision followed it, which stands."]


def test_an_earlier_grant_is_untouched_by_a_later_one_that_is_undone(desk: Recert, imported: Any) -> None:
    before = standings(desk)
    batch = imported({"kind": "grant", "holder": "H-1", "certification": "CCNP-ENT", "on": "2025-02-01"})
    assert undone(desk, batch)["entries"] == {"certification.granted.v1": 1}
    assert standings(desk) == before


def test_a_pass_that_is_struck_out_already_is_left(desk: Recert, imported: Any) -> None:
    batch = imported(
        {"kind": "exam", "holder": "H-1", "exam": "350-401", "on": "2025-02-01"},
        {"kind": "exam", "holder": "H-1", "exam": "300-410", "on": "2025-02-01"},
    )
    assert desk("exam", "void", "H-1", "300-410@2025-02-01").code == 0
    done = undone(desk, batch)
    assert (done["entries"], [each["why"] for each in done["left"]]) == (
        {"exam.passed.v1": 1},
        ["It is struck out already."],
    )


def test_a_recorded_expiry_that_the_books_overturned_is_left(desk: Recert, imported: Any) -> None:
    batch = imported({"kind": "expired", "holder": "H-1", "certification": "CCNP-ENT", "on": "2025-03-02"})
    assert desk("close", "--through", "2025-12-31").code == 0
    assert [each["why"] for each in undone(desk, batch)["left"]] == ["The books have overturned it already."]


def test_fees_enrolments_revocations_and_retirements_are_undone_too(desk: Recert, imported: Any) -> None:
    before = standings(desk)
    batch = imported(
        {"kind": "fee", "holder": "H-1", "fee": "ce-fee", "on": "2025-02-01"},
        {"kind": "enrol", "holder": "H-1", "terms": "T-1", "on": "2025-06-01"},
        {"kind": "revoke", "holder": "H-1", "certification": "CCNP-ENT", "on": "2025-02-01"},
        {"kind": "retire", "certification": "CCDE", "on": "2025-02-01"},
    )
    assert standings(desk) != before
    answer = desk("import", "undo", batch, "--yes")
    assert answer.out.startswith(
        f"To be undone of {batch}: 1 certification retired, 1 certification revoked, 1 fee paid, 1 holder enrolled.\n"
    )
    assert answer.out.endswith("Undone: 4 entries. They can be imported again.\n")
    assert standings(desk) == before


def test_an_item_is_listed_by_whoever_else_listed_it(desk: Recert, imported: Any) -> None:
    item = {"kind": "item", "title": "A course", "credits": 8, "from": "2025-01-01"}
    batch = imported(item | {"item": "IT-1"}, item | {"item": "ENSDWI-ILT"})
    done = undone(desk, batch)
    assert (done["entries"], done["left"]) == ({"item.listed.v1": 2}, [])


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


def test_a_provider_may_again_what_it_could_before_and_can_be_said_otherwise(desk: Recert, imported: Any) -> None:
    batch = imported(provider("2025-01-01", authorised=False))
    assert undone(desk, batch)["entries"] == {"provider.deauthorised.v1": 1}
    assert undone(desk, batch)["entries"] == {}
    imported(provider("2025-01-01", authorised=True))


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
    assert (answer.code, answer.out.splitlines()[0]) == (0, f"To be undone of {batch}: 1 claim validated.")
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
    assert (again["entries"], again["moves"], again["recorded"]) == ({}, [], 0)


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
    assert undone(desk, batch)["entries"] == {"claim.validated.v1": 1}


def test_a_decision_that_rested_on_what_was_undone_drifts_as_a_correction_until_the_books_are_closed(
    desk: Recert, imported: Any
) -> None:
    batch = imported(
        {"kind": "grant", "holder": "H-2", "certification": "CCNA", "on": "2022-02-01"},
        {"kind": "validate", "claim": "C-1", "on": "2025-05-10"},
        CLAIM | {"holder": "H-1", "claim": "C-2"},
        {"kind": "validate", "claim": "C-2", "on": "2026-02-20"},
    )
    assert desk("close", "--through", "2026-03-09").code == 0
    undone(desk, batch)
    findings = desk("drift", "--json").json["findings"]
    assert [(each["holder"], each["class"], each["event"]["topic"]) for each in findings] == [
        ("H-1", "correction", "entry.undone.v1"),
        ("H-2", "correction", "entry.undone.v1"),
    ]
    assert findings[1]["replay"] is None
    closed = desk("close", "--through", "2026-03-09").out
    assert "certification expired 2026-03-02, CCNP-ENT, last active 2026-03-01" in closed
    assert "certification redetermined 2025-02-02, CCNA, annulled, overturning" in closed
    assert desk("drift").code == 0
