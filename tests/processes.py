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

    The size is the largest that was seen, every moment while it ran: what the system says at the end (`ru_maxrss`)
    begins with the size of the process that started this one.
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
    megabytes = 0.0
    while process.poll() is None:
        megabytes = max(megabytes, _largest_megabytes(process.pid))
        if kill_when and kill_when(time.monotonic() - begun):
            process.kill()
            process.wait()
        else:
            time.sleep(_PAUSE_SECONDS)
    seconds = time.monotonic() - begun
    return Run(process.returncode, seconds, megabytes, out.read_text(encoding="utf-8", errors="replace"))


def _largest_megabytes(process: int) -> float:
    """Return the largest size a process had since its program began; 0 when it has just ended."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)
