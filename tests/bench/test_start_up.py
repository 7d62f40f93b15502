"""How long a person waits for `recert status`, whole process, beside the import of the libraries it stands on."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARIES = "import click, pydantic, eventsourcing.application, eventsourcing.sqlite"
ROUNDS = 15
TARGET = 2.0


def seconds(*arguments: str) -> float:
    """Return how long one Python process took."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


@pytest.mark.bench
def test_status_takes_at_most_twice_the_import_of_its_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    seconds("-m", "cli.main", "demo", "--keep", str(kept))
    status = ("-m", "cli.main", "--ledger", str(kept / "recert.db"), "status", "H-1")
    print("\nwhat                              ours  yardstick  ratio  spread     target")
    ratios = {}
    for name, cache in (("from what is kept", str(tmp_path / "cache")), ("with nothing kept", "")):
        monkeypatch.setenv("RECERT_CACHE", cache)
        seconds(*status)
        pairs = [(seconds(*status), seconds("-c", LIBRARIES)) for _ in range(ROUNDS)]
        ours, yardstick = (statistics.median(times) for times in zip(*pairs, strict=True))
        each = sorted(one / base for one, base in pairs)
        ratios[name] = ours / yardstick
        spread = f"{each[0]:.2f}-{each[-1]:.2f}"
        print(f"recert status, {name} {ours:8.3f}s  {yardstick:8.3f}s  {ratios[name]:5.2f}  {spread}  {TARGET}")
    assert ratios["from what is kept"] <= TARGET  # The other line says what keeping spares.
