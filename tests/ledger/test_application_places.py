"""Paths that lead to no ledger, or to one that may not be written: one clear line each, and nothing harmed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger import ConflictError, InputError, Ledger, LedgerError, ProgrammeOpened, TamperedError
from ledger.application.books import Books
from tests.ledger.ledgers import ID, NOON, grant, new, topics


def refused(where: Path | str) -> str:
    with pytest.raises(InputError) as error:
        Ledger.open(str(where))
    message = str(error.value)
    assert message.isprintable()
    assert len(message.split(". ")) >= 2, "what is wrong, and what to do"
    return message


def foreign_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE letters (text TEXT)")
    connection.close()


def database_of_the_library(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TABLE stored_events (originator_id TEXT, originator_version INTEGER, topic TEXT, state BLOB)"
    )
    connection.close()


NOT_LEDGERS: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_text("kind,holder\n" * 1000),
    "short text": lambda path: path.write_text("x"),
    "empty": lambda path: path.touch(),
    "zeros": lambda path: path.write_bytes(bytes(8192)),
    "foreign database": foreign_database,
    "database of the library": database_of_the_library,
    "folder": lambda path: path.mkdir(),
    "pipe": os.mkfifo,
}


@pytest.mark.parametrize("what", NOT_LEDGERS)
def test_what_is_not_a_ledger_is_refused_and_left_as_it_is(tmp_path: Path, what: str) -> None:
    path = tmp_path / "ledger.db"
    NOT_LEDGERS[what](path)
    before = path.read_bytes() if path.is_file() else None
    assert "not a ledger" in refused(path)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_file_is_refused_and_not_made(tmp_path: Path) -> None:
    assert "recert init" in refused(tmp_path / "ledger.db")
    assert "recert init" in refused(tmp_path / "no" / "ledger.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5000, "/dev/null", chr(0xDCFF), "a\nb\x1b[31m", ":memory:"])
def test_a_path_that_cannot_be_is_refused_in_one_line(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(name)


def test_a_server_is_refused_without_repeating_its_password() -> None:
    message = refused("postgresql://clerk:secret@db.example/recert?password=secret")
    assert "db.example" in message
    assert "secret" not in message


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    for what in ("text", "empty", "folder"):
        path = tmp_path / what
        NOT_LEDGERS[what](path)
        with pytest.raises(ConflictError):
            new(path)
    dangling = tmp_path / "dangling"
    dangling.symlink_to(tmp_path / "nowhere")
    with pytest.raises(ConflictError):
        new(dangling)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dangling", "empty", "folder", "text"]


def test_a_ledger_is_not_created_beside_the_write_ahead_log_of_one_that_is_gone(tmp_path: Path) -> None:
    with new(tmp_path / "ledger.db") as gone:
        gone.record([grant()])
        log = (tmp_path / "ledger.db-wal").read_bytes()
    (tmp_path / "ledger.db").unlink()
    (tmp_path / "ledger.db-wal").write_bytes(log)
    with pytest.raises(ConflictError, match=r"ledger\.db-wal"):
        new(tmp_path / "ledger.db")
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.db-wal"]


def test_a_second_creation_is_refused_and_the_first_ledger_stays(tmp_path: Path) -> None:
    with new(tmp_path / "ledger.db") as ledger:
        ledger.record([grant()])
        with pytest.raises(ConflictError, match="already"):
            new(tmp_path / "ledger.db")
    with Ledger.open(str(tmp_path / "ledger.db")) as ledger:
        assert topics(ledger.history("H-1")) == ["certification.granted.v1"]


@pytest.mark.parametrize("where", ["no/ledger.db", "text/ledger.db", "a\0b", "", f"{chr(0xD800)}/ledger.db", "x" * 300])
def test_nothing_is_created_where_nothing_can_be(tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text").touch()
    with pytest.raises(InputError) as error:
        new(where)
    assert str(error.value).isprintable()
    assert [path.name for path in tmp_path.iterdir()] == ["text"]


def test_a_path_is_meant_from_where_the_ledger_was_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with new("ledger.db") as ledger:
        monkeypatch.chdir("/")
        ledger.record([grant()])
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.db"]


def opened_as(schema_version: int) -> ProgrammeOpened:
    return ProgrammeOpened(
        originator_id="programme",
        originator_version=1,
        event_id=ID,
        recorded_at=NOON,
        actor="future",
        command_id=ID,
        ledger_id=ID,
        programme="cisco-ce",
        zone="UTC",
        schema_version=schema_version,
    )


def test_a_ledger_of_a_later_schema_asks_for_a_newer_version(tmp_path: Path) -> None:
    books = Books.at(str(tmp_path / "ledger.db"), create=True)
    books.append([opened_as(2)], NOON)
    books.close()
    assert "newer version" in refused(tmp_path / "ledger.db")


def altered(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER stored_events_no_UPDATE")
    connection.execute("DROP TRIGGER stored_events_no_DELETE")
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statement", "error", "said"),
    [
        ("DELETE FROM stored_events", InputError, "never opened"),
        ("UPDATE stored_events SET topic = 'programme.opened.v2'", InputError, "newer version"),
        ("UPDATE stored_events SET topic = 'holder.enrolled.v1'", TamperedError, "programme version 1"),
        ("UPDATE stored_events SET state = x'7b7d'", TamperedError, "programme version 1"),
    ],
)
def test_a_ledger_whose_first_event_cannot_be_read_says_so(
    tmp_path: Path, statement: str, error: type[LedgerError], said: str
) -> None:
    new(tmp_path / "ledger.db").close()
    altered(tmp_path / "ledger.db", statement)
    with pytest.raises(error, match=said) as refusal:
        Ledger.open(str(tmp_path / "ledger.db"))
    assert str(refusal.value).isprintable()


def test_an_event_that_cannot_be_read_is_reported_with_its_place(tmp_path: Path) -> None:
    with new(tmp_path / "ledger.db") as ledger:
        ledger.record([grant()])
    altered(tmp_path / "ledger.db", "UPDATE stored_events SET state = x'7b7d' WHERE rowid = 4")
    with Ledger.open(str(tmp_path / "ledger.db")) as ledger:
        reads = (lambda: ledger.history("H-1"), lambda: list(ledger.histories()), lambda: ledger.record([grant()]))
        for read in reads:
            with pytest.raises(TamperedError, match="holder-H-1 version 1"):
                read()


def test_a_file_that_is_damaged_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with new(path) as ledger:
        ledger.record([grant(f"H-{number}") for number in range(500)])
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + bytes(len(whole) - 8192))
    with pytest.raises((TamperedError, InputError)) as error, Ledger.open(str(path)) as ledger:
        list(ledger.histories())
    assert str(error.value).isprintable()
