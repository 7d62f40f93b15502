"""What leaves the house: texts that mean harm to whoever sees them on a terminal, or opens them in a spreadsheet."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.show import csv_lines
from ledger import inert, read_pack
from tests.architecture import PACKAGES, ROOT, modules
from tests.hostile.target import Target, expect_harmless, unseen

EVIL = "=1+1\x1b[31m\x1b]52;c;ZXZpbA==\x07\x9b2J\u202e\u2066\u200b\r"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
READERS = (
    "status H-1",
    "status H-1 --on 2020-01-01",
    "status H-1 --json",
    "explain H-1",
    "timeline H-1",
    "history H-1",
    "standings",
    "standings --format csv",
    "standings --format jsonl",
    "drift",
    "policy show",
    "policy list",
    "policy lint",
    "policy diff current cisco-ce",
    "replay --set claim.window=30 --on 2026-03-10",
    "replay --set claim.window=30 --json",
    "import template item",
    "close --through 2026-03-09",
    "verify --full",
)


@pytest.fixture
def hostile(target: Target) -> Target:
    """Make a ledger of a programme whose every text means harm; all of it is legitimate, none of it is harmless."""
    folder, shipped = target.ledger / "pack", read_pack("cisco-ce")
    folder.mkdir()
    escaped = "".join(f"\\u{ord(each):04x}" for each in EVIL) + "\\nrecert: all is well"
    texts = re.compile(r'((?:title|cite|unit|note) = )"(?!")[^"\n]+"')
    policy = texts.sub(lambda found: f'{found[1]}"{escaped}"', shipped.policy)
    (folder / "policy.toml").write_text(policy, encoding="utf-8")
    for name in ("certifications", "exams", "items"):
        rows = list(csv.DictReader(io.StringIO(getattr(shipped, name))))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows({**row, **dict.fromkeys(_texts(row), EVIL.rstrip("\r"))} for row in rows)
    target.file.unlink()
    for line in (
        "init --programme ./pack",
        "grant H-1 CCNP-ENT --on 2019-03-01",
        "grant H-1 CCNA --on 2024-03-01",
        "claim submit H-1 C-1 ENCOR-ILT --credits 64 --completed 2025-05-01 --submitted 2025-06-03",
        "claim validate C-1 --on 2025-06-04",
    ):
        expect_harmless(target.run(*line.split()), 0)
    return target


def _texts(row: dict[str, str]) -> list[str]:
    return [key for key in ("title", "formerly_title", "source") if row.get(key)]


def test_no_text_of_a_programme_reaches_a_terminal_as_more_than_text(hostile: Target) -> None:
    for line in READERS:
        answer = hostile.run(*line.split())
        expect_harmless(answer)
        assert [line for line in answer.said.splitlines() if line.startswith("recert: all is well")] == []


@pytest.mark.parametrize("line", ["standings --format csv", "replay --set claim.window=30 --out changed.csv"])
def test_no_export_holds_a_formula_and_numbers_and_days_stay_what_they_are(hostile: Target, line: str) -> None:
    answer = hostile.run(*line.split())
    expect_harmless(answer, 0)
    file = hostile.ledger / "changed.csv"
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8") if file.exists() else answer.out)))
    assert len(rows) > 1
    assert [cell for row in rows for cell in row if cell.startswith(FORMULAS)] == []
    days = [cell for row in rows for cell in row if re.match(r"'?\d{4}-\d\d-\d\d", cell)]
    assert days
    assert not any(day.startswith("'") for day in days)


def test_every_writer_of_csv_keeps_cells_inert() -> None:
    writing = {path for package in PACKAGES for path in modules(package) if "csv.writer" in path.read_text("utf-8")}
    assert {path.relative_to(ROOT).as_posix() for path in writing} == {"cli/show/output.py", "ledger/intake/report.py"}
    assert all("inert(" in path.read_text("utf-8") for path in writing)


@given(st.text(st.sampled_from("=+-@\t\r\n '\"09.,aé\x1b\u200b\uff1d")) | st.text())
def test_a_cell_is_no_formula_and_is_otherwise_what_it_was(cell: str) -> None:
    written = inert(cell)
    assert written in (cell, f"'{cell}")
    number = re.fullmatch(r"[+-]?([0-9]+(\.[0-9]+)?)?", cell)
    assert bool(number) or not (written.startswith(FORMULAS) or written.lstrip().startswith(FORMULAS[:4]))
    assert not number or written == cell


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), max_size=4))
def test_a_row_of_csv_comes_back_as_it_was_written(rows: list[list[str]]) -> None:
    file = io.StringIO()
    csv_lines(("a", "b"), rows, to=file)
    assert unseen(file.getvalue()) == []
    back = list(csv.reader(io.StringIO(file.getvalue())))
    assert len(back) == len(rows) + 1
    assert {len(row) for row in back} == {2}


@pytest.mark.parametrize(
    "arguments",
    [
        ("status", "H-1", "\x1b[31m\u202e"),
        ("import", "\x1b]0;evil\x07.jsonl"),
        ("--ledger", "\x9b31m.db", "status", "H-1"),
        ("policy", "lint", "rules.toml"),
    ],
)
def test_a_real_terminal_is_sent_nothing_that_it_would_obey(target: Target, arguments: tuple[str, ...]) -> None:
    (target.ledger / "rules.toml").write_text('zzz \x1b]52;c;ZXZpbA==\x07 \x9b2J "', encoding="utf-8")
    screen, behind = os.openpty()
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "TERM": "dumb", "LANG": "C.UTF-8", "RECERT_CACHE": ""}
    command = [sys.executable, "-m", "cli.main", *arguments]
    code = subprocess.run(command, cwd=target.ledger, env=environment, stdout=behind, stderr=behind, check=False)
    os.close(behind)
    said = _all(screen)
    assert code.returncode == 2
    assert "recert: " in said
    assert unseen(said.replace("\r\n", "\n")) == []


def _all(screen: int) -> str:
    """Read what stands on a screen that nobody writes to any more."""
    said = b""
    try:
        while block := os.read(screen, 65_536):
            said += block
    except OSError:
        pass  # Linux says so, instead of giving nothing.
    finally:
        os.close(screen)
    return said.decode("utf-8")


def test_no_file_of_the_corpus_is_large_enough_to_be_a_burden() -> None:
    here = Path(__file__).parent
    large = [path.name for path in here.rglob("*") if path.is_file() and path.stat().st_size > 100_000]
    assert large == []
