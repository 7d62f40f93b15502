"""Verifying: what is recorded against what was sealed, and what was sealed against checkpoints held elsewhere.

The promise: everything before the newest checkpoint held by someone else. Edits after it are not caught. Whoever can
write the file can rewrite the events together with their seal; only a checkpoint that he cannot reach tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.application.books import RESTORE
from ledger.errors import TamperedError
from ledger.seal.leaves import Unfit, leaf_of, rows_of
from ledger.seal.log import checked_head, checked_run
from ledger.seal.merkle import HASH, WIDTH
from ledger.seal.tiles import Edge, Tree, checked_hashes
from ledger.seal.verify import Head, Invalid, Key, read_head, read_note, signed
from ledger.store import Log
from ledger.store.seals import SealHead, Seals, StoreError

if TYPE_CHECKING:
    from ledger.store.seals import Notification

_RUNS = 1_000
_MOST_LACKING = 100


class SealFinding(NamedTuple):
    """One thing that is not as it should be: a stable code, what it is, and whether it shows tampering."""

    code: str
    message: str
    tampered: bool = True


class Checkpoint(NamedTuple):
    """A checkpoint to hold the record against: where it comes from, and its text."""

    place: str
    note: str


class Expected(NamedTuple):
    """A leaf, and the position that it stands for."""

    leaf: int
    position: int


class Verification:
    """One pass over a record; iterate over it for the findings, then read what it counted.

    `sealed` and `unsealed` are numbers of events, `agreed` is the size of the newest checkpoint that holds, 0 for none.
    """

    def __init__(
        self, log: Log, seals: Seals, checkpoints: Sequence[Checkpoint] = (), keys: Sequence[Key] = ()
    ) -> None:
        self._log, self._seals = log, seals
        self._checkpoints, self._keys = checkpoints, keys
        self.head = SealHead(0, 0, b"")
        self.unsealed = self.agreed = 0

    @property
    def sealed(self) -> int:
        """The number of events that have been sealed."""
        return self.head.size

    @property
    def unpublished(self) -> int:
        """The number of events that no checkpoint given covers: edits to them are not caught."""
        return self.head.size + self.unsealed - self.agreed

    def __iter__(self) -> Iterator[SealFinding]:
        """Yield every finding; what keeps a part from being read is one too, and the other parts go on."""
        for part in self.parts():
            try:
                yield from part
            except StoreError as error:
                yield SealFinding("damaged", f"The file cannot be read on ({error}). {RESTORE}")

    def parts(self) -> Iterator[Iterator[SealFinding]]:
        """Yield what is verified, part by part."""
        yield self._seal()
        yield from (self.held(checkpoint, self._keys) for checkpoint in self._checkpoints)

    def _seal(self) -> Iterator[SealFinding]:
        try:
            self.head = checked_head(self._seals)
        except TamperedError as error:
            yield SealFinding("seal-unreadable", str(error))
        else:
            yield from self._events()

    def _events(self) -> Iterator[SealFinding]:
        """Compare leaf by leaf, and grow the tree once more from the leaves."""
        tree = _Regrown(self._seals, self.head)
        try:
            for row, expected in _paired(self._log, self._seals, self.head):
                if expected is not None:
                    yield from _compared(row, expected, tree.leaf(expected.leaf))
                elif row is not None and row.id <= self.head.position:
                    yield SealFinding("inserted", f"{_name(row)} lies among sealed events and was never sealed.")
                else:
                    self.unsealed += 1
            yield from tree.differences()
        except (TamperedError, _BrokenError) as error:
            yield SealFinding("seal-broken", str(error))

    def held(self, checkpoint: Checkpoint, keys: Sequence[Key]) -> Iterator[SealFinding]:
        """Hold the record against one checkpoint, which each of `keys` must have signed."""
        place = checkpoint.place
        try:
            note = read_note(checkpoint.note.partition("\n\n")[2] if checkpoint.note[:4] == "old " else checkpoint.note)
            head = read_head(note[0])
        except Invalid as error:
            yield SealFinding("checkpoint-unreadable", f"This is no checkpoint: {error}. @ {place}", tampered=False)
            return
        yield from self._signatures(note, keys, head.origin, place)
        if head.size > self.head.size:
            yield self.cut_short(head, place)
            return
        try:
            root = Tree(self._seals, self.head.size).root(head.size)
        except TamperedError as error:
            yield SealFinding("seal-broken", str(error))
            return
        if root != head.root:
            yield SealFinding("rewritten", f"The first {head.size} events are not those of the checkpoint. @ {place}")
        else:
            self.agreed = max(self.agreed, head.size)

    def cut_short(self, head: Head, place: str) -> SealFinding:
        """Say what it means that a checkpoint covers more events than are sealed."""
        message = f"The record is cut short: {self.head.size} events are sealed, and {head.size} were. @ {place}"
        return SealFinding("truncated", message)

    def _signatures(self, note: Any, keys: Sequence[Key], origin: str, place: str) -> Iterator[SealFinding]:
        for key in keys:
            try:
                if signed(note, key) is None:
                    yield SealFinding("unsigned", f"{key.name} did not sign this checkpoint. @ {place}", tampered=False)
            except Invalid as error:
                yield SealFinding("forged", f"The checkpoint of {origin} is not genuine: {error}. @ {place}")


class _BrokenError(Exception):
    """The tables of the seal contradict each other, so that nothing can be compared any more."""


class _Regrown:
    """The tree as its leaves make it, and how the stored one differs."""

    def __init__(self, seals: Seals, head: SealHead) -> None:
        self._seals, self._head, self._edge = seals, head, Edge()
        self._number, self._hashes, self._lacking = -1, b"", 0
        self._wrong: list[SealFinding] = []

    def leaf(self, index: int) -> bytes:
        """Return a stored leaf hash, nothing when it cannot be read; they are asked for in order."""
        number, at = divmod(index, WIDTH)
        if number != self._number:
            self._number = number
            self._turn(number, min(WIDTH, self._head.size - number * WIDTH) * HASH)
        return self._hashes[at * HASH : (at + 1) * HASH]

    def _turn(self, number: int, length: int) -> None:
        """Go on to the next tile of leaves; one that cannot be read is a finding, and nothing is compared with it."""
        try:
            self._hashes = checked_hashes(self._seals.tile(0, number), (0, number))[:length]
        except TamperedError as error:
            self._hashes = b""
            self._wrong.append(SealFinding("seal-broken", str(error)))
        self._lacking += not self._hashes
        if self._lacking > _MOST_LACKING:  # A head may claim more leaves than anybody could count.
            raise _BrokenError(f"More than {_MOST_LACKING} tiles of leaves are missing. {RESTORE}")
        self._compare(self._edge.grow(self._hashes.ljust(length, b"\0")))

    def differences(self) -> Iterator[SealFinding]:
        """Yield where the upper tiles or the root are not what the leaves make."""
        yield from self._wrong
        if self._edge.size != self._head.size:
            yield SealFinding("seal-broken", f"Of {self._head.size} leaves {self._edge.size} stand for a position.")
        elif self._edge.root() != self._head.root:
            yield SealFinding("seal-broken", "The leaves of the seal do not lead to its root.")
        else:
            Edge.of(self._seals, self._head)

    def _compare(self, grown: dict[tuple[int, int], bytes]) -> None:
        for (level, number), hashes in grown.items():
            full = len(hashes) == WIDTH * HASH
            if level and full and self._seals.tile(level, number) != hashes:
                self._wrong.append(SealFinding("seal-broken", f"Tile {level}/{number} is not what the leaves make."))


def _paired(log: Log, seals: Seals, head: SealHead) -> Iterator[tuple[Notification | None, Expected | None]]:
    """Yield every event with the leaf that stands for it, in order of position; one without the other has None."""
    expected = _expected(seals, head)
    awaited = next(expected, None)
    for row in chain.from_iterable(rows_of(log, first=1)):
        while awaited is not None and awaited.position < row.id:
            yield None, awaited
            awaited = next(expected, None)
        if awaited is not None and awaited.position == row.id:
            yield row, awaited
            awaited = next(expected, None)
        else:
            yield row, None
    while awaited is not None:
        yield None, awaited
        awaited = next(expected, None)


def _expected(seals: Seals, head: SealHead) -> Iterator[Expected]:
    leaf, position, after = 0, 0, -1
    while runs := seals.runs(after=after, limit=_RUNS):
        for run in runs:
            checked_run(run)
            if run.first_leaf != leaf or run.first_position <= position or run.leaves < 1:
                raise _BrokenError("The runs of the seal contradict each other. Go back to a backup.")
            last = run.first_position + run.leaves - 1
            if run.first_leaf + run.leaves > head.size or last > head.position:
                raise _BrokenError("The runs of the seal go beyond its head. Go back to a backup.")
            yield from map(Expected, range(leaf, leaf + run.leaves), range(run.first_position, last + 1))
            leaf, position, after = leaf + run.leaves, last, run.first_leaf
    if leaf == head.size and position != head.position:
        raise _BrokenError("The runs of the seal end elsewhere than its head. Go back to a backup.")


def _compared(row: Notification | None, expected: Expected, sealed: bytes) -> Iterable[SealFinding]:
    if row is None:
        return (SealFinding("deleted", f"@{expected.position} is gone; it was sealed as leaf {expected.leaf}."),)
    try:
        if leaf_of(row) == sealed or not sealed:
            return ()
    except Unfit as error:
        return (SealFinding("retyped", f"{_name(row)} cannot be an event: {error}."),)
    return (SealFinding("edited", f"{_name(row)} is not what was sealed as leaf {expected.leaf}."),)


def _name(row: Notification) -> str:
    return f"@{row.id} ({row.originator_id!a} version {row.originator_version!a})"
