"""Every console session that a document shows is run and must print what it says. `--update` rewrites the documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sessions import FENCE, ROOT, Session, documents, play, strays


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_session_prints_what_its_document_says(document: Path, tmp_path: Path, update: bool) -> None:
    played = play(document, tmp_path)
    if update:
        document.write_text(played, encoding="utf-8")
    assert played == document.read_text(encoding="utf-8")


def test_no_console_block_stands_where_nothing_runs_it() -> None:
    assert strays() == []


def test_every_console_block_of_a_document_is_run() -> None:
    session = Session()
    session.play(f"one\n\n{FENCE}\n$ recert --version\nold output\n```\n\n{FENCE}\n$ echo $?\n```\n")
    assert session.blocks == 2


def test_a_session_replaces_output_and_keeps_everything_else() -> None:
    played = Session().play(f"before\n{FENCE}\n$ recert --ver\\\n> sion\nold\n$ echo $?\n```\nafter\n")
    assert played.splitlines()[-4:] == ["$ echo $?", "0", "```", "after"]
    assert "old" not in played
    assert played.startswith(f"before\n{FENCE}\n$ recert --ver\\\n> sion\nrecert ")


def test_a_session_may_show_a_file_of_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "note.txt").write_text("one\ntwo\n", encoding="utf-8")
    assert Session().play(f"{FENCE}\n$ cat note.txt\n```\n") == f"{FENCE}\n$ cat note.txt\none\ntwo\n```\n"


def test_a_refusal_shows_its_message_and_its_code() -> None:
    played = Session().play(f"{FENCE}\n$ recert frobnicate\n$ echo $?\n```\n")
    assert played.splitlines()[2].startswith("recert: There is no command 'frobnicate'.")
    assert played.splitlines()[-2] == "2"


@pytest.mark.parametrize("block", ["$ rm -rf .\n```", "output without a command\n```", "$ recert --version"])
def test_a_block_that_no_session_can_run_is_an_error(block: str) -> None:
    with pytest.raises(ValueError, match=r"session|console block"):
        Session().play(f"{FENCE}\n{block}\n")
