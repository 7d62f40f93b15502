"""The two time axes, and the one place that reads the wall clock.

`valid_on` is a civil date in the programme's zone: true in the world on that day.
`known_at` is a position of the log: recorded by then. Inside facts, rules and fold
a civil date is a day number, whole days since 1970-01-01.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from ledger.errors import InputError

_EPOCH = date(1970, 1, 1).toordinal()
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2200


class AsOf(NamedTuple):
    """A question's point on both axes: `valid_on` in the world, `known_at` in the log (a position)."""

    valid_on: date
    known_at: int


class Clock(Protocol):
    """Where `recorded_at` and "today" come from."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        ...


class WallClock:
    """The clock of the machine; the only reader of the wall clock in the project."""

    def now(self) -> datetime:
        """Return the machine's current instant in UTC."""
        return datetime.now(UTC)


class ScriptedClock:
    """A clock that tells the instants it was given, then repeats the last one."""

    def __init__(self, instants: Iterable[datetime]) -> None:
        self._instants: Iterator[datetime] = iter(instants)
        self._last = next(self._instants)
        self._first = True

    def now(self) -> datetime:
        """Return the next scripted instant."""
        if self._first:
            self._first = False
        else:
            self._last = next(self._instants, self._last)
        return self._last

    def set(self, instant: datetime) -> None:
        """Let the clock stand at `instant` from now on."""
        self._instants, self._last = iter(()), instant


def day_number(day: date) -> int:
    """Return whole days from 1970-01-01 to `day`."""
    return day.toordinal() - _EPOCH


def civil(number: int) -> date:
    """Return the civil date of a day number."""
    return date.fromordinal(number + _EPOCH)


def today(clock: Clock, zone: str) -> date:
    """Return the civil date that `clock` shows in the IANA zone `zone`."""
    return clock.now().astimezone(ZoneInfo(zone)).date()


def is_zone(name: str) -> bool:
    """Say whether a name is that of an IANA zone that this machine knows."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # A missing zone is a KeyError, a folder of zones an OSError.
        return False
    return True


def parse_date(text: str) -> date:
    """Read ``YYYY-MM-DD`` with a year from 1900 to 2200; anything else is an `InputError`."""
    if not _DATE.fullmatch(text):
        raise InputError(f"{text!r} is not a date. Write it as YYYY-MM-DD, for example 2026-03-01.")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text!r} is not a day of the calendar. Correct the month or the day.") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InputError(f"{text!r} is out of range. Years run from {FIRST_YEAR} to {LAST_YEAR}.")
    return day


def instant_text(instant: datetime) -> str:
    """Return an instant as ISO 8601 in UTC, to the second or finer, ending in Z."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
