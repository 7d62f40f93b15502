"""What certifications were called: a renamed one has a title for each time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ledger import Catalogue, CertificationEntry


def names(catalogue: Catalogue, day: date, codes: Iterable[str]) -> list[str]:
    """Return a sentence for each of `codes` that was renamed: what it is called on `day`, and otherwise."""
    entries = (catalogue.certifications[code] for code in codes)
    return [_named(entry, day) for entry in entries if entry.aliases]


def _named(entry: CertificationEntry, day: date) -> str:
    """Say both titles, the one of the day first."""
    former = entry.aliases[-1]
    last = former.renamed_on - timedelta(days=1)
    if day < former.renamed_on:
        now = f"{entry.title} from {former.renamed_on}"
        return f"{entry.code} is {entry.title_on(day)} ({former.code}) on {day}, and {now}."
    return f"{entry.code} is {entry.title_on(day)}; until {last} it was {former.title} ({former.code})."
