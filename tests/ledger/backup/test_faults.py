"""Backups that are killed, and disks that fill up: what bears the name of a copy is whole, and the source unharmed."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from ledger import Ledger, verification
from tests.ledger.ledgers import grant, new
from tests.processes import Run, recert

pytestmark = pytest.mark.long

HOLDERS = 6_000
KILLS = 12
ACTS: dict[str, tuple[str, ...]] = {
    "backup": ("backup", "OUT/copy.db"),
    "restore": ("restore", "recert.db", "--to", "OUT/copy.db"),
    "salvage": ("salvage", "recert.db", "--to", "OUT/saved"),
}
MADE = {"backup": "copy.db", "restore": "copy.db", "salvage": "saved"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger of some megabytes."""
    folder = tmp_path_factory.mktemp("desk")
    with new(folder / "recert.db") as ledger:
        for first in range(0, HOLDERS, 2_000):
            ledger.record([grant(f"H-{number}") for number in range(first, first + 2_000)])
    return folder


def run(desk: Path, act: str, out: Path, **options: object) -> Run:
    return recert(desk, *(each.replace("OUT", str(out)) for each in ACTS[act]), **options)  # type: ignore[arg-type]


def sound(path: Path) -> bool:
    """Say whether a file is a ledger with all its events, which match their seal."""
    with Ledger.open(str(path)) as ledger:
        check = verification(ledger, [], [])
        return list(check) == [] and check.sealed == HOLDERS + 3


def names(out: Path) -> list[str]:
    """Return what lies in a folder under a name that it is meant to keep."""
    return sorted(name for name in os.listdir(out) if ".new" not in name)


@pytest.mark.parametrize("act", ACTS)
def test_a_copy_that_is_killed_leaves_nothing_or_all_of_it(desk: Path, tmp_path: Path, act: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    whole, chance = run(desk, act, out), random.Random(3)
    assert whole.code == 0, whole.out
    assert names(out) == [MADE[act]]
    left: dict[str, int] = {}
    for _ in range(KILLS):
        shutil.rmtree(out)
        out.mkdir()
        moment = chance.uniform(0.4, 1.05) * whole.seconds
        done = run(desk, act, out, kill_when=lambda seconds, moment=moment: seconds > moment)
        assert done.code in (0, -9), done.out
        there = names(out)
        what = "whole" if there else "unfinished" if os.listdir(out) else "nothing"
        left[what] = left.get(what, 0) + 1
        if there:
            assert there == [MADE[act]]
            assert sound(out / ("copy.db" if act != "salvage" else "saved/recert.db"))
        assert run(desk, act, out).code == (1 if there else 0)
        assert sound(desk / "recert.db")
    print(f"{act} killed {KILLS} times: {left}")  # noqa: T201 - Which moments were met is worth seeing.


@contextmanager
def small_disk(folder: Path, kib: int) -> Iterator[Path]:
    """A file system of its own with so little room."""
    folder.mkdir()
    with ExitStack() as stack:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={kib}k", "none", str(folder)], capture_output=True, check=False
        )
        if made.returncode:
            pytest.skip("no file system can be mounted here")
        stack.callback(subprocess.run, ["umount", "--lazy", str(folder)], check=True)
        yield folder


@pytest.mark.parametrize("act", ACTS)
def test_a_copy_that_finds_no_room_says_so_and_leaves_nothing(desk: Path, tmp_path: Path, act: str) -> None:
    size = (desk / "recert.db").stat().st_size // 1024
    for number, part in enumerate((0.01, 0.3, 0.7, 0.99)):
        with small_disk(tmp_path / f"disk-{number}", max(8, int(part * size))) as disk:
            done = run(desk, act, disk)
            assert (done.code, os.listdir(disk)) == (2, []), done.out
            assert "No space left" in done.out or "disk is full" in done.out
    with small_disk(tmp_path / "room", 8 * size) as disk:
        assert run(desk, act, disk).code == 0
        assert os.listdir(disk) == [MADE[act]]
    assert sound(desk / "recert.db")
