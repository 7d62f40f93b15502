"""What one entry of a scenario says: the events it stands for, and when the ledger learned of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from ledger import (
    Catalogue,
    CertificationExpired,
    CertificationGranted,
    CertificationRecertified,
    CertificationRetired,
    CertificationRevoked,
    ClaimRejected,
    ClaimReversed,
    ClaimSubmitted,
    ClaimValidated,
    ClaimWithdrawn,
    Event,
    ExamPassed,
    ExamVoided,
    FeePaid,
    HolderEnrolled,
    ItemListed,
    ItemWithdrawn,
    ProviderAuthorised,
    ProviderDeauthorised,
)
from projections.scenario.keys import DECISIONS

HOLDER = "H-1"
BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)


class Told(NamedTuple):
    """An event to be: when it was recorded, of whom it speaks (None: the programme), its class and what it says."""

    recorded_at: datetime
    holder: str | None
    event: type[Event]
    fields: dict[str, Any]


def tell(kind: str, entry: Mapping[str, Any], number: int) -> Iterator[Told]:
    """Yield the events that one checked entry stands for."""
    holder, code = entry.get("holder", HOLDER), entry[kind]
    if kind == "claim":
        yield from _claim(entry, holder, number)
    elif kind in ("item", "provider", "retire"):
        yield _act(kind, entry, code)
    else:
        yield Told(_recorded(entry, entry["on"]), holder, *_said(kind, entry, holder, code))


def _said(kind: str, entry: Mapping[str, Any], holder: str, code: str) -> tuple[type[Event], dict[str, Any]]:
    """Return the class and the fields of an event about one holder."""
    on = entry["on"]
    base = {"holder": holder, "on": on}
    match kind:
        case "grant":
            return CertificationGranted, {**base, "certification": code}
        case "revoke":
            return CertificationRevoked, {**base, "certification": code}
        case "exam":
            return ExamPassed, {**base, "exam": code, "attempt": entry.get("attempt", f"{code}@{on}")}
        case "void":
            return ExamVoided, {**base, "attempt": code}
        case "fee":
            return FeePaid, {**base, "fee": code, "reference": str(on)}
        case "terms":
            return HolderEnrolled, {**base, "terms": str(code)}
        case "expired":
            said = {"effective_on": on, "until": on - timedelta(days=1)}
            return CertificationExpired, {"holder": holder, "certification": code, "by": "import", **said}
        case _:
            said = {"effective_on": on, "until": entry["until"]}
            return CertificationRecertified, {"holder": holder, "certification": code, "by": "import", **said}


def _claim(entry: Mapping[str, Any], holder: str, number: int) -> Iterator[Told]:
    """Yield a claim's submission and its decisions, in the order of their dates."""
    claim, claimed = entry["claim"], Decimal(str(entry["credits"]))
    yield Told(
        _learned(entry, entry["submitted"]),
        holder,
        ClaimSubmitted,
        {
            "holder": holder,
            "claim": claim,
            "item": entry.get("item", f"unnamed-{number}"),
            "edition": None if "edition" not in entry else str(entry["edition"]),
            "provider": entry.get("provider"),
            "source": entry.get("source", "holder"),
            "began_on": entry.get("began"),
            "completed_on": entry["completed"],
            "submitted_on": entry["submitted"],
            "credits": claimed,
        },
    )
    decisions = sorted((entry[word], rank, word) for rank, word in enumerate(DECISIONS) if word in entry)
    kinds: dict[str, type[Event]] = dict(
        zip(DECISIONS, (ClaimValidated, ClaimRejected, ClaimWithdrawn, ClaimReversed), strict=True)
    )
    for count, (on, _, word) in enumerate(decisions, start=1):
        fields: dict[str, Any] = {"holder": holder, "claim": claim, "number": count, "on": on}
        if word == "validated":
            fields["credits"] = Decimal(str(entry.get("awarded", claimed)))
        yield Told(_learned(entry, on), holder, kinds[word], fields)


def _act(kind: str, entry: Mapping[str, Any], code: str) -> Told:
    """Return an act of the programme."""
    if kind == "retire":
        return Told(
            _recorded(entry, entry["on"]), None, CertificationRetired, {"certification": code, "on": entry["on"]}
        )
    if kind == "provider":
        event: type[Event] = ProviderAuthorised if entry.get("authorised", True) else ProviderDeauthorised
        return Told(_recorded(entry, entry["on"]), None, event, {"provider": code, "on": entry["on"]})
    return _listing(
        _recorded(entry, entry.get("from")),
        code,
        listed_from=entry.get("from"),
        listed_until=entry.get("until"),
        category=entry.get("category"),
        group=entry.get("group"),
        provider=entry.get("provider"),
    )


def _items_told(events: list[Any]) -> frozenset[str]:
    """Return the items of which the scenario itself says when they are listed."""
    return frozenset(entry["item"] for entry in events if "item" in entry and "claim" not in entry)


def withdrawals(events: list[Any], catalogue: Catalogue) -> Iterator[Told]:
    """Withdraw what the catalogue lists from before all days: of these items the scenario says all."""
    for item in sorted(_items_told(events).intersection(entry.item for entry in catalogue.items)):
        yield Told(BEGINNING, None, ItemWithdrawn, {"item": item, "on": BEGINNING.date()})


def listings(events: list[Any], open_items: frozenset[str]) -> Iterator[Told]:
    """List, from always, every item that a claim names and no event lists; the catalogue lists `open_items` so."""
    listed = {*_items_told(events), *open_items}
    for number, entry in enumerate(events, start=1):
        item = entry.get("item", f"unnamed-{number}") if "claim" in entry else None
        if item is not None and item not in listed:
            listed.add(item)
            yield _listing(BEGINNING, item)


def _listing(recorded_at: datetime, item: str, **said: Any) -> Told:
    return Told(recorded_at, None, ItemListed, {"item": item, "title": item, "credits": Decimal(0), **said})


def _learned(entry: Mapping[str, Any], on: date) -> datetime:
    """Return when the ledger learned of one act of a claim's life: with the entry, but no act before its own day."""
    return max(_recorded(entry, on), _recorded({}, on))


def _recorded(entry: Mapping[str, Any], on: date | None) -> datetime:
    """Return when the ledger learned of an act: as the entry says, else on the day of the act itself."""
    when = entry.get("recorded", on)
    match when:
        case datetime():
            return when if when.tzinfo else when.replace(tzinfo=UTC)
        case date():
            return datetime.combine(when, time(), UTC)
        case _:
            return BEGINNING
