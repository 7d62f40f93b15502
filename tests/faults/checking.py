"""What must hold of a desk whatever happened there, and of what a command said about it."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ledger import Ledger, verification
from tests.faults.acts import CHECKPOINT, LEDGER
from tests.faults.running import Done, recert

_NOTHING = re.compile("nothing (of this )?(was|is) (recorded|signed|cosigned)|can be created", re.IGNORECASE)
_NOT_ALL = re.compile("not all of this was recorded", re.IGNORECASE)
_POSITION = re.compile(r"@(\d+)")
_EVENTS = "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events ORDER BY rowid"
_PASSING = (".lock", ".new", "-journal", "-wal", "-shm")
"""Endings of files that come and go with a command."""


class Row(NamedTuple):
    """An event as it is stored; `event` is its id."""

    position: int
    stream: str
    version: int
    topic: str
    state: bytes
    event: str

    @property
    def identity(self) -> tuple[str, int, str, str]:
        """What is the same of an event whenever it is recorded; a new ledger has new ids."""
        return self.stream, self.version, self.topic, "" if self.position <= 3 else self.event


class Desk(NamedTuple):
    """What lies in a folder: the events, where each transaction ends, and every other file that is to last."""

    rows: list[Row]
    ends: frozenset[int]
    files: dict[str, bytes]

    @property
    def identities(self) -> list[tuple[str, int, str, str]]:
        """The events, whenever they were recorded."""
        return [row.identity for row in self.rows]


def looked_at(folder: Path) -> Desk:
    """Return what lies in a folder, read without the product."""
    rows, starts = stored(folder / LEDGER)
    ends = frozenset([start - 1 for start in starts] + [len(rows)])
    found = (path for path in folder.rglob("*") if path.is_file() and path != folder / LEDGER)
    names = [path.relative_to(folder) for path in found]
    lasting = [
        name for name in names if not any(part.startswith(".") or part.endswith(_PASSING) for part in name.parts)
    ]
    return Desk(rows, ends, {str(name): (folder / name).read_bytes() for name in lasting})


def stored(ledger: Path) -> tuple[list[Row], list[int]]:
    """Return the events of a ledger and the first position of each transaction; none when there is no file."""
    if not ledger.exists():
        return [], []
    connection = sqlite3.connect(ledger)
    try:
        rows = [Row._make((*row, json.loads(row[4])["event_id"])) for row in connection.execute(_EVENTS)]
        starts = connection.execute("SELECT first_position FROM instants ORDER BY first_position")
        return rows, [first for (first,) in starts]
    except sqlite3.DatabaseError:
        return [], []  # Whether that may be, `recert verify` says.
    finally:
        connection.close()


def verified(folder: Path) -> Iterator[str]:
    """Yield what `recert verify`, a process of its own, finds; the seal must know every event."""
    checkpoint = ("--checkpoint", CHECKPOINT, "--signed-by", "keys/log.pub")
    held = checkpoint if (folder / CHECKPOINT).exists() else ()
    done = recert(folder, "--ledger", LEDGER, "verify", "--full", "--json", *held)
    if done.code != 0:
        yield f"verify: exit {done.code}, {done.out}{done.err}"
        return
    said = json.loads(done.out)
    number = len(stored(folder / LEDGER)[0])
    if said["sealed"] + said["unsealed"] != number:
        yield f"verify counts {said['sealed']} sealed and {said['unsealed']} unsealed of {number} events"


def verified_here(folder: Path) -> Iterator[str]:
    """Yield what verifying finds in this very process, which is quicker; the seal must know every event."""
    with Ledger.open(str(folder / LEDGER)) as ledger:
        check = verification(ledger, [], [], full=True)
        yield from (finding.message for finding in check)
        if check.sealed + check.unsealed != ledger.resolve(None).position:
            yield f"{check.sealed} events are sealed and {check.unsealed} are not"


def sound(rows: Sequence[Row]) -> Iterator[str]:
    """Yield what cannot be true of any ledger: an event twice, a gap in a stream."""
    versions: Counter[str] = Counter()
    for row in rows:
        versions[row.stream] += 1
        if row.version != versions[row.stream]:
            yield f"{row.stream} goes from version {versions[row.stream] - 1} to {row.version}"
    ids = Counter(row.event for row in rows)
    yield from (f"event {name} is there {number} times" for name, number in ids.items() if number > 1)


def lost(acknowledged: Iterable[Any], there: Iterable[Any]) -> list[str]:
    """Return what was acknowledged and is not there."""
    return [f"lost: {each}" for each in sorted(set(acknowledged) - set(there))]


def truthful(done: Done, *, before: int, now: int, whole: int, newest: int | None = None) -> Iterator[str]:
    """Yield what a command said that is not so; the numbers are events before it, after it, and after all of it.

    `newest` is the last position, where others wrote as well.
    """
    if done.code not in (0, 2) and not done.died:
        yield f"exit {done.code}: {done.err}"
    if "Traceback" in done.err or "internal error" in done.err:
        yield f"a defect: {done.err}"
    if done.code > 0 and not done.err.startswith("recert: ") and "write(2," not in done.log:
        yield f"exit {done.code} without a word why: {done.err!r}"
    if _NOTHING.search(done.err) and now > before:
        yield f"{now - before} events are recorded, and it said: {done.err}"
    if _NOT_ALL.search(done.err) and now == whole:
        yield f"all is recorded, and it said: {done.err}"
    last = now if newest is None else newest
    if any(int(position) > last for position in _POSITION.findall(done.out)):
        yield f"the log ends at @{last}, and it said: {done.out}"
