"""A disk that is really full: a small file system in memory, nearly filled before an import."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.acts import IMPORT, LEDGER
from tests.faults.running import Done, recert
from tests.faults.trials import Bench, Outcome

ROOM = (8, 60, 120, 200, 300, 400, 500)
"""What is left on the disk before the import, in KiB; the import takes more, and with 8 no ledger can be opened."""

_SIZE_KIB = 8_192


def refuses(folder: Path) -> str | None:
    """Return why no small disk can be had here, None when it can."""
    try:
        with _mounted(folder / "probe"):
            return None
    except (OSError, subprocess.CalledProcessError):
        return "no file system can be mounted here"


def filled(bench: Bench, room: int) -> Outcome:
    """Import with so many KiB left on the disk, and once more after there is room."""
    with _mounted(bench.scratch / f"disk of {room} KiB") as disk:
        return bench.trial(IMPORT, str(disk / "desk"), lambda folder: _full(folder, room))


def _full(folder: Path, room: int) -> Done:
    """Fill the disk but for `room`, import, ask a reader, and make room again."""
    ballast = folder.parent / "ballast"
    _fill(ballast, shutil.disk_usage(folder).free - room * 1024)
    done = recert(folder, *IMPORT.arguments)
    asked = recert(folder, "--ledger", LEDGER, "status", "H-1")
    ballast.unlink()
    if asked.code not in (0, 2):
        return done._replace(err=f"{done.err}a reader: exit {asked.code}, {asked.err}", code=70)
    return done._replace(log="(INJECTED)" if "full" in done.err else "")


def _fill(file: Path, size: int) -> None:
    with file.open("wb") as filling:
        for _ in range(size // 4096):
            filling.write(bytes(4096))


@contextmanager
def _mounted(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE_KIB}k", "none", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True, capture_output=True)
