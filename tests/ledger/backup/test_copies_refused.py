"""What gives no backup, or is none to restore: said in words, and nothing is left behind."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ledger import (
    ConflictError,
    Copied,
    InputError,
    restore_ledger,
)
from tests.ledger.backup.copying import EDIT, backed_up, codes, contents, held
from tests.ledger.seal.scene import Scene
from tests.ledger.test_application_places import NOT_LEDGERS


def test_what_is_there_already_is_never_written_over(scene: Scene) -> None:
    path = Path(backed_up(scene).path)
    before = path.read_bytes()
    makes: list[Callable[[], Copied]] = [
        lambda: backed_up(scene),
        lambda: restore_ledger(str(path), str(scene.file)),
    ]
    for make in makes:
        with pytest.raises(ConflictError, match="already"):
            make()
    (scene.folder / "other.db-wal").write_bytes(b"x")
    with pytest.raises(ConflictError, match=r"other\.db-wal"):
        backed_up(scene, name="other.db")
    assert path.read_bytes() == before
    assert not list(scene.folder.glob("*.new*"))


@pytest.mark.parametrize("name", ["no/backup.db", "no/", "held/7.request/backup.db", "x" * 300, "a\0b"])
def test_a_place_where_nothing_can_be_made_is_said_in_words(scene: Scene, name: str) -> None:
    makes: list[Callable[[], Copied]] = [
        lambda: backed_up(scene, name=name),
        lambda: restore_ledger(str(scene.file), f"{scene.folder}/{name}"),
    ]
    for make in makes:
        with pytest.raises(InputError) as refusal:
            make()
        assert str(refusal.value).isprintable()


NO_BACKUPS: dict[str, Callable[[Path], object]] = {
    **{name: NOT_LEDGERS[name] for name in ("empty", "text", "zeros", "folder", "foreign database", "pipe")},
    "missing": Path.exists,
}


@pytest.mark.parametrize("what", NO_BACKUPS)
def test_what_is_no_backup_is_not_restored(scene: Scene, what: str) -> None:
    path = scene.folder / "x.db"
    NO_BACKUPS[what](path)
    with pytest.raises(InputError):
        restore_ledger(str(path), str(scene.folder / "again.db"))
    assert not list(scene.folder.glob("again.db*"))


def test_a_checkpoint_that_cannot_be_read_stops_a_backup_before_it_begins(scene: Scene) -> None:
    with pytest.raises(InputError, match="no checkpoint"):
        backed_up(scene, scene.folder / "nowhere")
    (scene.folder / "hello").write_text("hello", encoding="utf-8")
    done = backed_up(scene, scene.folder / "hello")
    assert (codes(done), done.kept) == (["checkpoint-unreadable"], True)


def test_a_ledger_that_does_not_match_its_seal_gives_no_backup(scene: Scene) -> None:
    scene.attack(EDIT)
    done = backed_up(scene)
    assert (codes(done), done.kept) == (["edited"], False)
    assert not list(scene.folder.glob("backup*"))


def test_a_ledger_rewritten_with_its_seal_gives_none_where_a_checkpoint_is_held(scene: Scene) -> None:
    kept = contents(scene.file)["seal_notes"]
    scene.attack(EDIT)
    scene.reseal()
    assert backed_up(scene, name="missed.db").kept  # Expected miss: nobody was asked.
    assert codes(backed_up(scene, held(scene))) == ["rewritten"]
    with closing(sqlite3.connect(scene.file)) as connection, connection:
        connection.executemany("INSERT INTO seal_notes VALUES (?, ?)", kept)
    assert codes(backed_up(scene)) == ["rewritten"]  # The newest checkpoint that it keeps itself is asked, too.


def test_a_backup_that_was_tampered_with_is_not_restored(scene: Scene) -> None:
    scene.file = Path(backed_up(scene).path)
    scene.attack(EDIT)
    done = restore_ledger(str(scene.file), str(scene.folder / "again.db"))
    assert (codes(done), done.kept) == (["edited"], False)
    assert not list(scene.folder.glob("again*"))


def test_a_backup_whose_index_is_damaged_is_not_restored(scene: Scene) -> None:
    path = Path(backed_up(scene).path)
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'instants_recorded_at'"
        ).fetchone()
    raw = bytearray(path.read_bytes())
    raw[root * 4096 - 1] ^= 1  # The end of a page: the last byte of its first entry.
    path.write_bytes(raw)
    assert codes(restore_ledger(str(path), str(scene.folder / "again.db"))) == ["damaged"]
