"""When positions were recorded, as stored: whole microseconds since 1970-01-01 in UTC, never going back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from eventsourcing.persistence import DataError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(instant: datetime) -> int:
    """Return whole microseconds from 1970-01-01 UTC to an aware instant."""
    return (instant - _EPOCH) // _MICROSECOND


def instant(microseconds: int) -> datetime:
    """Return the instant in UTC that lies so many microseconds after 1970-01-01; `DataError` when there is none."""
    try:
        return _EPOCH + microseconds * _MICROSECOND
    except (OverflowError, TypeError):
        raise DataError("corrupt table of instants") from None


def clamped(recorded: Iterable[tuple[int, datetime]]) -> Iterator[tuple[int, int]]:
    """Yield (position, microseconds) wherever the latest instant moves on; `recorded` is in order of position."""
    latest: int | None = None
    for position, recorded_at in recorded:
        stamp = microseconds(recorded_at)
        if latest is None or stamp > latest:
            latest = stamp
            yield position, stamp
