"""The tree against RFC 6962: known roots, every proof up to a size, and what must not pass for one."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ledger.seal.merkle import check_consistency, consistency, folded, inclusion, joined, span
from ledger.seal.verify import Invalid, root_of

VECTORS = Path(__file__).parent / "vectors"
KNOWN, PUBLISHED, CASES = (
    json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8")) for name in ("roots", "known_proofs", "proofs")
)
HASHES = [bytes.fromhex(each) for each in CASES["hashes"]]
LEAVES = [sha256(b"\0" + bytes.fromhex(leaf)).digest() for leaf in KNOWN["leaves"]]
MORE = [sha256(b"\0" + number.to_bytes(2, "big")).digest() for number in range(33)]


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


def holds(check: Callable[[], bool | None]) -> bool:
    """Say whether a check lets a proof pass: by True, or by not raising where it has nothing to say."""
    try:
        return check() is not False
    except Invalid:
        return False


@pytest.mark.parametrize("case", PUBLISHED["inclusion"], ids=lambda case: f"{case['index']} of {case['size']}")
def test_an_inclusion_proof_is_the_one_that_certificate_transparency_publishes(case: dict[str, Any]) -> None:
    index, size = case["index"], case["size"]
    path = tuple(bytes.fromhex(each) for each in case["path"])
    assert inclusion(known, index, size) == path
    assert root_of(LEAVES[index], index, size, path).hex() == KNOWN["roots"][size]


@pytest.mark.parametrize("case", PUBLISHED["consistency"], ids=lambda case: f"{case['old']} to {case['new']}")
def test_a_consistency_proof_is_the_one_that_certificate_transparency_publishes(case: dict[str, Any]) -> None:
    old, new = case["old"], case["new"]
    path = tuple(bytes.fromhex(each) for each in case["path"])
    roots = [bytes.fromhex(root) for root in KNOWN["roots"]]
    assert consistency(known, old, new) == path
    check_consistency(old, roots[old], new, roots[new], path)


def test_an_inclusion_proof_holds_where_the_vectors_say_so_and_nowhere_else() -> None:
    wrong, held = [], 0
    for what, index, size, leaf, root, path, expected in CASES["inclusion"]:
        proof = tuple(HASHES[each] for each in path)
        held += expected
        if holds(lambda: root_of(HASHES[leaf], index, size, proof) == HASHES[root]) is not expected:  # noqa: B023
            wrong.append((what, index, size))
    assert wrong == []
    assert held == 36  # Every leaf of every tree of one to eight leaves.


def test_a_consistency_proof_holds_where_the_vectors_say_so_and_nowhere_else() -> None:
    wrong, held = [], 0
    for what, old, new, first, second, path, expected in CASES["consistency"]:
        proof = tuple(HASHES[each] for each in path)
        held += expected
        if holds(lambda: check_consistency(old, HASHES[first], new, HASHES[second], proof)) is not expected:  # noqa: B023
            wrong.append((what, old, new))
    assert wrong == []
    assert held == 36  # Every two trees of one to eight leaves, each with itself too.


def test_the_vectors_spoil_every_proof_in_every_way() -> None:
    for kind, least in (("inclusion", 600), ("consistency", 600)):
        spoiled = [case for case in CASES[kind] if not case[-1]]
        whole = {(case[1], case[2]) for case in CASES[kind] if case[-1]}
        assert len(spoiled) >= least
        assert len(whole) == 36
        assert {case[0].split(" bit")[0].split("[")[0] for case in spoiled} >= {
            "trailing garbage", "preceding garbage", "removed component", "modified proof", "swapped proof",
        }  # fmt: skip
