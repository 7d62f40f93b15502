"""The traps of keeping a log in SQLite, each closed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from eventsourcing.persistence import IntegrityError, InterfaceError, OperationalError

from ledger.store.connection import NotALedgerError
from ledger.store.sqlite import SQLiteLog
from tests.ledger.logs import NOON, SECOND, append, open_sqlite, row

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log of three rows, closed."""
    path = tmp_path / "log.db"
    with closed_after(path, create=True) as log:
        append(log, row("holder-A"), row("holder-A", 2), row("holder-B"))
    return path


class closed_after:  # noqa: N801 - It is used like a function.
    """The log at a path, for the length of a with-block."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self._factory = open_sqlite(path, create=create)

    def __enter__(self) -> SQLiteLog:
        log = self._factory.application_recorder()
        assert isinstance(log, SQLiteLog)
        return log

    def __exit__(self, *_: object) -> None:
        self._factory.close()


def unguarded(path: Path, *statements: str) -> None:
    """Do to the file what the guard rail would not let pass."""
    connection = sqlite3.connect(path, isolation_level=None)
    for kind in ("UPDATE", "DELETE"):
        connection.execute(f"DROP TRIGGER stored_events_no_{kind}")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def rows(path: Path) -> list[tuple[int, str, int]]:
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT rowid, originator_id, originator_version FROM stored_events ORDER BY rowid")
    listed = found.fetchall()
    connection.close()
    return listed


def test_a_position_is_not_used_again_after_the_newest_row_was_deleted(path: Path) -> None:
    unguarded(path, "DELETE FROM stored_events WHERE rowid = 3")
    with closed_after(path) as log:
        assert append(log, row("holder-C")) == range(4, 5)


def test_positions_survive_vacuum(path: Path) -> None:
    unguarded(path, "DELETE FROM stored_events WHERE rowid = 1", "VACUUM")
    assert [position for position, *_ in rows(path)] == [2, 3]
    with closed_after(path) as log:
        assert append(log, row("holder-C")) == range(4, 5)


def test_positions_survive_dump_and_restore(path: Path, tmp_path: Path) -> None:
    unguarded(path, "DELETE FROM stored_events WHERE rowid IN (1, 3)")
    old, new = sqlite3.connect(path), sqlite3.connect(tmp_path / "restored.db")
    new.executescript("\n".join(old.iterdump()))
    old.close()
    new.close()
    assert rows(tmp_path / "restored.db") == [(2, "holder-A", 2)]
    with closed_after(tmp_path / "restored.db") as log:
        assert append(log, row("holder-C")) == range(4, 5)
        assert pragmas(log) == ("wal", 2)


def pragmas(log: SQLiteLog) -> tuple[str, int]:
    with log.datastore.transaction(commit=False) as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
        cursor.execute("PRAGMA synchronous")
        return mode, cursor.fetchone()[0]


def test_every_connection_writes_ahead_and_waits_for_the_disk(path: Path) -> None:
    with closed_after(path) as log, log.datastore.transaction(commit=False):
        assert pragmas(log) == ("wal", 2)  # A second connection, since the first is in use.
        assert log.datastore.pool.num_in_use == 1
        assert log.datastore.pool.num_in_pool == 1


def test_columns_are_strict_and_not_null(path: Path) -> None:
    connection = sqlite3.connect(path)
    insert = "INSERT INTO stored_events (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)"
    for values in (
        ("holder-C", 1, "t", "text"),
        ("holder-C", "one", "t", b""),
        (None, 1, "t", b""),
        ("h", 1, None, b""),
    ):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(insert, values)
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stored_events SET state = x'00'",
        "DELETE FROM stored_events WHERE rowid = 3",
        "REPLACE INTO stored_events VALUES (3, 'holder-B', 1, 'test.said.v1', x'00')",
    ],
)
def test_the_guard_rail_stops_whoever_changes_a_row_by_accident(path: Path, statement: str) -> None:
    before = rows(path)
    with closed_after(path) as log, pytest.raises(IntegrityError, match="append-only"):  # noqa: SIM117
        with log.datastore.transaction(commit=True) as cursor:
            cursor.execute(statement)
    assert rows(path) == before


def test_only_creating_makes_tables(tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    empty.touch()
    with closed_after(empty) as log, pytest.raises(NotALedgerError):
        log.max_notification_id()
    assert empty.stat().st_size == 0


def test_no_file_is_made_by_opening(tmp_path: Path) -> None:
    with closed_after(tmp_path / "missing.db") as log, pytest.raises(InterfaceError, match="unable to open"):
        log.max_notification_id()
    assert list(tmp_path.iterdir()) == []


def test_tables_are_not_made_twice(path: Path) -> None:
    with pytest.raises(OperationalError, match="already exists"), closed_after(path, create=True):
        pass
    assert len(rows(path)) == 3


def test_a_foreign_database_is_left_as_it_was(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.db"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE stored_events (originator_id TEXT)")
    connection.close()
    before = foreign.read_bytes()
    with closed_after(foreign) as log, pytest.raises(NotALedgerError):
        append(log, row("holder-A"))
    assert foreign.read_bytes() == before


@pytest.mark.parametrize(
    "name", ["a?mode=memory.db", "50%41.db", "x:memory:.db", "file:x.db", "#.db", "é ☃.db", "a\nb.db"]
)
def test_a_path_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    with closed_after(tmp_path / name, create=True) as log:
        append(log, row("holder-A"))
    assert [path.name for path in tmp_path.iterdir()] == [name]
    with closed_after(tmp_path / name) as log:
        assert log.heads(["holder-A"]) == {"holder-A": 1}


def test_instants_are_stored_in_the_transaction_that_they_belong_to(path: Path) -> None:
    with closed_after(path) as log:
        with pytest.raises(IntegrityError):
            append(log, row("holder-C"), row("holder-A"), at=NOON + SECOND)
        append(log, row("holder-C"), row("holder-D"), at=NOON + 2 * SECOND)
    connection = sqlite3.connect(path)
    microseconds = int(NOON.timestamp()) * 1_000_000
    assert connection.execute("SELECT * FROM instants").fetchall() == [(1, microseconds), (4, microseconds + 2_000_000)]
    connection.close()


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from tests.ledger.logs import append, open_sqlite, row
    log = open_sqlite(Path(sys.argv[1])).application_recorder()
    for number in range(1, 10_000):
        append(log, row("holder-K", number), row(f"claim-{number}"))
        os.write(1, b"%d\\n" % number)
"""


def test_what_was_acknowledged_before_kill_9_is_there_and_whole(path: Path) -> None:
    script = [sys.executable, "-c", textwrap.dedent(KILLED), str(path)]
    child = subprocess.Popen(script, cwd=ROOT, stdout=subprocess.PIPE)
    assert child.stdout is not None
    for _ in range(50):
        child.stdout.readline()
    os.kill(child.pid, signal.SIGKILL)
    acknowledged = 50 + len(child.stdout.read().splitlines())
    assert child.wait() == -signal.SIGKILL
    child.stdout.close()
    with closed_after(path) as log:
        versions = [event.originator_version for event in log.stream_with_positions("holder-K")]
        assert versions == list(range(1, len(versions) + 1))
        assert len(versions) - acknowledged in (0, 1)
        assert len(log.heads(f"claim-{version}" for version in versions)) == len(versions)
        assert append(log, row("holder-K", len(versions) + 1)) == range(
            3 + 2 * len(versions) + 1, 5 + 2 * len(versions)
        )
