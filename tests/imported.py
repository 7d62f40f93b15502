"""Histories in the entries of scenario files, told again as lines of an import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

_SAME = {"grant": "certification", "revoke": "certification", "exam": "exam", "fee": "fee"}
_DECISIONS = ("validated", "rejected", "withdrawn", "reversed")
_WORDS = {"validated": "validate", "rejected": "reject", "withdrawn": "withdraw", "reversed": "reverse"}


def lines(events: Sequence[Mapping[str, Any]], holder: str) -> Iterator[dict[str, Any]]:
    """Yield the import entries of one holder's history; codes of claims, items and providers become the holder's own.

    A provider or an item of one history means nothing to the next, and a retirement would: histories that retire
    are told apart by giving each its own ledger.
    """
    listed = {entry["item"] for entry in events if "item" in entry and "claim" not in entry}
    for number, entry in enumerate(events, start=1):
        if "claim" in entry:
            item = entry.get("item", f"unnamed-{number}")
            code = f"{holder}-{item}"
            if item not in listed:
                listed.add(item)
                yield {"kind": "item", "item": code, "title": item, "credits": "1"}
            yield from _claim(entry, holder, code)
        else:
            yield _plain(entry, holder)


def _plain(entry: Mapping[str, Any], holder: str) -> dict[str, Any]:
    """Return the line of an entry that is no claim."""
    kind = next(key for key in entry if key not in ("holder", "recorded", "on"))
    code, on = entry[kind], str(entry.get("on"))
    match kind:
        case "grant" | "revoke" | "exam" | "fee":
            said = {"kind": kind, "holder": holder, _SAME[kind]: code, "on": on}
            return said | {key: entry[key] for key in ("attempt",) if key in entry}
        case "void":
            return {"kind": "exam_void", "holder": holder, "attempt": code, "on": on}
        case "terms":
            return {"kind": "enrol", "holder": holder, "terms": str(code), "on": on}
        case "expired" | "recertified":
            said = {"kind": kind, "holder": holder, "certification": code, "on": on}
            return said | ({"until": str(entry["until"])} if "until" in entry else {})
        case "item":
            said = {"kind": "item", "item": f"{holder}-{code}", "title": code, "credits": "1"}
            said |= {key: str(entry[key]) for key in ("from", "until") if key in entry}
            said |= {key: f"{holder}-{entry[key]}" for key in ("group", "provider") if key in entry}
            return said
        case "provider":
            provider = f"{holder}-{code}"
            return {"kind": "provider", "provider": provider, "on": on, "authorised": entry.get("authorised", True)}
        case _:
            return {"kind": "retire", "certification": code, "on": on}


def _claim(entry: Mapping[str, Any], holder: str, item: str) -> Iterator[dict[str, Any]]:
    """Yield a claim's submission and its decisions."""
    claim = f"{holder}-{entry['claim']}"
    said = {
        "kind": "submit",
        "holder": holder,
        "claim": claim,
        "item": item,
        "credits": str(entry["credits"]),
        "completed_on": str(entry["completed"]),
        "submitted_on": str(entry["submitted"]),
    }
    names = {"provider": "provider", "source": "source", "edition": "edition", "began": "began_on"}
    for key, name in names.items():
        if key in entry:
            said[name] = f"{holder}-{entry[key]}" if key == "provider" else str(entry[key])
    yield said
    for word in _DECISIONS:
        if word in entry:
            decision = {"kind": _WORDS[word], "claim": claim, "on": str(entry[word])}
            if word == "validated" and "awarded" in entry:
                decision["credits"] = str(entry["awarded"])
            yield decision


def possible(events: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return what of a history an import takes; a claim may lose decisions, or be none."""
    kept = (_possible(entry) if "claim" in entry else entry for entry in events)
    return [entry for entry in kept if entry is not None]


def refused(events: Sequence[Mapping[str, Any]], holder: str) -> list[dict[str, Any]]:
    """Return the lines of a history that an import is to refuse; their items are not told."""
    found = []
    for entry in events:
        if "claim" in entry:
            kept = _possible(entry)
            sound = list(_claim(kept, holder, "")) if kept else []
            found += [line for line in _claim(entry, holder, "") if line not in sound]
    return found


def _possible(entry: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Leave out a claim that began after it was completed, an award of more than it asks, and what rests on that."""
    if entry.get("began", entry["completed"]) > entry["completed"]:
        return None
    kept, standing = dict(entry), False
    for _, word in sorted((entry[word], rank) for rank, word in enumerate(_DECISIONS) if word in entry):
        name = _DECISIONS[word]
        if name == "validated" and Decimal(str(entry.get("awarded", 0))) > Decimal(str(entry["credits"])):
            del kept[name]
        elif (name == "reversed") == standing:
            standing = not standing
        else:
            del kept[name]
    return kept


def is_programme_wide(events: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether a history says something that would change another holder's answer too."""
    return any("retire" in entry for entry in events)


def last_day(events: Sequence[Mapping[str, Any]]) -> date:
    """Return the last day that a history names."""
    return max(value for entry in events for value in entry.values() if isinstance(value, date))
