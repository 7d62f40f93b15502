"""What an entry of a scenario may and must say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from ledger import Catalogue, InputError
from projections.scenario.values import AMOUNT, DAY, FLAG, MOMENT, NAME, TEXT, Shape, expect_shape, shown

_COMMON = frozenset({"holder", "recorded"})
DECISIONS = ("validated", "rejected", "withdrawn", "reversed")
KEYS: dict[str, frozenset[str]] = {
    "claim": frozenset(
        {"item", "edition", "provider", "source", "credits", "awarded", "began", "completed", "submitted", *DECISIONS}
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
_SHAPES: dict[str, Shape] = (
    dict.fromkeys(("on", "until", "completed", "submitted", "began", "from", *DECISIONS), DAY)
    | dict.fromkeys(("holder", "item", "provider", "source", "category", "group", "attempt", "currency"), TEXT)
    | dict.fromkeys(("credits", "awarded", "amount"), AMOUNT)
    | {"edition": NAME, "authorised": FLAG, "recorded": MOMENT}
)
_REQUIRED = {"claim": ("credits", "completed", "submitted"), "recertified": ("on", "until"), "item": ()}
_CERTIFICATIONS = frozenset({"grant", "revoke", "expired", "recertified", "retire"})


def check_keys(table: Mapping[str, Any], allowed: Iterable[str], place: str) -> None:
    """Refuse a key that nothing reads, with the nearest one that is."""
    for key in table:
        if key not in allowed:
            near = get_close_matches(key, list(allowed), n=1)
            hint = f" Did you mean {near[0]!r}?" if near else f" It may be one of: {', '.join(sorted(allowed))}."
            raise InputError(f"{shown(key)} is not a key here.{hint}", place)


def check_entry(entry: object, catalogue: Catalogue, place: str) -> tuple[str, Mapping[str, Any]]:
    """Return an entry and which kind of event it is; `InputError` when it says too much, too little or what is not."""
    if not isinstance(entry, dict):
        raise InputError('An event is a table. Write: { grant = "CCNA", on = 2026-01-01 }', place)
    kind = next((kind for kind in KEYS if kind in entry), None)
    if kind is None:
        raise InputError(f"The event says none of: {', '.join(KEYS)}. Add one.", place)
    check_keys(entry, KEYS[kind] | _COMMON | {kind}, place)
    for key in _REQUIRED.get(kind, ("on",)):
        if key not in entry:
            raise InputError(f"{key!r} is missing. Add it to the event.", place)
    for key, value in entry.items():
        if key != kind:
            expect_shape(key, value, _SHAPES[key], place)
    _check_code(kind, entry[kind], catalogue, place)
    return kind, entry


def _check_code(kind: str, code: object, catalogue: Catalogue, place: str) -> None:
    """Refuse a certification or an exam that the catalogue does not have."""
    if not isinstance(code, str):
        raise InputError(f"{kind}: {shown(code)} is not a code. Write it in quotes.", place)
    known: Iterable[str] = ()
    if kind in _CERTIFICATIONS:
        known = () if catalogue.certification(code) else catalogue.certifications
    elif kind == "exam":
        known = () if code in catalogue.exams else catalogue.exams
    if known:
        near = get_close_matches(code, list(known), n=1)
        hint = f"Did you mean {near[0]!r}?" if near else "Name one that the catalogue has."
        raise InputError(f"{shown(code)} is not in the catalogue. {hint}", place)
