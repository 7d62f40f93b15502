"""What a catalogue holds: certifications, exams and items by code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ledger.policy.model import Policy

LONGEST_COMPARED = 80


class Alias(NamedTuple):
    """An older code of a certification, and its title before the day `renamed_on`."""

    code: str
    title: str
    renamed_on: date


class CertificationEntry(NamedTuple):
    """A certification of the catalogue; `retired_on` is the first day on which it is no longer renewed."""

    code: str
    title: str
    level: str
    track: str
    aliases: tuple[Alias, ...]
    retired_on: date | None
    source: str

    def title_on(self, day: date) -> str:
        """Return the title that it had on a day."""
        return next((alias.title for alias in self.aliases if day < alias.renamed_on), self.title)


class Tag(NamedTuple):
    """A tag of an exam, from a day (None: from ever) to a day inclusive (None: without end)."""

    tag: str
    tagged_from: date | None
    tagged_until: date | None


class ExamEntry(NamedTuple):
    """An exam of the catalogue, with the tags that requirements ask for."""

    code: str
    title: str
    tags: tuple[Tag, ...]
    source: str


class ItemEntry(NamedTuple):
    """An item that earns credits, listed from a day (None: always) to a day inclusive (None: without end)."""

    item: str
    title: str
    credits: Decimal
    category: str | None
    provider: str | None
    listed_from: date | None
    listed_until: date | None
    group: str | None
    source: str


class Catalogue(NamedTuple):
    """Everything that a programme knows by code, in the order of its files."""

    certifications: Mapping[str, CertificationEntry]
    exams: Mapping[str, ExamEntry]
    items: tuple[ItemEntry, ...]
    canonical: Mapping[str, str]

    def certification(self, code: str) -> CertificationEntry | None:
        """Return the certification with this code or older code, or None."""
        return self.certifications.get(self.canonical.get(code, code))


def misfits(catalogue: Catalogue, policy: Policy) -> tuple[str, ...]:
    """Return, in sentences, what the catalogue names that the policy does not declare."""
    levels = (
        f"Certification {entry.code!r} has level {_undeclared(entry.level, policy.levels)}"
        for entry in catalogue.certifications.values()
        if entry.level not in policy.levels
    )
    tags = (
        f"Exam {entry.code!r} has tag {_undeclared(tag.tag, policy.exam_tags)}"
        for entry in catalogue.exams.values()
        for tag in entry.tags
        if tag.tag not in policy.exam_tags
    )
    return (*levels, *tags)


def _undeclared(name: str, declared: Iterable[str]) -> str:
    near = [f" Did you mean {each!r}?" for each in nearest(name, declared)]
    return f"{name!r}, which the policy does not declare.{''.join(near)}"


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Return the one of `known` that a name was most likely meant to be, if any is near."""
    from difflib import get_close_matches  # Only a mistake pays for loading it.

    return get_close_matches(name[:LONGEST_COMPARED], list(known), n=1)
