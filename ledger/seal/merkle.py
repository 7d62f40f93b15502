"""The Merkle tree of RFC 6962 over an append-only list of leaf hashes: growing it, and proofs between its sizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from ledger.seal.verify import Invalid, root_of

HASH = 32
WIDTH = 256
"""Hashes in a full tile; a tile of height 8 stands for as many subtrees."""

Node = Callable[[int, int], bytes]
"""The hash of a complete subtree: its height, and its number among those of that height."""


def joined(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node (RFC 6962, 2.1)."""
    return sha256(b"\1" + left + right).digest()


def folded(hashes: bytes) -> bytes:
    """Return the hash over a row of hashes, as many as a power of two."""
    while len(hashes) > HASH:
        pairs = range(0, len(hashes), 2 * HASH)
        hashes = b"".join([sha256(b"\1" + hashes[at : at + 2 * HASH]).digest() for at in pairs])
    return hashes


def span(node: Node, first: int, stop: int) -> bytes:
    """Return the root over leaves `first` to `stop`, where a subtree that holds them all begins with `first`."""
    root, left = b"", stop - first
    while left:
        height = (left & -left).bit_length() - 1
        left -= 1 << height
        subtree = node(height, first + left >> height)
        root = joined(subtree, root) if root else subtree
    return root or sha256().digest()


def inclusion(node: Node, index: int, size: int) -> tuple[bytes, ...]:
    """Return the path from leaf `index` to the root over `size` leaves, from below (RFC 6962, 2.1.1)."""
    path, first, stop = [], 0, size
    while stop - first > 1:
        middle = first + _largest_power_below(stop - first)
        if index < middle:
            path.append(span(node, middle, stop))
            stop = middle
        else:
            path.append(span(node, first, middle))
            first = middle
    return tuple(reversed(path))


def consistency(node: Node, old: int, new: int) -> tuple[bytes, ...]:
    """Return the proof that the tree of `old` leaves is the beginning of that of `new` (RFC 6962, 2.1.2)."""
    if old in (0, new):
        return ()
    path, first, stop, whole = [], 0, new, True
    while old != stop:
        middle = first + _largest_power_below(stop - first)
        if old <= middle:
            path.append(span(node, middle, stop))
            stop = middle
        else:
            path.append(span(node, first, middle))
            first, whole = middle, False
    return tuple(reversed(path if whole else [*path, span(node, first, stop)]))


def check_consistency(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> None:
    """Raise `Invalid` unless `path` proves that one tree is the beginning of the other (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new:
        raise Invalid("there is no proof between these sizes")
    if old == new:
        _expect(not path and old_root == new_root, "two trees of one size differ")
        return
    shift = (old & -old).bit_length() - 1
    nodes = list(path) if old != 1 << shift else [old_root, *path]
    _expect(bool(nodes), "the proof is empty")
    # Seen from the last subtree of the old tree, the rest is an inclusion path in both trees.
    seed, rest = nodes[0], nodes[1:]
    index, last = old - 1 >> shift, new - 1 >> shift
    fork = (index ^ last).bit_length()
    lefts = [sibling for level, sibling in enumerate(rest) if level >= fork or index >> level & 1]
    root = seed
    for sibling in lefts:
        root = joined(sibling, root)
    _expect(root == old_root, "the proof does not lead to the old root")
    _expect(root_of(seed, index, last + 1, tuple(rest)) == new_root, "the proof does not lead to the new root")


def _largest_power_below(number: int) -> int:
    return 1 << (number - 1).bit_length() - 1


def _expect(condition: bool, otherwise: str) -> None:
    if not condition:
        raise Invalid(otherwise)
