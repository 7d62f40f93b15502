"""Readers that look on while imports are killed and started again."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from random import Random
from threading import Event
from typing import Any, NamedTuple

from tests.faults.acts import LEDGER, SUBMIT, claims, grants, write_entries
from tests.faults.checking import looked_at, sound
from tests.faults.running import ROOT, Done, Fault, Started, environment, recert, traced
from tests.faults.trials import Bench, Outcome

FAULTS = tuple(Fault("fdatasync", when, "EIO") for when in ("1", "2", "3", "4", "1+", "2+", "3+"))
_HOLDING = """
import sys, time
from ledger import Ledger
ledger = Ledger.open(sys.argv[1])
ledger.history("H-1")
print("open", flush=True)
time.sleep(60)
"""
_KILLS = 8
_HOLDERS = 120
_EVENTS = 3 * _HOLDERS + 1
_LOOKS = (
    ("verify", "--json"),
    ("status", "H-1", "--json"),
    ("standings", "--format", "jsonl"),
    ("verify", "--full", "--json"),
    ("history", "H-1", "--json"),
)
_LONGEST_DELAY_SECONDS = 0.8


class Seen(NamedTuple):
    """What readers saw: how many events there were, each time, and what went wrong."""

    numbers: list[int]
    wrong: list[str]


def killed_later(bench: Bench, fault: Fault) -> Outcome:
    """Submit a claim with a fault while somebody else has the ledger open, who is killed after that.

    What a failed commit left in the write-ahead log is then looked at as if it had succeeded.
    """

    def disturbed(folder: Path) -> Done:
        command = [sys.executable, "-c", _HOLDING, str(folder / LEDGER)]
        with subprocess.Popen(command, cwd=ROOT, env=environment(folder), stdout=subprocess.PIPE) as holding:
            assert holding.stdout is not None
            assert holding.stdout.readline() == b"open\n"
            done = traced(folder, SUBMIT.arguments, fault).ended()
            holding.kill()
        return done

    return bench.trial(SUBMIT, f"a reader killed, {fault.effect} at {fault.syscall} {fault.when}", disturbed)


def watched(bench: Bench) -> list[Outcome]:
    """Kill one import after the other and run it again, while two readers never stop asking."""
    folder, done, seen = bench.copied("open", "readers"), Event(), Seen([], [])
    with ThreadPoolExecutor(2) as pool:
        for looks in (_LOOKS, _LOOKS[::-1]):
            pool.submit(_look_on, folder, looks, seen, done)
        try:
            outcomes = [_killed(folder, number) for number in range(_KILLS)]
        finally:
            done.set()
    wrong = (*outcomes[-1].wrong, *seen.wrong, *_judged(folder, seen))
    return [*outcomes[:-1], outcomes[-1]._replace(wrong=wrong)]


def _killed(folder: Path, number: int) -> Outcome:
    """Kill an import at a random moment, and import again."""
    file = f"r{number}.jsonl"
    write_entries(folder / file, [*grants(f"R{number}", holders=_HOLDERS), *claims(f"R{number}", holders=_HOLDERS)])
    arguments = ("--ledger", LEDGER, "import", file)
    done = Started(folder, arguments).killed(Random(number).uniform(0, _LONGEST_DELAY_SECONDS))
    again = recert(folder, *arguments, "--json")
    wrong = () if again.code == 0 else (f"again: exit {again.code}, {again.err}",)
    unsaid = done.died and not wrong and any(count["skipped"] for count in json.loads(again.out)["totals"])
    return Outcome(f"kill {number}", done.died, done, unsaid, not wrong, (), (), wrong)


def _look_on(folder: Path, looks: Sequence[tuple[str, ...]], seen: Seen, done: Event) -> None:
    for look in cycle(looks):
        if done.is_set():
            return
        answer = recert(folder, "--ledger", LEDGER, *look)
        if answer.code != 0:
            seen.wrong.append(f"{' '.join(look)}: exit {answer.code}, {answer.out}{answer.err}")
            continue
        documents = answer.out.splitlines() if "jsonl" in look else [answer.out]
        seen.numbers.extend(_number(json.loads(document)) for document in documents)


def _number(answer: Any) -> int:
    """Return how many events an answer takes into account."""
    number: int = answer["known_at"]["position"] if "known_at" in answer else answer["sealed"] + answer["unsealed"]
    return number


def _judged(folder: Path, seen: Seen) -> Iterator[str]:
    """Yield what readers should not have seen, and what is not there in the end."""
    desk = looked_at(folder)
    yield from sound(desk.rows)
    for number in sorted(set(seen.numbers) - desk.ends):
        yield f"a reader saw {number} events, where no transaction ends"
    if len(set(seen.numbers)) < 3:
        yield f"the readers did not look on: {sorted(set(seen.numbers))}"
    if len(desk.rows) != 34 + _KILLS * _EVENTS:
        yield f"{len(desk.rows)} events are there in the end"
