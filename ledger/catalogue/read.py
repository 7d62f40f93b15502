"""What a programme certifies, examines and credits: the three CSV files of a pack.

Each file begins with a header that names its columns in any order; every column must be there. An
empty field is "none". Dates are YYYY-MM-DD. `source` says where a row comes from, or "illustrative".

``certifications.csv``
    code            for ever; a renaming does not change it
    title           as of today
    level           a level of the policy
    track           certifications of one track are of one line of work
    formerly        an older code under which it is found too
    formerly_title  its title until it was renamed
    renamed_on      the first day of the new title
    retired_on      the first day on which it is neither issued nor renewed
    source
``exams.csv``
    code, title
    tags            separated by ``;``. ``core`` alone: from ever; ``core@2020-02-24``: from that day on;
                    ``core@2020-02-24..2026-01-31``: from that day to that day, inclusive; either may be left out
    source
``items.csv``
    item, title
    credits         as a number with at most two decimals
    category        of the credits, where a requirement asks for one
    provider        who delivers it, where only one does
    listed_from     its first day in the catalogue (empty: from always)
    listed_until    its last (empty: without end)
    group           items of one group count as one and the same
    source
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeVar

from ledger.catalogue.entries import Alias, Catalogue, CertificationEntry, ExamEntry, ItemEntry, Tag
from ledger.catalogue.rows import Row, rows
from ledger.errors import InputError
from ledger.events.envelope import CODE_PATTERN
from ledger.when import parse_date

_CERTIFICATION = (
    "code", "title", "level", "track", "formerly", "formerly_title", "renamed_on", "retired_on", "source",
)  # fmt: skip
_EXAM = ("code", "title", "tags", "source")
_ITEM = (
    "item", "title", "credits", "category", "provider", "listed_from", "listed_until", "group", "source",
)  # fmt: skip
Named = TypeVar("Named", CertificationEntry, ExamEntry)


def read_catalogue(certifications_csv: str, exams_csv: str, items_csv: str, *, place: str) -> Catalogue:
    """Return the catalogue that three CSV texts state; `InputError` names file and line under `place`."""
    names = [f"{place}/{name}.csv" for name in ("certifications", "exams", "items")]
    certifications = _by_code(rows(certifications_csv, _CERTIFICATION, _certification, names[0]), names[0])
    exams = _by_code(rows(exams_csv, _EXAM, _exam, names[1]), names[1])
    items = tuple(rows(items_csv, _ITEM, _item, names[2]))
    _check_listings(items, names[2])
    return Catalogue(certifications, exams, items, _canonical(certifications, names[0]))


def _canonical(certifications: Mapping[str, CertificationEntry], place: str) -> dict[str, str]:
    """Return the code for each older code; one that names something else too is an error."""
    found: dict[str, str] = {}
    for code, entry in certifications.items():
        for alias in entry.aliases:
            if alias.code in certifications or found.setdefault(alias.code, code) != code:
                raise InputError(
                    f"{alias.code!r}, the older code of {code!r}, names another certification too. Correct one.", place
                )
    return found


def _check_listings(items: tuple[ItemEntry, ...], place: str) -> None:
    """Refuse two rows for one item that begin on one day."""
    seen = set[tuple[str, date | None]]()
    for item in items:
        if (item.item, item.listed_from) in seen:
            raise InputError(f"The item {item.item!r} is listed twice from one day. Keep one row.", place)
        seen.add((item.item, item.listed_from))


def _by_code(entries: Iterator[Named], place: str) -> dict[str, Named]:
    """Return entries by code; a code used twice is an error."""
    found: dict[str, Named] = {}
    for entry in entries:
        if found.setdefault(entry.code, entry) is not entry:
            raise InputError(f"The code {entry.code!r} is used twice. Keep one row.", place)
    return found


def _certification(row: Row) -> CertificationEntry:
    aliases: tuple[Alias, ...] = ()
    if (former := row.code_or_none("formerly")) is not None:
        renamed_on = row.day("renamed_on")
        if renamed_on is None:
            raise InputError("`renamed_on` is empty beside `formerly`. Fill it in.")
        aliases = (Alias(former, row.text("formerly_title"), renamed_on),)
    return CertificationEntry(
        row.code("code"),
        row.text("title"),
        row.code("level"),
        row.code("track"),
        aliases,
        row.day("retired_on"),
        row.text("source"),
    )


def _exam(row: Row) -> ExamEntry:
    tags = tuple(_tag(text.strip()) for text in row.text("tags").split(";"))
    return ExamEntry(row.code("code"), row.text("title"), tags, row.text("source"))


def _tag(text: str) -> Tag:
    """Read ``core``, ``core@FROM``, ``core@FROM..UNTIL`` or ``core@..UNTIL``."""
    name, _, span = text.partition("@")
    first, _, last = span.partition("..")
    if not CODE_PATTERN.fullmatch(name):
        raise InputError(f"`tags`: {text!r} is not a tag. Separate tags by `;`, and write dates as tag@FROM..UNTIL.")
    return Tag(name, parse_date(first) if first else None, parse_date(last) if last else None)


def _item(row: Row) -> ItemEntry:
    return ItemEntry(
        row.code("item"),
        row.text("title"),
        row.credits("credits"),
        row.code_or_none("category"),
        row.code_or_none("provider"),
        row.day("listed_from"),
        row.day("listed_until"),
        row.code_or_none("group"),
        row.text("source"),
    )
