"""Columns of integers under construction, and days as the kernel counts them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ledger import day_number
from projections.kernel import shapes


class Columns:
    """Columns under construction: `add` appends a row and returns its number."""

    def __init__(self, width: int) -> None:
        self.columns: tuple[list[int], ...] = tuple([] for _ in range(width))

    def add(self, *row: int) -> int:
        """Append one row."""
        for column, value in zip(self.columns, row, strict=True):
            column.append(value)
        return len(self.columns[0]) - 1

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.columns[0])


def grouped(keys: Sequence[str], groups: Iterable[Iterable[Sequence[int]]], width: int) -> dict[str, list[int]]:
    """Lay out groups of rows as columns, with a half-open range for each group."""
    rows, spans = Columns(width), Columns(2)
    for group in groups:
        first = len(rows)
        for row in group:
            rows.add(*row)
        spans.add(first, len(rows))
    return dict(zip(keys, rows.columns + spans.columns, strict=True))


def span(first: date | None, last: date | None) -> tuple[int, int]:
    """Return an inclusive stretch of days, open ends included."""
    return (
        -shapes.ENDLESS if first is None else day_number(first),
        shapes.ENDLESS if last is None else day_number(last),
    )
