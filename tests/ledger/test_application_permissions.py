"""Ledgers where writing is forbidden or the disk is full: read if possible, refused in one line, never harmed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger import Ledger
from tests.ledger.ledgers import grant, new
from tests.ledger.unprivileged import as_somebody_else

FORBIDDEN = "InputError: The ledger may be read but not written. "
FULL = ("InputError: The disk is full", "InputError: The disk failed")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everyone may enter and only its owner may write."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)
        os.chmod(name, 0o755)


@pytest.fixture
def closed(folder: Path) -> Path:
    """A ledger of one grant that nobody may write any more."""
    with new(folder / "ledger.db") as ledger:
        ledger.record([grant()])
    (folder / "ledger.db").chmod(0o444)
    folder.chmod(0o555)
    return folder / "ledger.db"


def test_a_ledger_in_a_folder_that_cannot_be_written_is_read(closed: Path) -> None:
    assert as_somebody_else("read", closed) == "read 4, 1 holders"
    assert list(closed.parent.iterdir()) == [closed]


def test_recording_where_writing_is_forbidden_is_refused_in_one_line(closed: Path) -> None:
    said = as_somebody_else("record", closed)
    assert said.startswith(FORBIDDEN)
    assert said.isprintable()


def test_a_ledger_that_somebody_else_has_open_is_read_with_what_they_wrote_last(folder: Path) -> None:
    with new(folder / "ledger.db") as ledger:
        ledger.record([grant()])
        assert as_somebody_else("read", folder / "ledger.db") == "read 4, 1 holders"
        assert as_somebody_else("record", folder / "ledger.db").startswith(FORBIDDEN)


def test_a_copy_whose_last_writes_cannot_be_reached_is_refused_rather_than_read_without_them(folder: Path) -> None:
    with new(folder / "used.db") as ledger:
        ledger.record([grant()])
        shutil.copy(folder / "used.db", folder / "copy.db")
        shutil.copy(folder / "used.db-wal", folder / "copy.db-wal")
    folder.chmod(0o555)
    assert as_somebody_else("read", folder / "copy.db").startswith("InputError: The ledger cannot be opened. ")


def test_a_ledger_that_may_not_be_read_is_refused(folder: Path) -> None:
    new(folder / "ledger.db").close()
    (folder / "ledger.db").chmod(0o000)
    assert as_somebody_else("read", folder / "ledger.db").startswith("InputError: The ledger cannot be opened. ")
    folder.chmod(0o700)
    assert as_somebody_else("read", folder / "ledger.db").startswith("InputError: The ledger cannot be reached: ")


def test_a_ledger_is_not_created_in_a_folder_that_cannot_be_written(folder: Path) -> None:
    folder.chmod(0o555)
    said = as_somebody_else("create", folder / "ledger.db")
    assert said.startswith("InputError: No ledger can be created: the folder cannot be written. ")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("room", [0, 4096, 30_000, 80_000])
def test_a_creation_that_runs_out_of_room_leaves_nothing_behind(folder: Path, room: int) -> None:
    folder.chmod(0o777)
    said = as_somebody_else("create", folder / "ledger.db", bytes_a_file=room)
    assert said.startswith(FULL)
    assert said.endswith(f"@ {folder / 'ledger.db'}")
    assert list(folder.iterdir()) == []


def test_recording_that_runs_out_of_room_records_nothing_and_harms_nothing(folder: Path) -> None:
    folder.chmod(0o777)
    path = folder / "ledger.db"
    new(path).close()
    path.chmod(0o666)
    assert as_somebody_else("record", path, bytes_a_file=path.stat().st_size + 10_000).startswith(FULL)
    with Ledger.open(str(path)) as ledger:
        assert ledger.resolve(None).position == 3
        assert ledger.record([grant()])[0].status == "recorded"
