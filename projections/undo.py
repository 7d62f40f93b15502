"""What taking an import back would move, folded before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger import Command, History, Known, Left, NotFoundError, Step, foreseen, holder_steps, programme_steps
from projections.standing import Bench, Standing, Term
from projections.trace import Until

if TYPE_CHECKING:
    from ledger import Ledger

_TRANSACTION = 500
"""Commands recorded at a time; whoever is interrupted gives the same order again."""


class Move(NamedTuple):
    """A certification that stands otherwise once the import is taken back."""

    holder: str
    certification: str
    before: Term
    after: Term

    def document(self) -> dict[str, Any]:
        """Return the move as JSON."""
        before, after = _document(self.before), _document(self.after)
        return {"holder": self.holder, "certification": self.certification, "before": before, "after": after}


class Undoing:
    """The taking back of one import: `foresee` it, then `carry_out`.

    After `foresee`, `moves` are the certifications that will stand otherwise on `valid_on`, `counts` the commands by
    kind, `left` what stays, and why.
    """

    def __init__(self, ledger: Ledger, batch: str) -> None:
        self._ledger = ledger
        self.batch = batch
        self.valid_on: date = ledger.today()
        self.counts: Counter[str] = Counter()
        self.left: list[Left] = []
        self.moves: list[Move] = []

    def foresee(self) -> None:
        """Fold everyone who may be touched before and after; `NotFoundError` when the import recorded nothing."""
        programme, known = self._ledger.programme(), self._ledger.resolve(None)
        about_all = self._commands(programme_steps(programme, self.batch, catalogue=self._ledger.catalogue))
        ahead = foreseen(self._ledger, about_all) if about_all else ()
        before, after = Bench(programme), Bench(programme + ahead)
        found = any(recorded.event.batch == self.batch for recorded in programme)
        for history in self._ledger.histories():
            own = self._is_about(history)
            found = found or own
            if own or about_all:
                commands = self._commands(self._steps(history)) if own else ()
                later = self._later(history, commands)
                ends = Known(later.events[-1].position, known.instant) if commands else known
                self._compare(
                    before.standing(history, self.valid_on, known=known),
                    after.standing(later, self.valid_on, known=ends),
                )
        if not found:
            raise NotFoundError(
                f"No import {self.batch} has recorded anything. Use the batch that an import names when it ends."
            )

    def carry_out(self) -> int:
        """Record what takes the import back, whole transactions at a time; return how many commands that took."""
        commands, recorded = self._all(), 0
        while some := list(islice(commands, _TRANSACTION)):
            recorded += sum(outcome.status == "recorded" for outcome in self._ledger.record(some))
        return recorded

    def _all(self) -> Iterator[Command]:
        programme = programme_steps(self._ledger.programme(), self.batch, catalogue=self._ledger.catalogue)
        yield from (step for step in programme if isinstance(step, Command))
        for history in self._ledger.histories():
            if self._is_about(history):
                yield from (step for step in self._steps(history) if isinstance(step, Command))

    def _is_about(self, history: History) -> bool:
        return any(recorded.event.batch == self.batch for recorded in history.events)

    def _steps(self, history: History) -> Iterator[Step]:
        return holder_steps(history.holder, history.events, self.batch, today=self.valid_on)

    def _commands(self, steps: Iterator[Step]) -> tuple[Command, ...]:
        """Return the commands among steps, and set down how many there are and what stays."""
        commands = []
        for step in steps:
            if isinstance(step, Left):
                self.left.append(step)
            else:
                commands.append(step)
                self.counts[step.kind] += 1
        return tuple(commands)

    def _later(self, history: History, commands: Sequence[Command]) -> History:
        if not commands:
            return history
        return history._replace(events=history.events + foreseen(self._ledger, commands))

    def _compare(self, before: Standing, after: Standing) -> None:
        then = {each.certification: Term(each.status, each.until) for each in after.certifications}
        for each in before.certifications:
            term = Term(each.status, each.until)
            if then[each.certification] != term:
                self.moves.append(Move(before.holder, each.certification, term, then[each.certification]))


def _document(term: Term) -> dict[str, str]:
    return {"status": term.status, "until": _text(term.until)}


def _text(until: Until) -> str:
    return until if isinstance(until, str) else until.isoformat()
