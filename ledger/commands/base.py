"""What every command has."""

from __future__ import annotations

from typing import ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from ledger.commands.fields import Source

Scope: TypeAlias = Literal["holder", "claim", "programme", "batch"]


class Command(BaseModel):
    """What every command has.

    `kind` is its name in files. `scope` says which stream it is decided against; ``claim``: that of the holder
    whose claim it is. `acts` are the fields that are days of acts. `ordered_by` is the key of the day that orders
    entries, `rank` orders the kinds of one day.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    kind: ClassVar[str]
    scope: ClassVar[Scope] = "holder"
    rank: ClassVar[int] = 0
    acts: ClassVar[tuple[str, ...]] = ("on",)
    ordered_by: ClassVar[str] = "on"

    origin: Source | None = None

    def natural_key(self) -> str:
        """Return what makes two entries the same entry, as text."""
        raise NotImplementedError
