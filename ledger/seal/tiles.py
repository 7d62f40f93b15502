"""The tree as it is stored: tiles of height 8, which it grows by and which every proof is read from.

A tile of level L holds up to 256 hashes, each over a complete subtree of 256^L leaves (https://c2sp.org/tlog-tiles).
Only the last tile of a level is not full, and it is written again as it fills.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from ledger.errors import TamperedError
from ledger.seal.merkle import HASH, WIDTH, consistency, folded, inclusion, joined, span
from ledger.store.seals import EMPTY_ROOT, SealHead, Tiles

_TILES_KEPT = 64
DAMAGED = "The seal is damaged: {}. Run `recert verify` to see what else is, and go back to a backup."


class Tree:
    """The tree of a store, read as far as a question needs; `size` is the number of leaves that count."""

    def __init__(self, tiles: Tiles, size: int) -> None:
        self._tiles = tiles
        self._kept: OrderedDict[tuple[int, int], bytes] = OrderedDict()
        self.size = size

    def node(self, height: int, number: int) -> bytes:
        """Return the hash over the complete subtree of 2^`height` leaves that has this number at its height."""
        level, above = divmod(height, 8)
        tile, at = divmod(number << above, WIDTH)
        hashes = self._tile(level, tile)[at * HASH : (at + (1 << above)) * HASH]
        if len(hashes) != HASH << above:
            raise TamperedError(DAMAGED.format(f"tile {level}/{tile} is missing or cut short"))
        return folded(hashes)

    def root(self, size: int) -> bytes:
        """Return the root over the first `size` leaves."""
        return span(self.node, 0, size)

    def inclusion(self, index: int) -> tuple[bytes, ...]:
        """Return the path from a leaf to the root."""
        return inclusion(self.node, index, self.size)

    def consistency(self, old: int) -> tuple[bytes, ...]:
        """Return the proof that the tree of `old` leaves is the beginning of this one."""
        return consistency(self.node, old, self.size)

    def _tile(self, level: int, number: int) -> bytes:
        key = level, number
        if key not in self._kept:
            self._kept[key] = checked_hashes(self._tiles.tile(level, number), key)
            if len(self._kept) > _TILES_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


class Edge:
    """The right edge of a growing tree: the last tile of every level, and those that were filled since."""

    def __init__(self, size: int = 0, partial: Iterable[bytes] = ()) -> None:
        self.size = size
        self._partial = [bytearray(hashes) for hashes in partial]

    @classmethod
    def of(cls, tiles: Tiles, head: SealHead) -> Edge:
        """Return the edge of what is sealed; `TamperedError` when it does not lead to the head's root."""
        partial, level = [], 0
        while full := head.size >> 8 * level:
            tile, width = divmod(full, WIDTH)
            hashes = checked_hashes(tiles.tile(level, tile), (level, tile)) if width else b""
            partial.append(hashes[: width * HASH])
            level += 1
        edge = cls(head.size, partial)
        if edge.root() != head.root:
            raise TamperedError(DAMAGED.format("its last tiles do not lead to its root"))
        return edge

    def grow(self, leaves: bytes) -> dict[tuple[int, int], bytes]:
        """Append leaf hashes; return every tile that this fills or changes, by level and number."""
        changed: dict[tuple[int, int], bytes] = {}
        chunks = range(0, len(leaves), HASH * WIDTH)
        touched = max((self._append(leaves[at : at + HASH * WIDTH], changed) for at in chunks), default=0)
        for level, hashes in enumerate(self._partial[:touched]):
            if hashes:
                changed[level, self.size >> 8 * (level + 1)] = bytes(hashes)
        return changed

    def root(self) -> bytes:
        """Return the root over everything so far."""
        root = b""
        for hashes in self._partial:
            root = _onto(hashes, root)
        return root or EMPTY_ROOT

    def _append(self, coming: bytes, changed: dict[tuple[int, int], bytes]) -> int:
        """Append at most a tile of leaves; a tile that fills becomes one hash a level up. Return the levels changed."""
        before, level = self.size, 0
        self.size += len(coming) // HASH
        while coming:
            if level == len(self._partial):
                self._partial.append(bytearray())
            tile = self._partial[level]
            tile += coming
            coming = b""
            if len(tile) >= HASH * WIDTH:
                full = changed[level, before >> 8 * (level + 1)] = bytes(tile[: HASH * WIDTH])
                del tile[: HASH * WIDTH]
                coming = folded(full)
            level += 1
        return level


def _onto(hashes: bytearray, root: bytes) -> bytes:
    """Return the root over complete subtrees of one height with a smaller tree to their right."""
    left = len(hashes) // HASH
    while left:
        width = left & -left
        left -= width
        subtree = folded(bytes(hashes[left * HASH : (left + width) * HASH]))
        root = joined(subtree, root) if root else subtree
    return root


def checked_hashes(hashes: Any, tile: tuple[int, int]) -> bytes:
    """Return the hashes of a stored tile; `TamperedError` when they cannot be any."""
    if type(hashes) is not bytes or len(hashes) % HASH or len(hashes) > HASH * WIDTH:
        raise TamperedError(DAMAGED.format(f"tile {tile[0]}/{tile[1]} holds no hashes"))
    return hashes
