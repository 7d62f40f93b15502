"""Commands that undo what was recorded by mistake: one recorded event each."""

from __future__ import annotations

from uuid import UUID

from ledger.commands.base import Command
from ledger.events import Code


class UndoEntry(Command):
    """Something that was recorded of a holder was never so; `entry` is the id of the event that says it."""

    kind = "undo"
    acts = ()
    holder: Code
    entry: UUID
    reason_code: Code | None = None

    def natural_key(self) -> str:
        """Return the entry: it is undone once."""
        return f"undo|{self.entry}"


class UndoProgrammeEntry(Command):
    """Something that was recorded of the programme was never so; `entry` is the id of the event that says it."""

    kind = "undo"
    scope = "programme"
    acts = ()
    entry: UUID
    reason_code: Code | None = None

    def natural_key(self) -> str:
        """Return the entry: it is undone once."""
        return f"undo|{self.entry}"
