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
    for name in [name for name in os.environ if name.startswith("RECERT_") and name != "RECERT_CACHE"]:
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


class Parties(NamedTuple):
    """Where keys lie, away from the ledger."""

    log: Path
    log_public: Path
    witness: Path
    witness_public: Path


@pytest.fixture
def parties(desk: Recert, tmp_path_factory: pytest.TempPathFactory) -> Parties:
    folder = tmp_path_factory.mktemp("parties")
    files = Parties(*(folder / name for name in ("log", "log.pub", "witness", "witness.pub")))
    made = desk("key", "new", "example.com/log", "--to", str(files.log))
    files.log_public.write_text(made.out, encoding="utf-8")
    made = desk("key", "new", "example.com/witness", "--witness", "--to", str(files.witness))
    files.witness_public.write_text(made.out, encoding="utf-8")
    return files


@pytest.fixture
def imported(desk: Recert, tmp_path: Path) -> Callable[..., str]:
    """Import entries into the desk's ledger and return the batch."""

    def run(*entries: dict[str, Any], complete: bool = True) -> str:
        lines = "".join(f"{json.dumps(entry)}\n" for entry in entries)
        (tmp_path / "in.jsonl").write_text(lines, encoding="utf-8")
        answer = desk("import", "in.jsonl", "--json")
        assert (answer.code == 0) == complete, answer.out
        batch = answer.json["batch"]
        assert isinstance(batch, str)
        return batch

    return run


def undone(desk: Recert, batch: str) -> Any:
    answer = desk("import", "undo", batch, "--yes", "--json")
    assert answer.code == 0, answer.err
    return answer.json


def standings(desk: Recert) -> dict[str, Any]:
    lines = [json.loads(line) for line in desk("standings", "--format", "jsonl").out.splitlines()]
    return {line["holder"]: line["certifications"] for line in lines}
