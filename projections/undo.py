"""What taking an import back would move, folded before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from ledger import Command, History, Known, Left, Recorded, Undo, holder_steps, programme_steps
from projections.standing import Bench, Standing, Term


class Move(NamedTuple):
    """A certification that stands otherwise once the import is taken back; None: it is not held then, or not now."""

    holder: str
    certification: str
    before: Term | None
    after: Term | None

    def document(self) -> dict[str, Any]:
        """Return the move as JSON."""
        before, after = _document(self.before), _document(self.after)
        return {"holder": self.holder, "certification": self.certification, "before": before, "after": after}


class Undoing:
    """The taking back of one import.

    After `foresee`, `moves` are the certifications that will stand otherwise on `valid_on`, `counts` the entries to be
    undone by topic, `left` what stays, and why. `is_found` says whether the import recorded anything.
    """

    def __init__(self, programme: tuple[Recorded, ...], batch: str, *, valid_on: date, known: Known) -> None:
        self.batch, self.valid_on = batch, valid_on
        self.counts: Counter[str] = Counter()
        self.left: list[Left] = []
        self.moves: list[Move] = []
        self.is_found = any(recorded.event.batch == batch for recorded in programme)
        self._programme, self._known = programme, known

    def foresee(self, histories: Iterable[History]) -> None:
        """Fold everyone who may be touched before and after."""
        undone = self._undone(programme_steps(self._programme, self.batch))
        before, after = Bench(self._programme), Bench(_without(self._programme, undone))
        for history in histories:
            own = self._undone(holder_steps(history.holder, history.events, self.batch)) if self._names(history) else []
            if own or undone:
                later = history._replace(events=_without(history.events, own))
                self._compare(
                    before.standing(history, self.valid_on, known=self._known),
                    after.standing(later, self.valid_on, known=self._known),
                )

    def commands(self, histories: Iterable[History]) -> Iterator[Command]:
        """Yield what takes the import back, in the order to record it."""
        steps = programme_steps(self._programme, self.batch)
        yield from (step.command for step in steps if isinstance(step, Undo))
        for history in filter(self._names, histories):
            steps = holder_steps(history.holder, history.events, self.batch)
            yield from (step.command for step in steps if isinstance(step, Undo))

    def _names(self, history: History) -> bool:
        """Say whether the import recorded anything of a holder."""
        own = any(recorded.event.batch == self.batch for recorded in history.events)
        self.is_found = self.is_found or own
        return own

    def _undone(self, steps: Iterable[Undo | Left]) -> list[Recorded]:
        """Return the entries that steps undo, and set down how many there are and what stays."""
        undone = []
        for step in steps:
            if isinstance(step, Left):
                self.left.append(step)
            else:
                undone.append(step.recorded)
                self.counts[step.recorded.event.TOPIC] += 1
        return undone

    def _compare(self, before: Standing, after: Standing) -> None:
        now, then = _terms(before), _terms(after)
        for code in dict.fromkeys((*now, *then)):
            if now.get(code) != then.get(code):
                self.moves.append(Move(before.holder, code, now.get(code), then.get(code)))


def _without(stream: tuple[Recorded, ...], undone: list[Recorded]) -> tuple[Recorded, ...]:
    """Return a stream as it will read once some of its entries are undone."""
    gone = {recorded.position for recorded in undone}
    return tuple(each for each in stream if each.position not in gone)


def _terms(standing: Standing) -> dict[str, Term]:
    return {each.certification: Term(each.status, each.until) for each in standing.certifications}


def _document(term: Term | None) -> dict[str, str | None]:
    if term is None:
        return {"status": "none", "until": None}
    return {"status": term.status, "until": term.until if isinstance(term.until, str) else term.until.isoformat()}
