"""Real commands in processes of their own, and the ways to disturb them: faults put into system calls, and kill -9."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

ROOT = Path(__file__).parents[2]
TRACED = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "rename", "renameat", "renameat2", "link", "linkat",
          "unlink", "unlinkat", "mkdir", "rmdir")  # fmt: skip
"""The system calls by which a command changes files, and by which it answers."""
_MOST_SECONDS = 300


class Fault(NamedTuple):
    """What happens to a system call: its `effect` is an error's name or ``KILL``, `when` counts calls from 1.

    ``3`` is the third call alone, ``3+`` the third and every later one.
    """

    syscall: str
    when: str
    effect: str

    @property
    def injection(self) -> str:
        """The fault as strace takes it."""
        effect = "signal=KILL" if self.effect == "KILL" else f"error={self.effect}"
        return f"inject={self.syscall}:{effect}:when={self.when}"


class Done(NamedTuple):
    """A command that ended: its exit code (minus the signal that killed it), what it said, and what strace saw."""

    code: int
    out: str
    err: str
    log: str = ""

    @property
    def died(self) -> bool:
        """Whether it was killed."""
        return self.code < 0

    @property
    def hit(self) -> bool:
        """Whether a fault really happened to it."""
        return self.died or "(INJECTED)" in self.log

    def counts(self) -> dict[str, int]:
        """Return how often each system call was made, as strace saw it."""
        calls = [line.split(" ", 1)[1].lstrip().partition("(")[0] for line in self.log.splitlines()]
        return {name: calls.count(name) for name in TRACED if name in calls}


class Started:
    """A command on its way, whose words go into files without names: a pipe that nobody reads would hold it up."""

    def __init__(
        self,
        folder: Path,
        arguments: Sequence[str],
        *,
        before: Sequence[str] = (),
        log: Path | None = None,
        around: Mapping[str, str] | None = None,
    ) -> None:
        self._out: IO[bytes] = TemporaryFile()  # noqa: SIM115 - Closed when the words are read.
        self._err: IO[bytes] = TemporaryFile()  # noqa: SIM115 - The same.
        self._log = log
        command = [*before, sys.executable, "-m", "cli.main", *arguments]
        found = environment(folder) | dict(around or {})
        self.process = subprocess.Popen(
            command, cwd=folder, env=found, stdout=self._out, stderr=self._err, start_new_session=True
        )

    def ended(self) -> Done:
        """Wait for the end; `TimeoutExpired` for a command that hangs, which is ended with whatever runs it."""
        try:
            code = self.process.wait(_MOST_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise
        log = self._log.read_text(errors="replace") if self._log else ""
        return Done(code, _words(self._out), _words(self._err), log)

    def killed(self, seconds: float) -> Done:
        """Kill the process so many seconds after it has loaded what it needs, unless it ends before."""
        while self.process.poll() is None and not self._at_work():
            time.sleep(0.002)
        try:
            self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
        return self.ended()

    def _at_work(self) -> bool:
        """Say whether the process has loaded what reads ledgers, or what signs."""
        try:
            mapped = Path(f"/proc/{self.process.pid}/maps").read_text(encoding="utf-8")
        except OSError:
            return True
        return "_sqlite3" in mapped or "_rust" in mapped


def _words(file: IO[bytes]) -> str:
    """Return what was written to a file, which is gone after that."""
    with file:
        file.seek(0)
        return file.read().decode(errors="replace")


def environment(folder: Path) -> dict[str, str]:
    """Return what every command finds around it: nothing of ours, and a folder of its own for temporary files."""
    temporary = folder / ".tmp"
    temporary.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RECERT_", "PYTEST_"))}
    folders = {"PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "RECERT_CACHE": str(folder.parent / ".kept")}
    return {**kept, **folders, "PYTHONDONTWRITEBYTECODE": "1"}


def recert(folder: Path, *arguments: str) -> Done:
    """Run a command in a folder to its end."""
    return Started(folder, arguments).ended()


def traced(folder: Path, arguments: Sequence[str], *faults: Fault) -> Started:
    """Start a command under strace, which notes every call that changes files, or those that faults are put into."""
    log = folder / ".strace"
    return Started(folder, arguments, before=_strace(log, faults), log=log)


def _strace(log: Path, faults: Sequence[Fault]) -> list[str]:
    """Return the command line of strace; its fast way of tracing knows errors, but no signals."""
    fast = [] if any(fault.effect == "KILL" for fault in faults) else ["--seccomp-bpf"]
    calls = ",".join({fault.syscall for fault in faults} or TRACED)
    injected = [word for fault in faults for word in ("-e", fault.injection)]
    return ["strace", "-f", *fast, "-o", str(log), "-e", f"trace={calls}", *injected]


def strace_refuses(folder: Path) -> str | None:
    """Return why this machine's strace can put no faults into processes, None when it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    for fault in (Fault("fsync", "1", "EIO"), Fault("fsync", "1", "KILL")):
        log = folder / ".probe"
        script = "import os; os.fsync(os.open('.', os.O_RDONLY))"
        command = [*_strace(log, [fault]), sys.executable, "-c", script]
        subprocess.run(command, cwd=folder, capture_output=True, check=False)
        if not log.exists() or not any(sign in log.read_text() for sign in ("(INJECTED)", "killed by SIGKILL")):
            return "strace may put no faults into processes here"
    return None
