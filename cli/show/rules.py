"""A policy for people: its revisions, and every clause with its values, days and source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from cli.show.output import DIGEST_SHOWN, Column, document, put, table
from ledger import CreditsLeaf, Dated, ExamsLeaf, Group, InputError, PaidLeaf, Policy, Term, credits_text

_REVISIONS = tuple(map(Column, ("revision", "from", "title")))
_EXTENSIONS = (Column("extension"), Column("on"), Column("months", right=True), Column("title"), Column("source"))
IN_FORCE = "*"


def chosen(policy: Policy, wanted: Sequence[str]) -> list[str]:
    """Return the clauses that a policy states and a person asked for, by name or by the part before a dot.

    `InputError` when a name stands for none of them.
    """
    names = list(policy.clauses)
    for word in wanted:
        if not any(_stands_for(word, name) for name in names):
            raise InputError(f"The policy states no clause {word!r}. `recert policy show` lists those it states.")
    return [name for name in names if not wanted or any(_stands_for(word, name) for word in wanted)]


def policy_text(policy: Policy, names: Sequence[str], on: date) -> None:
    """Show clauses with their values, what is in force `on` the day marked; all of them, under the revisions."""
    put(f"{policy.title} ({policy.id}), digest {policy.digest[:DIGEST_SHOWN]}")
    put(f"{IN_FORCE} in force on {on}")
    if len(names) == len(policy.clauses):
        put()
        table(_REVISIONS, [(each.id, str(each.effective), each.title) for each in policy.revisions])
        put()
        table(
            _EXTENSIONS,
            [(each.id, str(each.on), str(each.months), each.title, each.cite) for each in policy.extensions],
        )
    for name in names:
        put()
        put(f"{name}, pin {policy.pin(name)}")
        for text in _values(policy, name, on):
            put(f"  {text}")
        put(f"  source: {policy.cite(name)}")


def policy_document(policy: Policy, names: Sequence[str], on: date, knobs: dict[str, Any]) -> None:
    """Write a policy as one JSON document."""
    document(
        {
            "schema": 1,
            **knobs,
            "policy": {"id": policy.id, "digest": policy.digest},
            "title": policy.title,
            "revisions": [each.model_dump(mode="json") for each in policy.revisions],
            "clauses": [_clause(policy, name, on) for name in names],
            "extensions": [each.model_dump(mode="json") for each in policy.extensions],
        }
    )


def _clause(policy: Policy, name: str, on: date) -> dict[str, Any]:
    governing = _governing(policy.dated(name), on)
    values = [
        {
            "revision": each.revision,
            "effective": str(each.effective),
            "value": _plain(each.value),
            "in_force": each == governing,
        }
        for each in policy.dated(name)
    ]
    return {"clause": name, "pin": policy.pin(name), "cite": policy.cite(name), "values": values}


def _plain(value: object) -> object:
    return value if isinstance(value, (int, str)) else value.model_dump(mode="json", exclude_none=True)  # type: ignore[attr-defined]


def _values(policy: Policy, name: str, on: date) -> Iterator[str]:
    dated = policy.dated(name)
    governing = _governing(dated, on)
    unit = policy.clauses[name].kind if policy.clauses[name].kind in ("days", "months") else ""
    for each in dated:
        mark = IN_FORCE if each == governing else " "
        yield f"{mark} from {each.effective}, {each.revision}: {_value(each.value, unit)}"


def _governing(dated: Sequence[Dated], on: date) -> Dated:
    """Return the value in force on a day; the first also governs what lies before it."""
    return next((each for each in reversed(dated) if each.effective <= on), dated[0])


def _value(value: object, unit: str) -> str:
    match value:
        case int():
            return f"{value} {unit}".rstrip()
        case Term():
            return f"{value.months} months" + (f" ({value.options})" if value.options else "")
        case CreditsLeaf():
            of = f" of {value.category}" if value.category else ""
            most = f" (at most {credits_text(value.at_most)})" if value.at_most is not None else ""
            return f"{credits_text(value.at_least)} credits{of}{most}"
        case ExamsLeaf():
            return f"{value.at_least} {value.tag} exam" + ("s" if value.at_least > 1 else "")
        case PaidLeaf():
            return f"fee {value.fee}"
        case Group():
            return _any_of(value, unit) if value.op == "any_of" else _all_of(value, unit)
        case _:
            return str(value)


def _any_of(group: Group, unit: str) -> str:
    return ", or ".join(_value(node, unit) for node in group.of)


def _all_of(group: Group, unit: str) -> str:
    texts = [(_value(node, unit), isinstance(node, Group) and node.op == "any_of") for node in group.of]
    return " and ".join(f"({text})" if is_choice else text for text, is_choice in texts)


def _stands_for(word: str, name: str) -> bool:
    return name == word or name.startswith(f"{word}.")
