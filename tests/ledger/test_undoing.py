"""Undoing what was recorded by mistake: what may be undone, what that leaves, and saying it again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from ledger import (
    ConflictError,
    Event,
    Ledger,
    NotFoundError,
    UndoEntry,
    UndoProgrammeEntry,
    in_force,
    read_entry,
)
from tests.ledger.importing import decide, grant, new_ledger, position, submit

UNKNOWN = UUID(int=9)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with new_ledger() as new:
        yield new


def say(ledger: Ledger, *entries: dict[str, Any]) -> list[Event]:
    """Record entries, and return the last event of each."""
    outcomes = ledger.record([read_entry(entry) for entry in entries])
    return [outcome.recorded[-1].event for outcome in outcomes]


def undo(ledger: Ledger, *events: Event, holder: str = "H-1") -> list[str]:
    commands = [UndoEntry(holder=holder, entry=event.event_id) for event in events]
    return [outcome.status for outcome in ledger.record(commands)]


def standing_topics(ledger: Ledger) -> list[str]:
    return [recorded.event.TOPIC for recorded in in_force(ledger.history("H-1").events)]


def test_an_entry_is_undone_once(ledger: Ledger) -> None:
    (granted,) = say(ledger, grant())
    assert undo(ledger, granted) == ["recorded"]
    assert undo(ledger, granted) == ["skipped"]
    assert standing_topics(ledger) == []
    assert len(ledger.history("H-1").events) == 2


def test_what_was_undone_may_be_said_again_and_undone_again(ledger: Ledger) -> None:
    entries = (
        grant(),
        {"kind": "exam", "holder": "H-1", "exam": "350-401", "on": "2025-06-01"},
        submit(),
        decide("validate"),
    )
    for _ in range(3):
        events = say(ledger, *entries)
        assert say_again(ledger, *entries) == ["skipped"] * 4
        assert undo(ledger, *reversed(events)) == ["recorded"] * 4
    ids = [recorded.event.event_id for recorded in ledger.history("H-1").events]
    assert len(ids) == len(set(ids)) == 24


def say_again(ledger: Ledger, *entries: dict[str, Any]) -> list[str]:
    return [outcome.status for outcome in ledger.record([read_entry(entry) for entry in entries], batch="b-1")]


def test_a_ledger_opened_anew_remembers_what_was_undone(tmp_path: Any) -> None:
    with new_ledger(tmp_path / "one.db") as ledger:
        events = say(ledger, grant(), submit(), decide("validate"))
        undo(ledger, *reversed(events))
    with Ledger.open(str(tmp_path / "one.db"), actor="test") as again:
        assert undo(again, *events) == ["skipped"] * 3
        say(again, submit(credits=8), decide("reject"))
        numbers = [getattr(each.event, "number", None) for each in again.history("H-1").events]
        assert numbers[-1] == 2


def test_a_decided_submission_is_not_undone_before_its_decision(ledger: Ledger) -> None:
    submitted, validated = say(ledger, submit(), decide("validate"))
    with pytest.raises(ConflictError, match="It was decided since: reverse that decision first"):
        undo(ledger, submitted)
    undo(ledger, validated)
    assert undo(ledger, submitted) == ["recorded"]


def test_a_decision_is_not_undone_before_the_one_that_followed_it(ledger: Ledger) -> None:
    _, validated, reversed_ = say(ledger, submit(), decide("validate"), decide("reverse", on="2025-06-01"))
    with pytest.raises(ConflictError, match="Another decision followed it"):
        undo(ledger, validated)
    assert undo(ledger, reversed_, validated) == ["recorded"] * 2
    assert standing_topics(ledger) == ["claim.submitted.v1"]


def test_the_decision_before_stands_again(ledger: Ledger) -> None:
    _, _, reversed_ = say(ledger, submit(), decide("validate"), decide("reverse", on="2025-06-01"))
    undo(ledger, reversed_)
    assert say_again(ledger, decide("validate")) == ["skipped"]
    with pytest.raises(ConflictError, match="was validated on 2025-05-10"):
        say(ledger, decide("reject", on="2025-07-01"))


@pytest.mark.parametrize("command", [UndoEntry(holder="H-1", entry=UNKNOWN), UndoProgrammeEntry(entry=UNKNOWN)])
def test_what_was_never_recorded_cannot_be_undone(ledger: Ledger, command: Any) -> None:
    say(ledger, grant())
    before = position(ledger)
    with pytest.raises(NotFoundError, match="Check the id"):
        ledger.record([command])
    assert position(ledger) == before


def test_another_holders_entry_cannot_be_undone(ledger: Ledger) -> None:
    (granted,) = say(ledger, grant("H-2"))
    with pytest.raises(NotFoundError):
        undo(ledger, granted)


def test_an_act_of_the_programme_is_undone_and_may_be_said_otherwise(ledger: Ledger) -> None:
    retire = {"kind": "retire", "certification": "CCNP-COLLAB", "on": "2024-01-01"}
    (retired,) = say(ledger, retire)
    command = UndoProgrammeEntry(entry=retired.event_id)
    assert [outcome.status for outcome in ledger.record([command, command])] == ["recorded", "skipped"]
    (again,) = say(ledger, retire | {"on": "2025-01-01"})
    assert again.event_id != retired.event_id
