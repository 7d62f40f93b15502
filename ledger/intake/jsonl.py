"""JSON Lines: one entry a line, an object; numbers exact, nothing that two readers could read differently."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ledger.commands import failure
from ledger.errors import Finding, InputError
from ledger.intake.lines import LONGEST_LINE

_LONGEST_INTEGER = 20


def read_object(line: bytes | None) -> dict[str, Any]:
    """Return the object on a line; an `InputError` with one finding when there is none."""
    text = line_text(line)
    try:
        value, end = _scan(text, 0)
    except json.JSONDecodeError as error:
        raise _not_json(f"{error.msg}, at character {error.pos + 1}") from None
    except StopIteration as stop:
        raise _not_json(f"no value, at character {stop.value + 1}") from None
    except RecursionError:
        raise _not_json("it is nested too deeply") from None
    except ArithmeticError:
        raise _not_json("a number in it is out of all bounds") from None
    if end != len(text):
        raise _not_json(f"something follows the object, at character {end + 1}")
    if not isinstance(value, dict):
        fix = 'Write it as an object, for example {"kind": "grant", ...}.'
        raise _wrong("NOT_AN_OBJECT", "The line is not an entry.", fix)
    return value


def line_text(line: bytes | None) -> str:
    """Return a line as text without the space around it; an `InputError` when it is too long or no text."""
    if line is None:
        raise _wrong("TOO_LONG", f"The line is longer than {LONGEST_LINE:,} bytes.", "Put one entry on a line.")
    try:
        return line.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        fix = "Save the file as UTF-8."
        raise _wrong("NOT_TEXT", f"Byte {error.start + 1} of the line is not UTF-8 text.", fix) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _wrong("DUPLICATE_KEY", "A key occurs twice in one object.", "Keep one of the two.")
    return value


def _integer(text: str) -> int:
    if len(text) > _LONGEST_INTEGER:
        raise _not_json("a number in it is out of all bounds")
    return int(text)


def _constant(text: str) -> Any:
    raise _not_json(f"{text} is not a number")


def _not_json(why: str) -> InputError:
    return _wrong("NOT_JSON", f"The line is not JSON: {why}.", "Write one JSON object a line.")


def _wrong(code: str, message: str, fix: str) -> InputError:
    return failure(InputError, Finding("", code, message, fix))


_decoder = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=Decimal, parse_int=_integer, parse_constant=_constant
)
_scan: Callable[[str, int], tuple[Any, int]] = _decoder.scan_once  # type: ignore[attr-defined]  # Typeshed lacks it.
