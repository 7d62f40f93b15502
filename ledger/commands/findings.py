"""Findings in our voice: what is wrong with an entry, said without a value that could be personal."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from ledger.errors import Finding, LedgerError

SHOWN = frozenset(
    {
        "kind",
        "certification",
        "exam",
        "on",
        "completed_on",
        "submitted_on",
        "began_on",
        "from",
        "until",
        "credits",
        "source",
        "authorised",
        "currency",
    }
)
"""The columns whose value a message may repeat; every other value could name or betray a person."""

LONGEST_SHOWN = 40

E = TypeVar("E", bound=LedgerError)


def shown(value: object) -> str:
    """Return a value as one short line of ASCII that no terminal acts upon."""
    text = value if isinstance(value, str) else _plain(value)
    cut = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."
    return ascii(cut) if isinstance(value, str) else cut


def _plain(value: object) -> str:
    match value:
        case bool() | None:
            return {True: "true", False: "false", None: "null"}[value]
        case list() | tuple():
            return "a list"
        case dict():
            return "an object"
        case _:
            return ascii(str(value))[1:-1]


def failure(error: type[E], *findings: Finding) -> E:
    """Return an error that says all of `findings`, and carries them."""
    failed = error(" ".join(f"{finding.message} {finding.fix}" for finding in findings))
    failed.findings = findings
    return failed


@lru_cache(maxsize=4096)
def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """Return the one of `known` that `word` was most likely meant to be, if any is near."""
    if len(word) > LONGEST_SHOWN:
        return None
    from difflib import get_close_matches  # Only a mistake pays for loading it.

    folded = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), sorted(folded), n=1, cutoff=0.7)
    return folded[near[0]] if near else None


def suggestion(word: object, known: Iterable[str], otherwise: str) -> str:
    """Return "Did you mean ...?" where a known word is near, else `otherwise`."""
    near = nearest(word, tuple(known)) if isinstance(word, str) else None
    return f"Did you mean {near!r}?" if near else otherwise
