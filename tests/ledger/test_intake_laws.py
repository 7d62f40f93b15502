"""What holds of every import: neither the order of a file nor saying it again matters, nor being killed midway."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import Ledger
from ledger.intake import import_file
from tests.ledger.importing import balanced, decide, grant, new_ledger, position, said, submit, write

_KILLED = """
import os, signal, sys
from ledger.intake import import_file
from tests.ledger.importing import new_ledger
from ledger import Ledger

def progress(done):
    if done > int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

ledger = Ledger.open(sys.argv[1], actor="test")
import_file(ledger, sys.argv[2], progress=progress)
"""


@pytest.mark.parametrize("after", [0, 2500])
def test_an_import_killed_midway_is_completed_by_running_it_again(after: int, tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = []
    for number in range(1500):
        rows += [grant(f"H-{number}"), submit(f"C-{number}", f"H-{number}"), decide("validate", f"C-{number}")]
    random.Random(1).shuffle(rows)
    path = write(tmp_path / "a.jsonl", rows)
    new_ledger(tmp_path / "ledger.db").close()
    command = [sys.executable, "-c", _KILLED, str(tmp_path / "ledger.db"), path, str(after)]
    killed = subprocess.run(command, check=False, capture_output=True, env=os.environ | {"PYTHONPATH": os.getcwd()})
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with Ledger.open(str(tmp_path / "ledger.db"), actor="test") as ledger:
        report = import_file(ledger, path)
        assert 0 < report.skipped < len(rows)
        assert report.recorded + report.skipped == len(rows)
        assert len(ledger.batch(report.batch)) == 1
        events = Counter(
            (recorded.event.TOPIC, history.holder) for history in ledger.histories() for recorded in history.events
        )
    assert set(events.values()) == {1}
    assert len(events) == len(rows)


# At the same time.

_IMPORTING = """
import sys
from ledger import Ledger
from ledger.intake import import_file

with Ledger.open(sys.argv[1], actor="test") as ledger:
    report = import_file(ledger, sys.argv[2])
    print(report.recorded, report.rejected, report.first_position or 0, report.last_position or 0)
"""


def at_once(ledger: Path, paths: list[str]) -> list[list[int]]:
    """Import files in as many processes, and return what each one printed."""
    command = [sys.executable, "-c", _IMPORTING, str(ledger)]
    environment = os.environ | {"PYTHONPATH": os.getcwd()}
    running = [subprocess.Popen([*command, path], stdout=subprocess.PIPE, env=environment) for path in paths]
    return [[int(number) for number in process.communicate()[0].split()] for process in running]


def test_four_processes_import_into_one_ledger_at_once(tmp_path: Path) -> None:
    new_ledger(tmp_path / "ledger.db").close()
    paths = [
        write(tmp_path / f"{name}.jsonl", (submit(f"{name}-{number}", f"{name}-{number}") for number in range(2000)))
        for name in "ABCD"
    ]
    reports = at_once(tmp_path / "ledger.db", paths)
    assert [report[:2] for report in reports] == [[2000, 0]] * 4
    spans = sorted((first, last) for *_, first, last in reports)
    assert any(later[0] < earlier[1] for earlier, later in pairwise(spans))


def test_two_processes_that_submit_the_same_claims_share_them_out(tmp_path: Path) -> None:
    new_ledger(tmp_path / "ledger.db").close()
    paths = [
        write(tmp_path / f"{name}.jsonl", (submit(f"C-{number}", f"{name}-{number}") for number in range(2000)))
        for name in "AB"
    ]
    (one, other) = at_once(tmp_path / "ledger.db", paths)
    assert (one[0] + other[0], one[1] + other[1]) == (2000, 2000)


# Laws.

_DAYS = st.sampled_from(["2025-05-03", "2025-05-04", "2025-05-05"])
_CLAIMS = st.sampled_from(["C-1", "C-2"])
_HOLDERS = st.sampled_from(["H-1", "H-2"])
_ENTRIES = st.one_of(
    st.builds(grant, _HOLDERS, on=_DAYS, reason_code=st.sampled_from(["A", None])),
    st.builds(submit, _CLAIMS, _HOLDERS, submitted_on=_DAYS, credits=st.sampled_from([0, 5, 12, 12.0])),
    st.builds(decide, st.sampled_from(["validate", "reject", "withdraw", "reverse"]), _CLAIMS, _DAYS),
    st.builds(decide, st.just("validate"), _CLAIMS, _DAYS, credits=st.sampled_from([5, "5.00", 13])),
    st.builds(
        dict, kind=st.just("exam"), holder=_HOLDERS, exam=st.sampled_from(["350-401", "300-410"]), on=_DAYS,
        attempt=st.just("A-1"),
    ),
    st.builds(dict, kind=st.just("exam_void"), holder=_HOLDERS, attempt=st.just("A-1"), on=_DAYS),
    st.builds(dict, kind=st.just("provider"), provider=st.just("P-1"), on=_DAYS, authorised=st.booleans()),
)  # fmt: skip
_FILES = st.lists(_ENTRIES, min_size=1, max_size=14)


@settings(max_examples=60)
@given(_FILES, st.randoms(use_true_random=False))
def test_a_shuffled_file_leaves_the_same_record_and_refuses_the_same_entries(
    tmp_path_factory: pytest.TempPathFactory, entries: list[dict[str, Any]], shuffler: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("shuffled")
    shuffled = list(entries)
    shuffler.shuffle(shuffled)
    outcomes = []
    for number, order in enumerate((entries, shuffled)):
        ledger = new_ledger()
        report = import_file(ledger, write(folder / f"{number}.jsonl", order))
        assert balanced(report)
        refused = Counter((json.dumps(order[error.line - 1]), error[1:]) for error in report.errors)
        outcomes.append((said(ledger)[3:], refused))
    assert outcomes[0] == outcomes[1]


@settings(max_examples=60)
@given(_FILES)
def test_a_file_imported_again_adds_nothing_and_refuses_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory, entries: list[dict[str, Any]]
) -> None:
    ledger = new_ledger()
    path = write(tmp_path_factory.mktemp("again") / "a.jsonl", entries)
    first = import_file(ledger, path)
    before = position(ledger)
    again = import_file(ledger, path)
    assert (again.recorded, position(ledger)) == (0, before)
    assert again.rejected == first.rejected
    assert {error.line for error in again.errors} == {error.line for error in first.errors}


@settings(max_examples=40)
@given(_FILES)
def test_a_rehearsal_is_right(tmp_path_factory: pytest.TempPathFactory, entries: list[dict[str, Any]]) -> None:
    ledger = new_ledger()
    path = write(tmp_path_factory.mktemp("dry") / "a.jsonl", entries)
    rehearsed = import_file(ledger, path, dry_run=True)
    real = import_file(ledger, path)
    assert (rehearsed.totals, rehearsed.errors) == (real.totals, real.errors)
