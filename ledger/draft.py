"""What deciding yields: events still without their place in a stream and their envelope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ledger.commands import Command, failure
from ledger.errors import ConflictError, Finding
from ledger.events import Event


class Draft(NamedTuple):
    """An event to be: its class, what it says, and the natural key that its command's id derives from."""

    event: type[Event]
    fields: dict[str, Any]
    key: str


def again_key(command: Command, again: int) -> str:
    """Return a command's natural key, told apart from those of `again` earlier ones that were undone."""
    return f"{command.natural_key()}|again|{again}" if again else command.natural_key()


def once(known: Event | None, draft: Draft, *, called: str) -> list[Draft]:
    """Return the draft, or nothing when `known` says the same already; `ConflictError` when it says otherwise.

    `called` names what is recorded, for the message.
    """
    if known is None:
        return [draft]
    # One key under two classes: a provider that may, and the same that may not, on one day.
    column = difference(known, draft.fields) if type(known) is draft.event else "authorised"
    if column is None:
        return []
    raise failure(ConflictError, other_content(column.removeprefix("listed_"), called))


def difference(known: Event, fields: Mapping[str, Any]) -> str | None:
    """Return the first field in which an event differs from what `fields` say, None when there is none."""
    for name, value in fields.items():
        if getattr(known, name) != value:
            return name
    return None


def other_content(column: str, called: str) -> Finding:
    """Return the finding that the ledger holds the same entry with other content."""
    message = f"The ledger holds {called} already, with a different {column}."
    return Finding(column, "OTHER_CONTENT", message, "Nothing recorded is edited: correct this entry.")
