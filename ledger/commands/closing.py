"""Commands that the software gives itself: what follows from closing the books, and the end of an import."""

from __future__ import annotations

from typing import Any, Literal

from ledger.commands.base import Command
from ledger.commands.fields import Digest
from ledger.events import Code, Count, Decision


class RecordDecision(Command):
    """Closing the books records a consequence: `event` and what it says, without its place and envelope."""

    kind = "decision"
    rank = 13
    acts = ()
    holder: Code
    event: type[Decision]
    fields: dict[str, Any]

    def natural_key(self) -> str:
        """Return topic, holder, certification and day; the how-manieth it is, only the history can tell."""
        said = self.fields
        return f"{self.event.TOPIC}|{self.holder}|{said['certification']}|{said['effective_on']}"


class RecordBatch(Command):
    """An import ran to its end; how often it did, only the history can tell."""

    kind = "batch"
    scope = "batch"
    acts = ()
    batch: Code
    sha256: Digest
    size: int
    format: Literal["jsonl", "csv"]
    totals: tuple[Count, ...]
    first_position: int | None = None
    last_position: int | None = None
    complete: bool

    def natural_key(self) -> str:
        """Return the batch."""
        return f"batch|{self.batch}"
