"""The target of every attack: one scene a process, copied for each case."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.hostile.target import Target, furnish


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a ledger, with keys, checkpoints and proofs elsewhere, once."""
    folder = tmp_path_factory.mktemp("scene")
    furnish(Target(folder))
    return folder


@pytest.fixture(scope="module")
def shared(scene: Path, tmp_path_factory: pytest.TempPathFactory) -> Target:
    """Give the cases of a module one scene, when none of them leaves a trace."""
    folder = tmp_path_factory.mktemp("shared")
    shutil.copytree(scene, folder, dirs_exist_ok=True)
    return Target(folder)


@pytest.fixture
def target(scene: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Target:
    """Give a case a scene of its own, and an environment that says nothing."""
    shutil.copytree(scene, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path / "ledger")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))  # A defect of ours leaves its traceback there.
    return Target(tmp_path)
