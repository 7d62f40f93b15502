"""One pass over everyone, with one bench for each policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from ledger import History, Known, Policy, Recorded
from projections.cause import Ask, Suspects
from projections.replay.changed import ChangedCertification, ChangedHolder, Divergence, Happening
from projections.standing import Bench, CertificationStanding, Standing, Term
from projections.timeline import changes
from projections.trace import STATUS, Status


class Cell(NamedTuple):
    """A cell of the transition matrix: a level, and a status before and after."""

    level: str
    before: Status
    after: Status


class Replay:
    """What would stand under `policy`, after, against what stands under `against`, before.

    `each` goes over everyone and counts: `holders` and `certifications` are how many there are, `matrix` how many
    certifications are in each cell, `moved` of how many of those the last active day is another.
    """

    def __init__(
        self, programme: tuple[Recorded, ...], *, policy: Policy, against: Policy, valid_on: date, known: Known
    ) -> None:
        self.valid_on, self.known = valid_on, known
        self._before = Bench(programme, policy=against)
        self._after = Bench(programme, policy=policy)
        self._suspects = Suspects(programme, before=against, after=policy)
        self._levels = policy.levels
        self.holders = self.certifications = 0
        self.matrix: Counter[Cell] = Counter()
        self.moved: Counter[Cell] = Counter()

    def each(self, histories: Iterable[History]) -> Iterator[ChangedHolder]:
        """Yield every holder of whom something changes, in the order given; one is held at a time."""
        for history in histories:
            if history.known_at(self.known.position).events:
                changed = self._holder(history)
                if changed.certifications:
                    yield changed

    def cells(self) -> list[Cell]:
        """Return the cells that are not empty, from the highest level down, levels without a rank last."""
        ranks = {name: (-(level.rank or 0), name) for name, level in self._levels.items()}
        return sorted(
            self.matrix, key=lambda cell: (ranks[cell.level], STATUS.index(cell.before), STATUS.index(cell.after))
        )

    def _holder(self, history: History) -> ChangedHolder:
        """Compare one holder's two standings, and count them."""

        @cache
        def ask(bench: Bench) -> Standing:
            return bench.standing(history, self.valid_on, known=self.known)

        before, after = ask(self._before), ask(self._after)
        held = {each.certification: each for each in before.certifications}
        changed = []
        self.holders += 1
        for each in after.certifications:
            terms = _term(held[each.certification]), _term(each)
            self._count(each.level, *terms)
            if terms[0] != terms[1]:
                diverged = self._diverged(each.certification, before, after, ask)
                changed.append(ChangedCertification(each.certification, each.level, *terms, diverged))
        return ChangedHolder(history.holder, tuple(changed))

    def _count(self, level: str, before: Term, after: Term) -> None:
        cell = Cell(level, before.status, after.status)
        self.certifications += 1
        self.matrix[cell] += 1
        self.moved[cell] += before.until != after.until

    def _diverged(self, code: str, before: Standing, after: Standing, ask: Ask) -> Divergence:
        """Find the first day on which the two traces of a certification part, and why."""
        old, new = _happenings(before, code), _happenings(after, code)
        parted = next(pair for pair in zip(old, new, strict=False) if pair[0] != pair[1])
        on = min(each.on for each in parted)
        ends = () if parted == (old[-1], new[-1]) else (old[-1], new[-1])
        was, became = (each if each.on == on and each not in ends else None for each in parted)
        cause = self._suspects.behind(
            lambda standing: _until(_happenings(standing, code), on) == _until(new, on),
            ask,
            levels={each.level for each in after.certifications},
        )
        return Divergence(on, was, became, cause)


def _happenings(standing: Standing, code: str) -> tuple[Happening, ...]:
    """Return what happened to a certification, in order, and last where it stands in the end."""
    told = (Happening(each.on, each.what, each.until) for each in changes(standing) if each.certification == code)
    end = next(each for each in standing.certifications if each.certification == code)
    return (*told, Happening(standing.valid_on, f"is {end.status}", end.until))


def _until(happenings: Iterable[Happening], day: date) -> list[Happening]:
    return [each for each in happenings if each.on <= day]


def _term(held: CertificationStanding) -> Term:
    return Term(held.status, held.until)
