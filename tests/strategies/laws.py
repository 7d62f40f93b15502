"""Changes to a history that must not change its answer, or not all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.strategies.story import Entry

FOUR_CENTURIES = timedelta(days=146_097)
_ATTEMPT = re.compile(r"(.+)@(\d{4}-\d\d-\d\d)")  # What an exam pass is called that is given no name.
HOLDER_FACTS = ("grant", "revoke", "exam", "fee", "claim")


def fact_day(entry: Entry) -> date | None:
    """Return the day of a fact about the holder; None for what is not one."""
    if not any(kind in entry for kind in HOLDER_FACTS):
        return None
    day: date = entry["completed"] if "claim" in entry else entry["on"]
    return day


def before(events: Iterable[Entry], day: date) -> list[Entry]:
    """Leave out the facts about the holder of a day and later."""
    return [entry for entry in events if (fact_day(entry) or date.min) < day]


def recorded_by(events: Iterable[Entry], day: date) -> list[Entry]:
    """Leave out what was recorded after a day: entries, and decisions on claims. Listings keep their place, unsaid."""
    kept = []
    for entry in events:
        learned = entry.get("recorded", date.min)
        if "claim" in entry:
            undecided = {
                key for key in ("validated", "rejected", "withdrawn", "reversed") if entry.get(key, date.min) > day
            }
            if max(learned, entry["submitted"]) <= day:
                kept.append({key: value for key, value in entry.items() if key not in undecided})
        elif "item" in entry or max(learned, entry.get("on", date.min)) <= day:
            kept.append(entry)
    return kept


def unvoided(events: Sequence[Entry]) -> list[Entry]:
    """Leave out every voided pass and what voids it."""
    voids = {entry["void"] for entry in events if "void" in entry}
    return [
        entry
        for entry in events
        if "void" not in entry
        and not ("exam" in entry and entry.get("attempt", f"{entry['exam']}@{entry['on']}") in voids)
    ]


def shifted(value: Any, by: timedelta) -> Any:
    """Move every date in entries, a policy or a catalogue."""
    if isinstance(value, date | datetime):
        return value + by
    if isinstance(value, dict):
        return {key: shifted(each, by) for key, each in value.items()}
    if isinstance(value, list):
        return [shifted(each, by) for each in value]
    if isinstance(value, str) and (named := _ATTEMPT.fullmatch(value)):
        return f"{named[1]}@{date.fromisoformat(named[2]) + by}"
    return value


def scaled(value: Any, factor: int) -> Any:
    """Multiply every amount of credits in entries or a policy."""
    if isinstance(value, list):
        return [scaled(each, factor) for each in value]
    if not isinstance(value, dict):
        return value
    amounts = {"credits", "awarded"} | ({"at_least", "at_most"} if value.get("op") == "credits" else set())
    return {
        key: str(Decimal(str(each)) * factor) if key in amounts and not isinstance(each, dict) else scaled(each, factor)
        for key, each in value.items()
    }


def split(events: Sequence[Entry]) -> list[Entry]:
    """Claim the two halves of every validated, unnamed item as two items, in order."""
    parted: list[Entry] = []
    for entry in events:
        if {"claim", "validated"} <= entry.keys() and not {"item", "awarded"} & entry.keys():
            half = Decimal(str(entry["credits"])) / 2
            half = half.quantize(Decimal("0.01"))
            other = Decimal(str(entry["credits"])) - half
            parted.append(entry | {"claim": f"{entry['claim']}a", "credits": str(half)})
            parted.append(entry | {"claim": f"{entry['claim']}b", "credits": str(other)})
        else:
            parted.append(entry)
    return parted


def with_inert_revision(policy: dict[str, Any], effective: date) -> dict[str, Any]:
    """Add a revision to a policy that no clause names."""
    changed = deepcopy(policy)
    changed["revision"].append({"id": "INERT", "effective": effective, "title": "Changes nothing"})
    return changed
