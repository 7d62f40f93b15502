"""A command line to type on: in-process, in a folder of its own, under a clock that stands still."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from cli.main import main
from ledger import ScriptedClock

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
LEDGER_ID = UUID("00000000-0000-4000-8000-000000000002")


class Answer(NamedTuple):
    """What one command line came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The document on stdout."""
        return json.loads(self.out)


Recert = Callable[..., Answer]


@pytest.fixture
def recert(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Recert:
    """Run a command line in an empty folder; `at` sets the clock."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("RECERT_")]:
        monkeypatch.delenv(name)

    def run(*arguments: str, at: datetime = NOON) -> Answer:
        capsys.readouterr()
        code = main(arguments, clock=ScriptedClock([at]), ledger_id=LEDGER_ID)
        return Answer(code, *capsys.readouterr())

    return run


@pytest.fixture
def desk(recert: Recert) -> Recert:
    """The same with a ledger, in which H-1 holds a CCNP-ENT and has a claim that nobody has decided."""
    assert recert("init").code == 0
    assert recert("grant", "H-1", "CCNP-ENT", "--on", "2023-03-01").code == 0
    submit = ("claim", "submit", "H-1", "C-1", "ENCOR-ILT", "--credits", "64", "--completed", "2025-05-01")
    assert recert(*submit, "--submitted", "2025-05-03").code == 0
    return recert
