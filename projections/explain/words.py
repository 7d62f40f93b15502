"""Sentences, and the small words in them."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from projections.trace import Governed, Until, Used


class Sentence(NamedTuple):
    """One step of an explanation: the day it is about, in words, and the clause that decided it, if one did."""

    on: date
    text: str
    clause: str | None = None
    revision: str | None = None
    cite: str | None = None

    def document(self) -> dict[str, Any]:
        """Return the step as JSON."""
        return {
            "on": self.on.isoformat(),
            "text": self.text,
            "clause": self.clause,
            "revision": self.revision,
            "cite": self.cite,
        }


def amount(hundredths: int) -> str:
    """Return hundredths of credits as the shortest decimal text."""
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02}".rstrip("0") if part else str(whole)


def until_words(until: Until) -> str:
    """Return ``until 2026-03-01``, or ``for life``."""
    return "for life" if until == "lifetime" else f"until {until}"


def use_words(used: Used, unit: str) -> str:
    """Return what a renewal used, by name."""
    match used.name.kind:
        case "credit":
            return f"{amount(used.hundredths)} {unit}s of {used.name.id}"
        case "exam":
            return f"exam {used.name.of}"
        case _:
            return f"fee {used.name.of}"


def governed(on: date, text: str, value: Governed | None) -> Sentence:
    """Return a sentence with the dated value that governed it, if one is given."""
    if value is None:
        return Sentence(on, text)
    return Sentence(on, text, value.dated.clause, value.dated.revision or None, value.dated.cite)
