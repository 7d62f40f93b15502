"""The tree against RFC 6962: known roots, every proof up to a size, and what must not pass for one."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.seal.merkle import check_consistency, consistency, folded, inclusion, joined, span
from ledger.seal.verify import Invalid, root_of

KNOWN = json.loads((Path(__file__).parent / "vectors" / "roots.json").read_text(encoding="utf-8"))
LEAVES = [sha256(b"\0" + bytes.fromhex(leaf)).digest() for leaf in KNOWN["leaves"]]
MORE = [sha256(b"\0" + number.to_bytes(2, "big")).digest() for number in range(33)]
SIZES = [(1, 1), (1, 8), (6, 8), (2, 5), (3, 7), (4, 8), (7, 8), (8, 8)]


def node(leaves: list[bytes], height: int, number: int) -> bytes:
    return folded(b"".join(leaves[number << height : (number + 1) << height]))


def known(height: int, number: int) -> bytes:
    return node(LEAVES, height, number)


def defined(leaves: list[bytes]) -> bytes:
    """Return the root as RFC 6962, 2.1 defines it."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    middle = 1 << (len(leaves) - 1).bit_length() - 1
    return joined(defined(leaves[:middle]), defined(leaves[middle:]))


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_that_certificate_transparency_publishes(size: int) -> None:
    assert span(known, 0, size).hex() == KNOWN["roots"][size]


def test_every_proof_of_every_small_tree_leads_to_its_root() -> None:
    def more(height: int, number: int) -> bytes:
        return node(MORE, height, number)

    for size in range(1, len(MORE) + 1):
        root = defined(MORE[:size])
        assert span(more, 0, size) == root
        for index in range(size):
            assert root_of(MORE[index], index, size, inclusion(more, index, size)) == root
        for old in range(1, size + 1):
            check_consistency(old, defined(MORE[:old]), size, root, consistency(more, old, size))


def refused(leaf: bytes, index: int, size: int, path: tuple[bytes, ...], root: bytes) -> bool:
    try:
        return root_of(leaf, index, size, path) != root
    except Invalid:
        return True


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 8), (5, 8), (2, 3), (1, 5), (4, 5), (6, 7)])
def test_an_inclusion_proof_holds_for_nothing_else(index: int, size: int) -> None:
    """The ways to spoil a proof are those of the probes of transparency-dev/merkle; the cases are our own."""
    root, path, leaf = span(known, 0, size), inclusion(known, index, size), LEAVES[index]
    junk = sha256(b"junk").digest()
    places = [
        (index - 1, size),
        (index + 1, size),
        (index ^ 2, size),
        (index, size * 2 + 1),
        (index, size // 2),
        (-1, 0),
    ]
    assert all(refused(leaf, *place, path, root) for place in places if place != (index, size))
    assert refused(junk, index, size, path, root)
    assert refused(b"", index, size, path, b"")
    assert refused(leaf, index, size, path, junk)
    for spoiled in [(*path, b""), (*path, root), (b"", *path), (root, *path), (*path[:-1], junk), *_flipped(path)]:
        assert refused(leaf, index, size, spoiled, root)
    assert not path or refused(leaf, index, size, path[:-1], root)


@pytest.mark.parametrize(("old", "new"), SIZES)
def test_a_consistency_proof_holds_for_nothing_else(old: int, new: int) -> None:
    roots, path = (span(known, 0, old), span(known, 0, new)), consistency(known, old, new)
    check_consistency(old, roots[0], new, roots[1], path)
    junk = sha256(b"junk").digest()
    for sizes in [(old - 1, new), (old + 1, new), (old ^ 2, new), (old, new * 2), (old, new // 2), (0, new)]:
        with pytest.raises(Invalid):
            check_consistency(sizes[0], roots[0], sizes[1], roots[1], path)
    for first, second in [(junk, roots[1]), (roots[0], junk), *([roots[::-1]] if old != new else [])]:
        with pytest.raises(Invalid):
            check_consistency(old, first, new, second, path)
    for spoiled in [(*path, b""), (*path, roots[0]), (b"", *path), (roots[1], *path), *_flipped(path)]:
        with pytest.raises(Invalid):
            check_consistency(old, roots[0], new, roots[1], spoiled)


def _flipped(path: tuple[bytes, ...]) -> list[tuple[bytes, ...]]:
    """Return a path with the fifth bit of each hash turned in turn."""
    return [(*path[:at], bytes([path[at][0] ^ 16]) + path[at][1:], *path[at + 1 :]) for at in range(len(path))]
