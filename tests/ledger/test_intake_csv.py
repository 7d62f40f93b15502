"""CSV: the same entries, one kind a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger import InputError
from ledger.commands import KINDS, read_entry
from ledger.events import BatchImported
from ledger.intake import columns, import_file, template
from tests.ledger.importing import EVERY_KIND, codes, new_ledger, said, submit, write

SUBMISSIONS = """\
holder,claim,item,credits,completed_on,submitted_on,provider,evidence,origin.system,origin.record_id
H-1,C-1,IT-1,12.50,2025-05-01,2025-05-03,P-1,,portal,4711
H-2,C-2,"IT-1",8,2025-05-01,2025-05-03,,{digest} {digest},,
"""


def text(path: Path, content: str) -> str:
    path.write_text(content.format(digest="0" * 64), encoding="utf-8-sig", newline="\r\n")
    return str(path)


def test_a_csv_says_the_same_as_json_lines(tmp_path: Path) -> None:
    origin = {"system": "portal", "record_id": "4711"}
    rows = [
        submit(credits="12.5", provider="P-1", origin=origin),
        submit("C-2", "H-2", credits=8, evidence=["0" * 64] * 2),
    ]
    as_json, as_csv = new_ledger(), new_ledger()
    import_file(as_json, write(tmp_path / "a.jsonl", rows))
    report = import_file(as_csv, text(tmp_path / "a.csv", SUBMISSIONS), kind="submit")
    assert report.recorded == 2
    assert said(as_csv) == said(as_json)
    (recorded,) = as_csv.batch(report.batch)
    assert isinstance(recorded.event, BatchImported)
    assert recorded.event.format == "csv"


def test_a_csv_again_records_nothing(tmp_path: Path) -> None:
    ledger, path = new_ledger(), text(tmp_path / "a.csv", SUBMISSIONS)
    import_file(ledger, path, kind="submit")
    assert import_file(ledger, path, kind="submit").skipped == 2


def test_columns_may_have_other_names_and_be_left_out(tmp_path: Path) -> None:
    content = "Certificate,Who,When,Remarks\nCCNA,H-1,2024-01-01,a name\n"
    aliases = {"Certificate": "certification", "Who": "holder", "When": "on", "Remarks": ""}
    path = text(tmp_path / "a.csv", content)
    assert import_file(new_ledger(), path, kind="grant", aliases=aliases).recorded == 1


@pytest.mark.parametrize(("cell", "recorded"), [("true", 1), ("FALSE", 1), ("yes", 0), ("1", 0)])
def test_a_flag_is_true_or_false(cell: str, recorded: int, tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", f"provider,on,authorised\nP-1,2024-01-01,{cell}\n")
    assert import_file(new_ledger(), path, kind="provider").recorded == recorded


def test_a_bad_line_costs_itself_only(tmp_path: Path) -> None:
    content = 'holder,certification,on\nH-1,CCNA\n"H-2,CCNA,2024-01-01\nH-3,CCNA,2024-01-01\nH-4,CCNA,soon\n,,\n'
    report = import_file(new_ledger(), text(tmp_path / "a.csv", content), kind="grant")
    assert report.recorded == 1
    assert codes(report) == [
        (2, "", "CELLS"),
        (3, "", "NOT_CSV"),
        (5, "on", "DATE"),
        (6, "holder", "MISSING"),
        (6, "certification", "MISSING"),
        (6, "on", "MISSING"),
    ]


@pytest.mark.parametrize(
    ("header", "aliases", "message"),
    [
        ("holder,certification,onn", {}, "'onn' is no column of grant. Did you mean 'on'?"),
        ("holder;certification;on", {}, "'holder;certification;on' is no column of grant."),
        ("holder,certification,on,on", {}, "has 'on' twice"),
        ("holder,certification,when", {"when": "onn"}, "'when' is mapped to 'onn', which grant does not have."),
        ('holder,"certification,on', {}, "The line is not CSV"),
    ],
)
def test_a_header_that_is_none_is_refused(header: str, aliases: dict[str, str], message: str, tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", f"{header}\nH-1,CCNA,2024-01-01\n")
    with pytest.raises(InputError) as refused:
        import_file(new_ledger(), path, kind="grant", aliases=aliases)
    assert message in str(refused.value)


def test_a_csv_with_a_header_alone_is_empty(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="The file is empty"):
        import_file(new_ledger(), text(tmp_path / "a.csv", "holder,certification,on\n"), kind="grant")


def test_a_csv_must_be_said_to_be_of_a_kind(tmp_path: Path) -> None:
    path = text(tmp_path / "a.CSV", SUBMISSIONS)
    with pytest.raises(InputError, match="Say which"):
        import_file(new_ledger(), path)
    with pytest.raises(InputError, match="Did you mean 'submit'"):
        import_file(new_ledger(), path, kind="submitt")


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_has_every_column_of_its_kind(kind: str) -> None:
    header = template(kind).strip().split(",")
    assert tuple(header) == columns(kind)
    for entry in (entry for entry in EVERY_KIND if entry["kind"] == kind):
        read_entry(entry)
        assert {key for key in entry if key not in ("kind", "origin")} <= set(header)
