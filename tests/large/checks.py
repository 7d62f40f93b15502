"""Imports of very many lines: their size in memory, imported again, killed again and again, with a tenth wrong.

Each check prints a line of a table for every process, and holds it to its size.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from tests.large.lines import BAD_SHARE, CLAIMS, PER_HOLDER, bad_code, spoilt, write_lines
from tests.processes import Run, recert

KILLS = 20
MOST_MEGABYTES = 300
FOUNDING = ("programme.opened.v1", "policy.adopted.v1", "catalogue.adopted.v1")
KEYS = {
    "certification.granted.v1": ("holder", "certification", "on"),
    "exam.passed.v1": ("holder", "attempt"),
    "claim.reserved.v1": ("claim",),
    "claim.submitted.v1": ("claim",),
    "claim.validated.v1": ("claim",),
}
"""What makes an entry one that was recorded before."""


def goes_in_once(folder: Path, number: int) -> None:
    """Import so many lines, and again; verify the ledger."""
    holders = begin(folder, number)
    write_lines(folder / "lines.jsonl", holders)
    run = imported(folder, "imported")
    assert (run.code, totals(run)) == (0, (number, number, 0, 0))
    again = imported(folder, "imported again")
    assert (again.code, totals(again)) == (0, (number, 0, number, 0))
    every_entry_is_there_once(folder, holders)
    verified(folder)


def survives_kills(folder: Path, number: int) -> None:
    """Kill an import of so many lines twenty times, at random points, and run it again each time; then to its end."""
    holders = begin(folder, number)
    write_lines(folder / "lines.jsonl", holders)
    killed = 0
    for what, moment in moments(folder, holders, Random(20)):
        run = imported(folder, what, moment)
        assert run.code in (0, -9), run.out
        killed += run.code == -9
        if killed == KILLS:
            break
    run = imported(folder, "imported to the end")
    read, recorded, skipped, rejected = totals(run)
    assert (run.code, read, recorded + skipped, rejected) == (0, number, number, 0)
    every_entry_is_there_once(folder, holders)
    again = imported(folder, "imported again")
    assert totals(again) == (number, 0, number, 0)
    verified(folder)


def lists_a_bad_tenth(folder: Path, number: int) -> None:
    """Import so many lines of which a tenth is wrong: the others are in, and the errors file has each of those once."""
    holders = begin(folder, number // BAD_SHARE * (BAD_SHARE - 1))
    good, bad = holders * PER_HOLDER, holders * PER_HOLDER // (BAD_SHARE - 1)
    write_lines(folder / "lines.jsonl", holders, bad=True)
    run = imported(folder, f"imported, {bad:,} lines of them wrong")
    assert (run.code, totals(run)) == (1, (good + bad, good, 0, bad))
    assert listed_errors(folder) == bad
    marked = asked(folder, f"SELECT {said('complete')} FROM stored_events WHERE topic = 'batch.imported.v1'")
    assert marked == [(0,)]
    every_entry_is_there_once(folder, holders)
    again = imported(folder, "imported again")
    assert totals(again) == (good + bad, 0, good, bad)
    assert listed_errors(folder) == bad
    verified(folder)


def listed_errors(folder: Path) -> int:
    """Return how many errors are listed; each must be that of the next bad line."""
    count = 0
    with open(folder / "lines.jsonl.errors.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert (int(row["line"]), row["code"]) == (spoilt(count), bad_code(count)), row
            assert row["message"]
            assert row["fix"]
            count += 1
    return count


def begin(folder: Path, number: int) -> int:
    """Create a ledger, and return how many holders so many lines are of."""
    assert recert(folder, "init").code == 0
    print(f"\n{number:,} lines", flush=True)  # noqa: T201 - The table is what the run is for.
    return number // PER_HOLDER


def show(what: str, run: Run) -> None:
    """Print a line of the table, and hold the process to its size."""
    print(f"{what:44} {run.seconds:8.1f} s {run.megabytes:6.0f} MB  exit {run.code}", flush=True)  # noqa: T201
    assert run.megabytes < MOST_MEGABYTES


def imported(folder: Path, what: str, kill_when: Callable[[float], bool] | None = None) -> Run:
    run = recert(folder, "import", "lines.jsonl", "--json", kill_when=kill_when)
    show(what, run)
    return run


def totals(run: Run) -> tuple[int, int, int, int]:
    """Return how many entries were read, recorded, skipped and rejected."""
    counts = json.loads(run.out)["totals"]
    read, recorded, skipped, rejected = (sum(c[fate] for c in counts) for fate in ("read", "recorded", "skipped", "rejected"))  # fmt: skip  # noqa: E501
    return read, recorded, skipped, rejected


def asked(folder: Path, question: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{folder / 'recert.db'}?mode=ro", uri=True)) as connection:
        return connection.execute(question).fetchall()


def newest(folder: Path) -> int:
    """Return the newest position in the ledger."""
    return int(asked(folder, "SELECT MAX(rowid) FROM stored_events")[0][0])


def said(key: str) -> str:
    return f"json_extract(CAST(state AS TEXT), '$.{key}')"


def every_entry_is_there_once(folder: Path, holders: int) -> None:
    """Count the events of each kind, and their natural keys; all are of one batch, concluded once as complete."""
    each = {"certification.granted.v1": 1, "exam.passed.v1": 1}
    for topic, keys in KEYS.items():
        key = " || ' ' || ".join(said(name) for name in keys)
        found = asked(folder, f"SELECT COUNT(*), COUNT(DISTINCT {key}) FROM stored_events WHERE topic = '{topic}'")
        assert found == [(holders * each.get(topic, CLAIMS),) * 2], topic
    others = ", ".join(f"'{topic}'" for topic in KEYS)
    rest = asked(folder, f"SELECT topic, COUNT(*) FROM stored_events WHERE topic NOT IN ({others}) GROUP BY topic")
    assert {topic for topic, _ in rest} == {*FOUNDING, "batch.imported.v1"}
    assert {number for _, number in rest} == {1}
    assert len(asked(folder, f"SELECT DISTINCT {said('batch')} FROM stored_events WHERE {said('batch')} IS NOT NULL")) == 1  # fmt: skip  # noqa: E501


def verified(folder: Path) -> None:
    run = recert(folder, "verify")
    show("verified", run)
    assert run.code == 0, run.out


def moments(folder: Path, holders: int, chance: Random) -> Iterator[tuple[str, Callable[[float], bool]]]:
    """Yield when to kill: at random places of the whole import, while the file is read, after the last entry is in."""
    first, last = newest(folder), newest(folder) + holders * (2 + 3 * CLAIMS)
    places = sorted(chance.randrange(first + 1, last) for _ in range(KILLS - 6))
    reading: list[float] = []

    def reached(place: int, seconds: float) -> bool:
        at = newest(folder)
        if at > first and not reading:
            reading.append(seconds)
        return at >= place

    for number, place in enumerate(places):
        yield f"killed at @{place}", lambda seconds, place=place: reached(place, seconds)  # type: ignore[misc]
        if number % 5 == 1:
            early = chance.uniform(0, reading[0])
            yield f"killed while it read, after {early:.1f} s", lambda seconds, early=early: seconds >= early  # type: ignore[misc]
    while True:
        late = chance.uniform(0, reading[0] / 2)
        yield f"killed {late:.1f} s after the last entry was in", After(lambda: newest(folder) >= last, late)


class After:
    """Tell whether so many seconds have passed since something became true."""

    def __init__(self, true: Callable[[], bool], later: float) -> None:
        self.true, self.later = true, later
        self.since: float | None = None

    def __call__(self, seconds: float) -> bool:
        """Return whether the moment has come."""
        if self.since is None and self.true():
            self.since = seconds
        return self.since is not None and seconds >= self.since + self.later
