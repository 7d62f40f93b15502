"""Sealing, checkpoints, witnesses and proofs from the command line."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Parties, Recert


def test_every_writing_command_seals_behind_itself(desk: Recert) -> None:
    answer = desk("seal")
    assert answer.out.startswith("Sealed 0 events; 6 are sealed, root ")


def test_a_checkpoint_goes_to_a_witness_and_comes_back(desk: Recert, parties: Parties, tmp_path: Path) -> None:
    published = desk("checkpoint", "publish", "--to", "out", "--key", str(parties.log))
    assert published.out == "Signed 6 events. Give out/6.checkpoint to others, out/6.request to witnesses.\n"
    cosigned = desk("witness", "cosign", "out/6.request", "--log", str(parties.log_public), "--state", "seen",
                    "--key", str(parties.witness))  # fmt: skip
    assert cosigned.code == 0
    (tmp_path / "back").write_text(cosigned.out, encoding="utf-8")
    taken = desk(
        "checkpoint", "take", "back", "--log", str(parties.log_public), "--witness", str(parties.witness_public)
    )
    assert taken.out == "example.com/witness saw 6 events at 2026-03-10T12:00:00Z.\n"
    verified = desk("verify", "--checkpoint", "back", "--signed-by", str(parties.witness_public), "--full")
    assert verified.code == 0
    assert verified.out.startswith(
        "Nothing found. 6 events are sealed, 0 are not; the newest checkpoint given that holds covers 6"
    )
    assert desk("prove", "H-1", "--out", "proofs", "--key", str(parties.log)).out == "Wrote 3 proofs to proofs.\n"
    assert len(list((tmp_path / "proofs").iterdir())) == 3


def test_what_no_checkpoint_covers_is_said(desk: Recert) -> None:
    answer = desk("verify", "--json").json
    assert (answer["verdict"], answer["sealed"], answer["unsealed"], answer["unpublished"]) == (
        "nothing found",
        6,
        0,
        6,
    )


def test_tampering_is_answered_with_3_and_every_finding(desk: Recert, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "recert.db")
    connection.execute("DROP TRIGGER stored_events_no_DELETE")
    connection.execute("DELETE FROM stored_events WHERE rowid IN (2, 4)")
    connection.commit()
    connection.close()
    answer = desk("verify")
    assert answer.code == 3
    assert answer.out.splitlines()[:2] == [
        "TAMPERED deleted: @2 is gone; it was sealed as leaf 1.",
        "TAMPERED deleted: @4 is gone; it was sealed as leaf 3.",
    ]
    assert len(desk("verify", "--json").json["findings"]) == 2


def test_what_cannot_be_decided_is_answered_with_1(desk: Recert, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("hello", encoding="utf-8")
    assert desk("verify", "--checkpoint", "x").code == 1


@pytest.mark.parametrize("arguments", [
    ("verify", "--checkpoint", "nowhere"), ("verify", "--signed-by", "nonsense"),
    ("checkpoint", "publish", "--to", "x", "--key", "/nowhere"), ("prove", "H-1", "--out", "x", "--key", "/nowhere"),
])  # fmt: skip
def test_files_that_are_not_there_are_said_in_words(desk: Recert, arguments: tuple[str, ...]) -> None:
    answer = desk(*arguments)
    assert answer.code == 2
    assert "internal error" not in answer.err
