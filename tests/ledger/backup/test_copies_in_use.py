"""A backup of a ledger while others write to it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger import (
    Copied,
    restore_ledger,
    seal_ledger,
)
from ledger.seal.tiles import Tree
from ledger.store.seals import seals_of
from tests.ledger.backup.copying import ROOT, backed_up, contents, held
from tests.ledger.seal.scene import Scene

WRITER = """
import sys
from ledger import Ledger
from tests.ledger.ledgers import grant
me, call = sys.argv[2], 0
print("ready", flush=True)
sys.stdin.readline()
for call in range(60):
    with Ledger.open(sys.argv[1], actor=f"clerk-{me}") as ledger:
        ledger.record([grant(f"H-{me}-{call}-{number}") for number in range(20)])
"""


@pytest.fixture
def writers(scene: Scene) -> Iterator[list[subprocess.Popen[str]]]:
    """Four processes that record, and seal behind themselves, once they are told to."""
    pipe = subprocess.PIPE
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(scene.file), str(me)], cwd=ROOT, stdin=pipe, stdout=pipe, text=True
        )
        for me in range(4)
    ]
    for each in started:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    yield started
    for each in started:
        each.communicate()


def test_a_backup_under_four_writers_is_a_prefix_of_what_they_wrote(
    scene: Scene, writers: list[subprocess.Popen[str]]
) -> None:
    for each in writers:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    done: list[Copied] = []
    while any(each.poll() is None for each in writers):
        done.append(backed_up(scene, held(scene), name=f"{len(done)}.db"))
    assert [each.returncode for each in writers] == [0, 0, 0, 0]
    between = [each for each in done if 8 < each.position < 8 + 4 * 60 * 20]
    assert between
    events = contents(scene.file)["stored_events"]
    with scene.open() as ledger:
        sealed = seal_ledger(ledger).head
        tree = Tree(seals_of(ledger.log), sealed.size)
        for copy in between:
            assert copy.findings == ()
            assert contents(Path(copy.path))["stored_events"] == events[: copy.position]
            assert copy.check.head.root == tree.root(copy.check.head.size)
            assert copy.check.sealed + copy.check.unsealed == copy.position
            assert not [name for name in os.listdir(scene.folder) if name.startswith(f"{Path(copy.path).name}-")]
    scene.file = Path(restore_ledger(between[-1].path, str(scene.folder / "again.db"), files=[held(scene)]).path)
    assert scene.codes(held(scene), full=True) == set()
