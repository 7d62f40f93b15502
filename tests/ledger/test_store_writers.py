"""Several processes writing to one ledger: real ones."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ledger import ClaimReserved, Ledger
from tests.ledger.ledgers import new

ROOT = Path(__file__).parents[2]
WRITERS = 4

START = """
import json, sys
from ledger import ConflictError, Ledger
from tests.ledger.ledgers import grant, submit
path, me = sys.argv[1], int(sys.argv[2])
ledger = Ledger.open(path, actor=f"clerk-{me}")
print("ready", flush=True)
sys.stdin.readline()
"""
OWN_HOLDERS = """
positions = []
for call in range(20):
    commands = [grant(f"H-{me}-{call}-{number}") for number in range(25)]
    positions += [each.position for outcome in ledger.record(commands) for each in outcome.recorded]
print(json.dumps(positions))
"""
SAME_CLAIMS = """
won = []
for number in range(40):
    try:
        ledger.record([submit(f"C-{number}", f"H-{me}")])
        won.append(number)
    except ConflictError as error:
        assert f"C-{number}" in str(error), error
print(json.dumps(won))
"""
SAME_WORDS = """
said = [outcome.status for number in range(30) for outcome in ledger.record([grant(f"H-{number}")])]
print(json.dumps(said))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    new(tmp_path / "ledger.db").close()
    return tmp_path / "ledger.db"


def started(script: str, path: Path, me: int) -> subprocess.Popen[str]:
    command, pipe = [sys.executable, "-c", script, str(path), str(me)], subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, encoding="utf-8", stdin=pipe, stdout=pipe, stderr=pipe)


def race(script: str, path: Path, *, writers: int = WRITERS) -> list[list[Any]]:
    """Let processes run a script at the same time, and return what each of them printed."""
    children = [started(START + script, path, me) for me in range(writers)]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    said = [child.communicate(timeout=120) for child in children]
    assert [complaint for _, complaint in said] == [""] * writers
    return [json.loads(printed) for printed, _ in said]


def test_four_writers_wait_for_each_other_and_all_are_recorded(path: Path) -> None:
    positions = race(OWN_HOLDERS, path)
    assert sorted(position for each in positions for position in each) == list(range(4, 4 + WRITERS * 500))
    assert all(each == sorted(each) for each in positions)
    assert any(each[-1] - each[0] >= len(each) for each in positions), "their positions lie among each other"
    with Ledger.open(str(path)) as ledger:
        assert len(list(ledger.histories())) == WRITERS * 500


def test_of_several_who_submit_one_claim_id_exactly_one_wins(path: Path) -> None:
    won = race(SAME_CLAIMS, path)
    assert sorted(number for each in won for number in each) == list(range(40))
    with Ledger.open(str(path)) as ledger:
        owners = ledger.owners(f"C-{number}" for number in range(40))
        assert owners == {f"C-{number}": f"H-{me}" for me, each in enumerate(won) for number in each}
        submitted = [recorded.event for history in ledger.histories() for recorded in history.events]
        assert len(submitted) == 40
        assert not any(isinstance(event, ClaimReserved) for event in submitted)


def test_what_several_say_alike_is_recorded_once(path: Path) -> None:
    said = race(SAME_WORDS, path)
    assert [statuses.count("recorded") for statuses in zip(*said, strict=True)] == [1] * 30
    with Ledger.open(str(path)) as ledger:
        assert [len(history.events) for history in ledger.histories()] == [1] * 30


def test_of_several_who_create_one_ledger_exactly_one_does(tmp_path: Path) -> None:
    script = """
import sys
from ledger import ConflictError
from tests.ledger.ledgers import new
try:
    new(sys.argv[1]).close()
    print("created")
except ConflictError:
    print("refused")
"""
    children = [started(script, tmp_path / "ledger.db", me) for me in range(3)]
    said = sorted(child.communicate()[0].strip() for child in children)
    assert said == ["created", "refused", "refused"]
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.db"]
    Ledger.open(str(tmp_path / "ledger.db")).close()
