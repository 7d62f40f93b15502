"""The events of a scenario, in the order in which the ledger would have recorded them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

from pydantic import ValidationError

from ledger import Catalogue, CatalogueAdopted, History, InputError, Pack, Recorded, plain, read_catalogue
from projections.scenario.entries import BEGINNING, Told, listings, tell, withdrawals
from projections.scenario.keys import check_entry

MOST_EVENTS = 1_000
"""How many events a scenario may have."""

NAMESPACE = UUID("6f1d2c53-8d0c-5f0e-9a0c-6a4b8a0a1d11")


def build(events: object, pack: Pack, place: str) -> tuple[tuple[Recorded, ...], dict[str, History]]:
    """Return the programme's stream and each holder's history, with positions in the order of recording."""
    if not isinstance(events, list):
        raise InputError("events is a list of tables. Write: events = [ { grant = ... } ]", place)
    if len(events) > MOST_EVENTS:
        raise InputError(f"The scenario has more than {MOST_EVENTS} events. Make several of it.", place)
    catalogue = catalogue_of(pack)
    told: list[Told] = []
    for number, entry in enumerate(events, start=1):
        where = f"{place}, event {number}"
        told += tell(*check_entry(entry, catalogue, where), number)
    told[:0] = [Told(BEGINNING, None, CatalogueAdopted, _catalogue(pack)), *withdrawals(events, catalogue)]
    told += listings(events, _open_items(catalogue))
    told.sort(key=lambda each: each.recorded_at)
    return _streams(told, place)


def _open_items(catalogue: Catalogue) -> frozenset[str]:
    """Return the items that the catalogue lists on every day."""
    return frozenset(each.item for each in catalogue.items if each.listed_from is each.listed_until is None)


@lru_cache(maxsize=2)
def catalogue_of(pack: Pack) -> Catalogue:
    """Return a pack's catalogue, read once for all its scenarios."""
    return read_catalogue(pack.certifications, pack.exams, pack.items, place=pack.place)


def _catalogue(pack: Pack) -> dict[str, Any]:
    return {
        "digest": "0" * 64,
        "certifications": pack.certifications,
        "exams": pack.exams,
        "items": pack.items,
    }


def _streams(told: list[Told], place: str) -> tuple[tuple[Recorded, ...], dict[str, History]]:
    """Give each event its position, version and envelope."""
    streams: dict[str | None, list[Recorded]] = {None: []}
    for position, each in enumerate(told, start=1):
        stream = streams.setdefault(each.holder, [])
        command = uuid5(NAMESPACE, str(position))
        try:
            event = each.event(
                originator_id="programme" if each.holder is None else f"holder-{each.holder}",
                originator_version=len(stream) + 1,
                event_id=command,
                recorded_at=each.recorded_at,
                actor="scenario",
                command_id=command,
                **each.fields,
            )
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise InputError(f"{where}: {plain(first['msg'])}. Correct that value.", place) from error
        stream.append(Recorded(position, event))
    programme = tuple(streams.pop(None))
    return programme, {
        holder: History(programme, holder, tuple(events)) for holder, events in streams.items() if holder
    }
