"""Sealing behind the log: everything once, in order, whatever stops it and whoever else does it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent

from ledger import TamperedError, seal_ledger
from ledger.seal.checks import Verification
from ledger.seal.leaves import leaf_of, rows_of
from ledger.seal.log import seal
from ledger.seal.merkle import folded, span
from ledger.seal.proofs import leaf_at
from ledger.store import Log
from ledger.store.seals import Run, seals_of
from tests.ledger.logs import NOON, append, row
from tests.ledger.seal.scene import Scene

ROOT = Path(__file__).parents[3]
PAGE_SIZE_AT, FRAME_HEADER, LOG_HEADER = 8, 24, 32


def root_of_all(log: Log) -> bytes:
    """Return the root as RFC 6962 defines it, from every leaf at once."""
    leaves = [leaf_of(each) for page in rows_of(log, first=1) for each in page]
    return span(
        lambda height, number: folded(b"".join(leaves[number << height : (number + 1) << height])), 0, len(leaves)
    )


def fill(log: Log, count: int, first: int = 1) -> None:
    append(log, *(row("holder-A", version) for version in range(first, first + count)))


def commits(file: Path) -> Iterator[int]:
    """Yield each frame of a write-ahead log that ends a transaction: each is one fsync (SQLite, WAL file format)."""
    log = Path(f"{file}-wal").read_bytes()
    size = int.from_bytes(log[PAGE_SIZE_AT : PAGE_SIZE_AT + 4], "big") + FRAME_HEADER
    for at in range(LOG_HEADER, len(log), size):
        if log[at + 4 : at + 8] != b"\0\0\0\0" and log[at + 8 : at + 16] == log[16:24]:
            yield at


@pytest.mark.parametrize("count", [0, 1, 2, 255, 256, 257, 700])
def test_the_root_is_that_of_the_tree_over_all_events(log: Log, count: int) -> None:
    if count:
        fill(log, count)
    done = seal(log, seals_of(log))
    assert (done.added, done.head.size, done.head.root) == (count, count, root_of_all(log))


def test_sealing_again_adds_nothing_and_more_goes_on(log: Log) -> None:
    fill(log, 300)
    first = seal(log, seals_of(log))
    assert seal(log, seals_of(log)) == (0, first.head)
    fill(log, 300, first=301)
    assert seal(log, seals_of(log)).added == 300
    assert seals_of(log).head().root == root_of_all(log)
    assert list(Verification(log, seals_of(log))) == []


def test_one_by_one_comes_to_the_same_root_as_at_once(log: Log) -> None:
    for version in range(1, 20):
        fill(log, 1, first=version)
        seal(log, seals_of(log))
    assert seals_of(log).head().root == root_of_all(log)
    assert seals_of(log).runs(after=-1, limit=9) == [Run(0, 1, 19)]


def test_positions_with_gaps_become_runs(scene: Scene) -> None:
    scene.attack("UPDATE sqlite_sequence SET seq = 20 WHERE name = 'stored_events'")
    scene.record("H-5")
    scene.record("H-6")
    scene.attack("UPDATE sqlite_sequence SET seq = 40 WHERE name = 'stored_events'")
    scene.record("H-7", "H-8")
    with scene.open() as ledger:
        seals = seals_of(ledger.log)
        assert seals.runs(after=-1, limit=9) == [Run(0, 1, 8), Run(8, 21, 2), Run(10, 41, 2)]
        assert [leaf_at(seals, position) for position in (8, 9, 20, 21, 22, 23, 41, 42, 43)] == [
            7, None, None, 8, 9, None, 10, 11, None,
        ]  # fmt: skip
    assert scene.codes(full=True) == set()
    scene.attack("INSERT INTO stored_events SELECT 30, 'holder-X', 1, topic, state FROM stored_events WHERE rowid = 5")
    assert scene.codes() == {"inserted"}


def test_several_who_seal_at_once_seal_everything_once(scene: Scene) -> None:
    with scene.open() as ledger:
        ledger.log.insert_events([StoredEvent(f"claim-{n}", 1, "t", b"{}") for n in range(9_000)], recorded_at=NOON)

    def go(_: int) -> int:
        with scene.open() as ledger:
            return seal_ledger(ledger).added

    with ThreadPoolExecutor(4) as pool:
        added = list(pool.map(go, range(4)))
    assert sum(added) == 9_000
    assert scene.codes() == set()


def test_events_recorded_while_nobody_sealed_are_counted_and_sealed_later(scene: Scene) -> None:
    with scene.open() as ledger:
        ledger.log.insert_events([StoredEvent("claim-1", 1, "t", b"{}")], recorded_at=NOON)
    check, found = scene.check()
    assert (found, check.sealed, check.unsealed) == ([], 8, 1)
    with scene.open() as ledger:
        assert seal_ledger(ledger).added == 1


def test_each_writing_call_seals_behind_itself(scene: Scene) -> None:
    scene.record("H-9")
    with scene.open() as ledger:
        assert seal_ledger(ledger).added == 0


def test_one_more_event_costs_one_more_sync(scene: Scene) -> None:
    with scene.open() as ledger:
        ledger.log.insert_events([StoredEvent("claim-1", 1, "t", b"{}")], recorded_at=NOON)
        recorded = len(list(commits(scene.file)))
        assert seal_ledger(ledger).added == 1
        assert len(list(commits(scene.file))) == recorded + 1


RECORDING = """
import os, sys
from ledger import Grant, Ledger, seal_ledger
file, count, sealing = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "sealing"
ledger = Ledger.open(file)
for number in range(count):
    said = {"holder": f"S-{sealing}-{number}", "certification": "CCNA", "on": "2024-05-01"}
    ledger.record([Grant.model_validate(said)])
    if sealing and seal_ledger(ledger).added < 1:
        sys.exit("nothing was sealed")
