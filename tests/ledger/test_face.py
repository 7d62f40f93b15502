"""The face of the package: what type checkers see can be loaded, and nothing is loaded before it is asked for."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import ledger

FACE = Path(ledger.__file__)


def test_what_type_checkers_see_is_what_can_be_loaded_from_the_same_home() -> None:
    tree = ast.parse(FACE.read_text(encoding="utf-8"))
    seen = [
        node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and str(node.module).startswith("ledger.")
    ]
    names = {
        alias.asname: getattr(import_module(str(node.module)), alias.name) for node in seen for alias in node.names
    }
    assert sorted(name for name in names if name) == ledger.__all__
    assert {name: getattr(ledger, name) for name in ledger.__all__} == names


def test_nothing_is_loaded_before_it_is_asked_for() -> None:
    script = (
        "import sys, ledger; ledger.InputError; print([name for name in sys.modules if name.startswith('ledger.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=FACE.parents[1], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['ledger.errors']"


def test_recording_is_not_loaded_by_reading(tmp_path: Path) -> None:
    with ledger.Ledger.create(str(tmp_path / "ledger.db"), clock=ledger.WallClock(), actor="clerk"):
        pass
    script = """
import sys
from ledger import Ledger
with Ledger.open(sys.argv[1]) as ledger:
    ledger.programme(), ledger.resolve(None), list(ledger.histories())
unneeded = {"ledger.commands", "ledger.holder", "ledger.policy", "ledger.catalogue"}
print(sorted(unneeded & sys.modules.keys()))
"""
    command = [sys.executable, "-c", script, str(tmp_path / "ledger.db")]
    done = subprocess.run(command, cwd=FACE.parents[1], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
