"""Sentences, and the small words in them."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from projections.amounts import shortest
from projections.trace import Governed, Until, Used

_PINS = {"expiry": "of expiry", "cycle_start": "the cycle began"}


class Sentence(NamedTuple):
    """One step of an explanation: the day it is about, in words, and the clause that decided it, if one did.

    `value` is the clause's value as the policy states it, `pinned_on` the day by which `pin` selected it.
    """

    on: date
    text: str
    clause: str | None = None
    revision: str | None = None
    value: str | None = None
    pin: str | None = None
    pinned_on: date | None = None
    cite: str | None = None

    @property
    def words(self) -> str:
        """The text with its clause, revision, and the pinned day where it is not the day of the step itself."""
        if self.clause is None:
            return self.text
        pinned = self.pinned_on if self.pinned_on not in (None, self.on) and self.pin != "checkpoint" else None
        parts = (self.clause, self.revision, pinned and f"by the day {_PINS.get(self.pin or '', self.pin)}, {pinned}")
        return f"{self.text.removesuffix('.')} [{', '.join(part for part in parts if part)}]."

    def document(self) -> dict[str, Any]:
        """Return the step as JSON."""
        days = {"on": self.on.isoformat(), "pinned_on": self.pinned_on and self.pinned_on.isoformat()}
        return {**self._asdict(), **days}


def until_words(until: Until) -> str:
    """Return ``until 2026-03-01``, or ``for life``."""
    return "for life" if until == "lifetime" else f"until {until}"


def use_words(used: Used, unit: str) -> str:
    """Return what a renewal used, by name."""
    match used.name.kind:
        case "credit":
            return f"{shortest(used.hundredths)} {unit}s of {used.name.id}"
        case "exam":
            return f"exam {used.name.of}"
        case _:
            return f"fee {used.name.of}"


def governed(on: date, text: str, by: Governed | None) -> Sentence:
    """Return a sentence with the dated value that governed it, if one is given."""
    if by is None:
        return Sentence(on, text)
    dated = by.dated
    return Sentence(on, text, dated.clause, dated.revision or None, dated.value, by.pin, by.pinned_on, dated.cite)
