"""The programme: its policies, retirements, items, providers and names. `decide` may refuse, `evolve` never does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from ledger.catalogue import Catalogue, misfits
from ledger.commands import (
    AdoptPolicy,
    Command,
    Item,
    ItemWithdraw,
    Provider,
    RecordBatch,
    Rename,
    Retire,
    UndoProgrammeEntry,
    check,
    failure,
)
from ledger.draft import Draft, again_key, once
from ledger.errors import Finding, InputError, NotFoundError, RefusedError
from ledger.events import (
    BatchImported,
    CertificationRenamed,
    CertificationRetired,
    EntryUndone,
    Event,
    ItemListed,
    ItemWithdrawn,
    PolicyAdopted,
    ProgrammeOpened,
    ProviderAuthorised,
    ProviderDeauthorised,
)

__all__ = ["Draft", "ProgrammeState", "decide", "evolve"]

Key: TypeAlias = tuple[Any, ...]

_KEYS: dict[type[Event], tuple[str, ...]] = {
    ItemListed: ("item", "listed_from"),
    ItemWithdrawn: ("item", "on"),
    ProviderAuthorised: ("provider", "on"),
    ProviderDeauthorised: ("provider", "on"),
    CertificationRetired: ("certification",),
    CertificationRenamed: ("certification", "alias"),
}


class ProgrammeState:
    """The programme's id, the digests of its policies, in order, its acts by natural key, and what was undone.

    Or, of the stream of an import, the number of `runs` that ended. `undone` are the ids of entries, `times` says how
    often an act was undone by its natural key; `places` are the natural keys of acts by their ids.
    """

    __slots__ = ("acts", "places", "policies", "programme", "runs", "times", "undone")

    def __init__(self) -> None:
        self.programme = ""
        self.runs = 0
        self.policies: list[str] = []
        self.acts: dict[Key, Event] = {}
        self.places: dict[UUID, Key] = {}
        self.undone: set[UUID] = set()
        self.times: Counter[Key] = Counter()


def evolve(state: ProgrammeState, event: Event) -> ProgrammeState:
    """Take an event into the state, in place; what no command is judged by is passed over."""
    if isinstance(event, ProgrammeOpened):
        state.programme = event.programme
    if isinstance(event, BatchImported):
        state.runs += 1
    if isinstance(event, PolicyAdopted):
        state.policies.append(event.digest)
    if isinstance(event, EntryUndone):
        _forget(state, event.entry)
    if names := _KEYS.get(type(event)):
        key = (names, *(getattr(event, name) for name in names))
        state.acts[key], state.places[event.event_id] = event, key
    return state


def _forget(state: ProgrammeState, entry: UUID) -> None:
    state.undone.add(entry)
    if key := state.places.pop(entry, None):
        del state.acts[key]
        state.times[key] += 1


def decide(
    state: ProgrammeState, command: Command, *, catalogue: Catalogue, today: date, imported: bool = False
) -> list[Draft]:
    """Return the events that a command causes; an empty list when the ledger says the same already.

    `imported` changes nothing here: programme acts do not depend on each other. Raises as `ledger.holder.decide`.
    """
    command = check(command, catalogue=catalogue, today=today)
    if isinstance(command, RecordBatch):
        return _conclude(state, command)
    if isinstance(command, AdoptPolicy):
        return _adopt(state, command, catalogue)
    if isinstance(command, UndoProgrammeEntry):
        return _undo(state, command)
    event, said, called = _act(command)
    key = _key(event, said)
    return once(state.acts.get(key), Draft(event, said, again_key(command, state.times[key])), called=called)


_BATCH = ("sha256", "size", "format", "totals", "first_position", "last_position", "complete")


def _conclude(state: ProgrammeState, command: RecordBatch) -> list[Draft]:
    """Return the end of an import's run; one that added nothing after another run ended is not worth an event."""
    if state.runs and command.first_position is None:
        return []
    said = {name: getattr(command, name) for name in _BATCH}
    return [Draft(BatchImported, said, f"{command.natural_key()}|{state.runs + 1}")]


def _adopt(state: ProgrammeState, command: AdoptPolicy, catalogue: Catalogue) -> list[Draft]:
    """Return the adoption of a document that is this programme's and not in force already; one given up may return."""
    from ledger.policy import read_policy  # Only an adoption needs to read one.

    policy = read_policy(command.text, place="the policy to adopt")
    if policy.id != state.programme:
        message = f"The ledger is of the programme {state.programme!r}, and the policy is of {policy.id!r}."
        raise RefusedError(f"{message} Give the document the programme's id, or open a ledger for it.")
    if wrong := misfits(catalogue, policy):
        raise InputError(f"{wrong[0]} Correct the policy.", "the policy to adopt")
    if state.policies[-1:] == [policy.digest]:
        return []
    said = {"policy": policy.id, "digest": policy.digest, "text": command.text}
    return [Draft(PolicyAdopted, said, f"policy|{policy.digest}|{len(state.policies) + 1}")]


def _undo(state: ProgrammeState, command: UndoProgrammeEntry) -> list[Draft]:
    """Return the event that undoes an act, nothing when it is undone; other facts may rest on any act, and move."""
    if command.entry in state.undone:
        return []
    if command.entry not in state.places:
        message = "No act of the programme with this id is recorded, or none that can be undone."
        raise failure(NotFoundError, Finding("entry", "UNKNOWN_ENTRY", message, "Check the id."))
    return [Draft(EntryUndone, {"entry": command.entry, "reason_code": command.reason_code}, command.natural_key())]


def _key(event: type[Event], said: Mapping[str, Any]) -> Key:
    return (_KEYS[event], *(said[name] for name in _KEYS[event]))


def _act(command: Command) -> tuple[type[Event], dict[str, Any], str]:
    match command:
        case Item():
            return ItemListed, _said(command), f"item {command.item}"
        case ItemWithdraw():
            return ItemWithdrawn, _said(command), f"the withdrawal of item {command.item}"
        case Provider():
            event = ProviderAuthorised if command.authorised else ProviderDeauthorised
            said = {"provider": command.provider, "on": command.on, "reason_code": command.reason_code}
            return event, said, "what this provider may do from this day"
        case Retire():
            return CertificationRetired, _said(command), f"the retirement of {command.certification}"
        case Rename():
            return CertificationRenamed, _said(command), f"the name {command.alias}"
        case _:
            raise TypeError(f"{type(command).__name__} is not about the programme")


def _said(command: Command) -> dict[str, Any]:
    return {name: value for name, value in command if name != "origin"}
