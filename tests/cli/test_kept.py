"""What reading commands keep between runs spares them time, and changes no answer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TODAY = ("--on", "2026-03-25")
ASKED = (("status", "H-1", *TODAY, "--json"), ("status", "H-1", *TODAY, "--known-at", "@10", "--json"))
HEAVY = ("pydantic", "rich", "ledger.policy.model", "ledger.commands", "cryptography")


def recert(folder: Path, *arguments: str, cache: str, loaded: bool = False) -> str:
    """Return what a process of its own prints; with `loaded`, which heavy modules it loaded."""
    told = f"; print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)" if loaded else ""
    script = f"import sys; from cli.main import main; main(){told}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "RECERT_CACHE": cache}
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stderr.splitlines()[-1] if loaded else done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the ledger of the demo."""
    kept = tmp_path_factory.mktemp("demo") / "kept"
    recert(kept.parent, "demo", "--keep", str(kept), cache="")
    return kept


@pytest.mark.parametrize("asked", ASKED, ids=["now", "then"])
def test_an_answer_is_the_same_with_nothing_kept_with_it_just_kept_and_from_what_was_kept(
    folder: Path, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    answers = [recert(folder, *asked, cache=cache) for cache in ("", str(tmp_path), str(tmp_path))]
    assert answers[0] == answers[1] == answers[2]
    assert sorted(file.name.split("-")[0] for file in tmp_path.iterdir()) == ["rules", "schemas"]


def test_what_the_programme_says_since_is_in_the_next_answer(folder: Path, tmp_path: Path) -> None:
    before = recert(folder, *ASKED[0], cache=str(tmp_path))
    recert(folder, "retire", "CCNP-ENT", "--on", "2026-03-22", "--reason", "TEST", cache=str(tmp_path))
    after = recert(folder, *ASKED[0], cache=str(tmp_path))
    assert before != after == recert(folder, *ASKED[0], cache="")


def test_status_loads_neither_pydantic_nor_the_model_of_policies_once_they_served(folder: Path, tmp_path: Path) -> None:
    first, second = (recert(folder, *ASKED[0], cache=str(tmp_path), loaded=True) for _ in range(2))
    assert first == "['pydantic', 'ledger.policy.model']"
    assert second == "[]"
