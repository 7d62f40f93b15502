"""There is one door to a ledger's file, and whoever comes through it writes durably."""

from __future__ import annotations

import ast
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from ledger.store import Log
from ledger.store.copying import pool_of
from tests.architecture import PACKAGES, ROOT, modules, parse
from tests.ledger.ledgers import grant, new
from tests.ledger.logs import open_sqlite

DOORS = {
    "ledger/store/connection.py": "every connection to a ledger",
    "ledger/store/copying.py": "a copy that nobody knows of yet, synced as a whole before it gets its name",
    "ledger/store/scratch.py": "what is sorted, and gone with the process",
}


def connects(tree: ast.Module) -> Iterator[int]:
    """Yield the lines that open a database."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "sqlite3.connect",
            "sqlite3.Connection",
            "connect",
        ):
            yield node.lineno


def test_databases_are_opened_in_three_places_alone() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): list(connects(parse(path)))
        for package in PACKAGES
        for path in modules(package)
    }
    assert dict.fromkeys(DOORS, 1) == {path: len(lines) for path, lines in found.items() if lines}


def test_another_door_would_be_noticed() -> None:
    assert list(connects(ast.parse("import sqlite3\nsqlite3.connect('x')"))) == [2]


def pragmas(connection: sqlite3.Connection) -> tuple[str, int, int]:
    """Return journal mode, synchronous and recursive triggers."""
    names = ("journal_mode", "synchronous", "recursive_triggers")
    mode, synchronous, triggers = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names)
    return mode, synchronous, triggers


@pytest.mark.parametrize("mode", ["wal", "delete", "truncate", "persist", "memory", "off"])
def test_a_connection_is_durable_whatever_was_done_to_the_file_before(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "ledger.db"
    with new(path) as ledger:
        ledger.record([grant()])
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA journal_mode = {mode}")
    with open_sqlite(path) as factory:
        pool = pool_of(cast("Log", factory.application_recorder()))
        for _ in range(3):
            with closing(pool.connected()) as connection:
                assert pragmas(connection) == ("wal", 2, 1)


def test_the_connections_that_create_and_those_that_record_are_durable(tmp_path: Path) -> None:
    with open_sqlite(tmp_path / "log.db", create=True) as factory:
        pool = pool_of(cast("Log", factory.application_recorder()))
        with closing(pool.connected()) as connection:
            assert pragmas(connection) == ("wal", 2, 1)
    with new(tmp_path / "ledger.db") as ledger:
        ledger.record([grant()])
        with closing(pool_of(ledger.log).connected()) as connection:
            assert pragmas(connection) == ("wal", 2, 1)
