"""What the programme said by a position: its policies, its catalogue, and the acts that changed them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ledger import (
    Catalogue,
    CatalogueAdopted,
    CertificationRenamed,
    CertificationRetired,
    ItemEntry,
    ItemListed,
    ItemWithdrawn,
    PolicyAdopted,
    ProviderAuthorised,
    ProviderDeauthorised,
    Recorded,
    in_force,
)


class Listing(NamedTuple):
    """A stretch of days on which an item is in the catalogue; None: without a first or last day."""

    item: str
    listed_from: date | None
    listed_until: date | None
    category: str | None
    group: str | None


class Document(NamedTuple):
    """A policy document as it was adopted."""

    policy: str
    digest: str
    text: str
    position: int


class Programme(NamedTuple):
    """The programme's own history folded to what the rules need. `authority` rows are (provider, on, may deliver)."""

    catalogue: Catalogue
    documents: tuple[Document, ...]
    listings: tuple[Listing, ...]
    authority: tuple[tuple[str, date, bool], ...]
    retired: dict[str, date]
    aliases: dict[str, str]


def programme_of(events: Iterable[Recorded]) -> Programme:
    """Fold the programme's stream, cut where the question stands, in recorded order, without what was undone.

    A withdrawal ends the listings recorded before it; an item listed anew after it is listed. A listing that begins
    when one of the catalogue's does is that listing, said anew.
    """
    catalogue = Catalogue({}, {}, (), {})
    documents: list[Document] = []
    shipped: list[Listing] = []
    listings: list[Listing] = []
    authority: list[tuple[str, date, bool]] = []
    retirements: list[tuple[str, date]] = []
    aliases: dict[str, str] = {}
    for position, event in in_force(tuple(events)):
        match event:
            case PolicyAdopted():
                documents.append(Document(event.policy, event.digest, event.text, position))
            case CatalogueAdopted():
                catalogue = _catalogue(event.certifications, event.exams, event.items, position)
                shipped = [_shipped(entry) for entry in catalogue.items]
            case ItemListed():
                shipped = [one for one in shipped if (one.item, one.listed_from) != (event.item, event.listed_from)]
                listings.append(_listing(event))
            case ItemWithdrawn():
                shipped, listings = ([_withdrawn(listing, event) for listing in some] for some in (shipped, listings))
            case ProviderAuthorised() | ProviderDeauthorised():
                authority.append((event.provider, event.on, isinstance(event, ProviderAuthorised)))
            case CertificationRetired():
                retirements.append((event.certification, event.on))
            case CertificationRenamed():
                aliases[event.alias] = event.certification
            case _:
                pass
    aliases = {**catalogue.canonical, **aliases}
    retired = _retired(catalogue, retirements, aliases)
    return Programme(catalogue, tuple(documents), (*shipped, *listings), tuple(authority), retired, aliases)


@lru_cache(maxsize=4)
def _catalogue(certifications: str, exams: str, items: str, position: int) -> Catalogue:
    """Read a catalogue once: every cut of a ledger's history repeats it."""
    from ledger import read_catalogue

    return read_catalogue(certifications, exams, items, place=f"the catalogue adopted at @{position}")


def _retired(catalogue: Catalogue, acts: list[tuple[str, date]], aliases: dict[str, str]) -> dict[str, date]:
    """Return the first day on which each certification was retired, by the catalogue or an act: it retires once."""
    retired = {code: entry.retired_on for code, entry in catalogue.certifications.items() if entry.retired_on}
    for named, on in acts:
        code = aliases.get(named, named)
        retired[code] = min(on, retired.get(code, on))
    return retired


def _shipped(entry: ItemEntry) -> Listing:
    """Return the listing of an item of the catalogue."""
    return Listing(entry.item, entry.listed_from, entry.listed_until, entry.category, entry.group)


def _listing(event: ItemListed) -> Listing:
    """Return the listing that an event states."""
    return Listing(event.item, event.listed_from, event.listed_until, event.category, event.group)


def _withdrawn(listing: Listing, event: ItemWithdrawn) -> Listing:
    """Return a listing, ended on the item's last listed day if it is the one withdrawn."""
    open_then = listing.listed_until is None or listing.listed_until > event.on
    return listing._replace(listed_until=event.on) if listing.item == event.item and open_then else listing
