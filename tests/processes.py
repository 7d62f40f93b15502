"""The command as a process of its own: what it took, and what is left when it is killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
_PAUSE_SECONDS = 0.02


class Run(NamedTuple):
    """A process that ended: its exit code (minus the signal that killed it), its seconds, its largest size in MB.

    The size counts from the start of the process, when it is as large as the one that started it.
    """

    code: int
    seconds: float
    megabytes: float
    out: str


def recert(folder: Path, *arguments: str, kill_when: Callable[[float], bool] | None = None) -> Run:
    """Run a command in a folder; `kill_when` is asked every moment, with the seconds it ran, whether to kill it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    begun, out = time.monotonic(), folder / "out.txt"
    with out.open("wb") as said:
        command = [sys.executable, "-m", "cli.main", *arguments]
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=subprocess.STDOUT)
    options = os.WNOHANG if kill_when else 0
    while not (ended := os.wait4(process.pid, options))[0]:
        if kill_when and kill_when(time.monotonic() - begun):
            process.kill()
            options = 0
        else:
            time.sleep(_PAUSE_SECONDS)
    _, status, used = ended
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - begun
    return Run(process.returncode, seconds, used.ru_maxrss / 1024, out.read_text(encoding="utf-8", errors="replace"))
