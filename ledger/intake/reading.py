"""From a file to the spool: every line is read, and what says whose it is and when is looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, BinaryIO, Literal, NamedTuple

from ledger.commands import KINDS, read_entry, shape_of
from ledger.documents import opened
from ledger.errors import InputError
from ledger.intake.columns import ReadRow, rows
from ledger.intake.jsonl import read_object
from ledger.intake.lines import read_lines
from ledger.intake.report import READ, REJECTED, UNREADABLE, Tally
from ledger.store.spool import Row, Spool

_BOM = b"\xef\xbb\xbf"
_PAGE = 500
_ABOUT_CLAIMS = frozenset({kind for kind, shape in KINDS.items() if "claim" in shape.model_fields})


class Read(NamedTuple):
    """What a file was: SHA-256 as hexadecimal digits, size in bytes, format, and how many lines of each kind."""

    sha256: str
    size: int
    format: Literal["jsonl", "csv"]
    tally: Tally


class _Passed:
    """The bytes that went by: their digest, their number, and a look at the first of them."""

    def __init__(self, path: str) -> None:
        self.digest = hashlib.sha256()
        self.size = 0
        self._path = path

    def see(self, block: bytes) -> None:
        """Take the next block; a NUL in the first one means that the file is no text."""
        if not self.size and b"\0" in block:
            raise not_text(self._path)
        self.digest.update(block)
        self.size += len(block)


@contextmanager
def open_file(path: str) -> Iterator[BinaryIO]:
    """Open a file to read; whatever the system has against that, now or later, is an `InputError`."""
    try:
        with opened(path) as file:
            yield file
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(f"The file cannot be read ({why}). Check the name and the permissions.", path) from error


class Format(NamedTuple):
    """How the lines of a file are to be read: as JSON, or as CSV of one kind with other names for its columns."""

    kind: str | None = None
    aliases: Mapping[str, str] = MappingProxyType({})

    @property
    def name(self) -> Literal["jsonl", "csv"]:
        """Return the name of the format."""
        return "jsonl" if self.kind is None else "csv"

    def reader(self, lines: Iterator[tuple[int, bytes | None]], path: str) -> ReadRow:
        """Return what reads a line; a header is taken from `lines` first."""
        if self.kind is None:
            return lambda line: (read_object(line), line or b"")
        return rows(lines, self.kind, self.aliases, path)


def read_file(file: BinaryIO, spool: Spool, *, path: str, form: Format) -> Read:
    """Set every entry of a file aside in `spool`, or what is wrong with its line.

    An entry here is an object of a known kind that says whose it is and when; its other values are judged
    when it is recorded. `InputError` when the file is empty or no text, or its header is not one.
    """
    passed, tally = _Passed(path), Tally()
    lines = _text_lines(file, passed, path)
    read = form.reader(lines, path)
    page: list[Row] = []
    for number, line in lines:
        kind = form.kind or UNREADABLE
        try:
            raw, entry = read(line)
            kind = _kind(raw)
            page.append(_row(number, raw, entry))
        except InputError as error:
            spool.refuse(number, error.findings)
            tally[kind, REJECTED] += 1
        tally[kind, READ] += 1
        if len(page) >= _PAGE:
            spool.add(page)
            page.clear()
    spool.add(page)
    if not tally:
        raise InputError("The file is empty. Write one entry a line.", path)
    return Read(passed.digest.hexdigest(), passed.size, form.name, tally)


def not_text(path: str) -> InputError:
    """Return the refusal of a file that holds something other than text."""
    return InputError("This is not a text file. Export it as JSON Lines or CSV, in UTF-8, one entry a line.", path)


def _text_lines(file: BinaryIO, passed: _Passed, path: str) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines, the first without its mark of byte order; if that one is no text, the file is none."""
    lines = read_lines(file, seen=passed.see)
    for number, line in lines:
        first = line.removeprefix(_BOM) if line is not None else None
        if first is not None and not _is_text(first):
            raise not_text(path)
        if first is None or first.strip():
            yield number, first
        break
    yield from lines


def _is_text(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _kind(raw: dict[str, Any]) -> str:
    kind = raw.get("kind")
    return kind if isinstance(kind, str) and kind in KINDS else UNREADABLE


def _row(number: int, raw: dict[str, Any], line: bytes) -> Row:
    """Return an entry with what orders it; one that lacks this is read in full, to say everything against it."""
    shape = shape_of(raw.get("kind"))
    day = _text(raw, shape.ordered_by)
    holder = "" if shape.scope == "programme" else _text(raw, "holder")
    claim = _text(raw, "claim") if shape.kind in _ABOUT_CLAIMS else None
    if day is None or (holder is None and shape.scope == "holder") or (claim is None and shape.kind in _ABOUT_CLAIMS):
        read_entry(raw)  # It raises, unless all that is missing is a day that may be left out.
    return Row(number, shape.kind, None if shape.scope == "claim" else holder, claim, day or "", shape.rank, line)


def _text(raw: dict[str, Any], key: str) -> str | None:
    value = raw.get(key)
    return value if isinstance(value, str) and value.isascii() else None
