"""What is attacked, through the real commands on a screen that is a terminal, and what is looked at afterwards."""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from contextlib import chdir, closing, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch
from uuid import UUID

from cli.main import main
from ledger import ScriptedClock

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
LEDGER_ID = UUID("00000000-0000-4000-8000-000000000003")
CODES = {0, 1, 2, 3}
LONGEST_LINE = 1_000
_MARKS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
_ENVIRONMENT = {"PATH": os.defpath, "COLUMNS": "100", "TERM": "dumb", "HOME": "/nonexistent"}


class Screen(StringIO):
    """A terminal that takes no colours, so that whatever it would act upon comes from data."""

    def isatty(self) -> bool:
        return True


class Answer(NamedTuple):
    """What one command line came to."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Everything that stood on the screen."""
        return self.out + self.err


class Target(NamedTuple):
    """A folder with the ledger in ``ledger``, keys in ``keys``, what others hold in ``held``, bundles in ``proofs``."""

    folder: Path

    @property
    def ledger(self) -> Path:
        """The folder in which commands are typed."""
        return self.folder / "ledger"

    @property
    def file(self) -> Path:
        """The file of the ledger."""
        return self.ledger / "recert.db"

    def run(self, *arguments: str) -> Answer:
        """Type a command line."""
        out, err = Screen(), Screen()
        environment = {**_ENVIRONMENT, "RECERT_CACHE": os.environ.get("RECERT_CACHE", "")}
        with chdir(self.ledger), patch.dict(os.environ, environment, clear=True):  # noqa: SIM117 - Too long for one.
            with redirect_stdout(out), redirect_stderr(err):
                code = main(arguments, clock=ScriptedClock([NOON]), ledger_id=LEDGER_ID)
        return Answer(code, out.getvalue(), err.getvalue())

    def events(self) -> int:
        """Return how many events lie in the file."""
        with closing(sqlite3.connect(f"{self.file.as_uri()}?mode=ro", uri=True)) as connection:
            (number,) = connection.execute("SELECT COUNT(*) FROM stored_events").fetchone()
        return int(number)


def furnish(target: Target) -> None:
    """Make what is attacked: a holder with a grant, a pending claim and an expiry; keys, checkpoints, proofs."""
    for name in ("ledger", "keys", "held", "proofs"):
        (target.folder / name).mkdir()
    lines = [
        "init",
        "grant H-1 CCNP-ENT --on 2023-03-01",
        "claim submit H-1 C-1 ENCOR-ILT --credits 64 --completed 2025-05-01 --submitted 2025-05-03",
        "close --through 2026-03-09",
        "key new example.com/log --to ../keys/log",
        "key new example.com/witness --witness --to ../keys/witness",
        "checkpoint publish --to ../held --key ../keys/log",
        "prove H-1 --out ../proofs --key ../keys/log",
    ]
    for line in lines:
        answer = target.run(*line.split())
        assert answer.code == 0, answer
        if line.startswith("key"):
            (target.folder / "keys" / f"{line.split()[-1]}.pub").write_text(answer.out, encoding="utf-8")


def unseen(text: str) -> list[str]:
    """Return every character of a screen that a terminal acts upon, or that hides or reorders others."""
    return [ascii(each) for each in text if _is_unseen(each)]


def _is_unseen(character: str) -> bool:
    if character == "\n" or character in _MARKS:
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def expect_harmless(answer: Answer, *codes: int) -> None:
    """See that an answer has one of the codes, no traceback, nothing that a terminal acts upon, and lines to read."""
    assert answer.code in (codes or CODES), answer
    assert "Traceback" not in answer.said, answer
    assert unseen(answer.said) == [], answer
    if answer.code:
        first = next(line for line in (answer.err + answer.out).splitlines() if line.strip())
        assert len(first) <= LONGEST_LINE, answer
