"""Lines, tables, JSON and CSV on their way out; knows nothing of what they say."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from typing import IO, Any, NamedTuple

# C0 and C1 controls, and what reorders or hides text on a terminal; a line feed is decided by the caller.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
_LONGEST = 1_000
DIGEST_SHOWN = 12
"""How many digits of a digest people are shown; JSON has them all."""

_STYLES = {"active": "green", "suspended": "yellow", "expired": "red", "revoked": "red", "rejected": "red"}


class Column(NamedTuple):
    """A column of a table; numbers stand on the right."""

    title: str
    right: bool = False


def clean(text: str) -> str:
    """Return `text` on one line, without anything that a terminal would obey instead of showing."""
    return _UNSEEN.sub("", text.replace("\n", " "))


def readable(message: str) -> str:
    """Return a message in its lines, each clean, and without its middle where it is longer than anybody reads."""
    lines = (clean(line) for line in message.split("\n"))
    return "\n".join(
        line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} ... {line[-_LONGEST // 4 :]}" for line in lines
    )


def on_terminal() -> bool:
    """Whether a person is looking at stdout."""
    return sys.stdout.isatty()


def put(*lines: str) -> None:
    """Write data to stdout, each of `lines` on one line whatever it holds: no data begins a line of its own."""
    sys.stdout.write("".join(f"{clean(line)}\n" for line in lines or ("",)))


def talk(*lines: str) -> None:
    """Write talk in the same way to stderr: what a person should know and a pipe should not carry."""
    sys.stdout.flush()
    sys.stderr.write("".join(f"{clean(line)}\n" for line in lines or ("",)))
    sys.stderr.flush()


def document(value: Any) -> None:
    """Write one JSON document, indented, its keys in the order given."""
    import json

    put(*json.dumps(value, indent=2).split("\n"))


def compact(value: Any) -> str:
    """Return a JSON value as one line."""
    import json

    return json.dumps(value)


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str]], *, to: IO[str] | None = None) -> None:
    """Write CSV, to stdout or a file; a cell that a spreadsheet would run as a formula gets an apostrophe in front."""
    import csv

    from ledger import inert

    writer = csv.writer(to or sys.stdout, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([inert(clean(cell)) for cell in row] for row in rows)


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    """Write a table: drawn by rich on a terminal, plain and aligned when piped; no rows, only the headings."""
    cells = [[clean(cell) for cell in row] for row in rows]
    if on_terminal():
        _draw(columns, cells)
    else:
        _align(columns, cells)


def _align(columns: Sequence[Column], rows: list[list[str]]) -> None:
    titles = [column.title for column in columns]
    widths = [max(map(len, cells)) for cells in zip(titles, *rows, strict=True)]
    for row in [titles, *rows]:
        cells = (
            cell.rjust(width) if column.right else cell.ljust(width)
            for cell, width, column in zip(row, widths, columns, strict=True)
        )
        put("  ".join(cells).rstrip())


def _draw(columns: Sequence[Column], rows: list[list[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for column in columns:
        drawn.add_column(column.title, justify="right" if column.right else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell, style=_STYLES.get(cell.partition(",")[0], "")) for cell in row))
    Console(file=sys.stdout).print(drawn)


def lasting(status: object, until: object) -> str:
    """Return a status and a last active day in words."""
    if status == "active":
        return "active for life" if until == "lifetime" else f"active until {until}"
    return f"{status}, last active {until}"


def counted(number: int, noun: str) -> str:
    """Return a number of things: ``1 holder``, ``2 holders``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
