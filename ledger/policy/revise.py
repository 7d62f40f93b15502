"""A policy with something changed: a clause set for all dates, or an overlay laid over it."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, ValidationError

from ledger.errors import PolicyError
from ledger.policy.clauses import ClauseSpec, clause_names, spec_of
from ledger.policy.model import Name, Policy, Revision, Strict, Text, Value
from ledger.policy.problems import Path, Problem, one_of, refusal
from ledger.policy.read import parse, policy_of
from ledger.policy.translate import Tables, from_validation


class Setting(Strict):
    """One change of an overlay: a clause's value from a revision on, or one atom of it, ``<node id>.<key>``."""

    clause: Text
    at: Text | None = None
    rev: Name
    value: Value | Decimal


class Overlay(Strict):
    """A what-if: changes to a base policy, which is named by its digest or its id."""

    base: Name
    id: Name | None = None
    title: Text | None = None
    revisions: Annotated[tuple[Revision, ...], Field(alias="revision", strict=False)] = ()
    settings: Annotated[tuple[Setting, ...], Field(alias="set", strict=False, min_length=1)]


TABLES: Tables = {"": Overlay, "revision": Revision, "set": Setting}
FIXED = ("op", "id", "of")
OPTIONAL = ("category", "at_most")
SET = "SET"
"""The revision under which a value holds for all dates."""

Table = dict[str, Any]


def with_set(policy: Policy, values: Mapping[str, object], *, place: str = "--set") -> Policy:
    """Return the policy with each named clause at one value for all dates.

    A value is what the document would hold, or text: a number, a word, or a TOML table.
    `PolicyError` when there is no such clause, or the value is none of its own.
    """
    document = copy.deepcopy(policy.document)
    for name, value in values.items():
        clause = _clause(document, policy, name, place)
        clause["values"] = [{"rev": SET, "value": _from_text(value, name, place)}]
    if values:
        document["revision"] = [row for row in document["revision"] if row["id"] != SET]
        document["revision"].append({"id": SET, "effective": date(1900, 1, 1), "title": "Set for all dates"})
    return policy_of(document, place=place)


def base_of(text: str, *, place: str) -> str | None:
    """Return the base that a TOML document names, by id or digest, when it is an overlay; else None."""
    base = parse(text, place=place).get("base")
    return None if base is None else str(base)


def read_overlay(text: str, policy: Policy, *, place: str) -> Policy:
    """Return `policy` with an overlay's revisions and settings; it must be the overlay's base.

    A setting of an atom starts from the value that governs on the day its revision takes effect,
    or from an earlier setting of the same revision. `PolicyError` names everything that is wrong.
    """
    overlay = _overlay(text, place)
    if overlay.base not in (policy.id, policy.digest):
        message = f"The overlay is for {overlay.base!r}, not for {policy.id!r} ({policy.digest[:12]}). Name its base."
        raise PolicyError(message, f"{place}, base")
    document = copy.deepcopy(policy.document)
    document |= {key: name for key, name in (("id", overlay.id), ("title", overlay.title)) if name is not None}
    document["revision"] += [row.model_dump(exclude_none=True) for row in overlay.revisions]
    effective = {row["id"]: row["effective"] for row in document["revision"]}
    for at, setting in enumerate(overlay.settings):
        if setting.rev not in effective:
            message = one_of(setting.rev, effective, "a revision of the overlay or its base")
            raise refusal([Problem(("set", at, "rev"), message)], place)
        clause = _clause(document, policy, setting.clause, f"{place}, set[{at}].clause")
        _set(clause, setting, effective, ("set", at), place)
    return policy_of(document, place=f"{place} over {policy.id}")


def _overlay(text: str, place: str) -> Overlay:
    """Read the shape of an overlay."""
    document = parse(text, place=place)
    try:
        return Overlay.model_validate(document)
    except ValidationError as error:
        raise refusal(from_validation(error, document, TABLES), place) from None


def _clause(document: Table, policy: Policy, name: str, place: str) -> Table:
    """Return the table of a clause, made from the registry when the document does not state it."""
    known = clause_names(policy.levels)
    if name not in known:
        raise PolicyError(one_of(name, known, "a clause"), place)
    spec: ClauseSpec = spec_of(name, policy.levels)
    fresh: Table = {"kind": spec.kind, "pin": spec.pins[0], "cite": "set for a what-if", "values": []}
    found: Table = document["clause"].setdefault(name, fresh)
    return found


def _from_text(value: object, name: str, place: str) -> object:
    """Return the value that a text stands for: TOML when it reads as a number or a table, else the word itself."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if text[:1] == "{" or text[:1].isdigit():
        document = parse(f"value = {text}", place=f"{place} {name}")
        if len(document) > 1:
            raise PolicyError("This says more than one value. Write a number, a word or a table.", f"{place} {name}")
        return document["value"]
    return text.strip("\"'")


def _set(clause: Table, setting: Setting, effective: Mapping[str, date], path: Path, place: str) -> None:
    """Put a setting's value among the values of a clause."""
    day = effective[setting.rev]
    kept = [row for row in clause["values"] if effective.get(row["rev"]) != day]
    value: Any = _plain(setting.value)
    if setting.at is not None:
        before = [row for row in clause["values"] if effective.get(row["rev"], date.max) <= day]
        if not before:
            raise refusal(
                [Problem((*path, "at"), "The clause has no value yet on that day. Set the whole value.")], place
            )
        value = copy.deepcopy(max(before, key=lambda row: effective[row["rev"]])["value"])
        _change(value, setting.at, _plain(setting.value), (*path, "at"), place)
    clause["values"] = [*kept, {"rev": setting.rev, "value": value}]


def _plain(value: Any) -> Any:
    """Return a value as the document would hold it."""
    return value.model_dump(exclude_none=True) if hasattr(value, "model_dump") else value


def _change(tree: Any, at: str, value: Any, path: Path, place: str) -> None:
    """Change one key of one node of a tree, named ``<node id>.<key>``."""
    node_id, _, key = at.rpartition(".")
    found = {node.get("id", ""): node for node in _nodes(tree)}
    if node_id not in found or (key not in found[node_id] and key not in OPTIONAL):
        known = [f"{name}.{key}".lstrip(".") for name, node in found.items() for key in node if key not in FIXED]
        raise refusal([Problem(path, one_of(at, known, "an atom of the value in force on that day"))], place)
    if key in FIXED:
        raise refusal([Problem(path, f"`{key}` cannot be changed alone. Set the whole value.")], place)
    found[node_id][key] = value


def _nodes(tree: Any) -> list[Table]:
    """Return every node of a plain tree; a length of time is one node without an id."""
    if not isinstance(tree, dict):
        return []
    return [tree, *(node for child in tree.get("of", ()) for node in _nodes(child))]
