"""What the programme said: listings and withdrawals, in the order in which they were recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

from ledger import CatalogueAdopted, Event, ItemListed, ItemWithdrawn, Recorded, event_id
from projections.programme import Listing, programme_of
from tests.agreement import shipped_pack
from tests.projections.histories import day


def recorded(position: int, event: type[Event], **said: object) -> Recorded:
    """Return an event of the programme at a position."""
    command = uuid4()
    envelope = {
        "originator_id": "programme",
        "originator_version": position,
        "event_id": event_id(command, 0),
        "recorded_at": datetime(2026, 1, 1, tzinfo=UTC),
        "actor": "test",
        "command_id": command,
    }
    return Recorded(position, event(**envelope, **said))


def listed(position: int, first: date | None) -> Recorded:
    return recorded(position, ItemListed, item="IT-1", title="An item", credits="8", listed_from=first)


def withdrawn(position: int, last: date) -> Recorded:
    return recorded(position, ItemWithdrawn, item="IT-1", on=last)


def spans(*events: Recorded) -> list[tuple[date | None, date | None]]:
    found: tuple[Listing, ...] = programme_of(events).listings
    return [(listing.listed_from, listing.listed_until) for listing in found]


def test_a_withdrawal_ends_a_listing_on_its_last_day() -> None:
    assert spans(listed(1, None), withdrawn(2, day("2025-06-30"))) == [(None, day("2025-06-30"))]


def test_an_item_listed_anew_after_its_withdrawal_is_listed() -> None:
    again = listed(3, day("2026-01-01"))
    assert spans(listed(1, None), withdrawn(2, day("2025-06-30")), again) == [
        (None, day("2025-06-30")),
        (day("2026-01-01"), None),
    ]


def test_a_withdrawal_before_the_first_day_takes_a_listing_back_whole() -> None:
    (span,) = spans(listed(1, day("2025-01-01")), withdrawn(2, day("2024-12-31")))
    assert span == (day("2025-01-01"), day("2024-12-31"))


def test_a_listing_that_begins_as_one_of_the_catalogue_is_that_one_said_anew() -> None:
    pack = shipped_pack()
    files = {"certifications": pack.certifications, "exams": pack.exams, "items": pack.items}
    adopted = recorded(1, CatalogueAdopted, digest="0" * 64, **files)
    says = {"item": "ENCOR-EL", "title": "An item", "credits": "8", "listed_until": day("2025-06-30")}
    later = recorded(3, ItemListed, **says | {"listed_from": day("2024-01-01"), "listed_until": None})

    def of_it(*events: Recorded) -> list[tuple[date | None, date | None]]:
        found = programme_of([adopted, *events]).listings
        return [(each.listed_from, each.listed_until) for each in found if each.item == "ENCOR-EL"]

    assert of_it() == [(None, None)]
    assert of_it(recorded(2, ItemListed, **says)) == [(None, day("2025-06-30"))]
    assert of_it(recorded(2, ItemListed, **says), later) == [(None, day("2025-06-30")), (day("2024-01-01"), None)]
