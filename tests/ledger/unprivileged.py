"""A process that may not write what root may, nor as much: ``python -m tests.ledger.unprivileged ACT PATH [BYTES]``."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from ledger import Ledger, LedgerError
from tests.ledger.ledgers import grant, new

ROOT = Path(__file__).parents[2]
NOBODY = 65534


def as_somebody_else(act: str, path: Path, *, bytes_a_file: int | None = None) -> str:
    """Return what an act says to an account that owns nothing here; no file grows past `bytes_a_file`, if given."""
    limit = [] if bytes_a_file is None else [str(bytes_a_file)]
    command = [sys.executable, "-m", "tests.ledger.unprivileged", act, str(path), *limit]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout


def read(path: str) -> str:
    """Read everything."""
    with Ledger.open(path) as ledger:
        return f"read {ledger.resolve(None).position}, {len(list(ledger.histories()))} holders"


def record(path: str) -> str:
    """Record more than fits into a page."""
    with Ledger.open(path) as ledger:
        return ledger.record([grant(f"H-{number}") for number in range(5_000)])[0].status


def create(path: str) -> str:
    """Create a ledger."""
    with new(path) as ledger:
        return f"created at {ledger.resolve(None).position}"


def main(act: str, path: str, limit: str | None = None) -> None:
    """Load everything while all of it can be read, then become nobody and act."""
    with tempfile.TemporaryDirectory() as folder, new(Path(folder) / "warm.db") as warm:
        warm.record([grant()])
        list(warm.histories())
    if limit is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        said = {"read": read, "record": record, "create": create}[act](path)
    except LedgerError as error:
        said = f"{type(error).__name__}: {error}"
    sys.stdout.write(said)


if __name__ == "__main__":
    main(*sys.argv[1:])
