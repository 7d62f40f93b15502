"""Recording from the command line: what is said back, and what lands in the record."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Recert


def test_a_new_ledger_says_what_it_begins_with(recert: Recert) -> None:
    answer = recert("init")
    assert answer.code == 0
    assert answer.out.startswith(
        "Created the ledger recert.db.\nRecorded @1: programme opened, cisco-ce, days in UTC.\n"
    )


def test_a_grant_is_said_back_with_its_position_and_day(desk: Recert) -> None:
    answer = desk("grant", "H-2", "CCNA", "--on", "2024-05-01", "--reason", "EXAM")
    assert answer.out == "Recorded @7 H-2: certification granted 2024-05-01, CCNA, reason EXAM.\n"


def test_the_same_again_is_recognised_and_adds_nothing(desk: Recert) -> None:
    again = desk("grant", "H-1", "CCNP-ENT", "--on", "2023-03-01")
    assert (again.code, again.out) == (0, "Already recorded, with the same content; nothing added.\n")


def test_a_day_left_out_is_the_ledgers_today(desk: Recert) -> None:
    (event,) = desk("exam", "pass", "H-1", "350-401", "--json").json["events"]
    assert (event["topic"], event["on"], event["attempt"]) == ("exam.passed.v1", "2026-03-10", "350-401@2026-03-10")


def test_today_is_the_day_in_the_zone_of_the_programme(recert: Recert) -> None:
    assert recert("init", "--zone", "Pacific/Auckland").code == 0
    late = datetime(2026, 3, 10, 23, tzinfo=UTC)
    (event,) = recert("grant", "H-1", "CCNA", "--json", at=late).json["events"]
    assert (event["on"], event["recorded_at"]) == ("2026-03-11", "2026-03-10T23:00:00Z")


def test_a_claim_goes_from_submission_to_validation(desk: Recert) -> None:
    answer = desk("claim", "validate", "C-1", "--credits", "60.5", "--validator", "P-1", "--on", "2025-05-10")
    assert answer.out == "Recorded @7 H-1: claim validated 2025-05-10, C-1, 60.5 credits, by P-1.\n"


@pytest.mark.parametrize("verb", ["reject", "withdraw"])
def test_a_claim_may_end_otherwise_and_say_why(desk: Recert, verb: str) -> None:
    answer = desk("claim", verb, "C-1", "--on", "2025-05-10", "--reason", "NO-SHOW")
    assert answer.code == 0
    assert answer.out.endswith("2025-05-10, C-1, reason NO-SHOW.\n")


def test_a_claim_decided_twice_is_refused(desk: Recert) -> None:
    assert desk("claim", "validate", "C-1", "--on", "2025-05-10").code == 0
    assert desk("claim", "reject", "C-1", "--on", "2025-05-11").code == 1


def test_every_option_of_a_submission_reaches_the_event(desk: Recert) -> None:
    digest = "ab" * 32
    answer = desk(
        *("claim", "submit", "H-1", "C-2", "ENSDWI-ILT", "--credits", "24", "--completed", "2026-02-20"),
        *("--began", "2026-02-18", "--provider", "P-1", "--source", "provider", "--edition", "2", "--replaces", "C-1"),
        *("--evidence", digest, "--json"),
    )
    event = answer.json["events"][-1]
    said = {
        key: event[key] for key in ("began_on", "provider", "source", "edition", "replaces", "evidence", "submitted_on")
    }
    assert said == {
        "began_on": "2026-02-18",
        "provider": "P-1",
        "source": "provider",
        "edition": "2",
        "replaces": "C-1",
        "evidence": [digest],
        "submitted_on": "2026-03-10",
    }


def entries(path: Path, *lines: object) -> str:
    path.write_text(
        "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), encoding="utf-8"
    )
    return path.name


GRANT = {"kind": "grant", "holder": "H-5", "certification": "CCNA", "on": "2025-01-02"}


def test_an_import_shows_its_control_totals(desk: Recert, tmp_path: Path) -> None:
    answer = desk("import", entries(tmp_path / "in.jsonl", GRANT, GRANT | {"holder": "H-6"}))
    assert answer.code == 0
    assert answer.out.splitlines()[:2] == [
        "kind   read  recorded  skipped  rejected",
        "grant     2         2        0         0",
    ]
    assert answer.err == ""


def test_an_import_names_the_lines_that_it_refused_and_the_file_that_lists_them(desk: Recert, tmp_path: Path) -> None:
    answer = desk("import", entries(tmp_path / "in.jsonl", GRANT, "nonsense", GRANT | {"certification": "CCNAA"}))
    assert answer.code == 1
    assert "total" in answer.out
    assert "line 2: The line is not JSON" in answer.err
    assert "line 3: The catalogue has no certification 'CCNAA'. Did you mean" in answer.err
    assert "All errors are in in.jsonl.errors.csv." in answer.err
    assert (tmp_path / "in.jsonl.errors.csv").exists()


def test_a_file_imported_again_records_nothing(desk: Recert, tmp_path: Path) -> None:
    name = entries(tmp_path / "in.jsonl", GRANT)
    assert desk("import", name, "--json").json["totals"][0]["recorded"] == 1
    again = desk("import", name)
    assert again.code == 0
    assert "nothing new was recorded" in again.out


def test_a_rehearsal_reports_and_writes_nothing(desk: Recert, tmp_path: Path) -> None:
    answer = desk("import", entries(tmp_path / "in.jsonl", GRANT, "nonsense"), "--dry-run")
    assert answer.code == 1
    assert "nothing was written. 1 would be recorded" in answer.out
    assert not (tmp_path / "in.jsonl.errors.csv").exists()
    assert desk("history", "H-5").code == 1


def test_an_atomic_import_with_a_bad_line_records_nothing(desk: Recert, tmp_path: Path) -> None:
    answer = desk("import", entries(tmp_path / "in.jsonl", GRANT, "nonsense"), "--atomic")
    assert answer.code == 1
    assert "Nothing was recorded" in answer.out
    assert desk("history", "H-5").code == 1
