"""Text on its way out: harmless to terminals and spreadsheets, aligned when piped, drawn on a terminal."""

from __future__ import annotations

import csv
import sys
from io import StringIO

import pytest

from cli.show import Column, clean, csv_lines, put, table
from cli.show.words import day_of, said
from tests.ledger.vectors.examples import EXAMPLES

COLUMNS = (Column("name"), Column("count", right=True))


class Terminal(StringIO):
    """A screen that says it is one."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    "text", ["\x1b[31mred", "\x9b31mred", "a\rb", "a\u202eb", "a\u2066b", "bell\x07", "nul\0", "\u200bhidden"]
)
def test_what_a_terminal_would_obey_is_taken_out(text: str) -> None:
    assert all(character.isprintable() for character in clean(text))


def test_a_cell_stays_on_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    table(COLUMNS, [("a\nb", "1")])
    assert capsys.readouterr().out == "name  count\na b       1\n"


def test_letters_of_every_language_stay(capsys: pytest.CaptureFixture[str]) -> None:
    put("Zürich 東京 Ελλάδα")
    assert capsys.readouterr().out == "Zürich 東京 Ελλάδα\n"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1+1", "-1-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "\u200b=1", "\uff1d1"]
)
def test_a_spreadsheet_gets_no_formula(cell: str, capsys: pytest.CaptureFixture[str]) -> None:
    csv_lines(("a", "b"), [(cell, "plain")])
    _, (written, plain) = csv.reader(StringIO(capsys.readouterr().out))
    assert written.startswith("'")
    assert plain == "plain"


@pytest.mark.parametrize("cell", ["-1", "+1", "-12.50", "0", "2026-03-01", "-", "C-1", "lifetime", ""])
def test_a_number_and_a_day_stay_what_they_are(cell: str, capsys: pytest.CaptureFixture[str]) -> None:
    csv_lines(("a", "b"), [(cell, "plain")])
    _, (written, _) = csv.reader(StringIO(capsys.readouterr().out))
    assert written == cell


def test_a_piped_table_is_aligned_and_unadorned(capsys: pytest.CaptureFixture[str]) -> None:
    table(COLUMNS, [("short", "7"), ("a longer one", "1200")])
    assert capsys.readouterr().out.splitlines() == [
        "name          count",
        "short             7",
        "a longer one   1200",
    ]


def test_a_table_on_a_terminal_is_drawn_and_holds_the_same_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    table(COLUMNS, [("active", "7"), ("[bold]not markup[/]", "1")])
    assert "─" in screen.getvalue()
    assert "[bold]not markup[/]" in screen.getvalue()


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: str(event.TOPIC))
def test_every_event_has_words(event: object) -> None:
    assert said(event, str)  # type: ignore[arg-type]
    assert "None" not in said(event, str)  # type: ignore[arg-type]


def test_a_claim_is_of_the_day_on_which_it_was_submitted() -> None:
    (submitted,) = {day_of(event) for event in EXAMPLES if event.TOPIC == "claim.submitted.v1"}
    assert submitted in {getattr(event, "submitted_on", None) for event in EXAMPLES}
