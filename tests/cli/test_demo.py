"""The demo plays its story to the end, the same every time, and touches nobody's ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Recert

ROOT = Path(__file__).parents[2]


def test_the_demo_shows_an_expiry_and_its_reinstatement(recert: Recert) -> None:
    answer = recert("demo")
    assert answer.code == 0
    assert "certification.expired.v1" in answer.out
    assert "certification.reinstated.v1" in answer.out
    assert "recert: " not in answer.err


def test_the_demo_is_the_same_every_time(recert: Recert) -> None:
    assert recert("demo") == recert("demo")


def test_the_demo_leaves_other_ledgers_alone(recert: Recert, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECERT_LEDGER", str(tmp_path / "mine.db"))
    assert recert("demo").code == 0
    assert list(tmp_path.iterdir()) == []


def test_a_kept_demo_can_be_asked_what_was_known_on_a_date(recert: Recert) -> None:
    assert recert("demo", "--keep", "kept").code == 0
    ledger = ("--ledger", "kept/recert.db")
    then = recert(*ledger, "status", "H-1", "--on", "2026-03-10", "--known-at", "2026-03-10", "--json").json
    now = recert(*ledger, "status", "H-1", "--on", "2026-03-10", "--json").json
    assert [each["certifications"][0]["status"] for each in (then, now)] == ["expired", "active"]
    assert recert("demo", "--keep", "kept").code == 2


def test_the_demo_plays_the_story_that_the_examples_tell() -> None:
    told = ROOT / "examples" / "pending-at-expiry"
    played = {file.name: file.read_bytes() for file in (ROOT / "cli" / "story").iterdir()}
    assert played == {file.name: file.read_bytes() for file in told.glob("*.jsonl")}
