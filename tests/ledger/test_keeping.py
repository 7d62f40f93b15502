"""What is kept between runs: never an answer, never out of date, never trusted further than the program itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ledger import kept


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own to keep things in."""
    monkeypatch.setenv("RECERT_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


def made(times: list[int], name: str = "rules", *, of: bytes = b"") -> str:
    """Ask for something to be kept; `times` grows by one when it had to be made."""

    def make() -> str:
        times.append(1)
        return f"made {len(times)}"

    return kept(name, make, of=of)


@pytest.mark.usefixtures("folder")
def test_what_was_made_once_is_not_made_again() -> None:
    times: list[int] = []
    assert [made(times), made(times)] == ["made 1", "made 1"]


@pytest.mark.usefixtures("folder")
def test_what_is_made_from_something_else_is_made_anew() -> None:
    times: list[int] = []
    assert [made(times, of=b"one"), made(times, of=b"two"), made(times, of=b"one")] == ["made 1", "made 2", "made 1"]


def test_a_file_with_any_bit_changed_is_made_anew(folder: Path) -> None:
    made([])
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert made([0]) == "made 2", at
        assert file.read_bytes() != whole
        file.write_bytes(whole)
    assert made([0]) == "made 1"


@pytest.mark.parametrize("cut", [0, 1, 31, 32, 33])
def test_a_file_cut_short_is_made_anew(folder: Path, cut: int) -> None:
    made([])
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:cut])
    assert made([0]) == "made 2"


@pytest.mark.parametrize("mode", [0o602, 0o620, 0o666])
def test_a_file_that_others_could_have_written_is_not_read(folder: Path, mode: int) -> None:
    made([])
    (file,) = folder.iterdir()
    file.chmod(mode)
    assert made([0]) == "made 2"
    assert file.stat().st_mode & 0o777 == 0o600


def test_nothing_is_read_from_a_folder_that_others_can_write_in(folder: Path) -> None:
    made([])
    folder.chmod(0o777)
    assert made([0]) == "made 2"


def test_a_link_or_a_pipe_of_the_name_is_not_read(folder: Path) -> None:
    made([])
    (file,) = folder.iterdir()
    file.rename(folder / "elsewhere")
    file.symlink_to(folder / "elsewhere")
    assert made([0]) == "made 2"
    file.unlink()
    os.mkfifo(file, 0o600)
    assert made([0]) == "made 2"


def test_nothing_kept_can_be_read_or_written_by_others(folder: Path) -> None:
    made([])
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [file.stat().st_mode & 0o777 for file in folder.iterdir()] == [0o600]


def test_where_nothing_can_be_kept_everything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("RECERT_CACHE", str(tmp_path / "file" / "kept"))
    times: list[int] = []
    assert [made(times), made(times)] == ["made 1", "made 2"]


def test_whoever_wants_nothing_kept_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECERT_CACHE", "")
    times: list[int] = []
    assert [made(times), made(times)] == ["made 1", "made 2"]


def test_the_folder_of_caches_is_where_it_is_by_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RECERT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made([])
    assert [entry.name for entry in tmp_path.iterdir()] == ["recert"]


def test_the_oldest_of_a_name_go(folder: Path) -> None:
    for number in range(20):
        made([], of=b"%d" % number)
        for file in folder.iterdir():
            os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns - 1_000_000_000))
    made([], "other")
    assert len([file for file in folder.iterdir() if file.name.startswith("rules-")]) == 16
    times: list[int] = [0]
    assert [made(times, of=b"19"), made(times, of=b"0")] == ["made 1", "made 2"]
