"""CSV text to rows of checked fields; every error names its line."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import TypeVar

from ledger.catalogue.entries import nearest
from ledger.errors import InputError, plain
from ledger.events.envelope import CODE_PATTERN
from ledger.when import parse_date

_MOST_COMPARED = 20
_CREDITS = re.compile(r"\d{1,6}(\.\d{1,2})?", re.ASCII)
Entry = TypeVar("Entry")


class Row:
    """One row while it is read: its fields by column, emptied ones None."""

    def __init__(self, fields: dict[str, str]) -> None:
        self._fields = fields

    def text(self, column: str) -> str:
        """Return a field that must not be empty."""
        if found := self._fields[column]:
            return found
        raise InputError(f"`{column}` is empty. Fill it in.")

    def code(self, column: str) -> str:
        """Return an identifier."""
        found = self.text(column)
        if not CODE_PATTERN.fullmatch(found):
            raise InputError(f"`{column}`: {found!r} is not an identifier. Use ASCII letters, digits and ._:@+/- .")
        return found

    def code_or_none(self, column: str) -> str | None:
        """Return an identifier, or None for an empty field."""
        return self.code(column) if self._fields[column] else None

    def day(self, column: str) -> date | None:
        """Return a date, or None for an empty field."""
        return parse_date(self._fields[column]) if self._fields[column] else None

    def credits(self, column: str) -> Decimal:
        """Return credits."""
        found = self.text(column)
        if not _CREDITS.fullmatch(found):
            raise InputError(f"`{column}`: {found!r} is no number of credits. Write at most two decimals: 12 or 7.5.")
        return Decimal(found)


def rows(text: str, columns: tuple[str, ...], read: Callable[[Row], Entry], place: str) -> Iterator[Entry]:
    """Read each row of a CSV text; an error names the line on which the row ends."""
    if "\0" in text:
        raise InputError("The file holds a NUL byte. Save it as plain text.", place)
    reader = csv.reader(text.splitlines(), strict=True)
    try:
        header = _header(next(reader, []), columns)
        for fields in reader:
            if not fields:
                continue
            if len(fields) != len(header):
                raise InputError(f"The row has {len(fields)} fields, the header {len(header)}. Make them agree.")
            yield read(Row(dict(zip(header, fields, strict=True))))
    except csv.Error as error:
        raise InputError(f"This is not CSV: {error}. Correct the row.", f"{place}:{reader.line_num}") from None
    except InputError as error:
        raise InputError(error.message, f"{place}:{reader.line_num}") from None


def _header(header: list[str], columns: tuple[str, ...]) -> list[str]:
    """Return the header, if it names exactly the columns of this file."""
    if sorted(header) != sorted(columns):
        wrong = sorted(set(header).symmetric_difference(columns)) or sorted(header)
        must = f"The header must name these columns once each: {', '.join(columns)}."
        raise InputError(f"{must} Not so: {plain(', '.join(wrong)[:200])}.{_meant(header, columns)}")
    return header


def _meant(header: list[str], columns: tuple[str, ...]) -> str:
    """Ask whether a strange column was meant to be one that is missing."""
    missing = [column for column in columns if column not in header]
    strange = islice((name for name in header if name not in columns), _MOST_COMPARED)
    near = next((found for name in strange for found in nearest(name, missing)), None)
    return f" Did you mean {near!r}?" if near else ""
