"""The faults that are put into system calls, as data, and which of them a command is to meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tests.faults.running import TRACED, Fault

WRITES = ("pwrite64", "write")
SYNCS = ("fdatasync", "fsync")


class Kind(NamedTuple):
    """What happens, from which call on, and to which: to every call of `everywhere`, and to some of the writes.

    `writes` is the number of writes that are hit, of those into the ledger and of the others each.
    """

    title: str
    effect: str
    later: str
    everywhere: tuple[str, ...]
    writes: int


KILL = Kind("kill -9", "KILL", "", tuple(name for name in TRACED if name not in WRITES), 3)
EIO = Kind("EIO once", "EIO", "", (*SYNCS, "rename", "link"), 1)
EIO_ON = Kind("EIO from then on", "EIO", "+", SYNCS, 1)
FULL = Kind("ENOSPC once", "ENOSPC", "", (*SYNCS, "rename", "link"), 2)
FULL_ON = Kind("ENOSPC from then on", "ENOSPC", "+", SYNCS, 1)
FULL_WRITES = FULL._replace(title="ENOSPC at a write", everywhere=())


def planned(kind: Kind, counts: Mapping[str, int]) -> Iterator[Fault]:
    """Yield the faults of a kind for a command that makes so many calls of each name."""
    for name in kind.everywhere:
        for number in range(1, counts.get(name, 0) + 1):
            yield Fault(name, f"{number}{kind.later}", kind.effect)
    for name in WRITES:
        for number in spread(counts.get(name, 0), kind.writes):
            yield Fault(name, f"{number}{kind.later}", kind.effect)


def spread(last: int, number: int) -> list[int]:
    """Return at most so many numbers from 1 to `last`, evenly apart and none at an end."""
    number = min(last, number)
    return [(2 * each + 1) * last // (2 * number) + 1 for each in range(number)]
