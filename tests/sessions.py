"""Console sessions in documents: every block is run, and what it prints is compared with what it says.

A block is fenced with ```console. A line that begins with ``$ `` is a command, and one that ends in a backslash goes on
in the next, after ``> ``; what follows is its output, stdout and stderr as a terminal would mix them. There are three
commands: ``recert …``, ``cat FILE`` and ``echo $?``. A document is one session, run in a copy of its folder.

The clock begins at `START`, or where ``<!-- clock: 2026-03-10T09:00:00Z -->`` sets it, and moves one minute a command.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

from cli.main import main
from ledger import ScriptedClock

ROOT = Path(__file__).parents[1]
FENCE = "```console"
START = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
LEDGER_ID = UUID("00000000-0000-4000-8000-000000000001")
ENVIRONMENT = {"PATH": os.defpath, "COLUMNS": "100", "HOME": "/nonexistent"}
_CLOCK = re.compile(r"<!-- clock: (\S+) -->")


def documents() -> list[Path]:
    """Return the documents whose sessions are run: the README and the stories."""
    return [ROOT / "README.md", *sorted((ROOT / "examples").glob("*/README.md"))]


def strays() -> list[str]:
    """Return where a console block stands that nothing would run: in another document, or indented."""
    run = set(documents())
    found = []
    for path in sorted(ROOT.rglob("*.md")):
        if any(part.startswith(".") for part in path.relative_to(ROOT).parts):
            continue
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if FENCE in text and (path not in run or text != FENCE):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    return found


def play(document: Path, scratch: Path) -> str:
    """Run a document's session in `scratch`, and return the document with the output that came of it."""
    _furnish(document, scratch)
    session = Session()
    kept = {"RECERT_CACHE": os.environ.get("RECERT_CACHE", "")}  # Else a session of root's makes a home for itself.
    with chdir(scratch), patch.dict(os.environ, {**ENVIRONMENT, **kept}, clear=True):
        return session.play(document.read_text(encoding="utf-8"))


class Session:
    """One session: its clock, its last exit code, and how many blocks it ran."""

    def __init__(self) -> None:
        self.clock = ScriptedClock([START])
        self.code = 0
        self.blocks = 0

    def play(self, text: str) -> str:
        """Return `text` with every console block's output replaced by what its commands print."""
        lines, played = iter(text.splitlines()), []
        for line in lines:
            played.append(line)
            if found := _CLOCK.fullmatch(line):
                self.clock.set(datetime.fromisoformat(found[1]))
            if line == FENCE:
                self.blocks += 1
                played.extend(self._block(_until_fence(lines)))
        return "\n".join(played) + "\n"

    def _block(self, lines: list[str]) -> list[str]:
        if not lines or not lines[0].startswith("$ "):
            raise ValueError("a console block begins with a command: a line that starts with '$ '")
        played: list[str] = []
        begun = ""
        for line in lines:
            if line.startswith("$ ") or begun:
                played.append(line)
                command = begun + line[2:]
                begun = command.removesuffix("\\") if command.endswith("\\") else ""
                if not begun:
                    played.extend(self.run(command).splitlines())
        return [*played, "```"]

    def run(self, command: str) -> str:
        """Run one command line and return what it prints."""
        match shlex.split(command):
            case ["recert", *arguments]:
                return self._recert(arguments)
            case ["cat", file]:
                return Path(file).read_text(encoding="utf-8")
            case ["echo", "$?"]:
                return f"{self.code}\n"
            case _:
                raise ValueError(f"a session knows `recert`, `cat FILE` and `echo $?`, not {command!r}")

    def _recert(self, arguments: list[str]) -> str:
        screen = StringIO()
        with redirect_stdout(screen), redirect_stderr(screen):
            self.code = main(arguments, clock=self.clock, ledger_id=LEDGER_ID)
        self.clock.set(self.clock.now() + timedelta(minutes=1))
        return screen.getvalue()


def _until_fence(lines: Iterator[str]) -> list[str]:
    block: list[str] = []
    for line in lines:
        if line == "```":
            return block
        block.append(line)
    raise ValueError("a console block is never closed")


def _furnish(document: Path, scratch: Path) -> None:
    """Copy what lies beside the document; beside the README that is the stories, not the project."""
    if document.parent == ROOT:
        shutil.copytree(ROOT / "examples", scratch / "examples")
    else:
        shutil.copytree(document.parent, scratch, dirs_exist_ok=True)
