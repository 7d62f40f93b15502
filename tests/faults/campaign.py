"""The campaign: every fault that this machine allows, met by real commands, two at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

from tests.faults import clocks, disks, readers, writers
from tests.faults.acts import ACTS, IMPORT, SUBMIT, Act, build_desks
from tests.faults.faults import planned
from tests.faults.running import Done, Fault, Started, strace_refuses, traced
from tests.faults.table import Line
from tests.faults.trials import Bench, Outcome, Whole

T = TypeVar("T")

_AT_ONCE = 2
_RANDOM_KILLS = 3
_MOST_OF_A_RUN = 0.35
"""The part of a run in which a command is at work, and not loading what it needs."""


class Job(NamedTuple):
    """Faults still to come, and the line that they count on."""

    line: Line
    run: Callable[[], list[Outcome]]


class Campaign:
    """All faults in a folder; `lines` fills as they are met."""

    def __init__(self, folder: Path) -> None:
        self.lines: list[Line] = []
        self._desks, scratch = folder / "desks", folder / "trials"
        for each in (self._desks, scratch):
            each.mkdir()
        self._no_strace = strace_refuses(folder)
        self._bench = Bench(self._desks, scratch)

    def run(self) -> None:
        """Meet every fault, and note what comes of each."""
        build_desks(self._desks)
        jobs = list(self._jobs())
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for job, outcomes in zip(jobs, pool.map(lambda job: job.run(), jobs), strict=True):
                job.line.outcomes.extend(outcomes)

    def _jobs(self) -> Iterator[Job]:
        for act in ACTS:
            whole = self._bench.learn(act, tracing=self._no_strace is None)
            yield from self._at_calls(act, whole)
            yield from self._at_random(act, whole)
        yield from self._four_writers()
        yield from self._surroundings()

    def _line(self, fault: str, command: str, skipped: str | None = None) -> Line:
        self.lines.append(line := Line(fault, command, skipped or ""))
        return line

    def _at_calls(self, act: Act, whole: Whole) -> Iterator[Job]:
        """Yield the faults that are put into a command's system calls."""
        for kind in act.kinds:
            line = self._line(kind.title, act.name, self._no_strace)
            for fault in () if line.skipped else planned(kind, whole.done.counts()):
                yield Job(line, partial(self._at_call, act, fault))

    def _at_call(self, act: Act, fault: Fault) -> list[Outcome]:
        name = f"{fault.effect} at {fault.syscall} {fault.when}"
        return [self._bench.trial(act, name, lambda folder: traced(folder, act.arguments, fault).ended())]

    def _at_random(self, act: Act, whole: Whole) -> Iterator[Job]:
        """Yield kills at random moments: more of them where a command takes longer."""
        line, chance = self._line("kill -9 at random", act.name), Random(act.name)
        for number in range(_RANDOM_KILLS * (2 if act is IMPORT else 1)):
            yield Job(line, partial(self._killed, act, number, chance.uniform(0, _MOST_OF_A_RUN * whole.seconds)))

    def _killed(self, act: Act, number: int, seconds: float) -> list[Outcome]:
        def disturbed(folder: Path) -> Done:
            return Started(folder, act.arguments).killed(seconds)

        return [self._bench.trial(act, f"killed {number}", disturbed)]

    def _four_writers(self) -> Iterator[Job]:
        for alike, command in ((False, "import of a file each"), (True, "import of one file")):
            line = self._line("one of four writers hit", command, None if alike else self._no_strace)
            contest = writers.prepared(self._bench, alike=alike)
            faults: Sequence[Fault | float] = writers.KILLS if alike else writers.FAULTS
            for fault in () if line.skipped else faults:
                yield Job(line, partial(self._contested, contest, fault, f"{command}, {fault}"))

    def _contested(self, contest: writers.Contest, fault: Fault | float, name: str) -> list[Outcome]:
        return [writers.contested(self._bench, contest, fault, name)]

    def _surroundings(self) -> Iterator[Job]:
        """Yield what strace has no part in: readers who look on, full disks, clocks."""
        yield Job(self._line("kill -9, readers looking on", "import"), partial(readers.watched, self._bench))
        yield from self._each(
            "EIO, then a reader killed", SUBMIT, self._no_strace, readers.FAULTS, readers.killed_later
        )
        yield from self._each("a full disk", IMPORT, disks.refuses(self._bench.scratch), disks.ROOM, disks.filled)
        for act, back in ((SUBMIT, clocks.back_before), (IMPORT, clocks.back_within)):
            yield from self._each("a clock that jumps back", act, clocks.refuses(), clocks.JUMPS, back)

    def _each(
        self, fault: str, act: Act, refused: str | None, of: Iterable[T], met: Callable[[Bench, T], Outcome]
    ) -> Iterator[Job]:
        """Yield a fault of each of several strengths, all on one line."""
        line = self._line(fault, act.name, refused)
        for strength in () if refused else of:
            yield Job(line, partial(_met, met, self._bench, strength))


def _met(met: Callable[[Bench, T], Outcome], bench: Bench, strength: T) -> list[Outcome]:
    return [met(bench, strength)]
