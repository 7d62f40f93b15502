"""What the values of a scenario file must be: days, instants, texts, amounts, and the tables of an expectation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from ledger import InputError, parse_date, plain

LONGEST_SHOWN = 60
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?", re.ASCII)


class Shape(NamedTuple):
    """What a value must be: the test of it, what it is called, and how it is written."""

    fits: Callable[[Any], bool]
    called: str
    written: str


def shown(value: object) -> str:
    """Return a value as one short line that no terminal acts upon."""
    text = plain(repr(value[:LONGEST_SHOWN]) if isinstance(value, str) else str(value))
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}..."


def expect_shape(key: str, value: object, shape: Shape, place: str) -> None:
    """Refuse a value that is not of the shape."""
    if not shape.fits(value):
        raise InputError(f"{key}: {shown(value)} is not {shape.called}. {shape.written}", place)


def is_day(value: object) -> bool:
    """Say whether a value is a civil date, not an instant, in a year that a ledger takes."""
    return type(value) is date and _is_in_range(value)


def _is_moment(value: object) -> bool:
    return is_day(value) or (isinstance(value, datetime) and _is_in_range(value.date()))


def _is_in_range(day: date) -> bool:
    try:
        return parse_date(day.isoformat()) == day
    except InputError:
        return False


def _is_amount(value: object) -> bool:
    match value:
        case bool():
            return False
        case str():
            return _AMOUNT.fullmatch(value) is not None
        case _:
            return isinstance(value, int) or (isinstance(value, Decimal) and value.is_finite())


def _is_table_of(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, dict) and all(map(fits, value.values()))


def _is_list_of(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(fits, value))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_exclusion(value: object) -> bool:
    return isinstance(value, Mapping) and {"claim", "reason"} == value.keys() and all(map(_is_text, value.values()))


DAY = Shape(is_day, "a day", "Write it bare, in a year from 1900 to 2200: 2026-01-01")
MOMENT = Shape(_is_moment, "a day or an instant", "Write it bare, as 2026-01-01 or 2026-01-01T09:00:00Z")
TEXT = Shape(_is_text, "text", "Write it in quotes.")
NAME = Shape(lambda value: _is_text(value) or type(value) is int, "text", "Write it in quotes.")
AMOUNT = Shape(_is_amount, "an amount", "Write digits and at most two decimals: 12.5")
FLAG = Shape(lambda value: isinstance(value, bool), "true or false", "Write one of the two, without quotes.")
LIST = Shape(lambda value: isinstance(value, list), "a list", "Write one in brackets.")

EXPECTED = {
    "on": DAY,
    "known_at": MOMENT,
    "holder": TEXT,
    "status": Shape(_is_table_of(_is_text), "a table of words", 'Write: { CCNA = "active" }'),
    "contingent": Shape(_is_table_of(_is_list_of(_is_text)), "a table of claims", 'Write: { CCNA = ["C-1"] }'),
    "excluded": Shape(
        _is_list_of(_is_exclusion), "a list of claims", 'Write: [ { claim = "C-1", reason = "REJECTED" } ]'
    ),
} | dict.fromkeys(
    ("until", "renewed_on", "cycle_from"),
    Shape(
        _is_table_of(lambda value: _is_text(value) or is_day(value)), "a table of days", "Write: { CCNA = 2026-01-01 }"
    ),
)
"""What the keys of an expectation hold."""
