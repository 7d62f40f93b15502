"""One option of a requirement: whether credits, passes and fees meet it, and which of them it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from tests.oracle.book import Leaf, Option
from tests.oracle.holding import Lot
from tests.oracle.known import Fee, Pass, hundredths

Tags = Mapping[str, frozenset[str]]


@dataclass
class Use:
    """What an option takes, and `days`: those of every unit that it could have used."""

    credits: list[tuple[Lot, int]] = field(default_factory=list)
    passes: list[Pass] = field(default_factory=list)
    fees: list[Fee] = field(default_factory=list)
    days: set[date] = field(default_factory=set)


def needs_credits(option: Option) -> bool:
    """Whether an option uses credits."""
    return any(leaf["op"] == "credits" for leaf in option)


def find_use(option: Option, lots: list[Lot], passes: list[Pass], fees: list[Fee], tags: Tags) -> Use | None:
    """Return what an option takes, first in first out, or None where it is not met."""
    use = Use()
    leaves = {op: [leaf for leaf in option if leaf["op"] == op] for op in ("credits", "exams", "paid")}
    if not (
        _take_credits(leaves["credits"], lots, use)
        and _take_passes(leaves["exams"], passes, tags, use)
        and _take_fees(leaves["paid"], fees, use)
    ):
        return None
    use.days |= {lot.effective for lot in lots if lot.effective and leaves["credits"]}
    use.days |= {sat.on for sat in passes if any(leaf["tag"] in tags[sat.exam] for leaf in leaves["exams"])}
    use.days |= {paid.on for paid in fees if any(leaf["fee"] == paid.fee for leaf in leaves["paid"])}
    return use


def _take_credits(leaves: list[Leaf], lots: list[Lot], use: Use) -> bool:
    """Take from the first lots exactly what the leaves need; the leaves of one category come first."""
    taken: dict[str, int] = {}
    for leaf in sorted(leaves, key=lambda leaf: "category" not in leaf or "at_most" in leaf):
        need, cap = hundredths(leaf["at_least"]), leaf.get("at_most")
        room = hundredths(cap) if cap is not None else None
        for lot in lots:
            matches = lot.category == leaf.get("category")
            if "category" in leaf and room is None and not matches:
                continue
            counts = lot.left if room is None or not matches else min(lot.left, room)
            amount = min(counts, max(need, 0))
            if room is not None and matches:
                room -= amount
            taken[lot.claim.id] = max(taken.get(lot.claim.id, 0), amount)
            need -= amount
        if need > 0:
            return False
    use.credits = [(lot, taken[lot.claim.id]) for lot in lots if taken.get(lot.claim.id)]
    return True


def _take_passes(leaves: list[Leaf], passes: list[Pass], tags: Tags, use: Use) -> bool:
    """Choose distinct exams for the places that the leaves leave open, the first passes that fit."""
    places = [leaf["tag"] for leaf in leaves for _ in range(leaf["at_least"])]
    return _fill(places, passes, tags, use.passes)


def _fill(places: list[str], passes: list[Pass], tags: Tags, chosen: list[Pass]) -> bool:
    if not places:
        return True
    taken = {sat.exam for sat in chosen}
    for sat in passes:
        if sat.exam not in taken and places[0] in tags[sat.exam]:
            chosen.append(sat)
            if _fill(places[1:], passes, tags, chosen):
                return True
            chosen.pop()
    return False


def _take_fees(leaves: Iterable[Leaf], fees: list[Fee], use: Use) -> bool:
    for leaf in leaves:
        paid = next((paid for paid in fees if paid.fee == leaf["fee"] and paid not in use.fees), None)
        if paid is None:
            return False
        use.fees.append(paid)
    return True
