"""Importing from the command line: CSV with its columns mapped, templates, and what is wrong with the options."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from ledger import KINDS
from tests.cli.conftest import Recert

EXPORT = "Person,Certificate,Earned,Remark\nH-5,CCNA,2025-01-02,by hand\nH-6,CCNAA,2025-01-02,\n"
MAPPED = ("--kind", "grant", "--map", "Person=holder", "--map", "Certificate=certification", "--map", "Earned=on")


def test_a_csv_of_somebody_elses_goes_in_with_its_columns_mapped(desk: Recert, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")
    answer = desk("import", "export.csv", *MAPPED, "--map", "Remark=")
    assert answer.code == 1
    assert answer.out.splitlines()[1].split() == ["grant", "2", "1", "0", "1"]
    assert "line 3: The catalogue has no certification 'CCNAA'." in answer.err
    assert desk("history", "H-5").code == 0


def test_options_may_stand_before_the_file(desk: Recert, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")
    answer = desk("import", "--atomic", *MAPPED, "--map", "Remark=", "export.csv")
    assert "Nothing was recorded" in answer.out
    assert desk("history", "H-5").code == 1


def test_a_file_named_like_a_word_is_reached_by_its_path(desk: Recert, tmp_path: Path) -> None:
    line = {"kind": "grant", "holder": "H-5", "certification": "CCNA", "on": "2025-01-02"}
    (tmp_path / "template").write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert desk("import", "./template").code == 0
    assert desk("import", "template").code == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_a_header_that_the_import_takes(recert: Recert, kind: str, tmp_path: Path) -> None:
    """With an example below it every row is either recorded or refused for what it says, never for its columns."""
    assert recert("init").code == 0
    header = recert("import", "template", kind).out
    entry = json.loads(recert("import", "template", kind, "--format", "jsonl").out)
    row = {name: flat(entry, name) for name in next(csv.reader([header]))}
    with (tmp_path / "filled.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    (tmp_path / "filled.jsonl").write_text(json.dumps(entry) + "\n", encoding="utf-8")
    rows = recert("import", "filled.csv", "--kind", kind, "--dry-run", "--json").json
    lines = recert("import", "filled.jsonl", "--dry-run", "--json").json
    assert rows["totals"] == lines["totals"]
    assert {error["code"] for error in rows["errors"]} <= {"UNKNOWN_CLAIM", "UNKNOWN_ATTEMPT", "FUTURE"}


def flat(entry: dict[str, object], name: str) -> str:
    outer, _, inner = name.partition(".")
    value = entry[outer][inner] if inner else entry[outer]  # type: ignore[index]
    match value:
        case bool():
            return str(value).lower()
        case list():
            return " ".join(value)
        case _:
            return str(value)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("x.csv", "--map", "a=b"), "Say its kind too"),
        (("x.csv", "--kind", "grant", "--map", "ab"), "'ab' is no pair"),
        (("x.csv", "--kind", "grant", "--map", "a=on", "--map", "a=holder"), "'a' is mapped twice"),
        (("x.csv", "--kind", "grnt"), "cannot be read"),
        (("template", "grnt"), "Did you mean 'grant'?"),
        (("template",), "Missing argument 'KIND'"),
        (("undo",), "Missing argument 'BATCH'"),
        ((), "Missing argument 'FILE'"),
    ],
)
def test_a_wrong_import_is_told_what_is_wrong(desk: Recert, arguments: tuple[str, ...], said: str) -> None:
    answer = desk("import", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_no_progress_is_drawn_where_nobody_looks(desk: Recert, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(EXPORT.replace("CCNAA", "CCNA"), encoding="utf-8")
    assert desk("import", "export.csv", *MAPPED, "--map", "Remark=").err == ""


def test_help_lists_what_may_stand_instead_of_a_file(recert: Recert) -> None:
    said = recert("import", "--help").out
    assert "template  Show the columns" in said
    assert "undo      Take back" in said
    assert recert("import", "undo", "--help").out.startswith("Usage: recert import undo [OPTIONS] BATCH")
