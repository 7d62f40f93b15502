"""Sealing, verifying and proving, beside the least that must be done with the same bytes."""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent

from ledger.seal.checks import Verification
from ledger.seal.log import seal
from ledger.seal.tiles import Edge, Tree
from ledger.store.seals import MemorySeals, SealHead, seals_of
from tests.ledger.logs import open_sqlite

EVENTS, PAGE, ROUNDS = 100_000, 5_000, 5
STATE = b'{"actor":"test","holder":"H-1","on":"2026-03-01","recorded_at":"2026-03-01T12:00:00Z","text":"' + b"x" * 150
SMALL, LARGE, ASKED = 100_000, 10_000_000, 300
LEAST, MOST_BYTES, MOST_SLOWER = 0.5, 40, 5.0
FEWER_AND_MORE, MOST_MEMORY = (100_000, 1_000_000), 1.2
ROOT = Path(__file__).parents[2]


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def show(what: str, ours: list[float], yardstick: list[float]) -> float:
    """Print a line of the table and return by how much the yardstick is reached: its time over ours."""
    ratios = sorted(base / each for each, base in zip(ours, yardstick, strict=True))
    middle = statistics.median(ratios)
    rates = f"{EVENTS / statistics.median(ours):9,.0f}/s  {EVENTS / statistics.median(yardstick):9,.0f}/s"
    print(f"{what:28}  {rates}  {middle:5.2f}  {ratios[0]:.2f}-{ratios[-1]:.2f}")
    return middle


def hashed_and_stored(file: Path) -> None:
    """Hash the same bytes, and insert them into a table, in transactions of the same size."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, stream TEXT, version INTEGER, topic TEXT, state BLOB, UNIQUE (stream, version))")  # fmt: skip  # noqa: E501
    for start in range(0, EVENTS, PAGE):
        rows = [(n, f"holder-{n // 20}", n % 20, "test.said.v1", STATE + b"%d" % n) for n in range(start, start + PAGE)]
        for row in rows:
            sha256(row[4]).digest()
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
    connection.close()


def read_and_hashed(file: Path) -> None:
    """Read the same rows, and hash their bytes."""
    connection = sqlite3.connect(file)
    for row in connection.execute("SELECT rowid, originator_id, originator_version, topic, state FROM stored_events"):
        sha256(row[4]).digest()
    connection.close()


@pytest.mark.bench
def test_sealing_and_verifying_keep_up_with_hashing_and_storing(tmp_path: Path) -> None:
    print("\nwhat                               ours       yardstick  ratio  spread")
    sealing, storing, verifying, reading = [], [], [], []
    for number in range(ROUNDS):
        file = tmp_path / f"{number}.db"
        with open_sqlite(file, create=True) as factory:
            log = factory.application_recorder()
            for start in range(0, EVENTS, PAGE):
                rows = [
                    StoredEvent(f"holder-{n // 20}", n % 20 + 1, "test.said.v1", STATE + b"%d" % n)
                    for n in range(start, start + PAGE)
                ]
                log.insert_events(rows, recorded_at=datetime(2026, 3, 1, tzinfo=UTC))
            seals = seals_of(log)  # type: ignore[arg-type]
            before = _pages(file)
            sealing.append(seconds(lambda: seal(log, seals)))  # type: ignore[arg-type]  # noqa: B023
            added = _pages(file) - before
            verifying.append(seconds(lambda: list(Verification(log, seals))))  # type: ignore[arg-type]  # noqa: B023
        storing.append(seconds(lambda: hashed_and_stored(tmp_path / f"y{number}.db")))  # noqa: B023
        reading.append(seconds(lambda: read_and_hashed(file)))  # noqa: B023
        os.unlink(file)
    sealed = show("seal / hash and insert", sealing, storing)
    show("verify / read and hash", verifying, reading)
    print(f"bytes of tiles an event: {added / EVENTS:.1f}")
    assert sealed >= LEAST
    assert added / EVENTS <= MOST_BYTES


@pytest.mark.bench
def test_a_proof_from_ten_million_leaves_is_hardly_slower() -> None:
    """The two are timed in turn, so that whatever else the machine does strikes both, and the middle round counts."""
    trees = [(_grown(size), size) for size in (SMALL, LARGE)]
    rounds = []
    for _ in range(ROUNDS):
        times: tuple[list[float], list[float]] = ([], [])
        for number in range(ASKED):
            for (seals, size), took in zip(trees, times, strict=True):
                index = number * size // ASKED
                took.append(seconds(lambda: Tree(seals, size).inclusion(index)))  # noqa: B023
        rounds.append([statistics.quantiles(took, n=100)[98] for took in times])
    small, large = (statistics.median(each) for each in zip(*rounds, strict=True))
    ratios = sorted(large / small for small, large in rounds)
    slower = statistics.median(ratios)
    sizes = f"{small * 1e3:.2f} ms of {SMALL:,} leaves, {large * 1e3:.2f} ms of {LARGE:,}"
    print(f"\nproof, p99: {sizes}: {slower:.2f} times, {ratios[0]:.2f}-{ratios[-1]:.2f} in {ROUNDS} rounds")
    assert slower <= MOST_SLOWER


def _grown(size: int) -> MemorySeals:
    """Return a seal of so many leaves."""
    seals, edge = MemorySeals(), Edge()
    for start in range(0, size, 1 << 16):
        count = min(1 << 16, size - start)
        leaves = b"".join([sha256(number.to_bytes(8, "big")).digest() for number in range(start, start + count)])
        tiles = edge.grow(leaves)
        seals.advance(seals.head(), SealHead(edge.size, edge.size, edge.root()), tiles, [])
    return seals


@pytest.mark.bench
def test_sealing_and_verifying_take_no_more_memory_for_more_events(tmp_path: Path) -> None:
    sizes = {events: _megabytes(tmp_path / f"{events}.db", events) for events in FEWER_AND_MORE}
    print("\nlargest size of the process, MB")
    for what in ("seal", "verify"):
        fewer, more = (sizes[events][what] for events in FEWER_AND_MORE)
        shown = ", ".join(f"{sizes[events][what]:.1f} for {events:,} events" for events in FEWER_AND_MORE)
        print(f"{what:8} {shown}: {more / fewer:.2f} times")
        assert more / fewer <= MOST_MEMORY


def _megabytes(file: Path, events: int) -> dict[str, float]:
    """Return how large each process became that filled, sealed and verified in full a ledger of so many events."""
    sizes = {}
    for what in ("fill", "seal", "verify"):
        command = [sys.executable, "-m", "tests.bench.leaves", what, str(file), str(events)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        sizes[what] = float(done.stdout)
    return sizes


def _pages(file: Path) -> int:
    connection = sqlite3.connect(file)
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    connection.close()
    return int(pages * size)
