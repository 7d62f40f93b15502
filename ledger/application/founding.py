"""The first events of a ledger: the programme is opened, its policy and its catalogue are adopted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID, uuid5

from ledger.application.books import PROGRAMME, Books, plainly
from ledger.application.making import create_whole
from ledger.catalogue import misfits, read_catalogue
from ledger.errors import InputError
from ledger.events import CatalogueAdopted, Event, PolicyAdopted, ProgrammeOpened, event_id
from ledger.policy import Policy, read_policy
from ledger.programmes import Pack, read_pack
from ledger.store.mapper import canonical
from ledger.when import is_zone

_Said: TypeAlias = tuple[type[Event], str, dict[str, Any]]  # An event's class, its natural key and what it says.


def founding(programme: str, *, zone: str, ledger_id: UUID, recorded_at: datetime, actor: str) -> list[Event]:
    """Return the events that open a ledger for a shipped programme, or for the pack in a folder.

    `InputError` when there is no such programme or zone, or when its catalogue does not fit its policy.
    """
    _check_zone(zone)
    pack = read_pack(programme)
    policy = read_policy(pack.policy, place=f"{pack.place}/policy.toml")
    said: list[_Said] = [
        (ProgrammeOpened, f"open|{policy.id}", {"ledger_id": ledger_id, "programme": policy.id, "zone": zone}),
        _policy(policy, pack),
        _catalogue(policy, pack),
    ]
    envelope = {"originator_id": PROGRAMME, "recorded_at": recorded_at, "actor": actor}
    return [_event(each, uuid5(ledger_id, each[1]), envelope, version=number) for number, each in enumerate(said, 1)]


def filled(path: str, events: Sequence[Event]) -> Books:
    """Return new books whose first transaction is `events`."""
    books = Books.at(path, create=True)
    try:
        books.insert(events, events[0].recorded_at)
    except BaseException:
        books.close()
        raise
    return books


def write_whole(path: str, events: Sequence[Event]) -> None:
    """Write books whose first transaction is `events` to a file that is not there, whole or not at all."""
    with plainly(path):
        create_whole(path, lambda unfinished: filled(unfinished, events).close())


def _policy(policy: Policy, pack: Pack) -> _Said:
    said = {"policy": policy.id, "digest": policy.digest, "text": pack.policy}
    return PolicyAdopted, f"policy|{policy.digest}", said


def _catalogue(policy: Policy, pack: Pack) -> _Said:
    files = (pack.certifications, pack.exams, pack.items)
    if wrong := misfits(read_catalogue(*files, place=pack.place), policy):
        raise InputError(f"{wrong[0]} Correct the catalogue or the policy.", pack.place)
    digest = hashlib.sha256(canonical(files)).hexdigest()
    said = dict(zip(("certifications", "exams", "items"), files, strict=True))
    return CatalogueAdopted, f"catalogue|{digest}", {"digest": digest, **said}


def _event(said: _Said, command_id: UUID, envelope: dict[str, Any], *, version: int) -> Event:
    kind, _, fields = said
    place = {"originator_version": version, "event_id": event_id(command_id, 0), "command_id": command_id}
    return kind(**envelope, **place, **fields)


def _check_zone(zone: str) -> None:
    if not is_zone(zone):
        raise InputError(f"There is no time zone {zone!a}. Use an IANA name, for example Europe/Berlin.")
