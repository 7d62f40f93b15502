"""The table of faults and outcomes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.faults.trials import Outcome

_HEADINGS = ("fault", "command", "injected", "died", "failed", "answered", "ambiguous", "resolved", "lost", "wrong",
             "left behind")  # fmt: skip
_LEGEND = """
injected: faults that really happened. died: killed. failed: said so. answered: ended well nevertheless.
ambiguous: no answer, or an error, and all or a part is done. resolved: of these, put right by the same command again.
lost: acknowledged, and gone. wrong: anything else that must not be. left behind: runs that left files, each time anew.
"""


@dataclass
class Line:
    """A line of the table: a kind of fault and the command that met it, what came of each, or why none could be."""

    fault: str
    command: str
    skipped: str = ""
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def injected(self) -> int:
        """How many faults really happened."""
        return sum(outcome.hit for outcome in self.outcomes)

    def problems(self) -> Iterator[str]:
        """Yield what must not be, each with the fault and the command that it came of."""
        for outcome in self.outcomes:
            for what in (*outcome.lost, *outcome.wrong):
                yield f"{self.fault}, {self.command}, {outcome.name}: {what}"

    def counts(self) -> list[int]:
        """Return what came of the faults that happened, in the order of the headings."""
        hit = [outcome for outcome in self.outcomes if outcome.hit]
        ambiguous = [outcome for outcome in hit if outcome.unsaid]
        return [
            len(hit),
            sum(outcome.done.died for outcome in hit),
            sum(outcome.done.code > 0 for outcome in hit),
            sum(outcome.done.code == 0 for outcome in hit),
            len(ambiguous),
            sum(outcome.resolved for outcome in ambiguous),
            sum(len(outcome.lost) for outcome in self.outcomes),
            sum(len(outcome.wrong) for outcome in self.outcomes),
            sum(bool(outcome.left) for outcome in hit),
        ]


def drawn(lines: Sequence[Line]) -> str:
    """Return the table as text, with a line for all."""
    rows = [[line.fault, line.command, *_cells(line)] for line in lines]
    every = [line.counts() for line in lines]
    total = ["all", "", *(str(sum(column)) for column in zip(*every, strict=True))]
    widths = [max(len(row[at]) for row in (_HEADINGS, *rows, total) if at < len(row)) for at in range(len(_HEADINGS))]
    widths[2] = max(len(cells[2]) for cells in (_HEADINGS, total))
    return "\n".join(_aligned(row, widths) for row in ([*_HEADINGS], *rows, total)) + "\n" + _LEGEND


def _cells(line: Line) -> list[str]:
    return [f"skipped: {line.skipped}"] if line.skipped else [str(count) for count in line.counts()]


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    words = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
    numbers = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=False)]
    return "  ".join((*words, *numbers)).rstrip()
