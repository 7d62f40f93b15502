"""What one entry of a scenario says: the events it stands for, and when the ledger learned of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NamedTuple

from ledger import (
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
    InputError,
    ItemListed,
    ProviderAuthorised,
    ProviderDeauthorised,
)

HOLDER = "H-1"
BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)

_COMMON = frozenset({"holder", "recorded"})
_DECISIONS = ("validated", "rejected", "withdrawn", "reversed")
KEYS: dict[str, frozenset[str]] = {
    "claim": frozenset(
        {"item", "edition", "provider", "source", "credits", "awarded", "began", "completed", "submitted", *_DECISIONS}
    ),
    "grant": frozenset({"on"}),
    "revoke": frozenset({"on"}),
    "exam": frozenset({"on", "attempt"}),
    "void": frozenset({"on"}),
    "fee": frozenset({"on", "amount", "currency"}),
    "terms": frozenset({"on"}),
    "expired": frozenset({"on"}),
    "recertified": frozenset({"on", "until"}),
    "retire": frozenset({"on"}),
    "item": frozenset({"from", "until", "category", "group", "provider"}),
    "provider": frozenset({"on", "authorised"}),
}


class Told(NamedTuple):
    """An event to be: when it was recorded, of whom it speaks (None: the programme), its class and what it says."""

    recorded_at: datetime
    holder: str | None
    event: type[Event]
    fields: dict[str, Any]


def check_keys(table: Mapping[str, Any], allowed: Iterable[str], place: str) -> None:
    """Refuse a key that nothing reads, with the nearest one that is."""
    for key in table:
        if key not in allowed:
            near = get_close_matches(key, list(allowed), n=1)
            hint = f" Did you mean {near[0]!r}?" if near else f" It may be one of: {', '.join(sorted(allowed))}."
            raise InputError(f"{key!r} is not a key here.{hint}", place)


def tell(entry: object, number: int, place: str) -> Iterator[Told]:
    """Yield the events that one entry stands for."""
    kind = _kind(entry, place)
    assert isinstance(entry, dict)
    check_keys(entry, KEYS[kind] | _COMMON | {kind}, place)
    holder, code = entry.get("holder", HOLDER), entry[kind]
    if kind == "claim":
        yield from _claim(entry, holder, number)
    elif kind in ("item", "provider", "retire"):
        yield _act(kind, entry, code)
    else:
        yield Told(_recorded(entry, entry["on"]), holder, *_said(kind, entry, holder, code))


def _kind(entry: object, place: str) -> str:
    """Return which kind of event an entry is; a claim may name an item and a provider too."""
    if not isinstance(entry, dict):
        raise InputError('An event is a table. Write: { grant = "CCNA", on = 2026-01-01 }', place)
    for kind in KEYS:
        if kind in entry:
            return kind
    raise InputError(f"The event says none of: {', '.join(KEYS)}. Add one.", place)


def _said(kind: str, entry: dict[str, Any], holder: str, code: str) -> tuple[type[Event], dict[str, Any]]:
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


def _claim(entry: dict[str, Any], holder: str, number: int) -> Iterator[Told]:
    """Yield a claim's submission and its decisions, in the order of their dates."""
    claim, claimed = entry["claim"], Decimal(str(entry["credits"]))
    yield Told(
        _recorded(entry, entry["submitted"]),
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
    decisions = sorted((entry[word], rank, word) for rank, word in enumerate(_DECISIONS) if word in entry)
    kinds: dict[str, type[Event]] = dict(
        zip(_DECISIONS, (ClaimValidated, ClaimRejected, ClaimWithdrawn, ClaimReversed), strict=True)
    )
    for count, (on, _, word) in enumerate(decisions, start=1):
        fields: dict[str, Any] = {"holder": holder, "claim": claim, "number": count, "on": on}
        if word == "validated":
            fields["credits"] = Decimal(str(entry.get("awarded", claimed)))
        yield Told(_recorded(entry, on), holder, kinds[word], fields)


def _act(kind: str, entry: dict[str, Any], code: str) -> Told:
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


def listings(events: list[Any]) -> Iterator[Told]:
    """List, from always, every item that a claim names and no event lists."""
    listed = {entry["item"] for entry in events if "item" in entry and "claim" not in entry}
    for number, entry in enumerate(events, start=1):
        item = entry.get("item", f"unnamed-{number}") if "claim" in entry else None
        if item is not None and item not in listed:
            listed.add(item)
            yield _listing(BEGINNING, item)


def _listing(recorded_at: datetime, item: str, **said: Any) -> Told:
    return Told(recorded_at, None, ItemListed, {"item": item, "title": item, "credits": Decimal(0), **said})


def _recorded(entry: Mapping[str, Any], on: date | None) -> datetime:
    """Return when the ledger learned of an act: as the entry says, else on the day of the act itself."""
    when = entry.get("recorded", on)
    match when:
        case datetime():
            return when if when.tzinfo else when.replace(tzinfo=UTC)
        case date():
            return datetime.combine(when, time(), UTC)
        case None:
            return BEGINNING
        case _:
            raise ValueError(f"{when!r} is neither a date nor an instant")
