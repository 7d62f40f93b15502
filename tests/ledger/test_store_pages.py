"""Reading the pages of an SQLite file without SQLite finds what SQLite reads, and from damaged ones what is left."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from ledger.store.pages import Pages, Row

EVENTS, INDEX = "NTITB", "TII"
COLUMNS = "rowid, originator_id, originator_version, topic, state"
TABLE = """
CREATE TABLE stored_events (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT, originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL, state BLOB NOT NULL, UNIQUE (originator_id, originator_version))
"""


def read(path: Path, shape: str = EVENTS) -> list[Row]:
    """Return the rows of a shape, in no order."""
    pages = Pages(str(path))
    try:
        return [row for number, page in pages for row in pages.rows(page, number, {shape})]
    finally:
        pages.close()


def events(path: Path) -> dict[int, tuple[object, ...]]:
    return {row.rowid: (row.rowid, *row.values[1:]) for row in read(path)}


def filled(path: Path, *, page_size: int = 4096, rows: int = 150, largest: int = 20_000) -> sqlite3.Connection:
    """Return a connection to a new table of rows of all sizes, from empty to many pages."""
    chance = random.Random(1)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA page_size = {page_size}")
    connection.execute(TABLE)
    sizes = [size for size in (0, 1, 40, 400, page_size - 60, page_size, 3 * page_size, 20_000) if size <= largest]
    lengths = [chance.choice(sizes) for _ in range(rows)]
    versions = [
        chance.choice([0, 1, 2, 127, 128, 40_000, 1 << 23, 1 << 31, 1 << 40, (1 << 63) - 1]) for _ in range(rows)
    ]
    connection.execute("BEGIN")
    for number, (length, version) in enumerate(zip(lengths, versions, strict=True)):
        insert = "INSERT INTO stored_events (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)"
        connection.execute(insert, (f"höl der-{number}", version, "t.v1", chance.randbytes(length)))
    connection.execute("COMMIT")
    return connection


def wanted(connection: sqlite3.Connection) -> dict[int, tuple[object, ...]]:
    return {row[0]: row for row in connection.execute(f"SELECT {COLUMNS} FROM stored_events")}


@pytest.mark.parametrize("page_size", [512, 1024, 4096, 65536])
def test_pages_of_any_size_hold_the_rows_that_sqlite_reads(tmp_path: Path, page_size: int) -> None:
    connection = filled(tmp_path / "log.db", page_size=page_size)
    assert events(tmp_path / "log.db") == wanted(connection)
    named = {(stream, version, rowid) for rowid, stream, version, *_ in wanted(connection).values()}
    assert {row.values for row in read(tmp_path / "log.db", INDEX)} == named
    connection.close()


def test_a_position_of_any_size_is_read(tmp_path: Path) -> None:
    connection = filled(tmp_path / "log.db", rows=1)
    for rowid in (127, 128, 16_384, 1 << 40, (1 << 63) - 1):
        connection.execute("INSERT INTO stored_events VALUES (?, ?, 1, 't', x'')", (rowid, f"at-{rowid}"))
    assert events(tmp_path / "log.db") == wanted(connection)
    connection.close()


@pytest.fixture
def logged(tmp_path: Path) -> Path:
    """A file with 100 rows, and 200 more that lie in its write-ahead log alone, in 20 transactions."""
    connection = filled(tmp_path / "log.db", rows=100)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    for number in range(200):
        if number % 10 == 0:
            connection.execute("BEGIN")
        insert = "INSERT INTO stored_events (originator_id, originator_version, topic, state) VALUES (?, 1, 't', ?)"
        connection.execute(insert, (f"late-{number}", bytes(50 * number)))
        if number % 10 == 9:
            connection.execute("COMMIT")
    folder = tmp_path / "copy"
    folder.mkdir()
    for name in ("log.db", "log.db-wal"):
        shutil.copy(tmp_path / name, folder / name)
    connection.close()
    return folder / "log.db"


def test_what_only_the_write_ahead_log_holds_is_read(logged: Path) -> None:
    assert set(events(logged)) == set(range(1, 301))


def test_a_transaction_that_was_never_committed_is_not_read(logged: Path) -> None:
    log = logged.with_name("log.db-wal")
    raw = log.read_bytes()
    commits = [at for at in range(32, len(raw), 24 + 4096) if raw[at + 4 : at + 8] != bytes(4)]
    assert len(commits) >= 20
    log.write_bytes(raw[: commits[-1]])
    assert set(events(logged)) == set(range(1, 291))


def test_a_log_whose_header_or_first_frame_is_garbled_is_read_on(logged: Path) -> None:
    log = logged.with_name("log.db-wal")
    raw = log.read_bytes()
    for place in (slice(0, 32), slice(32, 32 + 24)):
        broken = bytearray(raw)
        broken[place] = b"\xaa" * (place.stop - place.start)
        log.write_bytes(broken)
        assert set(events(logged)) >= set(range(1, 290))


def test_every_page_that_is_lost_costs_its_own_rows_alone(tmp_path: Path) -> None:
    connection = filled(tmp_path / "log.db", rows=300, largest=400)
    everything = wanted(connection)
    connection.close()
    raw, lost = (tmp_path / "log.db").read_bytes(), 0
    for number in range(len(raw) // 4096):
        (tmp_path / "broken.db").write_bytes(raw[: number * 4096] + bytes(4096) + raw[(number + 1) * 4096 :])
        found = events(tmp_path / "broken.db")
        assert found.items() <= everything.items()
        lost += len(everything) - len(found)
    assert lost == len(everything)


@pytest.mark.parametrize("raw", [b"", b"x", bytes(4096), bytes(100_000), b"\r" * 65_536, b"\n\xff" * 40_000])
def test_what_is_no_database_holds_nothing_and_harms_nothing(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "log.db").write_bytes(raw)
    (tmp_path / "log.db-wal").write_bytes(raw)
    assert read(tmp_path / "log.db") == []


def test_pages_of_chance_are_read_without_end_or_error(tmp_path: Path) -> None:
    filled(tmp_path / "log.db", rows=60, largest=400).close()
    chance, raw = random.Random(4), (tmp_path / "log.db").read_bytes()
    for _ in range(150):
        broken = bytearray(raw)
        for _ in range(chance.choice([1, 3, 50, 2_000])):
            page = chance.randrange(len(raw) // 4096) * 4096
            broken[page + chance.choice([chance.randrange(12), chance.randrange(4096)])] = chance.randrange(256)
        (tmp_path / "broken.db").write_bytes(broken)
        assert all(isinstance(row.values[4], bytes) for row in read(tmp_path / "broken.db"))
