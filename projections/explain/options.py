"""What each option of a certification has and needs, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from projections.amounts import shortest
from projections.trace import LeafTold, OptionTold, Record, Renewed


class OptionWords(NamedTuple):
    """One option in words on a day, and how many of its leaves are not met."""

    on: date
    text: str
    unmet: int


def options_told(code: str, records: Iterable[Record], unit: str) -> tuple[OptionWords, ...]:
    """Return the options of a certification as they were told last: on its last active day, or now."""
    told: dict[str, OptionTold] = {}
    leaves: dict[str, list[LeafTold]] = {}
    for record in records:
        if isinstance(record, Renewed) and record.certification == code:
            told.clear()
        elif isinstance(record, OptionTold) and record.certification == code:
            told[record.option], leaves[record.option] = record, []
        elif isinstance(record, LeafTold) and record.certification == code and record.option in told:
            leaves[record.option].append(record)
    return tuple(_words(option, leaves[name], unit) for name, option in told.items())


def _words(option: OptionTold, leaves: list[LeafTold], unit: str) -> OptionWords:
    """Return one option in words; one that was met but not open says whose turn it was."""
    parts = " and ".join(_leaf(leaf, unit) for leaf in leaves)
    whose = f"credits were for {option.target}" if option.target else "not open to it then"
    closed = f" (met, but {whose})" if option.met and not option.is_open else ""
    return OptionWords(option.on, f"{option.option}: {parts}{closed}", sum(leaf.have < leaf.need for leaf in leaves))


def _leaf(leaf: LeafTold, unit: str) -> str:
    """Return what a leaf has and needs."""
    match leaf.leaf.kind:
        case "credits":
            of = f" in {leaf.leaf.of}" if leaf.leaf.of else ""
            return f"{shortest(leaf.have)} of {shortest(leaf.need)} {unit}s{of}"
        case "exams":
            exams = "exam" if leaf.need == 1 else "exams"
            return f"{leaf.have} of {leaf.need} {exams} ({leaf.leaf.of})"
        case _:
            return f"fee {leaf.leaf.of} {'paid' if leaf.have else 'not paid'}"
