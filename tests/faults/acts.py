"""The commands that are disturbed, and the desks they are given at: folders with a ledger, keys and files."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.faults.faults import EIO, EIO_ON, FULL, FULL_ON, FULL_WRITES, KILL, Kind
from tests.faults.running import ROOT, environment, recert

LEDGER = "books/recert.db"
CHECKPOINT = "out/34.checkpoint"
HOLDERS = 550
"""So many holders with two entries each are recorded in two transactions, and the import's own event in a third."""

_UNSEALED = """
import os, sys
from ledger import Ledger, read_entry
said = ({"kind": "grant", "holder": f"U-{n}", "certification": "CCNA", "on": "2024-01-01"} for n in range(40))
Ledger.open(sys.argv[1]).record([read_entry(entry) for entry in said])
os._exit(0)
"""


class Act(NamedTuple):
    """A command, the desk it is given at, and the kinds of faults that are put into its system calls.

    What it leaves is there `once`: given again, the command is refused.
    """

    name: str
    arguments: tuple[str, ...]
    desk: str = "open"
    kinds: tuple[Kind, ...] = (KILL, EIO, EIO_ON, FULL_WRITES)
    once: bool = False


_BOOKS = ("--ledger", LEDGER)
_SUBMIT = ("claim", "submit", "H-1", "C-new", "LAB-PYTHON", "--credits", "12", "--completed", "2024-05-01")
_PUBLISH = ("checkpoint", "publish", "--to", "out", "--key", "keys/log")
_COSIGN = ("witness", "cosign", "out/34.request", "--log", "keys/log.pub", "--state", "seen", "--key", "keys/witness")

IMPORT = Act("import", (*_BOOKS, "import", "rows.jsonl"), kinds=(KILL, EIO, EIO_ON, FULL))
SUBMIT = Act("claim submit", (*_BOOKS, *_SUBMIT, "--submitted", "2024-05-02"), kinds=(KILL, EIO, EIO_ON, FULL_ON))
ACTS = (
    Act("init", (*_BOOKS, "init"), "bare", kinds=(KILL, EIO), once=True),
    IMPORT,
    SUBMIT,
    SUBMIT._replace(name="claim submit, a kill before", desk="unsealed", kinds=(EIO_ON,)),
    Act("close", (*_BOOKS, "close", "--through", "2024-01-01")),
    Act("seal", (*_BOOKS, "seal"), "unsealed", kinds=(KILL, EIO_ON)),
    Act("checkpoint publish", (*_BOOKS, *_PUBLISH), "unsealed"),
    Act("checkpoint publish, once more", (*_BOOKS, *_PUBLISH), kinds=(KILL, FULL_WRITES)),
    Act("witness cosign", _COSIGN),
    Act("backup", (*_BOOKS, "backup", "copies/new.db"), kinds=(KILL, EIO, FULL_WRITES), once=True),
    Act("restore", ("restore", "copies/old.db", "--to", "again/recert.db"), kinds=(KILL, EIO), once=True),
)


def grants(prefix: str, *, holders: int, on: str = "2024-01-01") -> Iterator[dict[str, str]]:
    """Yield a grant of each of so many holders."""
    for number in range(holders):
        yield {"kind": "grant", "holder": f"{prefix}-{number}", "certification": "CCNA", "on": on}


def claims(prefix: str, *, holders: int) -> Iterator[dict[str, str]]:
    """Yield a claim of each of so many holders."""
    said = {"item": "LAB-PYTHON", "credits": "12", "completed_on": "2024-05-01", "submitted_on": "2024-05-02"}
    for number in range(holders):
        yield {"kind": "submit", "holder": f"{prefix}-{number}", "claim": f"C-{prefix}-{number}", **said}


def write_entries(file: Path, entries: Iterable[dict[str, str]]) -> None:
    """Write a file to import."""
    file.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")


def build_desks(folder: Path) -> None:
    """Make the desks `bare`, `open` and `unsealed` in a folder: copies of them are what commands are given at."""
    for name in ("bare", "open", "unsealed"):
        (folder / name / "books").mkdir(parents=True)
        for part in ("keys", "copies", "again"):
            (folder / name / part).mkdir()
        write_entries(folder / name / "rows.jsonl", [*grants("N", holders=HOLDERS), *claims("N", holders=HOLDERS)])
        if name != "bare":
            _open(folder / name)
    command = [sys.executable, "-c", _UNSEALED, str(folder / "unsealed" / LEDGER)]
    subprocess.run(command, cwd=ROOT, env=environment(folder / "unsealed"), check=True)


def _open(desk: Path) -> None:
    """Record what is lost by no fault: 30 grants that closing finds expired, and a checkpoint of all there is."""
    write_entries(desk / "first.jsonl", grants("H", holders=30, on="2020-01-01"))
    for arguments in (("init",), ("import", "first.jsonl"), ("key", "new", "example.org/log", "--to", "keys/log"),
                      ("key", "new", "example.org/witness", "--witness", "--to", "keys/witness"),
                      _PUBLISH, ("backup", "copies/old.db")):  # fmt: skip
        done = recert(desk, *_BOOKS, *arguments)
        assert done.code == 0, done.err
        if arguments[0] == "key":
            (desk / f"{arguments[-1]}.pub").write_text(done.out, encoding="utf-8")
