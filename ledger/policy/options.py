"""A requirement tree as the list of its options: each one way to recertify, in the order they are tried."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from ledger.policy.model import CreditsLeaf, ExamsLeaf, Group, Leaf, PaidLeaf, Term

MOST_OPTIONS = 256
_MOST_COUNTED = 10**9


class Option(NamedTuple):
    """One way to meet a requirement: every leaf must hold. `id` is that of the smallest node that names it."""

    id: str
    leaves: tuple[Leaf, ...]

    @property
    def spends(self) -> bool:
        """Whether it uses credits; if not, it is open to certifications below the highest too."""
        return any(isinstance(leaf, CreditsLeaf) for leaf in self.leaves)


def options(tree: int | str | Term | CreditsLeaf | ExamsLeaf | PaidLeaf | Group) -> tuple[Option, ...]:
    """Return a requirement in disjunctive normal form, in listed order; the word ``none`` has no option.

    An option of an `any_of` is named by the node chosen; an `all_of` names an option itself, unless it
    holds choices: then their names, joined by ``+``, do.
    """
    match tree:
        case CreditsLeaf() | ExamsLeaf() | PaidLeaf():
            return (Option(tree.id, (tree,)),)
        case Group(op="any_of"):
            return tuple(option for node in tree.of for option in options(node))
        case Group():
            return tuple(_joined(tree))
        case _:
            return ()


def _joined(group: Group) -> Iterator[Option]:
    """Combine the options of an `all_of`'s nodes, the choices of the first node varying slowest."""
    parts = [options(node) for node in group.of]
    for chosen in product(*parts):
        choices = [option.id for option, part in zip(chosen, parts, strict=True) if len(part) > 1]
        yield Option("+".join(choices) or group.id, tuple(leaf for option in chosen for leaf in option.leaves))


def count(tree: Leaf | Group) -> int:
    """Return how many options a tree has, without listing them; whatever is beyond all bounds is a billion of them."""
    if not isinstance(tree, Group):
        return 1
    counts = [count(node) for node in tree.of]
    if tree.op == "any_of":
        return sum(counts)
    total = 1
    for number in counts:
        total = min(total * number, _MOST_COUNTED)
    return total


def nodes(tree: Leaf | Group) -> Iterator[Leaf | Group]:
    """Yield every node of a tree, each before what it holds."""
    yield tree
    if isinstance(tree, Group):
        for node in tree.of:
            yield from nodes(node)
