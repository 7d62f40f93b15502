"""`recert demo`: an expiry is recorded, and overturned, in a scratch ledger whose clock is scripted."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import click

from cli.main import main
from cli.show import put
from ledger import InputError, ScriptedClock

STORY = Path(__file__).parent / "story"
LEDGER_ID = UUID("00000000-0000-4000-8000-000000000000")
BEFORE, AFTER = datetime(2026, 3, 10, 9, tzinfo=UTC), datetime(2026, 3, 21, 9, tzinfo=UTC)


class Step(NamedTuple):
    """What to look at, when the ledger's clock says it is, and the commands that show it."""

    look: str
    at: datetime
    commands: tuple[str, ...]


STEPS = (
    Step(
        "A certification ran until 1 March. 64 credits count; 24 more, from claim C-2, await their validation.",
        BEFORE,
        ("init", "import 1-before.jsonl"),
    ),
    Step(
        "It has expired, 16 credits short of 80. Look at what the answer depends on: claim C-2, completed in time.",
        BEFORE,
        ("status H-1 --on 2026-03-10",),
    ),
    Step(
        "The books are closed. The expiry is now an event, and says which claim was pending.",
        BEFORE,
        ("close --through 2026-03-09",),
    ),
    Step(
        "The provider has validated C-2. Close again and look at the reinstatement: it names what it overturns.",
        AFTER,
        ("import 2-after.jsonl", "close --through 2026-03-20"),
    ),
    Step(
        "It never lapsed. Look at why: each step, each credit, and the clause and revision that decided.",
        AFTER,
        ("status H-1 --on 2026-03-21", "explain H-1 --on 2026-03-21"),
    ),
    Step(
        "The same day twice: 10 March as it was known then, and as it is known now.",
        AFTER,
        ("status H-1 --on 2026-03-10 --known-at 2026-03-10", "status H-1 --on 2026-03-10"),
    ),
    Step(
        "Nothing was edited: the expiry still stands in the record, and what overturned it after it.",
        AFTER,
        ("history H-1 --on 2026-03-21",),
    ),
)


@click.command("demo")
@click.option("--keep", metavar="DIR", help="Play in DIR, a new folder, and leave the ledger there to be asked more.")
def command(keep: str | None) -> int:
    """Watch an expiry being recorded, and overturned once a pending claim is validated.

    Everything happens in a scratch ledger. Its clock is scripted, so that you see what was known on which day.
    """
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="recert-demo-") as folder:
            return _play(Path(folder))
    code = _play(_new(Path(keep)))
    put(
        "",
        "The ledger is kept. Ask it more, for example:",
        f"$ recert --ledger {keep}/recert.db timeline H-1 --known-at 2026-03-10",
    )
    return code


def _new(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        raise InputError(
            "The demo is kept in a new folder, and there is something already. Name another.", str(folder)
        ) from None
    return folder


def _play(folder: Path) -> int:
    """Play the story in a folder, and return the exit code of the first command that fails, or 0."""
    for file in sorted(STORY.iterdir()):
        shutil.copy(file, folder)
    with chdir(folder):
        for number, step in enumerate(STEPS, 1):
            put("", f"{number}. [{step.at:%Y-%m-%d}] {step.look}")
            for line in step.commands:
                put("", f"$ recert {line}")
                arguments = ["--ledger", "recert.db", "--actor", "demo", *line.split()]
                if code := main(arguments, clock=ScriptedClock([step.at]), ledger_id=LEDGER_ID):
                    return code
    return 0
