"""A million lines: their size in memory, imported again, killed again and again, and with a tenth of them wrong.

It takes the better part of an hour; RECERT_BENCH_LINES=20000 makes it short. Whatever the number, all must hold.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.large import checks

LINES = int(os.environ.get("RECERT_BENCH_LINES", "1000000"))

pytestmark = pytest.mark.bench


def test_a_million_lines_go_in_within_300_megabytes_and_go_in_once(tmp_path: Path) -> None:
    checks.goes_in_once(tmp_path, LINES)


def test_a_million_lines_killed_at_twenty_random_points_and_run_again_are_there_once(tmp_path: Path) -> None:
    checks.survives_kills(tmp_path, LINES)


def test_of_a_million_lines_a_tenth_is_wrong_and_listed_and_the_others_are_in(tmp_path: Path) -> None:
    checks.lists_a_bad_tenth(tmp_path, LINES)
