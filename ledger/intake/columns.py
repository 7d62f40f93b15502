"""CSV: one entry a line, all of one kind; the header names the keys, `origin.system` a key of `origin`.

Cells are text: an empty one leaves its key out, ``true`` and ``false`` are flags, digests of `evidence` are separated
by spaces. A quoted cell ends on its line, so that one forgotten quote costs one line.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import Any, TypeAlias

from ledger.commands import Command, failure, keys, shape_of, shown, suggestion
from ledger.errors import Finding, InputError
from ledger.events import Origin
from ledger.intake.jsonl import line_text

ReadRow: TypeAlias = Callable[[bytes | None], tuple[dict[str, Any], bytes]]
"""Takes a line, gives the entry on it and the same as JSON; raises `InputError` with findings."""

_FLAGS = {"true": True, "false": False}


def columns(kind: str) -> tuple[str, ...]:
    """Return the columns that a CSV of a kind may have, required ones first."""
    return tuple(column for key in keys(shape_of(kind)) for column in _columns_of(key))


def template(kind: str) -> str:
    """Return the header of a CSV of a kind with every column, as one line of text."""
    return ",".join(columns(kind)) + "\n"


def rows(lines: Iterator[tuple[int, bytes | None]], kind: str, aliases: Mapping[str, str], path: str) -> ReadRow:
    """Take the header from `lines`, and return what reads each line after it.

    `aliases` are other names of columns; one that stands for nothing (the empty text) leaves its column out.
    `InputError` when the header is not one.
    """
    _, line = next(lines, (1, b""))
    shape = shape_of(kind)
    try:
        names = [aliases.get(name, name) for name in _cells(line)]
    except InputError as error:
        raise InputError(error.args[0], path) from None
    _check_aliases(aliases, shape, path)
    _check_header(names, shape, path)
    return lambda line: _entry(shape, names, _cells(line))


def _columns_of(key: str) -> tuple[str, ...]:
    return tuple(f"origin.{field.name}" for field in fields(Origin)) if key == "origin" else (key,)


def _cells(line: bytes | None) -> list[str]:
    text = line_text(line)
    try:
        return [cell.strip() for cell in next(csv.reader([text], strict=True), [])]
    except csv.Error as error:
        fix = "Close every quote on its line, and double a quote within a cell."
        raise failure(InputError, Finding("", "NOT_CSV", f"The line is not CSV: {error}.", fix)) from None


def _check_header(names: list[str], shape: type[Command], path: str) -> None:
    known = columns(shape.kind)
    for name in names:
        if name and name not in known:
            otherwise = f"Use {', '.join(known)}, or map the column to one of them, or to nothing."
            near = suggestion(name, known, otherwise)
            raise InputError(f"The header's {shown(name)} is no column of {shape.kind}. {near}", path)
        if name and names.count(name) > 1:
            raise InputError(f"The header has {shown(name)} twice. Keep one of the two.", path)


def _check_aliases(aliases: Mapping[str, str], shape: type[Command], path: str) -> None:
    for old, new in aliases.items():
        if new and new not in columns(shape.kind):
            near = suggestion(new, columns(shape.kind), f"Use one of {', '.join(columns(shape.kind))}.")
            raise InputError(f"{shown(old)} is mapped to {shown(new)}, which {shape.kind} does not have. {near}", path)


def _entry(shape: type[Command], names: list[str], cells: list[str]) -> tuple[dict[str, Any], bytes]:
    if len(cells) != len(names):
        message = f"The line has {len(cells)} cells, the header {len(names)}."
        raise failure(InputError, Finding("", "CELLS", message, "Quote cells that hold commas."))
    raw: dict[str, Any] = {"kind": shape.kind}
    for name, cell in zip(names, cells, strict=True):
        if name and cell:
            _set(raw, name, cell)
    return raw, json.dumps(raw).encode()


def _set(raw: dict[str, Any], name: str, cell: str) -> None:
    outer, _, inner = name.partition(".")
    if inner:
        raw.setdefault(outer, {})[inner] = cell
    elif name == "authorised":
        raw[name] = _FLAGS.get(cell.casefold(), cell)
    elif name == "evidence":
        raw[name] = cell.split()
    else:
        raw[name] = cell
