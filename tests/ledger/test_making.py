"""What is being made beside its name: gone in the end, and gone later where its maker was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.application.making import create_whole
from ledger.errors import ConflictError
from tests.processes import ROOT

KILLED = """
import os, signal, sys
from ledger.application.making import create_whole

def fill(path):
    open(path, "w").write("half")
    os.kill(os.getpid(), signal.SIGKILL)

create_whole(sys.argv[1], fill)
"""


def killed_over(path: Path) -> None:
    """Let a process be killed while it makes a file."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=ROOT, check=False)
    assert done.returncode == -9


def whole(path: str) -> None:
    Path(path).write_text("whole")


def test_what_a_killed_maker_left_goes_when_the_file_is_made_again(tmp_path: Path) -> None:
    killed_over(tmp_path / "file")
    (left,) = tmp_path.iterdir()
    assert left.name.endswith(".new")
    create_whole(str(tmp_path / "file"), whole)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "whole")]


def test_what_a_killed_maker_left_goes_although_the_name_is_taken(tmp_path: Path) -> None:
    killed_over(tmp_path / "file")
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ConflictError):
        create_whole(str(tmp_path / "file"), whole)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "mine")]


def test_two_makers_of_one_file_leave_each_other_alone_and_one_of_them_has_made_it(tmp_path: Path) -> None:
    def fill(path: str) -> None:
        create_whole(str(tmp_path / "file"), whole)
        assert os.path.isdir(os.path.dirname(path))
        Path(path).write_text("too late")

    with pytest.raises(ConflictError):
        create_whole(str(tmp_path / "file"), fill)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "whole")]


@pytest.mark.parametrize("name", ["other.0123abcd.new", "file.0123abcd.new.txt", "file.new", "file.0123abcg.new"])
def test_a_folder_that_no_maker_of_the_file_could_have_made_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    create_whole(str(tmp_path / "file"), whole)
    assert (tmp_path / name).is_dir()


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "file.0123abcd.new").symlink_to(tmp_path / "kept")
    create_whole(str(tmp_path / "file"), whole)
    assert (tmp_path / "kept").is_dir()
