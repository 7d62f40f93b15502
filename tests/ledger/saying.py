"""Saying things to a holder's or the programme's state, without a ledger: decide, and evolve what comes of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

import pytest

from ledger import LedgerError, read_catalogue, read_pack
from ledger.commands import Command, read_entry
from ledger.draft import Draft
from ledger.events import Event
from ledger.holder import HolderState
from ledger.holder import decide as decide_holder
from ledger.holder import evolve as evolve_holder
from ledger.programme import ProgrammeState
from ledger.programme import decide as decide_programme
from ledger.programme import evolve as evolve_programme

TODAY = date(2026, 3, 20)
LEDGER = UUID(int=7)

_pack = read_pack("cisco-ce")
CATALOGUE = read_catalogue(_pack.certifications, _pack.exams, _pack.items, place="cisco-ce")

SUBMISSION: dict[str, Any] = {
    "kind": "submit",
    "holder": "H-1",
    "claim": "C-1",
    "item": "IT-1",
    "credits": 12,
    "completed_on": "2025-05-01",
    "submitted_on": "2025-05-03",
}


def decision(kind: str, on: str, **more: Any) -> dict[str, Any]:
    """Return an entry that decides claim C-1."""
    return {"kind": kind, "claim": "C-1", "on": on, **more}


class Holder:
    """A holder to whom entries are said; each answers with the events that it caused."""

    def __init__(self, *entries: dict[str, Any]) -> None:
        self.state = HolderState("H-1")
        self.events: list[Event] = []
        for entry in entries:
            self.say(entry)

    def say(self, entry: dict[str, Any] | Command, *, imported: bool = False) -> list[Event]:
        """Decide an entry and evolve the state by what comes of it."""
        command = entry if isinstance(entry, Command) else read_entry(entry)
        drafts = decide_holder(self.state, command, catalogue=CATALOGUE, today=TODAY, imported=imported)
        said = [stamped(draft, len(self.events) + 1) for draft in drafts]
        for event in said:
            self.state = evolve_holder(self.state, event)
        self.events += said
        return said


def refusal(holder: Holder, entry: dict[str, Any], *, imported: bool = False) -> LedgerError:
    """Return the refusal that an entry meets, having seen that nothing came of it."""
    before = list(holder.events)
    with pytest.raises(LedgerError) as refused:
        holder.say(entry, imported=imported)
    assert holder.events == before
    return refused.value


class Programme:
    """A programme to which entries are said."""

    def __init__(self, *entries: dict[str, Any]) -> None:
        self.state = ProgrammeState()
        for entry in entries:
            self.say(entry)

    def say(self, entry: dict[str, Any] | Command) -> list[Event]:
        """Decide an entry and evolve the state by what comes of it."""
        command = entry if isinstance(entry, Command) else read_entry(entry)
        drafts = decide_programme(self.state, command, catalogue=CATALOGUE, today=TODAY)
        said = [stamped(draft, 1) for draft in drafts]
        for event in said:
            self.state = evolve_programme(self.state, event)
        return said


def stamped(draft: Draft, version: int) -> Event:
    """Return a draft as an event, in a stream that does not matter."""
    command_id = uuid5(LEDGER, draft.key)
    return draft.event(
        originator_id="holder-H-1",
        originator_version=version,
        event_id=uuid5(command_id, str(version)),
        recorded_at=datetime(2026, 3, 20, 12, tzinfo=UTC),
        actor="test",
        command_id=command_id,
        **draft.fields,
    )
