"""What reaches a person when something is wrong: one clear line, the right exit code, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from cli.main import COMMANDS, main
from tests.cli.conftest import Recert

ROOT = Path(__file__).parents[2]


class Breaking:
    """A clock that raises instead of telling the time."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def now(self) -> datetime:
        raise self.error


def test_help_lists_every_command_with_a_line(recert: Recert) -> None:
    answer = recert("--help")
    assert answer.code == 0
    for name, entry in COMMANDS.items():
        assert any(line.split()[:1] == [name] and entry.line in line for line in answer.out.splitlines()), name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(recert: Recert, name: str) -> None:
    answer = recert(name, "--help")
    assert answer.code == 0
    assert answer.out.startswith(f"Usage: recert {name}")


def test_the_version_is_that_of_the_package(recert: Recert) -> None:
    from ledger import VERSION

    assert recert("--version").out == f"recert {VERSION}\n"


def test_no_command_at_all_shows_help_and_is_a_usage_error(recert: Recert) -> None:
    answer = recert()
    assert answer.code == 2
    assert "Usage: recert" in answer.err


def test_an_unknown_command_suggests_the_nearest(recert: Recert) -> None:
    answer = recert("stauts", "H-1")
    assert answer.code == 2
    assert "Did you mean 'status'?" in answer.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("grant", "H-1"),
        ("grant", "H-1", "CCNA", "--on", "2026-02-30"),
        ("grant", "H-1", "CCNA", "--on", "10 March"),
        ("status", "H-1", "--known-at", "2026-03-10T12:00"),
        ("status", "H-1", "--known-at", "@one"),
        ("standings", "--format", "xml"),
        ("close",),
    ],
)
def test_a_wrong_command_line_is_a_usage_error_that_points_to_help(desk: Recert, arguments: tuple[str, ...]) -> None:
    answer = desk(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith("recert: ")
    assert answer.err.endswith(f"See `recert {arguments[0]} --help`.\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("grant", "H-1", "CCNP-ENT", "--on", "2026-03-11"), 1),
        (("grant", "H-1", "NO-SUCH"), 2),
        (("grant", "H 1", "CCNA"), 2),
        (("exam", "pass", "H-1", "999-999"), 2),
        (("claim", "validate", "C-9"), 1),
        (("claim", "submit", "H-1", "C-1", "ENCOR-ILT", "--credits", "63", "--completed", "2025-05-01"), 1),
        (("claim", "submit", "H-1", "C-2", "ENCOR-ILT", "--credits", "-1", "--completed", "2025-05-01"), 2),
        (("claim", "submit", "H-1", "C-2", "ENCOR-ILT", "--credits", "1.125", "--completed", "2025-05-01"), 2),
        (("close", "--through", "2026-03-10"), 1),
        (("status", "H-9"), 1),
        (("explain", "H-1", "CCNA"), 1),
        (("history", "H-1", "--known-at", "@999"), 2),
        (("status", "H-1", "--policy", "no-such"), 2),
        (("policy", "show", "no.such"), 2),
        (("import", "missing.jsonl"), 2),
        (("scenario", "run", "missing.toml"), 2),
        (("init",), 1),
        (("--ledger", "elsewhere.db", "status", "H-1"), 2),
        (("--actor", "Jane Doe", "grant", "H-1", "CCNA"), 2),
    ],
)
def test_what_is_refused_gets_a_message_and_its_exit_code(desk: Recert, arguments: tuple[str, ...], code: int) -> None:
    answer = desk(*arguments)
    assert answer.code == code
    assert answer.out == ""
    assert answer.err.startswith("recert: ")
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("content", [b"", b"this is not a ledger\n" * 100, b"\0" * 5000])
def test_a_file_that_is_no_ledger_is_said_to_be_none(recert: Recert, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other.db").write_bytes(content)
    answer = recert("--ledger", "other.db", "status", "H-1")
    assert (answer.code, answer.out) == (2, "")
    assert (tmp_path / "other.db").read_bytes() == content


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_gets_one_line(recert: Recert, tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0o500)
    assert recert("--ledger", "shut/recert.db", "init").code == 2


def test_a_defect_of_ours_is_one_line_and_keeps_its_traceback_in_a_file(
    recert: Recert, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code = main(["init"], clock=Breaking(RuntimeError("planted")))
    said = capsys.readouterr().err
    (kept,) = tmp_path.glob("recert-*.txt")
    assert code == 70
    assert said == f"recert: internal error, RuntimeError. Please report it with the file {kept}.\n"
    assert "planted" in kept.read_text(encoding="utf-8")


def test_a_defect_of_ours_shows_its_traceback_to_whoever_asks(
    recert: Recert, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RECERT_DEBUG", "1")
    assert main(["init"], clock=Breaking(RuntimeError("planted"))) == 70
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupted_command_says_so(recert: Recert, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"], clock=Breaking(KeyboardInterrupt())) == 130
    assert "interrupted" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_error_worth_a_word() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "--help"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), said) == (141, b"")


def test_the_ledger_may_be_named_before_the_command_after_it_or_in_the_environment(
    recert: Recert, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert recert("--ledger", "a.db", "init").code == 0
    assert recert("init", "--ledger", "b.db").code == 0
    monkeypatch.setenv("RECERT_LEDGER", "c.db")
    assert recert("init").code == 0
    assert {file.name for file in tmp_path.glob("?.db")} == {"a.db", "b.db", "c.db"}


def test_whoever_acts_is_recorded_with_the_event(desk: Recert, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECERT_ACTOR", "desk-7")
    (event,) = desk("grant", "H-1", "CCNA", "--json").json["events"]
    assert event["actor"] == "desk-7"
    (event,) = desk("grant", "H-2", "CCNA", "--actor", "desk-8", "--json").json["events"]
    assert event["actor"] == "desk-8"
