"""What strikes out something recorded by mistake."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from ledger.events.envelope import Code, Event


class EntryUndone(Event):
    """An earlier event of the same stream was a mistake: to every answer from here on it was never said.

    `entry` is the id of that event. What it said may be said again, and is then another event.
    """

    TOPIC: ClassVar[str] = "entry.undone.v1"
    entry: UUID
    holder: Code | None = None
    reason_code: Code | None = None
