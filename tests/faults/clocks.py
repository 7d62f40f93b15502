"""A machine's clock that jumps back, as libfaketime shows it to real processes: between commands, and within one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from ledger import Ledger
from tests.faults.acts import IMPORT, LEDGER, SUBMIT
from tests.faults.checking import Row, looked_at
from tests.faults.running import Done, Started
from tests.faults.trials import Bench, Outcome

JUMPS = ("-3600", "-90000", "-1000000", "-40000000")
"""How far the clock is behind from then on, in seconds: up to a year and a quarter."""

_FIRST_TRANSACTION_BYTES = 400_000


def refuses() -> str | None:
    """Return why no clock can be set back for a process here, None when it can."""
    return None if shutil.which("faketime") else "faketime is not installed"


def back_before(bench: Bench, jump: str) -> Outcome:
    """Submit a claim after the clock has gone back."""
    wrong: list[str] = []

    def disturbed(folder: Path) -> Done:
        started = Started(folder, SUBMIT.arguments, before=("faketime", "-f", jump))
        return _cut(folder, started.ended(), wrong)

    outcome = bench.trial(SUBMIT, f"clock {jump} s", disturbed)
    return outcome._replace(wrong=(*outcome.wrong, *wrong))


def back_within(bench: Bench, jump: str) -> Outcome:
    """Let the clock go back while the first transaction of an import is being written."""
    wrong: list[str] = []

    def disturbed(folder: Path) -> Done:
        with TemporaryDirectory() as around:
            clock, log = Path(around) / "clock", folder / f"{LEDGER}-wal"
            clock.write_text("+0", encoding="ascii")
            shown = {"LD_PRELOAD": _library(), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1"}
            started = Started(folder, IMPORT.arguments, around=shown)
            while started.process.poll() is None and not _larger(log, _FIRST_TRANSACTION_BYTES):
                time.sleep(0.001)
            clock.with_suffix(".new").write_text(jump, encoding="ascii")
            os.replace(clock.with_suffix(".new"), clock)
            return _cut(folder, started.ended(), wrong)

    outcome = bench.trial(IMPORT, f"clock {jump} s, within", disturbed)
    return outcome._replace(wrong=(*outcome.wrong, *wrong))


def _cut(folder: Path, done: Done, wrong: list[str]) -> Done:
    """Note where cuts by instant mislead; the clock went back if an event shows an earlier instant than one before."""
    wrong.extend(_misled(folder / LEDGER))
    stamps = [_recorded_at(row) for row in looked_at(folder).rows]
    went_back = any(later < earlier for earlier, later in pairwise(stamps))
    return done._replace(log="(INJECTED)" if went_back else "")


def _misled(ledger: Path) -> Iterator[str]:
    """Yield where instants go back, or a cut at an instant is not exactly what had been recorded by then."""
    with Ledger.open(str(ledger)) as opened:
        known = [opened.resolve(position) for position in range(1, opened.resolve(None).position + 1)]
        instants = [instant for _, instant in known]
        if instants != sorted(instants):
            yield "instants go back"
        for instant in sorted(set(instants)):
            cut, last = opened.resolve(instant).position, len(instants) - instants[::-1].index(instant)
            if cut != last:
                yield f"known at {instant} is @{cut}, and @{last} was recorded by then"


def _recorded_at(row: Row) -> str:
    """Return what the clock showed when an event was recorded; texts of one form sort as instants do."""
    shown: str = json.loads(row.state)["recorded_at"]
    return shown.removesuffix("Z").ljust(26, "0")


def _larger(file: Path, size: int) -> bool:
    return file.exists() and file.stat().st_size > size


def _library() -> str:
    """Return the path of libfaketime, which its command hands on in the environment."""
    shown = subprocess.run(["faketime", "-f", "+0", "env"], capture_output=True, check=True, encoding="utf-8").stdout
    return next(line.partition("=")[2] for line in shown.splitlines() if line.startswith("LD_PRELOAD="))
