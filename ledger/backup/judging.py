"""What can be said of events that were read from a damaged file: which are proven, and which are missing.

Nothing that the file says of itself is believed for its own sake. An event is proven by a path of hashes to the root
of a checkpoint; whatever is garbled leads nowhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from ledger.errors import TamperedError
from ledger.seal.merkle import HASH, WIDTH
from ledger.seal.tiles import Edge, Tree
from ledger.seal.verify import Head, Invalid, root_of
from ledger.store.remains import Found, Remains, last_of
from ledger.store.seals import Run, SealHead

Standing: TypeAlias = Literal["proven", "sealed", "unproven", "contradicted"]
"""Of an event that was read: it leads to a checkpoint's root · it agrees with what the file keeps of its own seal ·
nothing is left to hold it against, or it was never sealed · it is not what was sealed."""


class Missing(NamedTuple):
    """Positions, both inclusive, of which no event was read."""

    first: int
    last: int


class _Tile(NamedTuple):
    """A tile of leaves: its number, its hashes, and below which sizes they lead to a checkpoint's or to any root."""

    number: int
    hashes: bytes
    signed: int
    tied: int

    def leaf(self, leaf: int) -> bytes:
        """Return the hash of a leaf, none when the tile has none for it."""
        return self.hashes[leaf % WIDTH * HASH :][:HASH]


class Judgement:
    """Holds remains against the roots of `checkpoints`, and against what they say of their own seal.

    `head` is how far sealing had come, None when nothing that says so leads to its root; `grown` is the root of the
    events that were read, one after the other, at every size that somebody gives a root of, as far as none is missing.
    """

    def __init__(self, remains: Remains, checkpoints: Sequence[Head]) -> None:
        self._remains = remains
        self._runs = _fitting(remains.runs(), remains.heads())
        self._signed = [(Tree(remains, head.size), head.root) for head in checkpoints]
        self._tile = _Tile(-1, b"", 0, 0)
        self._own = [(Tree(remains, head.size), head.root) for head in remains.heads()]
        remains.drop([each for found in remains.contested() for each in self._others(found)])
        self.grown = self._grown({tree.size for tree, _ in (*self._signed, *self._own)})
        self.head = next(filter(self._leads, remains.heads()), None)
        self._proven = max((tree.size for tree, root in self._signed if self.grown.get(tree.size) == root), default=0)
        self._sealed = self.head.size if self.head and self.grown.get(self.head.size) == self.head.root else 0

    @property
    def last(self) -> int:
        """The newest position that is known of."""
        claims = [self._remains.last_position(), self.head.position if self.head else None]
        known = [position for position in claims if position is not None]
        return max(known) if known else max((each.row.id for each in self._remains.events()), default=0)

    @property
    def whole(self) -> bool:
        """Whether every event was read: they grow into every root, and none is missing after the last one sealed."""
        grown = self.head is not None and self.grown.get(self.head.size) == self.head.root
        signed = all(self.grown.get(tree.size) == root for tree, root in self._signed)
        return grown and signed and self._remains.last_position() is not None and next(self.missing(), None) is None

    def continued(self, tree: Tree) -> bool:
        """Say whether a tree goes on from what was sealed."""
        return self.head is not None and tree.root(self.head.size) == self.head.root

    def standing(self, found: Found) -> Standing:
        """Return what can be said of an event."""
        leaf = self._leaf_at(found.row.id)
        if leaf is None:
            return "unproven"
        tile = self._tile_of(leaf)
        kept = tile.leaf(leaf)
        if leaf < self._proven or (kept == found.leaf and leaf < tile.signed):
            return "proven"
        if leaf < self._sealed or kept == found.leaf:
            return "sealed"
        return "contradicted" if kept and self._runs and leaf < tile.tied else "unproven"

    def missing(self) -> Iterator[Missing]:
        """Yield the positions of which no event was read though there was one, in order."""
        positions = (each.row.id for each in self._remains.events())
        position = next(positions, None)
        for first, last in self._expected():
            while first <= last:
                while position is not None and position < first:
                    position = next(positions, None)
                if position is None or position > last:
                    yield Missing(first, last)
                    break
                if position > first:
                    yield Missing(first, position - 1)
                first = position + 1

    def _expected(self) -> Iterator[Missing]:
        """Yield the positions that had an event: those of the leaves, and all after them; all, where runs are lost."""
        last = self.last
        if not self._runs or self.head is None or last_of(self._runs[-1]) != self.head.position:
            yield Missing(1, last)
            return
        yield from (Missing(run.first_position, last_of(run)) for run in self._runs)
        yield Missing(self.head.position + 1, last)

    def _others(self, found: list[Found]) -> list[Found]:
        """Return, of several events at one position, all but the one that was sealed, or all but the first."""
        leaf = self._leaf_at(found[0].row.id)
        kept = None if leaf is None else self._tile_of(leaf).leaf(leaf)
        chosen = next((each for each in found if each.leaf == kept), found[0])
        return [each for each in found if each is not chosen]

    def _grown(self, sizes: set[int]) -> dict[int, bytes]:
        """Grow a tree of the events, as long as none is missing, and return its root at each size that it reaches."""
        edge, coming, roots = Edge(), bytearray(), {}
        for found in self._remains.events():
            if self._leaf_at(found.row.id) != edge.size + len(coming) // HASH:
                break
            coming += found.leaf
            size = edge.size + len(coming) // HASH
            if size in sizes or size % WIDTH == 0:
                edge.grow(bytes(coming))
                coming.clear()
            if size in sizes:
                roots[size] = edge.root()
        return roots

    def _leads(self, head: SealHead) -> bool:
        if self.grown.get(head.size) == head.root:
            return True
        try:
            return Edge.of(self._remains, head).size == head.size
        except TamperedError:
            return False

    def _leaf_at(self, position: int) -> int | None:
        """Return the leaf that stands for a position; where runs are lost, the one if no position was skipped."""
        if not self._runs:
            return position - 1
        at = bisect_right(self._runs, position, key=lambda run: run.first_position) - 1
        if at < 0:
            return None
        run = self._runs[at]
        return None if position > last_of(run) else run.first_leaf + position - run.first_position

    def _tile_of(self, leaf: int) -> _Tile:
        number = leaf // WIDTH
        if number != self._tile.number:
            signed = self._tied(number, self._signed)
            tied = max(signed, self._tied(number, self._own))
            self._tile = _Tile(number, self._remains.tile(0, number), signed, tied)
        return self._tile

    def _tied(self, number: int, roots: list[tuple[Tree, bytes]]) -> int:
        """Return the greatest size below which a tile of leaves leads to a root, 0 for none."""
        return max((tree.size for tree, root in roots if self._leads_up(number * WIDTH, tree, root)), default=0)

    def _leads_up(self, leaf: int, tree: Tree, root: bytes) -> bool:
        """Say whether a leaf leads to a root; with it do all others of its tile, whose hashes are on its path."""
        try:
            return leaf < tree.size and root_of(tree.node(0, leaf), leaf, tree.size, tree.inclusion(leaf)) == root
        except (TamperedError, Invalid):
            return False


def _fitting(runs: list[Run], heads: list[SealHead]) -> list[Run]:
    """Return runs if they reach as far as sealing had come by any account; garbled ones would lead astray."""
    ends = [(run.first_leaf + run.leaves, last_of(run)) for run in runs[-1:]]
    return runs if not heads or any((head.size, head.position) in ends for head in heads) else []
