"""A file in lines, in bounded memory: no line, however long, is held whole past a limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

LONGEST_LINE = 1 << 16
"""The longest line that is read, in bytes: several times the longest entry that can be sound."""

_BLOCK = 1 << 18


def read_lines(file: BinaryIO, *, seen: Callable[[bytes], object]) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line that is not blank with its number, from 1; None in place of one over `LONGEST_LINE`.

    `seen` is given every block of bytes as it is read.
    """
    number, rest = 1, b""
    overlong = False
    while block := file.read(_BLOCK):
        seen(block)
        *whole, tail = block.split(b"\n")
        for piece in whole:
            line = rest + piece if rest else piece
            if overlong or len(line) > LONGEST_LINE:
                yield number, None
            elif line and not line.isspace():
                yield number, line
            number, rest, overlong = number + 1, b"", False
        overlong = overlong or len(rest) + len(tail) > LONGEST_LINE
        rest = b"" if overlong else rest + tail
    if overlong:
        yield number, None
    elif rest and not rest.isspace():
        yield number, rest
