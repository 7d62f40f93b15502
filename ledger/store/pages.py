"""The pages of an SQLite file, read without SQLite, each for itself: what a damaged file still holds.

No tree of pages is followed and no table is looked up: of every page the rows are read that have a shape asked for, so
that one page that is lost costs the rows on it and no others. Format: https://www.sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from typing import IO, NamedTuple, TypeAlias

Value: TypeAlias = int | str | bytes | None

_MAGIC, _DEFAULT_SIZE = b"SQLite format 3\0", 4096
_FILE_HEADER, _LOG_HEADER, _FRAME_HEADER = 100, 32, 24
_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR = 13, 10, 2
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}  # Bytes of an integer, by its type in a record.
_MOST_COLUMNS, _MOST_BYTES = 16, 1 << 26  # Of a row; whoever garbles a file may make it say anything.


class Row(NamedTuple):
    """A row of a table with its rowid, or an entry of an index with 0; a table's own rowid is None among the values."""

    rowid: int
    values: tuple[Value, ...]


class Pages:
    """Every image of a page: those of the file, then the committed ones of the write-ahead log beside it.

    A log without its header, or with frames that are garbled, is read as far as its frames name the same salts: unlike
    SQLite, which gives up at the first frame whose checksum is wrong.
    """

    def __init__(self, path: str) -> None:
        self._file = open(path, "rb")  # noqa: SIM115 - Closed by `close`.
        self._log = _opened(f"{path}-wal")
        self.size = self._page_size()
        self.count = os.fstat(self._file.fileno()).st_size // self.size
        self._frames = list(self._committed())
        self._newest = dict(self._frames)

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Yield number and content of every page, older images of a page first."""
        for number in range(1, self.count + 1):
            yield number, self._read(self._file, (number - 1) * self.size)
        for number, at in self._frames:
            yield number, self._read(self._log, at)

    def __len__(self) -> int:
        return self.count + len(self._frames)

    def rows(self, page: bytes, number: int, shapes: Collection[str]) -> Iterator[Row]:
        """Yield the rows of a page whose columns have one of `shapes`: a letter each, of N I F T B."""
        start = _FILE_HEADER if number == 1 else 0
        if len(page) < self.size or page[start] not in (_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR):
            return
        kind, count = page[start], int.from_bytes(page[start + 3 : start + 5], "big")
        pointers = start + (12 if kind == _INDEX_INTERIOR else 8)
        for at in range(pointers, min(pointers + 2 * count, self.size - 1), 2):
            try:
                yield self._row(page, int.from_bytes(page[at : at + 2], "big"), kind, shapes)
            except (ValueError, IndexError):
                continue

    def close(self) -> None:
        """Let go of the files."""
        self._file.close()
        if self._log:
            self._log.close()

    def _row(self, page: bytes, at: int, kind: int, shapes: Collection[str]) -> Row:
        if kind == _INDEX_INTERIOR:
            at += 4
        length, at = _varint(page, at)
        rowid, at = _varint(page, at) if kind == _TABLE_LEAF else (0, at)
        local = self._local(length, table=kind == _TABLE_LEAF)
        payload = page[at : at + local]
        types, body = _types(payload, length)
        if len(payload) < local or "".join(map(_letter, types)) not in shapes or length > _MOST_BYTES:
            raise ValueError("no row that was asked for")
        if length > local:
            payload += self._overflow(int.from_bytes(page[at + local : at + local + 4], "big"), length - local)
        return Row(_signed(rowid), tuple(_values(payload, body, types)))

    def _local(self, length: int, *, table: bool) -> int:
        """Return how much of a payload lies on the page itself (section 1.6)."""
        most = self.size - 35 if table else (self.size - 12) * 64 // 255 - 23
        if length <= most:
            return length
        least = (self.size - 12) * 32 // 255 - 23
        fitting = least + (length - least) % (self.size - 4)
        return fitting if fitting <= most else least

    def _overflow(self, number: int, length: int) -> bytes:
        parts = []
        while length > 0:
            page = self._newest_image(number)
            number, part = int.from_bytes(page[:4], "big"), page[4 : 4 + length]
            parts.append(part)
            length -= len(part)
        return b"".join(parts)

    def _newest_image(self, number: int) -> bytes:
        at = self._newest.get(number)
        page = self._read(self._file, (number - 1) * self.size) if at is None else self._read(self._log, at)
        if number < 1 or len(page) < self.size:
            raise ValueError("a page is missing")
        return page

    def _read(self, file: IO[bytes] | None, at: int) -> bytes:
        if file is None or at < 0:
            return b""
        return os.pread(file.fileno(), self.size, at)

    def _page_size(self) -> int:
        header = os.pread(self._file.fileno(), _FILE_HEADER, 0)
        size = int.from_bytes(header[16:18], "big")
        size = 65536 if size == 1 else size
        return size if header.startswith(_MAGIC) and size >= 512 and size & size - 1 == 0 else _DEFAULT_SIZE

    def _committed(self) -> Iterator[tuple[int, int]]:
        """Yield number and place of each frame up to the last commit, as far as they name one pair of salts."""
        if self._log is None:
            return
        descriptor, uncommitted = self._log.fileno(), []
        salts = os.pread(descriptor, 8, 16), os.pread(descriptor, 8, _LOG_HEADER + 8)  # Of the log, of its first frame.
        for at in range(_LOG_HEADER, os.fstat(descriptor).st_size, _FRAME_HEADER + self.size):
            header = os.pread(descriptor, _FRAME_HEADER, at)
            uncommitted.append((int.from_bytes(header[:4], "big"), at + _FRAME_HEADER))
            if header[8:16] in salts and header[4:8] != bytes(4):
                yield from uncommitted
                uncommitted.clear()


def _opened(path: str) -> IO[bytes] | None:
    try:
        return open(path, "rb")
    except OSError:
        return None


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """Return a number of up to nine bytes, and where it ends (section 1.6)."""
    number = 0
    for each in page[at : at + 8]:
        at += 1
        number = number << 7 | each & 0x7F
        if each < 0x80:
            return number, at
    return number << 8 | page[at], at + 1


def _signed(number: int) -> int:
    return number - (1 << 64) if number >> 63 else number


def _types(payload: bytes, length: int) -> tuple[list[int], int]:
    """Return the types of a record's columns, and where its values begin; `ValueError` unless they fill its length."""
    size, at = _varint(payload, 0)
    types: list[int] = []
    while at < size and len(types) < _MOST_COLUMNS:
        each, at = _varint(payload, at)
        types.append(each)
    if at != size or size + sum(map(_length, types)) != length:
        raise ValueError("no record")
    return types, size


def _length(kind: int) -> int:
    if kind >= 12:
        return (kind - 12) // 2
    return 8 if kind == 7 else _INTEGERS.get(kind, 0)


def _letter(kind: int) -> str:
    if kind >= 12:
        return "T" if kind & 1 else "B"
    return "NIIIIIIFIIXX"[kind]


def _values(payload: bytes, at: int, types: list[int]) -> Iterator[Value]:
    for kind in types:
        raw = payload[at : at + _length(kind)]
        at += len(raw)
        yield _value(kind, raw)


def _value(kind: int, raw: bytes) -> Value:
    match _letter(kind):
        case "T":
            return raw.decode()
        case "B":
            return raw
        case "I":
            return int.from_bytes(raw, "big", signed=True) if raw else kind - 8
        case _:  # NULL; and real numbers, of which a ledger has none.
            return None
