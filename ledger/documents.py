"""What people hand in by name, and cells that they take away.

Files are read within bounds, TOML can neither exhaust nor surprise its reader, and no spreadsheet runs a cell.

A path may lead to a device without an end, to a pipe that nobody writes to, or to more than memory holds. A TOML
document may nest as deep as it is long, and tomllib takes time and memory with the square of a dotted key's parts.
"""

from __future__ import annotations

import errno
import os
import re
import tomllib
from decimal import Decimal
from typing import Any, BinaryIO

from ledger.errors import InputError, plain

MOST_BYTES = 1 << 24
"""How many bytes a file may have that is read whole: 16 MiB."""

MOST_CHARACTERS = 1_000_000
"""How many characters a TOML document may have."""

MOST_PARTS = 20
"""How many parts a dotted key of a TOML document may have."""

_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d+)?)?", re.ASCII)
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MOST_PARTS}}}")
_LARGEST_INTEGER = 1 << 63
"""What TOML says an integer stays below."""

_SHOWN = 120


def opened(path: str | os.PathLike[str]) -> BinaryIO:
    """Open a file to read, waiting for nobody: a pipe without a writer is empty. `OSError` says why it cannot be."""
    try:
        return open(path, "rb", opener=_at_once)
    except ValueError as error:
        raise OSError(errno.EINVAL, "No file can be called so", path) from error


def read_bytes(path: str | os.PathLike[str], most: int = MOST_BYTES) -> bytes:
    """Return what a file holds; `OSError` when it cannot be read, or is larger than `most` bytes."""
    with opened(path) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, f"It has more than {most} bytes", path)
    return content


def read_text(path: str | os.PathLike[str], most: int = MOST_BYTES) -> str:
    """Return a text in UTF-8, a byte order mark taken off; `OSError` as above, or `UnicodeDecodeError`."""
    return read_bytes(path, most).decode("utf-8-sig").replace("\r\n", "\n")


def read_toml(text: str, *, place: str, error: type[InputError] = InputError) -> dict[str, Any]:
    """Read TOML with exact decimals; whatever is not TOML is an `error` that shows the line."""
    if len(text) > MOST_CHARACTERS:
        raise error(f"The document has more than {MOST_CHARACTERS} characters. Make it shorter.", place)
    if _LONG_KEY.search(text):
        raise error(f"A dotted key has more than {MOST_PARTS} parts. Shorten it.", place)
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as wrong:
        raise error(f"This is not TOML: {_cut(str(wrong))}{_line(text, str(wrong))}. Correct it.", place) from None
    except (RecursionError, ValueError, ArithmeticError):
        raise _unreadable(error, place) from None
    if _has_large_integer(document):
        raise _unreadable(error, place)
    return document


def inert(cell: str) -> str:
    """Return a cell with an apostrophe before what a spreadsheet would run as a formula; a number stays one."""
    is_formula = cell.startswith(("\t", "\r")) or cell.lstrip().startswith(_FORMULA)
    return f"'{cell}" if is_formula and not _NUMBER.fullmatch(cell) else cell


def _at_once(path: str, flags: int) -> int:
    descriptor = os.open(path, flags | os.O_NONBLOCK)
    os.set_blocking(descriptor, True)  # Reading does wait, for a writer that is there.
    return descriptor


def _unreadable(error: type[InputError], place: str) -> InputError:
    return error("This is not TOML that can be read: nested too deep, or a number too long. Simplify it.", place)


def _has_large_integer(document: dict[str, Any]) -> bool:
    """Look at every value; hexadecimal digits without end make integers that cannot even be printed."""
    left: list[Any] = [document]
    while left:
        match left.pop():
            case dict() as table:
                left.extend(table.values())
            case list() as entries:
                left.extend(entries)
            case int() as number if not -_LARGEST_INTEGER <= number < _LARGEST_INTEGER:
                return True
    return False


def _line(text: str, message: str) -> str:
    """Return the line that a syntax error names, cut short."""
    at = re.search(r"at line (\d+)", message)
    lines = text.split("\n") if at else []
    return f": {_cut(lines[int(at[1]) - 1].strip())}" if at and int(at[1]) <= len(lines) else ""


def _cut(text: str) -> str:
    return plain(text[:_SHOWN])
