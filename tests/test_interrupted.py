"""An import killed at random, and run again until it is through: every line is there once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from ledger import Ledger

ROOT = Path(__file__).parents[1]
HOLDERS = 4_000


def recert(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a command of its own process group, in its own folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "cli.main", *arguments]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def rows() -> list[dict[str, str]]:
    """Return a grant and a claim of each holder, in an order of no meaning."""
    granted = [
        {"kind": "grant", "holder": f"H-{n}", "certification": "CCNA", "on": "2024-01-01"} for n in range(HOLDERS)
    ]
    claimed = [
        {
            "kind": "submit",
            "holder": f"H-{n}",
            "claim": f"C-{n}",
            "item": "LAB-PYTHON",
            "credits": "12",
            "completed_on": "2024-05-01",
            "submitted_on": "2024-05-02",
        }
        for n in range(HOLDERS)
    ]
    every = granted + claimed
    Random(7).shuffle(every)
    return every


@pytest.mark.long
def test_an_import_killed_at_twenty_random_points_and_run_again_records_every_line_once(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows()), encoding="utf-8")
    assert recert(tmp_path, "init").wait() == 0
    begun = time.monotonic()
    assert recert(tmp_path, "--ledger", "whole.db", "init").wait() == 0
    assert recert(tmp_path, "--ledger", "whole.db", "import", file.name).wait() == 0
    whole = time.monotonic() - begun
    chance, killed = Random(11), 0
    for _ in range(20):
        process = recert(tmp_path, "import", file.name)
        try:
            process.wait(timeout=chance.uniform(0.3, 1.0) * whole)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
    assert killed > 0
    assert recert(tmp_path, "import", file.name).wait() == 0
    with Ledger.open(str(tmp_path / "recert.db")) as ledger:
        said = [(each.holder, [recorded.event.TOPIC for recorded in each.events]) for each in ledger.histories()]
    assert len(said) == HOLDERS
    assert all(topics == ["certification.granted.v1", "claim.submitted.v1"] for _, topics in said)
