"""The programme: its policies, retirements, items, providers and names. `decide` may refuse, `evolve` never does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from ledger.catalogue import Catalogue, misfits
from ledger.commands import (
    AdoptPolicy,
    Command,
    Item,
    ItemWithdraw,
    OverruleProvider,
    Provider,
    RecordBatch,
    Rename,
    Retire,
    check,
)
from ledger.draft import Draft, once
from ledger.errors import InputError, RefusedError
from ledger.events import (
    BatchImported,
    CertificationRenamed,
    CertificationRetired,
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
    """The programme's id, the digests of the policies it adopted, in order, and its acts by natural key."""

    __slots__ = ("acts", "policies", "programme")

    def __init__(self) -> None:
        self.programme = ""
        self.policies: list[str] = []
        self.acts: dict[Key, Event] = {}


def evolve(state: ProgrammeState, event: Event) -> ProgrammeState:
    """Take an event into the state, in place; what no command is judged by is passed over."""
    if isinstance(event, ProgrammeOpened):
        state.programme = event.programme
    if isinstance(event, PolicyAdopted):
        state.policies.append(event.digest)
    if names := _KEYS.get(type(event)):
        state.acts[(names, *(getattr(event, name) for name in names))] = event
    return state


def decide(
    state: ProgrammeState, command: Command, *, catalogue: Catalogue, today: date, imported: bool = False
) -> list[Draft]:
    """Return the events that a command causes; an empty list when the ledger says the same already.

    `imported` changes nothing here: programme acts do not depend on each other. Raises as `ledger.holder.decide`.
    """
    command = check(command, catalogue=catalogue, today=today)
    if isinstance(command, RecordBatch):
        said = {name: getattr(command, name) for name in _BATCH}
        return [Draft(BatchImported, said, command.natural_key())]
    if isinstance(command, AdoptPolicy):
        return _adopt(state, command, catalogue)
    if isinstance(command, OverruleProvider):
        return _overrule(state, command)
    event, said, called = _act(command)
    draft = Draft(event, said, command.natural_key())
    return once(state.acts.get(_key(event, said)), draft, called=called)


_BATCH = ("sha256", "size", "format", "totals", "first_position", "last_position", "complete")


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


def _overrule(state: ProgrammeState, command: OverruleProvider) -> list[Draft]:
    """Return the opposite of what stands from that day on; of several acts of one day the last recorded holds."""
    event = ProviderAuthorised if command.authorised else ProviderDeauthorised
    said = {"provider": command.provider, "on": command.on, "reason_code": command.reason_code}
    standing = state.acts.get(_key(event, said))
    if isinstance(standing, event):
        return []
    return [Draft(event, said, f"{command.natural_key()}|{standing.event_id if standing else ''}")]


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
