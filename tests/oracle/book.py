"""What a policy document says on a day: dated values, calendar months, and requirements as lists of options."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import chain, product
from typing import Any

DAY = timedelta(days=1)
ALWAYS = date.min
FOR_LIFE = date.max

# What holds where the document is silent, and the date that selects a value where the clause names none.
DEFAULTS: dict[str, tuple[Any, str]] = {
    "claim.window": ("unlimited", "submitted"),
    "claim.retroactive": ("submitted_by_expiry", "submitted"),
    "claim.provisional": ("excluded", "completed"),
    "claim.terms": ("when_recorded", "submitted"),
    "claim.catalogue": ("required", "completed"),
    "credit.effective": ("completed", "completed"),
    "credit.value_on": ("completed", "completed"),
    "credit.duplicate": ("ever", "completed"),
    "credit.carry_over": ("none", "checkpoint"),
    "credit.carry_over_months": (0, "checkpoint"),
    "credit.valid_months": ("unlimited", "completed"),
    "renew.when": ("met", "checkpoint"),
    "renew.target": ("highest", "checkpoint"),
    "renew.scope": ("level_and_below", "checkpoint"),
    "renew.recorded": ("recompute", "checkpoint"),
    "grant.renews": ("level_and_below", "checkpoint"),
    "expiry.last_day": ("inclusive", "checkpoint"),
    "retired.renewable": ("no", "checkpoint"),
    "exam.from": ("day_after", "checkpoint"),
    "exam.reuse": ("higher_level", "checkpoint"),
    "calendar.month_end": ("clamp", "checkpoint"),
    "renew.anchor": ("met_date", "checkpoint"),
    "grace": ("none", "expiry"),
    "duration": ("lifetime", "checkpoint"),
    "require": ("none", "checkpoint"),
}

Leaf = Mapping[str, Any]
Option = tuple[Leaf, ...]
Dates = Mapping[str, date | None]


class Book:
    """A policy document to look values up in, by clause and by the dates that could select a value."""

    def __init__(self, policy: Mapping[str, Any], overrides: Mapping[str, Any] | None = None) -> None:
        self.ranks: dict[str, int | None] = {name: body.get("rank") for name, body in policy["levels"].items()}
        effective = {revision["id"]: revision["effective"] for revision in policy["revision"]}
        self.boundaries = sorted(effective.values())
        self.extensions = [dict(extension) for extension in policy.get("extension", ())]
        self.fixed = {**policy.get("set", {}), **(overrides or {})}
        clauses = policy["clause"]
        self.pins = {name: body.get("pin") or _silent(name)[1] for name, body in clauses.items()}
        self.dated = {name: _dated(body, effective) for name, body in clauses.items()}
        self._options: dict[int, tuple[Any, list[Option]]] = {}

    def value(self, clause: str, dates: Dates) -> Any:
        """Return the last value whose revision is effective on the pinned date; before the first, the first."""
        if clause in self.fixed:
            return self.fixed[clause]
        values = self.dated.get(clause)
        if not values:
            return _silent(clause)[0]
        if len(values) == 1:
            return values[0][1]
        return _on(values, self._pinned(clause, dates))

    def options(self, level: str, dates: Dates) -> list[Option]:
        """Return the ways to renew at a level, each a tuple of leaves that must all hold, as listed."""
        tree = self.value(f"require.{level}", dates)
        if not isinstance(tree, Mapping):
            return []
        kept = self._options.get(id(tree))
        if kept is None:
            kept = self._options[id(tree)] = (tree, _flat(tree))
        return kept[1]

    def add_months(self, day: date, months: int, dates: Dates) -> date:
        """Return the same day of the month, `months` later; where there is none, the last of it or the next first."""
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        last = monthrange(year, month + 1)[1]
        if day.day <= last:
            return date(year, month + 1, day.day)
        clamped = date(year, month + 1, last)
        return clamped if self.value("calendar.month_end", dates) == "clamp" else clamped + DAY

    def _pinned(self, clause: str, dates: Dates) -> date:
        pin = self.pins[clause]
        if pin == "latest":
            return FOR_LIFE
        return dates.get(pin) or dates["checkpoint"] or FOR_LIFE


def _silent(clause: str) -> tuple[Any, str]:
    return DEFAULTS.get(clause) or DEFAULTS[clause.rpartition(".")[0]]


def _dated(body: Mapping[str, Any], effective: Mapping[str, date]) -> list[tuple[date, Any]]:
    values = [(effective[entry["rev"]], entry["value"]) for entry in body["values"]]
    return sorted(values, key=lambda pair: pair[0])


def _on(values: list[tuple[date, Any]], day: date) -> Any:
    governing = values[0][1]
    for effective, value in values:
        if effective <= day:
            governing = value
    return governing


def _flat(tree: Mapping[str, Any]) -> list[Option]:
    match tree["op"]:
        case "any_of":
            return [option for part in tree["of"] for option in _flat(part)]
        case "all_of":
            return [tuple(chain.from_iterable(parts)) for parts in product(*map(_flat, tree["of"]))]
        case _:
            return [(tree,)]
