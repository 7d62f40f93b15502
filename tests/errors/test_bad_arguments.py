"""Every message that a wrong command line can cause, as a person reads it: one session, ``arguments.txt``.

Each ``$ recert ...`` is typed, and what is answered stands below it. ``pytest --update`` rewrites the answers.
"""

from __future__ import annotations

import ast
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import ROOT, modules, parse
from tests.cli.conftest import Recert

SESSION = Path(__file__).parent / "arguments.txt"
FILES = {
    "export.csv": b"Person,Earned\nH-1,2025-01-01\n",
    "binary.toml": b"\xff\xfe\x00",
    "baseless.toml": b'base = "no-such"\n',
    "other.toml": b"programme = 1\n",
    "tiny.toml": (SESSION.parent / "policies" / "good.toml").read_bytes(),
}

_RAISED = {"InputError", "NotFoundError", "RefusedError", "UsageError", "BadParameter", "fail"}
_CAUSED_OTHERWISE = {
    "cli/imports.py: Nobody can be asked here": "tests/cli/test_undo.py: it needs an import to take back",
    "cli/imports.py: Nothing was recorded. Give": "tests/cli/test_undo.py: it needs a terminal",
    "cli/main.py: An argument holds a NUL": "tests/hostile/arguments/paths.toml: no shell can type one",
    "cli/show/sealing.py: Nothing can be written there:": "a folder that may not be written, which root always may",
}


def answered(desk: Recert, folder: Path) -> Iterator[str]:
    """Yield the session line by line, with what is answered now."""
    for line in SESSION.read_text(encoding="utf-8").splitlines():
        if not line.startswith("  "):  # Answers are indented.
            yield line
        if line.startswith("$ recert "):
            answer = desk(*shlex.split(line.removeprefix("$ recert ")))
            said = (answer.out + answer.err).replace(str(folder), ".").splitlines()
            yield from (f"  {each}" for each in said if each)
            yield f"  [{answer.code}]"


def test_a_wrong_command_line_is_answered_clearly(desk: Recert, tmp_path: Path, update: bool) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    text = "".join(f"{line}\n" for line in answered(desk, tmp_path))
    if update:
        SESSION.write_text(text, encoding="utf-8")
    assert text == SESSION.read_text(encoding="utf-8")


def test_every_answer_is_a_refusal_unless_it_prepares_one() -> None:
    codes = re.findall(r"^  \[(\d+)\]$", SESSION.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(codes) == {"0", "1", "2"}
    assert codes.count("0") == 2
    assert len(codes) > 80


def test_no_answer_shows_how_the_program_is_made() -> None:
    text = SESSION.read_text(encoding="utf-8")
    assert [word for word in ("Traceback", "Error:", "NoneType", "pydantic", "sqlite", "<class") if word in text] == []


def test_every_message_of_the_command_line_has_a_case_here() -> None:
    text = " ".join(SESSION.read_text(encoding="utf-8").split())
    unseen = {f"{name}: {part}" for name, part in messages() if part.strip() not in text}
    excused = {case for case in unseen if case.startswith(tuple(_CAUSED_OTHERWISE))}
    assert sorted(unseen - excused) == []
    assert {key for key in _CAUSED_OTHERWISE if not any(case.startswith(key) for case in excused)} == set()


def messages() -> Iterator[tuple[str, str]]:
    """Yield module and longest fixed part of every message that the command line's own modules can raise."""
    for path in modules("cli"):
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in _RAISED and node.args:
                parts = [each.value for each in ast.walk(node.args[0]) if isinstance(each, ast.Constant)]
                fixed = [part for part in parts if isinstance(part, str)]
                if fixed:
                    yield path.relative_to(ROOT).as_posix(), max(fixed, key=len)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_said_to_be_so(desk: Recert, tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0o500)
    answer = desk("init", "--ledger", "shut/new.db")
    assert answer.code == 2
    assert "the folder cannot be written. Name another." in answer.err
