"""One fault, met by one command at one desk: what is there then, what was said, and whether saying it again mends."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.faults.acts import LEDGER, Act
from tests.faults.checking import Desk, looked_at, lost, sound, truthful, verified, verified_here
from tests.faults.running import Done, recert, traced


class Whole(NamedTuple):
    """A command that nothing disturbed: the desk before and after it, what it said, how long it took in seconds.

    `names` are those of all files that it leaves.
    """

    before: Desk
    after: Desk
    names: frozenset[str]
    done: Done
    seconds: float


class Outcome(NamedTuple):
    """What came of a fault, and of giving the same command again afterwards.

    `hit`: it really happened. `unsaid`: the command did not answer, and all or a part of what it was to do is done.
    `resolved`: given again, it left everything there once. `left` are files that stay behind, `lost` is what was
    acknowledged and is gone, `wrong` is everything else that must not be.
    """

    name: str
    hit: bool
    done: Done
    unsaid: bool
    resolved: bool
    left: tuple[str, ...]
    lost: tuple[str, ...]
    wrong: tuple[str, ...]


class Bench:
    """Desks to copy, and what each command does there when nothing disturbs it."""

    def __init__(self, desks: Path, scratch: Path) -> None:
        self._desks, self.scratch = desks, scratch
        self._wholes: dict[str, Whole] = {}

    def copied(self, desk: str, name: str) -> Path:
        """Return a new copy of a desk."""
        folder = self.scratch / name
        shutil.copytree(self._desks / desk, folder)
        return folder

    def learn(self, act: Act, *, tracing: bool) -> Whole:
        """Let a command run undisturbed, and remember what it does."""
        with self._aside(act) as folder:
            before = looked_at(folder)  # Of a copy: whoever opens a ledger takes in what lies in its write-ahead log.
        with self._aside(act) as folder:
            begun = time.monotonic()
            done = recert(folder, *act.arguments)
            seconds, names, after = time.monotonic() - begun, frozenset(_names(folder)), looked_at(folder)
        if tracing:
            with self._aside(act) as folder:
                done = traced(folder, act.arguments).ended()
        assert done.code == 0, done.err
        return self._wholes.setdefault(act.name, Whole(before, after, names, done, seconds))

    @contextmanager
    def _aside(self, act: Act) -> Iterator[Path]:
        """Lend a copy of a command's desk that is gone afterwards."""
        folder = self.copied(act.desk, f"{act.name}, undisturbed")
        yield folder
        shutil.rmtree(folder)

    def trial(self, act: Act, name: str, disturbed: Callable[[Path], Done]) -> Outcome:
        """Let a command be disturbed at a desk of its own, look at it, and give the command again.

        The `name` tells trials of one command apart; with slashes it is the path of the desk.
        """
        folder = self.copied(act.desk, name if "/" in name else f"{act.name}, {name}")
        return swept(folder, _tried(folder, act, self._wholes[act.name], disturbed(folder)))


def _tried(folder: Path, act: Act, whole: Whole, done: Done) -> Outcome:
    desk, wrong = as_left(folder)
    wrong += [*_between(desk, whole), *sound(desk.rows)]
    before, now = len(whole.before.rows), len(desk.rows)
    wrong += truthful(done, before=before, now=now, whole=len(whole.after.rows))
    gone = _lost(desk, whole, answered=done.code == 0)
    changed = now > before or desk.files != whole.before.files
    unmended = list(_again(folder, act, whole, refused=act.once and changed))
    left = tuple(sorted(set(_names(folder)) - whole.names))
    return Outcome(
        folder.name, done.hit, done, done.code != 0 and changed, not unmended, left, gone, tuple(wrong + unmended)
    )


def swept(folder: Path, outcome: Outcome) -> Outcome:
    """Remove a folder in which nothing went wrong: the others may be looked into."""
    if not (outcome.lost or outcome.wrong):
        shutil.rmtree(folder)
    return outcome


def as_left(folder: Path) -> tuple[Desk, list[str]]:
    """Return what lies in a folder and what verifying it finds, and leave the folder itself as the fault left it."""
    copy = folder.with_name(f"{folder.name}, looked at")
    shutil.copytree(folder, copy)
    wrong = list(verified(copy)) if (copy / LEDGER).exists() else []
    desk = looked_at(copy)
    shutil.rmtree(copy)
    return desk, wrong


def _lost(desk: Desk, whole: Whole, *, answered: bool) -> tuple[str, ...]:
    """Return what was acknowledged and is gone: what was there before, and of a command that answered what it says."""
    gone = lost(whole.before.rows, desk.rows) + lost(whole.before.files, desk.files)
    if answered:
        gone += lost(whole.after.identities, desk.identities) + lost(whole.after.files.items(), desk.files.items())
    return tuple(gone)


def _between(desk: Desk, whole: Whole) -> Iterator[str]:
    """Yield where a desk is neither what it was nor on the way to what it was to be."""
    if desk.identities != whole.after.identities[: len(desk.rows)]:
        yield "the events are not the first of those that were to be"
    if len(desk.rows) not in whole.after.ends | whole.before.ends:
        yield f"{len(desk.rows)} events are there, and no transaction ends so"
    for name, said in desk.files.items():
        if said not in (whole.before.files.get(name), whole.after.files.get(name)):
            yield f"{name} is neither what it was nor what it was to be: {said[:200]!r}"


def _again(folder: Path, act: Act, whole: Whole, *, refused: bool) -> Iterator[str]:
    """Give the command again, and yield what is not as if it had never been disturbed."""
    done = recert(folder, *act.arguments)
    if done.code != (1 if refused else 0):
        yield f"again: exit {done.code}, {done.err}"
    yield from (f"after saying it again: {each}" for each in verified_here(folder))
    desk = looked_at(folder)
    if desk.identities != whole.after.identities:
        yield "after saying it again the events are not what they were to be"
    if missing := lost(whole.after.files.items(), desk.files.items()):
        yield f"after saying it again: {missing}"


def _names(folder: Path) -> Iterator[str]:
    names = (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return (name for name in names if name != ".strace")