os._exit(0)
"""
"""Records events one by one, with or without sealing each, and leaves without closing, which would sync by itself."""


@pytest.mark.long
@pytest.mark.parametrize("count", [1, 25])
def test_one_more_event_costs_one_more_sync_as_the_operating_system_counts(scene: Scene, count: int) -> None:
    sealed, recorded = (_syncs(scene, count, how) for how in ("sealing", "recording"))
    assert recorded >= count
    assert sealed - recorded == count


def _syncs(scene: Scene, count: int, how: str) -> int:
    """Return how often a process that records events asked the system to bring a file to the disk."""
    strace, calls, file = shutil.which("strace"), scene.folder / f"calls-{how}", scene.folder / f"{how}.db"
    shutil.copy(scene.file, file)  # Else the second process would meet the log that the first one left.
    if strace is None:
        pytest.skip("there is no strace here to count what is brought to the disk")
    traced = [strace, "-f", "-qq", "-e", "trace=fsync,fdatasync,sync_file_range,msync,sync,syncfs", "-o", str(calls)]
    command = [*traced, sys.executable, "-c", RECORDING, str(file), str(count), how]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if "ptrace" in done.stderr or "Operation not permitted" in done.stderr:
        pytest.skip(f"this machine lets nobody trace: {done.stderr.splitlines()[0]}")
    assert (done.returncode, done.stderr) == (0, "")
    return len(calls.read_text(encoding="utf-8").splitlines())


def test_nothing_is_built_on_a_seal_that_was_damaged(scene: Scene) -> None:
    scene.attack("UPDATE seal_tiles SET hashes = zeroblob(256)")
    scene.record("H-9")
    with scene.open() as ledger, pytest.raises(TamperedError, match="recert verify"):
        seal_ledger(ledger)


@pytest.mark.parametrize("how", ["vacuum", "dump and restore", "backup"])
def test_a_copy_keeps_root_and_positions_and_what_others_hold(scene: Scene, how: str) -> None:
    held = scene.folder / "held" / "7.cosigned"
    before = scene.check()[0].head
    source = sqlite3.connect(scene.file, isolation_level=None)
    copy = sqlite3.connect(scene.folder / "copy.db", isolation_level=None)
    match how:
        case "vacuum":
            source.execute("VACUUM")
        case "dump and restore":
            copy.executescript("\n".join(source.iterdump()))
        case _:
            source.backup(copy)
    source.close()
    copy.close()
    if how != "vacuum":
        scene.file = scene.folder / "copy.db"
    check, found = scene.check(held, full=True)
    assert (check.head, check.agreed, found) == (before, 7, [])
    scene.record("H-9")
    assert scene.codes(held, full=True) == set()
