"""The types of an entry's values: dates, credits, codes and flags, read strictly and cheaply."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, NoReturn

from pydantic import BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from ledger.commands.findings import shown
from ledger.errors import InputError
from ledger.events import Origin
from ledger.when import FIRST_YEAR, LAST_YEAR, parse_date

FINDING = "finding"
"""The type of a validation error that already speaks in our voice."""

LARGEST_AMOUNT = Decimal("9999999.99")
_DECIMALS = 12
_DIGITS = re.compile(rf"-?\d{{1,{_DECIMALS}}}(\.\d{{1,{_DECIMALS}}})?", re.ASCII)
_NUMBERS = frozenset({int, Decimal, str, float})
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)", re.ASCII)


def _wrong(code: str, message: str, fix: str) -> NoReturn:
    raise PydanticCustomError(FINDING, "{message}", {"code": code, "message": message, "fix": fix})


@lru_cache(maxsize=16_384)
def _parsed(text: str) -> date:
    return parse_date(text)


def _day(value: object) -> date:
    if type(value) is str and len(value) == 10 and value.isascii():
        try:
            return _parsed(value)
        except InputError as error:
            message, _, fix = error.message.rpartition(". ")
            _wrong("DATE", f"{message}.", fix)
    if type(value) is date and FIRST_YEAR <= value.year <= LAST_YEAR:
        return value
    _wrong("DATE", f"{shown(value)} is not a date.", "Write it as text, YYYY-MM-DD, for example 2026-03-01.")


def _not_an_amount(value: object) -> NoReturn:
    _wrong("CREDITS", f"{shown(value)} is not an amount.", "Write digits and at most two decimals, for example 12.5.")


def _decimal(value: object) -> Decimal:
    match value:
        case int() if abs(value) < 10**_DECIMALS:
            return Decimal(value)
        case Decimal() if value.is_finite() and -_DECIMALS <= int(value.as_tuple().exponent) <= 0:
            return value
        case float() | str() if _DIGITS.fullmatch(str(value)):
            return Decimal(str(value))
    _not_an_amount(value)


@lru_cache(maxsize=4_096, typed=True)
def _exact(value: object) -> Decimal:
    amount = _decimal(value)
    if amount < 0:
        _wrong("CREDITS", f"{shown(value)} is negative.", "Write an amount of 0 or more.")
    if int(amount.as_tuple().exponent) < -2:
        _wrong("CREDITS", f"{shown(value)} has more than two decimals.", "Round it to hundredths at its source.")
    if amount > LARGEST_AMOUNT:
        _wrong("CREDITS", f"{shown(value)} is too large.", f"The most that can be recorded is {LARGEST_AMOUNT}.")
    return abs(amount)  # Minus zero is zero, whichever of the two was asked for first.


def _amount(value: object) -> Decimal:
    if type(value) not in _NUMBERS or (isinstance(value, Decimal) and not value.is_finite()):
        _not_an_amount(value)
    return _exact(value)


def _claimed(value: object) -> Decimal:
    if amount := _amount(value):
        return amount
    _wrong("CREDITS", "A claim for 0 credits claims nothing.", "Write the credits asked for, more than 0.")


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    _wrong("FLAG", f"{shown(value)} is neither true nor false.", "Write true or false, without quotes.")


def _origin(value: Any) -> Any:
    instant = value.get("recorded_at") if isinstance(value, dict) else None
    if instant is None or (isinstance(instant, str) and _INSTANT.fullmatch(instant)):
        return value
    example = "for example 2026-03-01T09:30:00Z"
    _wrong("INSTANT", "its recorded_at is not an instant.", f"Write it with its offset, {example}.")


Day = Annotated[date, PlainValidator(_day)]
"""A civil date, from the text ``YYYY-MM-DD``; years 1900 to 2200."""

Amount = Annotated[Decimal, PlainValidator(_amount)]
"""Credits or money, 0 or more: a number or digits as text, at most two decimals, never an exponent."""

Claimed = Annotated[Decimal, PlainValidator(_claimed)]
"""Credits asked for: an amount above 0."""

Flag = Annotated[bool, PlainValidator(_flag)]
"""True or false, nothing that merely resembles them."""

Title = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]
"""A title for people: one line, no control characters."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 as 64 lower-case hexadecimal digits."""

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
"""An ISO 4217 code."""

Source = Annotated[Origin, BeforeValidator(_origin)]
"""Where another system held the record first."""
