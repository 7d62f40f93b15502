"""Undoing what was recorded of a holder by mistake: allowed while nothing else rests on it."""

from __future__ import annotations

from uuid import UUID

from ledger.commands import UndoEntry, failure
from ledger.draft import Draft
from ledger.errors import ConflictError, Finding, NotFoundError
from ledger.events import ClaimDecision, ClaimReversed, ClaimSubmitted, Decision, EntryUndone, ExamPassed, ExamVoided
from ledger.holder.state import HolderState, act_key
from ledger.holder.undone import Place, places


def decide_undo(state: HolderState, command: UndoEntry) -> list[Draft]:
    """Return the event that undoes an entry, nothing when it is undone; raises when something rests on it."""
    if is_undone(state, command.entry):
        return []
    place = place_of(state, command.entry)
    if place is None:
        message = "No entry with this id is recorded of this holder, or none that can be undone."
        raise failure(NotFoundError, Finding("entry", "UNKNOWN_ENTRY", message, "Check the id."))
    if why := rests_on(state, place):
        raise failure(ConflictError, Finding("entry", "RESTED_ON", why, "Take back what followed, or leave it."))
    said = {"holder": state.holder, "entry": command.entry, "reason_code": command.reason_code}
    return [Draft(EntryUndone, said, command.natural_key())]


def is_undone(state: HolderState, entry: UUID) -> bool:
    """Return whether an entry was undone."""
    return state.undone is not None and entry in state.undone.entries


def place_of(state: HolderState, entry: UUID) -> Place | None:
    """Return where a state has an event; None for one that closing recorded, or that it does not know."""
    if state.undone is None:
        return places(state).get(entry)
    if state.undone.places is None:
        state.undone.places = places(state)
    return state.undone.places.get(entry)


def rests_on(state: HolderState, place: Place) -> str | None:
    """Return what was recorded since that would lose its ground, as a sentence; None when nothing was."""
    match place.event:
        case ClaimSubmitted(claim=claim):
            last = state.claims[claim].decisions[-1:]
            is_open = not last or isinstance(last[0], ClaimReversed)
            return None if is_open else "It was decided since: reverse that decision first."
        case ClaimDecision(claim=claim) as decision:
            is_last = state.claims[claim].decisions[-1] == decision
            return None if is_last else "Another decision followed it, which stands."
        case ExamPassed() as passed if act_key(ExamVoided, {"attempt": passed.attempt}) in state.acts:
            return "It is struck out already."
        case Decision() as decided if decided.event_id in state.superseded:
            return "The books have overturned it already."
        case _:
            return None
