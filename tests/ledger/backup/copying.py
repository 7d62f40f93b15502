"""What tests of backups share: making one, and every row of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from ledger import (
    Copied,
    back_up_ledger,
)
from tests.ledger.seal.scene import Scene

ROOT = Path(__file__).parents[3]
TABLES = ("stored_events", "instants", "seal_head", "seal_tiles", "seal_runs", "seal_notes", "sqlite_sequence")
EDIT = "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), 'H-2', 'H-9') AS BLOB) WHERE rowid = 5"


def contents(path: Path) -> dict[str, list[Any]]:
    """Return every row of every table."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        return {table: sorted(connection.execute(f"SELECT * FROM {table}")) for table in TABLES}


def backed_up(scene: Scene, *files: Path, name: str = "backup.db") -> Copied:
    with scene.open() as ledger:
        return back_up_ledger(ledger, f"{scene.folder}/{name}", files=files)


def held(scene: Scene) -> Path:
    return scene.folder / "held" / "7.cosigned"


def codes(done: Copied) -> list[str]:
    return [finding.code for finding in done.findings]
