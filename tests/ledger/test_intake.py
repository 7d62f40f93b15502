"""Imports of files: good rows go in once whatever their order, and every row is accounted for."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

from ledger import Ledger
from ledger.commands import KINDS
from ledger.events import BatchImported, ClaimSubmitted
from ledger.intake import import_file
from tests.ledger.importing import EVERY_KIND, balanced, codes, decide, grant, new_ledger, position, submit, write


def test_every_kind_goes_in_and_is_counted(ledger: Ledger, tmp_path: Path) -> None:
    report = import_file(ledger, write(tmp_path / "a.jsonl", EVERY_KIND))
    assert report.errors == ()
    assert {count.kind for count in report.totals} == set(KINDS)
    assert (report.read, report.recorded, report.skipped, report.rejected) == (len(EVERY_KIND), len(EVERY_KIND), 0, 0)
    assert balanced(report)
    assert report.complete


def test_an_import_ends_with_an_event_that_accounts_for_it(ledger: Ledger, tmp_path: Path) -> None:
    report = import_file(ledger, write(tmp_path / "a.jsonl", EVERY_KIND))
    (recorded,) = ledger.batch(report.batch)
    event = recorded.event
    assert isinstance(event, BatchImported)
    assert (event.sha256, event.size) == (report.sha256, (tmp_path / "a.jsonl").stat().st_size)
    assert event.totals == report.totals
    assert (event.first_position, event.last_position) == (report.first_position, report.last_position)
    assert report.last_position == recorded.position - 1


def test_what_is_imported_names_its_batch_and_its_origin(ledger: Ledger, tmp_path: Path) -> None:
    report = import_file(ledger, write(tmp_path / "a.jsonl", EVERY_KIND))
    events = [recorded.event for recorded in ledger.history("H-1").events]
    assert {event.batch for event in events} == {report.batch}
    origins = {event.origin.record_id for event in events if event.origin}
    assert origins == {"4711"}


def test_the_same_file_again_records_nothing_at_all(ledger: Ledger, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", EVERY_KIND)
    import_file(ledger, path)
    before = position(ledger)
    report = import_file(ledger, path)
    assert (report.recorded, report.skipped) == (0, len(EVERY_KIND))
    assert position(ledger) == before
    assert report.first_position is None


def test_a_run_that_finds_something_to_add_concludes_the_same_batch_again(ledger: Ledger, tmp_path: Path) -> None:
    second = write(tmp_path / "b.jsonl", [grant(), decide("validate")])
    assert codes(import_file(ledger, second)) == [(2, "claim", "UNKNOWN_CLAIM")]
    import_file(ledger, write(tmp_path / "a.jsonl", [submit()]))
    report = import_file(ledger, second)
    assert report.recorded == 1
    assert len(ledger.batch(report.batch)) == 2


def test_a_file_in_which_no_line_is_sound_records_nothing_at_all(ledger: Ledger, tmp_path: Path) -> None:
    before = position(ledger)
    report = import_file(ledger, write(tmp_path / "a.jsonl", [{**grant(), "on": "yesterday"}, decide("validate")]))
    assert (report.rejected, position(ledger)) == (2, before)


def test_an_identical_row_in_one_file_is_skipped(ledger: Ledger, tmp_path: Path) -> None:
    rows = [
        grant(),
        submit(),
        decide("validate"),
        decide("validate"),
        submit(),
        grant(),
        decide("validate", credits=12),
    ]
    report = import_file(ledger, write(tmp_path / "a.jsonl", rows))
    assert (report.recorded, report.skipped, report.rejected) == (3, 4, 0)


def test_decisions_on_a_claim_apply_by_their_days_whatever_the_file_order(ledger: Ledger, tmp_path: Path) -> None:
    rows = [
        decide("validate", on="2025-08-01", credits=5),
        decide("reverse", on="2025-07-01"),
        submit(),
        decide("reject", on="2025-06-01"),
    ]
    assert import_file(ledger, write(tmp_path / "a.jsonl", rows)).rejected == 0
    topics = [recorded.event.TOPIC for recorded in ledger.history("H-1").events]
    assert [topic.split(".")[1] for topic in topics] == ["submitted", "rejected", "reversed", "validated"]


def test_a_decision_finds_its_claim_in_the_ledger(ledger: Ledger, tmp_path: Path) -> None:
    import_file(ledger, write(tmp_path / "1.jsonl", [submit(), submit("C-2", "H-2")]))
    report = import_file(ledger, write(tmp_path / "2.jsonl", [decide("reject", "C-2"), decide("validate")]))
    assert report.recorded == 2


def test_a_claim_id_that_two_holders_use_is_the_first_holders_in_any_order(tmp_path: Path) -> None:
    rows = [submit(holder="H-2"), submit(holder="H-1"), decide("validate")]
    for number, order in enumerate((rows, rows[::-1])):
        ledger = new_ledger()
        report = import_file(ledger, write(tmp_path / f"{number}.jsonl", order))
        assert [(error.column, error.code) for error in report.errors] == [("claim", "TAKEN")]
        assert len(ledger.history("H-1").events) == 2


def test_a_claim_id_stays_with_the_holder_whom_the_ledger_knows(ledger: Ledger, tmp_path: Path) -> None:
    import_file(ledger, write(tmp_path / "1.jsonl", [submit(holder="H-2")]))
    rows = [submit(holder="H-1"), submit(holder="H-2"), decide("validate"), submit(holder="H-3")]
    report = import_file(ledger, write(tmp_path / "2.jsonl", rows))
    assert codes(report) == [(1, "claim", "TAKEN"), (4, "claim", "TAKEN")]
    assert (report.recorded, report.skipped) == (1, 1)


def test_a_submission_that_is_refused_leaves_its_claim_id_to_others(ledger: Ledger, tmp_path: Path) -> None:
    rows = [submit(holder="H-1", credits=-1), submit(holder="H-2"), decide("validate")]
    report = import_file(ledger, write(tmp_path / "a.jsonl", rows))
    assert codes(report) == [(1, "credits", "CREDITS")]
    assert len(ledger.history("H-2").events) == 2


def test_good_rows_go_in_and_bad_ones_into_the_errors_file(ledger: Ledger, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [grant(), "{", grant("H-2", on="2027-01-01"), grant("H-3", x=1)])
    report = import_file(ledger, path)
    assert (report.recorded, report.rejected, report.complete) == (1, 3, False)
    assert report.errors_file == f"{path}.errors.csv"
    with open(report.errors_file, newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert header == ["line", "column", "code", "message", "fix"]
    assert [(int(line), column, code) for line, column, code, *_ in rows] == codes(report)
    assert os.listdir(tmp_path).count("a.jsonl.errors.csv") == 1


def test_a_cell_that_a_spreadsheet_would_run_is_escaped(ledger: Ledger, tmp_path: Path) -> None:
    report = import_file(ledger, write(tmp_path / "a.jsonl", [grant() | {"=cmd()": 1}, grant() | {"@x": 1, "\tz": 1}]))
    assert report.errors_file is not None
    text = Path(report.errors_file).read_text(encoding="utf-8")
    assert "'=cmd()" in text
    assert "'@x" in text
    assert not any(cell.startswith(("=", "@", "\t")) for row in csv.reader(text.splitlines()) for cell in row)


def test_the_errors_file_of_last_time_goes_when_there_is_nothing_to_say(ledger: Ledger, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [grant(x=1)])
    errors = import_file(ledger, path).errors_file
    assert errors is not None
    assert Path(errors).exists()
    write(tmp_path / "a.jsonl", [grant()])
    assert import_file(ledger, path).errors_file is None
    assert not Path(errors).exists()


def test_errors_that_cannot_lie_beside_the_file_lie_elsewhere(ledger: Ledger, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [grant(), grant(x=1)])
    (tmp_path / "a.jsonl.errors.csv").mkdir()
    report = import_file(ledger, path)
    assert report.recorded == 1
    assert report.notice is not None
    assert "cannot be written" in report.notice
    assert report.errors_file is not None
    assert "UNKNOWN_KEY" in Path(report.errors_file).read_text(encoding="utf-8")


def test_a_dry_run_reports_what_a_real_one_does_and_writes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    bad = [grant(reason_code="X"), decide("reject", "C-9"), submit(holder="H-9")]
    rows: list[dict[str, Any] | str] = [*EVERY_KIND, *EVERY_KIND[:4], *bad, "{"]
    path = write(tmp_path / "a.jsonl", rows)
    before = position(ledger)
    rehearsed = import_file(ledger, path, dry_run=True)
    assert position(ledger) == before
    assert os.listdir(tmp_path).count("a.jsonl.errors.csv") == 0
    real = import_file(ledger, path)
    assert (rehearsed.totals, rehearsed.errors) == (real.totals, real.errors)
    assert rehearsed.dry_run
    assert rehearsed.first_position is None


def test_a_dry_run_follows_a_holder_with_more_rows_than_one_transaction_takes(tmp_path: Path) -> None:
    fees = [
        {"kind": "fee", "holder": "H-1", "fee": "F", "on": "2025-05-04", "reference": f"R-{n}"} for n in range(4500)
    ]
    rows = [
        *fees,
        submit(),
        decide("validate", on="2025-06-01"),
        decide("reverse", on="2025-07-01"),
        submit(holder="H-2"),
    ]
    path = write(tmp_path / "a.jsonl", rows)
    ledger = new_ledger()
    rehearsed = import_file(ledger, path, dry_run=True)
    assert (rehearsed.recorded, rehearsed.rejected) == (4503, 1)
    assert import_file(ledger, path).totals == rehearsed.totals


def test_an_atomic_import_with_one_bad_row_lets_nothing_in(ledger: Ledger, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [*EVERY_KIND, decide("reject", "C-1", on="2025-05-11")])
    before = position(ledger)
    report = import_file(ledger, path, atomic=True)
    assert position(ledger) == before
    assert report.refused
    assert not report.complete
    assert (report.recorded, report.rejected, report.error_count) == (0, report.read, 1)
    assert report.errors_file is not None
    assert balanced(report)


def test_an_atomic_import_without_errors_lets_everything_in(ledger: Ledger, tmp_path: Path) -> None:
    report = import_file(ledger, write(tmp_path / "a.jsonl", EVERY_KIND), atomic=True)
    assert report.recorded == len(EVERY_KIND)
    assert report.complete
    assert len(ledger.batch(report.batch)) == 1


def test_progress_is_told_up_to_the_last_row(ledger: Ledger, tmp_path: Path) -> None:
    told: list[int] = []
    path = write(tmp_path / "a.jsonl", (submit(f"C-{n}", f"H-{n}") for n in range(2500)))
    import_file(ledger, path, progress=told.append)
    assert told == sorted(told)
    assert len(told) > 1
    assert told[-1] == 2500


def test_a_claim_is_submitted_once_by_whoever_is_first(tmp_path: Path) -> None:
    ledger = new_ledger()
    import_file(ledger, write(tmp_path / "a.jsonl", [submit(holder=f"H-{n}") for n in range(5)]))
    events = [recorded.event for history in ledger.histories() for recorded in history.events]
    assert [event.holder for event in events if isinstance(event, ClaimSubmitted)] == ["H-0"]
