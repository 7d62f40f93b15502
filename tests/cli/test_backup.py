"""Backups, restoring and salvaging from the command line."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import LEDGER_ID, Recert

ROOT = Path(__file__).parents[2]


@pytest.fixture
def key(desk: Recert, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log's signing key, away from the ledger."""
    file = tmp_path_factory.mktemp("key") / "log"
    assert desk("key", "new", "example.com/log", "--to", str(file)).code == 0
    return file


@pytest.fixture
def held(desk: Recert, key: Path, tmp_path: Path) -> Path:
    """A checkpoint of the six events of the desk, given to somebody else."""
    assert desk("checkpoint", "publish", "--to", "held", "--key", str(key)).code == 0
    return tmp_path / "held" / "6.checkpoint"


def test_a_backup_goes_to_a_folder_under_the_time_and_is_restored(desk: Recert, held: Path, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    answer = desk("backup", "backups", "--checkpoint", str(held))
    file = tmp_path / "backups" / "recert-20260310T120000Z.db"
    numbers = "6 are sealed, 0 are not; it agrees with the checkpoint of 6 events."
    assert (answer.code, answer.out) == (0, f"Backed up 6 events, up to @6, to {file}. {numbers}\n")
    assert os.listdir(tmp_path / "backups") == [file.name]
    answer = desk("restore", str(file), "--to", "again.db", "--checkpoint", str(held))
    assert (answer.code, answer.out) == (0, f"Restored 6 events, up to @6, to {tmp_path}/again.db. {numbers}\n")
    status = ("status", "H-1", "--json")
    assert desk("--ledger", "again.db", *status).out == desk(*status).out
    assert desk("--ledger", "again.db", "verify", "--checkpoint", str(held), "--full").code == 0


def test_a_backup_answers_with_json(desk: Recert, held: Path, tmp_path: Path) -> None:
    answer = desk("backup", "backup.db", "--json").json
    assert answer == {
        "schema": 1,
        "verdict": "nothing found",
        "file": f"{tmp_path}/backup.db",
        "ledger_id": str(LEDGER_ID),
        "position": 6,
        "sealed": 6,
        "unsealed": 0,
        "root": answer["root"],
        "agreed": 6,
        "findings": [],
    }
    assert desk("restore", "backup.db", "--to", "again.db", "--json").json == {**answer, "file": f"{tmp_path}/again.db"}


def test_restoring_an_older_backup_tells_what_it_means_for_the_signer(desk: Recert, held: Path, key: Path) -> None:
    assert desk("backup", "older.db").code == 0
    assert desk("fee", "H-1", "ce-fee").code == 0
    assert desk("checkpoint", "publish", "--to", "held", "--key", str(key)).code == 0
    answer = desk("restore", "older.db", "--to", "again.db", "--checkpoint", f"{key}.last")
    assert answer.code == 1
    assert answer.out.startswith("FOUND older: The backup is older than the checkpoint: it holds 6 of 7 events. @ ")
    assert answer.err.startswith("Whoever signed that checkpoint will sign nothing of this ledger.")
    assert desk("--ledger", "again.db", "fee", "H-1", "ce-fee", "--reference", "again").code == 0
    refused = desk("--ledger", "again.db", "checkpoint", "publish", "--to", "held", "--key", str(key))
    assert (refused.code, "Nothing was signed" in refused.err) == (3, True)


def test_a_ledger_that_was_changed_is_answered_with_3_and_gives_no_backup(desk: Recert, tmp_path: Path) -> None:
    raw = (tmp_path / "recert.db").read_bytes()
    (tmp_path / "recert.db").write_bytes(
        raw.replace(b'"credits":"64"', b'"credits":"94"').replace(b"CCNP-ENT", b"CCNP-ENU")
    )
    answer = desk("backup", "backup.db")
    assert answer.code == 3
    assert answer.out.startswith("TAMPERED edited: ")
    assert answer.out.endswith("so there is no backup. Keep its file as it is, and run `recert verify`.\n")
    assert desk("backup", "backup.db", "--json").json["file"] is None
    assert not (tmp_path / "backup.db").exists()
    answer = desk("restore", "recert.db", "--to", "again.db")
    assert (answer.code, "nothing was restored" in answer.out, (tmp_path / "again.db").exists()) == (3, True, False)


def test_what_is_salvaged_is_told_by_standing_and_by_holder(desk: Recert, held: Path, tmp_path: Path) -> None:
    answer = desk("salvage", "recert.db", "--to", "saved", "--checkpoint", str(held), "--json")
    assert answer.code == 0
    assert answer.json["counts"] == {"proven": 6, "sealed": 0, "unproven": 0, "contradicted": 0, "missing": 0}
    assert answer.json["ledger"] == f"{tmp_path}/saved/recert.db"
    raw = (tmp_path / "recert.db").read_bytes()
    (tmp_path / "recert.db").write_bytes(raw.replace(b"claim.submitted.v1", b"claim.submitted.v9"))
    answer = desk("salvage", "recert.db", "--to", "more", "--checkpoint", str(held))
    assert answer.code == 3
    first, second = answer.out.splitlines()
    assert first == (
        f"Read 6 events up to @6 into {tmp_path}/more: 5 proven, 0 sealed, 0 unproven, 1 contradicted, 0 missing."
    )
    assert second == "holder-H-1 is not what was sealed in version 2."
    assert answer.err.startswith("No ledger was made of what is left")


@pytest.mark.parametrize(
    ("command", "word"), [(("backup", "backup.db"), "Copying"), (("salvage", "recert.db", "--to", "saved"), "Reading")]
)
def test_progress_is_drawn_on_a_terminal_alone(
    desk: Recert, tmp_path: Path, command: tuple[str, ...], word: str
) -> None:
    script = [sys.executable, "-m", "cli.main", *command]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    master, slave = pty.openpty()
    done = subprocess.run(script, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=slave, check=True)
    os.close(slave)
    assert word.encode() in os.read(master, 1 << 16)
    os.close(master)
    assert b"\x1b" not in done.stdout
