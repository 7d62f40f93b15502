"""What every event carries, whatever it says."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar
from uuid import UUID, uuid5

from ledger.events.records import Limited, Record

CODE_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@+/-]{0,79}", re.ASCII)


def credits_text(amount: Decimal) -> str:
    """Return credits as the shortest decimal text: ``12``, ``0.5``, ``40``."""
    text = f"{amount:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def hundredths(units: Decimal) -> int:
    """Return credits as whole hundredths."""
    return int(units * 100)


_SERIALISED = {"type": "function-plain", "function": credits_text, "return_schema": {"type": "str"}}

Code = Annotated[str, Limited(pattern=rf"^{CODE_PATTERN.pattern}$")]
"""An identifier: ASCII letters, digits and ``._:@+/-``, at most 80 characters."""

Credits = Annotated[Decimal, Limited(ge=Decimal(0), max_digits=9, decimal_places=2, serialization=_SERIALISED)]
"""Credits: at most two decimals; written as the shortest decimal text."""

Sha256 = Annotated[str, Limited(pattern=r"^[0-9a-f]{64}$")]

Instant = Annotated[datetime, Limited(tz_constraint="aware")]
"""A moment with its offset."""

Currency = Annotated[str, Limited(pattern=r"^[A-Z]{3}$")]
"""An ISO 4217 code."""

Title = Annotated[str, Limited(max_length=300)]

Natural = Annotated[int, Limited(ge=0)]
"""A whole number that counts from 0."""

Number = Annotated[int, Limited(ge=1)]
"""A whole number that counts from 1."""


class Origin(Record):
    """Where a record came from, when another system held it first; shown, never used to cut `known_at`."""

    system: Code
    record_id: Code
    recorded_at: Instant | None = None


class Event(Record):
    """The envelope of an event; a subclass adds what it says and the `TOPIC` it is stored under for ever.

    `originator_id` and `originator_version` are its place in its stream. `recorded_at` is this ledger's
    own clock. `actor` is asserted, not authenticated. `command_id` names the command that caused it;
    `event_id` is UUIDv5 of that and the event's number in it, so a repeated command repeats its ids.
    """

    TOPIC: ClassVar[str]

    originator_id: str
    originator_version: Number
    event_id: UUID
    recorded_at: Instant
    actor: Code
    command_id: UUID
    batch: Code | None = None
    origin: Origin | None = None


def event_id(command_id: UUID, number: int) -> UUID:
    """Return the id of the `number`-th event (from 0) that a command causes."""
    return uuid5(command_id, str(number))
