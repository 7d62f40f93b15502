"""What pydantic finds in a document, in our words: which key was meant, what belongs where, what to write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from ledger.errors import plain
from ledger.policy import model
from ledger.policy.problems import (
    LONGEST_SHOWN,
    MOST_JUDGED,
    Path,
    Problem,
    Step,
    nearest,
    one_of,
    quoted,
    unknown_clauses,
)

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_NODES: dict[str, type[BaseModel]] = {
    "credits": model.CreditsLeaf,
    "exams": model.ExamsLeaf,
    "paid": model.PaidLeaf,
    "any_of": model.Group,
    "all_of": model.Group,
}
Tables = Mapping[str, type[BaseModel]]
TABLES: Tables = {
    "": model.Policy,
    "levels": model.Level,
    "revision": model.Revision,
    "extension": model.Extension,
    "clause": model.Clause,
}
"""The models of a policy document by the key that holds them; the empty key is the document itself."""
_HOMES = {
    "": "at the top of the document",
    "levels": "in a table [levels.<name>]",
    "revision": "in a table [[revision]]",
    "extension": "in a table [[extension]]",
    "clause": 'in the table [clause."<name>"] itself',
}
_UNSUPPORTED = {"per": "Credits per calendar period are not supported yet. Take `per` out"}
_NUMBER = ("a number", "a number without quotes")
_TABLE = ("a table", "a table")
_EXPECTED = {
    "is_instance_of": _NUMBER,
    "finite_number": _NUMBER,
    "int_type": ("a whole number", "a whole number without quotes"),
    "string_type": ("text", "text in quotes"),
    "date_type": ("a date", "a date such as 2026-02-03, without quotes and without a time"),
    "tuple_type": ("a list", "a list in brackets"),
    "dict_type": _TABLE,
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
}
_LIMITS = {
    "greater_than": "is too small: it must be more than {gt}",
    "greater_than_equal": "is too small: it must be {ge} or more",
    "less_than_equal": "is too large: it must be {le} or less",
    "string_too_long": "is too long: at most {max_length} characters",
    "too_long": "is too long: at most {max_length} entries",
    "decimal_max_digits": "is too large: at most {max_digits} digits",
}


def from_validation(error: ValidationError, document: Mapping[str, Any], tables: Tables = TABLES) -> list[Problem]:
    """Return what pydantic found, in our words; what follows from a misspelt key is not told beside it."""
    found = [(walk(item["loc"], document), item) for item in error.errors(include_url=False)[:MOST_JUDGED]]
    strays = [
        (path, *_stray(path, document, tables)) for path, item in found if item["type"] == "extra_forbidden"
    ] + unknown_clauses(document)
    problems = [Problem(path, message) for path, message, _ in strays]
    silent = {(*path[:-1], meant) for path, _, meant in strays} | {path for path, _, _ in strays}
    for path, item in found:
        inside = any(path[: len(known)] == known for known in silent)
        follows = item["type"] == "too_short" and any(path == other[: len(path)] != other for other, _ in found)
        if not inside and not follows:
            problems.append(Problem(path, _sentence(item)))
    return problems


def walk(loc: Iterable[Step], document: Any) -> Path:
    """Return the steps of a pydantic location that the document knows, and a last one that it lacks."""
    path: list[Step] = []
    here = document
    for step in loc:
        if _holds(here, step):
            here = here[step]
        elif _names_a_shape(step, here):
            continue
        path.append(step)
    return tuple(path)


def _holds(here: object, step: Step) -> bool:
    """Whether a step leads further into the document."""
    return (isinstance(here, dict) and step in here) or (isinstance(here, list) and isinstance(step, int))


def _names_a_shape(step: Step, here: object) -> bool:
    """Whether pydantic put this step in to say which model it tried."""
    return step == "[key]" or str(step).startswith("~") or (isinstance(here, dict) and here.get("op") == step)


def _at(path: Path, document: Any) -> Any:
    """Return what the document holds at a path."""
    for step in path:
        document = document[step]
    return document


def _keys(path: Path, table: Mapping[str, Any], tables: Tables) -> tuple[str, ...]:
    """Return the keys that a table at this path may have."""
    if not path:
        found = tables[""]
    elif "value" in path[2:]:
        shape = model.Term if "months" in table or "options" in table else model.CreditsLeaf
        found = _NODES.get(str(table.get("op")), shape)
    elif path[0] == "clause" and "values" in path[2:]:
        found = model.ClauseValue
    else:
        found = tables[str(path[0])]
    return _names(found)


def _stray(path: Path, document: Any, tables: Tables) -> tuple[str, str | None]:
    """Say what a key that does not belong here may have been meant for; return that key too."""
    key, table = str(path[-1]), _at(path[:-1], document)
    if key in _UNSUPPORTED:
        return f"{_UNSUPPORTED[key]}.", None
    known = _keys(path[:-1], table, tables)
    meant = nearest(key, [name for name in known if name not in table]) or nearest(key, known)
    if meant:
        return f"{_key(key)} is not a key here. Did you mean `{meant}`?", meant
    homes = [name for name, kept in tables.items() if key in _names(kept) and name in _HOMES]
    if homes:
        home = path[0] if path[0] in homes else homes[0]
        return f"`{key}` is misplaced. It belongs {_HOMES[str(home)]}.", None
    return f"{_key(key)} is not a key here. Use one of: {', '.join(known)}.", None


def _key(key: str) -> str:
    return f"`{plain(key[:LONGEST_SHOWN])}`"


def _names(table: type[BaseModel]) -> tuple[str, ...]:
    """Return the keys of a table."""
    return tuple(field.alias or name for name, field in table.model_fields.items())


def _sentence(item: ErrorDetails) -> str:
    """Put one finding of pydantic into our words."""
    kind, value, context = item["type"], item["input"], item.get("ctx", {})
    if kind == "missing":
        return f"`{item['loc'][-1]}` is missing. Add it."
    if kind == "literal_error":
        return one_of(value, re.findall(r"'([^']*)'", context["expected"]) or [context["expected"]], "a choice here")
    if kind == "union_tag_invalid":
        return one_of(context["tag"], _NODES, "an `op`")
    if kind == "union_tag_not_found":
        return _no_shape(value)
    if kind == "string_pattern_mismatch":
        return f"{quoted(value)} is not an identifier. Use at most 80 ASCII letters, digits and ._:@+/- ."
    if kind == "decimal_max_places":
        return f"{quoted(value)} has more than two decimals. Give credits in hundredths at most."
    if kind in _EXPECTED:
        noun, form = _EXPECTED[kind]
        return f"{quoted(value)} is not {noun}. Write {form}."
    if kind in ("greater_than", "too_short") and item["loc"][-1] in ("at_least", "of"):
        return "An option must use something. Ask for more than nothing, or take it out."
    if kind in _LIMITS:
        return f"{quoted(value)} {_LIMITS[kind].format_map(context)}. Correct it."
    if kind in ("too_short", "string_too_short"):
        return f"`{item['loc'][-1]}` is empty. Fill it in."
    return f"{quoted(value)} is not possible here: {item['msg'].removeprefix('Input ').lower()}. Correct it."


def _no_shape(value: object) -> str:
    """Say that a value is no number, no word and no table that we know."""
    if not isinstance(value, dict):
        return f"{quoted(value)} is not a value of a clause. Write a whole number, a word in quotes or a table."
    tables: list[type[BaseModel]] = [*_NODES.values(), model.Term]
    known = {key for table in tables for key in _names(table)}
    for key in value.keys() - known:
        if meant := nearest(key, ("op", "months", "options")):
            return f"{_key(key)} is not a key here. Did you mean `{meant}`?"
    return f"A requirement needs its `op`. Add it: one of {', '.join(_NODES)}."
