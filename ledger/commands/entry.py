"""One entry of a file, or of a command line, becomes a command; or says everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ledger.commands.base import Command
from ledger.commands.fields import FINDING
from ledger.commands.findings import SHOWN, failure, shown, suggestion
from ledger.commands.holder import (
    Enrol,
    Exam,
    ExamVoid,
    Expired,
    Fee,
    Grant,
    Recertified,
    Reject,
    Reverse,
    Revoke,
    Submit,
    Validate,
    Withdraw,
)
from ledger.commands.programme import Item, Provider, Retire
from ledger.errors import Finding, InputError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

ENTRY_KINDS: tuple[type[Command], ...] = (
    Enrol,
    Grant,
    Revoke,
    Exam,
    ExamVoid,
    Submit,
    Validate,
    Reject,
    Withdraw,
    Reverse,
    Fee,
    Expired,
    Recertified,
    Retire,
    Item,
    Provider,
)
"""The kinds of entry that a file may hold."""

KINDS: dict[str, type[Command]] = {shape.kind: shape for shape in ENTRY_KINDS}

_MOST_FINDINGS = 20
_IDENTIFIER = "Use ASCII letters, digits and ._:@+/-, at most 80, the first a letter or digit."


def keys(shape: type[Command]) -> tuple[str, ...]:
    """Return the keys that an entry of a kind may have besides ``kind``, required ones first."""
    fields = shape.model_fields.items()
    ordered = sorted(fields, key=lambda field: (not field[1].is_required(), field[0] == "origin"))
    return tuple(field.alias or name for name, field in ordered)


def read_entry(raw: Mapping[str, Any]) -> Command:
    """Return the command that an entry asks for; an `InputError` carries a finding for each wrong key."""
    fields = dict(raw)
    return read_command(shape_of(fields.pop("kind", None)), fields)


def read_command(shape: type[Command], fields: Mapping[str, Any]) -> Command:
    """Return a command of a kind that has these values; an `InputError` carries a finding for each wrong key."""
    try:
        return shape.model_validate(fields)
    except ValidationError as error:
        details = error.errors(include_url=False)[:_MOST_FINDINGS]
        raise failure(InputError, *_findings(shape, details)) from None


def shape_of(kind: object) -> type[Command]:
    """Return the model of a kind of entry; `InputError` when there is no such kind."""
    if isinstance(kind, str) and kind in KINDS:
        return KINDS[kind]
    listing = f"Use one of {', '.join(sorted(KINDS))}."
    if kind is None:
        raise failure(InputError, Finding("kind", "MISSING", "The entry does not say its kind.", listing))
    known = suggestion(kind, KINDS, listing)
    raise failure(InputError, Finding("kind", "UNKNOWN_KIND", f"{shown(kind)} is not a kind of entry.", known))


def _findings(shape: type[Command], details: Iterable[ErrorDetails]) -> list[Finding]:
    return [_finding(shape, detail) for detail in details]


def _finding(shape: type[Command], detail: ErrorDetails) -> Finding:
    column = _column(detail)
    if detail["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        otherwise = f"Remove it; this kind has {', '.join(keys(shape))}."
        message = f"{shape.kind} has no key {shown(str(detail['loc'][-1]))}."
        return Finding(column, "UNKNOWN_KEY", message, suggestion(detail["loc"][-1], keys(shape), otherwise))
    if detail["type"] == "missing" or detail["input"] is None:
        whole = shape.kind if column == str(detail["loc"][-1]) else column.partition(".")[0]
        return Finding(column, "MISSING", f"{column} is missing.", f"Every {whole} has one: add it.")
    if detail["type"] == FINDING:
        said = detail["ctx"]
        return Finding(column, said["code"], f"{column}: {said['message']}", said["fix"])
    return _ill_shaped(column, detail)


def _column(detail: ErrorDetails) -> str:
    """Name the key; one that the entry made up itself is cut and shown without control characters."""
    return shown(".".join(str(part) for part in detail["loc"]))[1:-1]


def _ill_shaped(column: str, detail: ErrorDetails) -> Finding:
    value = f"{shown(detail['input'])} " if column in SHOWN else "the value "
    match detail["type"]:
        case "string_pattern_mismatch" if column == "title":
            return Finding(column, "TEXT", f"{column} holds control characters.", "Write it in one plain line.")
        case "string_pattern_mismatch" if column == "currency":
            return Finding(column, "CODE", f"{column}: {value}is not a currency.", "Write three capitals, such as USD.")
        case "string_pattern_mismatch" if column.startswith("evidence"):
            return Finding(column, "CODE", f"{column} is not a SHA-256.", "Write its 64 lower-case hexadecimal digits.")
        case "string_pattern_mismatch":
            return Finding(column, "CODE", f"{column}: {value}is not an identifier.", _IDENTIFIER)
        case "string_unicode" if not column:
            return Finding(column, "TEXT", "A key is not text.", "Write every key in whole characters.")
        case "string_type" | "string_unicode":
            return Finding(column, "TEXT", f"{column} is not text.", "Write it in quotes, as whole characters.")
        case "literal_error":
            expected = str(detail["ctx"]["expected"]).replace("'", "")
            return Finding(column, "CHOICE", f"{column}: {value}is not known.", f"Write {expected}.")
        case "string_too_short":
            return Finding(column, "LENGTH", f"{column} is empty.", "Fill it in.")
        case "string_too_long" | "too_long":
            limit = detail["ctx"]["max_length"]
            return Finding(column, "LENGTH", f"{column} is longer than {limit}.", "Shorten it.")
        case _:
            return Finding(column, "SHAPE", f"{column} does not have the right shape.", "Compare it with the format.")
