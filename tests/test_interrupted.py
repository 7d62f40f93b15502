"""An import killed at random and run again until it is through, or with bad lines: every good line is there once.

tests/bench does the same with a million lines.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.large import checks

LINES = 20_000

pytestmark = pytest.mark.long


def test_a_file_goes_in_once_however_often_it_is_imported(tmp_path: Path) -> None:
    checks.goes_in_once(tmp_path, LINES)


def test_an_import_killed_at_twenty_random_points_and_run_again_records_every_line_once(tmp_path: Path) -> None:
    checks.survives_kills(tmp_path, LINES)


def test_a_tenth_of_the_lines_is_wrong_and_listed_and_the_others_are_in(tmp_path: Path) -> None:
    checks.lists_a_bad_tenth(tmp_path, LINES)
