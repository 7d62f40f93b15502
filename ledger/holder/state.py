"""What has been said of one holder, as far as the next command must know it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from ledger.events import (
    CertificationExpired,
    CertificationGranted,
    CertificationRecertified,
    CertificationRevoked,
    ClaimDecision,
    ClaimSubmitted,
    Decision,
    EntryUndone,
    Event,
    ExamPassed,
    ExamVoided,
    FeePaid,
    HolderEnrolled,
)
from ledger.holder.undone import Undone

Key: TypeAlias = tuple[Any, ...]

_KEYS: dict[type[Event], tuple[str, ...]] = {
    HolderEnrolled: ("terms", "on"),
    CertificationGranted: ("certification", "on"),
    CertificationRevoked: ("certification", "on"),
    ExamPassed: ("attempt",),
    ExamVoided: ("attempt",),
    FeePaid: ("fee", "reference"),
    CertificationExpired: ("certification", "effective_on"),
    CertificationRecertified: ("certification", "effective_on"),
}


def act_key(event: type[Event], said: Mapping[str, Any]) -> Key:
    """Return what makes two acts of one holder the same act."""
    return (event, *(said[name] for name in _KEYS[event]))


class Claim(NamedTuple):
    """A claim and the decisions on it in recorded order: the n-th has number n."""

    submitted: ClaimSubmitted
    decisions: list[ClaimDecision]


class HolderState:
    """One holder's acts by natural key, claims by id, the consequences that closing recorded, and what was undone."""

    __slots__ = ("acts", "claims", "consequences", "holder", "superseded", "undone")

    def __init__(self, holder: str) -> None:
        self.holder = holder
        self.acts: dict[Key, Event] = {}
        self.claims: dict[str, Claim] = {}
        self.consequences: list[Decision] = []
        self.superseded: set[UUID] = set()
        self.undone: Undone | None = None


def evolve(state: HolderState, event: Event) -> HolderState:
    """Take an event into the state, in place; refuses nothing, and passes over what is not a holder's."""
    if state.undone is not None and not isinstance(event, EntryUndone):
        state.undone.places = None
    match event:
        case ClaimSubmitted():
            state.claims.setdefault(event.claim, Claim(event, []))
        case ClaimDecision():
            if event.claim in state.claims:
                state.claims[event.claim].decisions.append(event)
        case Decision(by="close"):
            state.consequences.append(event)
            if event.supersedes is not None:
                state.superseded.add(event.supersedes)
        case EntryUndone():
            state.undone = state.undone or Undone()
            state.undone.take(event.entry, state)
        case _:
            _act(state, event)
    return state


def _act(state: HolderState, event: Event) -> None:
    if names := _KEYS.get(type(event)):
        state.acts.setdefault((type(event), *(getattr(event, name) for name in names)), event)
