"""A policy with parts of another: what each change alone would do."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from ledger.policy.model import Policy
from ledger.policy.read import policy_of

Table = dict[str, Any]


def with_parts(policy: Policy, other: Policy, names: Iterable[str], *, place: str) -> Policy:
    """Return `policy` with each part named as `other` has it, and without those that `other` lacks.

    A part is what `diff` names: a clause, ``levels.<name>``, ``exam_tags.<name>`` or ``extension.<id>``. Values keep
    the days of their revisions. `PolicyError` when the parts do not make a policy, as when one needs another.
    """
    document = copy.deepcopy(policy.document)
    for name in names:
        table, _, entry = name.partition(".")
        if table == "extension":
            _take_extension(document, other, entry)
        elif table in ("levels", "exam_tags"):
            _take(document[table], other.document[table], entry)
        else:
            _take(document["clause"], other.document["clause"], name)
            _bring_tags(document, other)
            _bring_revisions(document, other, document["clause"].get(name, {}).get("values", ()))
    return policy_of(document, place=place)


def _take(table: Table, other: Table, name: str) -> None:
    """Put an entry of the other table in the place of this one's."""
    if name in other:
        table[name] = copy.deepcopy(other[name])
    else:
        table.pop(name, None)


def _take_extension(document: Table, other: Policy, name: str) -> None:
    """Put an extension of the other policy in the place of this one's."""
    kept = [row for row in document.get("extension", ()) if row["id"] != name]
    taken = [dict(row) for row in other.document.get("extension", ()) if row["id"] == name]
    _bring_revisions(document, other, [row for row in taken if "rev" in row])
    document["extension"] = kept + taken


def _bring_tags(document: Table, other: Policy) -> None:
    """Declare the tags that a requirement of the other policy may ask for; one that is not asked for does nothing."""
    document["exam_tags"] = {**other.exam_tags, **document["exam_tags"]}


def _bring_revisions(document: Table, other: Policy, rows: Iterable[Table]) -> None:
    """Declare the revisions that rows taken from the other policy name.

    Where this policy dates a revision of that name otherwise, the other's goes by its day too.
    """
    for row in rows:
        day = other.effective[row["rev"]]
        days = {revision["id"]: revision["effective"] for revision in document["revision"]}
        if days.get(row["rev"], day) != day:
            row["rev"] = f"{row['rev']}@{day}"
        if row["rev"] not in days:
            document["revision"].append({"id": row["rev"], "effective": day, "title": "As in the other policy"})
