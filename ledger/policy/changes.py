"""What two policies say differently, as the smallest changes: by clause, node and day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ledger.policy.clauses import clause_names
from ledger.policy.model import Dated, Group, Policy, Term
from ledger.policy.options import nodes

Atoms = dict[str, object]


class Change(NamedTuple):
    """One changed atom: from `since` on (None: on every day), `clause` says `after` at `at` instead of `before`.

    `at` is ``pin``, ``value``, or the key of a value: ``months``, or ``<node id>.<key>`` in a requirement.
    A `before` or `after` of None: that side does not have it. What is no clause is ``levels.<name>``,
    ``exam_tags.<name>`` or ``extension.<id>``.
    """

    clause: str
    at: str
    since: date | None
    before: object
    after: object


def diff(before: Policy, after: Policy) -> tuple[Change, ...]:
    """Return every changed atom, clauses in the registry's order, days ascending."""
    levels = dict.fromkeys((*before.levels, *after.levels))
    changes = [change for name in clause_names(levels) for change in _clause(name, before, after)]
    return (*changes, *_tables(before, after))


def _clause(name: str, before: Policy, after: Policy) -> Iterator[Change]:
    """Compare one clause: its pin, and its value on each day on which either side has a new one."""
    sides = [policy for policy in (before, after) if name in clause_names(policy.levels)]
    pins = [policy.pin(name) if policy in sides else None for policy in (before, after)]
    if pins[0] != pins[1]:
        yield Change(name, "pin", None, pins[0], pins[1])
    old, new = (policy.dated(name) if policy in sides else () for policy in (before, after))
    last: dict[str, tuple[object, object]] = {}
    for day in sorted({dated.effective for dated in (*old, *new)}):
        here = _differences(_atoms(_governing(old, day)), _atoms(_governing(new, day)))
        for at, pair in here.items():
            if last.get(at) != pair:
                yield Change(name, at, day, *pair)
        last = here


def _governing(values: tuple[Dated, ...], day: date) -> Dated | None:
    """Return the value in force on a day; before all of them, the first."""
    begun = [dated for dated in values if dated.effective <= day]
    return begun[-1] if begun else next(iter(values), None)


def _atoms(dated: Dated | None) -> Atoms:
    """Take a value apart: a number or a word as ``value``, a table by its keys, a tree by node and key."""
    if dated is None:
        return {}
    value = dated.value
    if isinstance(value, int | str):
        return {"value": value}
    if isinstance(value, Term):
        return {"value": "term", "months": value.months, "options": value.options}
    atoms: Atoms = {"value": "tree"}
    for node in nodes(value):
        for key, held in node:
            if key == "of" and isinstance(node, Group):
                held = tuple(child.id for child in node.of)
            if key != "id" and held is not None:
                atoms[f"{node.id}.{key}"] = held
    return atoms


def _differences(before: Atoms, after: Atoms) -> dict[str, tuple[object, object]]:
    """Return what differs, by atom."""
    pairs = {at: (before.get(at), after.get(at)) for at in dict.fromkeys((*before, *after))}
    return {at: pair for at, pair in pairs.items() if pair[0] != pair[1]}


def _tables(before: Policy, after: Policy) -> Iterator[Change]:
    """Compare what is no clause: levels, tags, extensions."""
    old, new = _named(before), _named(after)
    for name in dict.fromkeys((*old, *new)):
        for at, pair in _differences(old.get(name, {}), new.get(name, {})).items():
            yield Change(name, at, None, *pair)


def _named(policy: Policy) -> dict[str, Atoms]:
    """Return levels, tags and extensions by name, each taken apart."""
    levels: dict[str, Atoms] = {f"levels.{name}": {"rank": level.rank} for name, level in policy.levels.items()}
    tags: dict[str, Atoms] = {f"exam_tags.{name}": {"title": title} for name, title in policy.exam_tags.items()}
    extensions: dict[str, Atoms] = {
        f"extension.{one.id}": {"on": one.on, "months": one.months} for one in policy.extensions
    }
    return levels | tags | extensions
