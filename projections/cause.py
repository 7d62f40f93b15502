"""Which of the clauses that two policies settle differently are behind a different answer, found by trying them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from ledger import LEVEL_CLAUSES, Policy, PolicyError, Recorded, diff, with_parts
from projections.standing import Bench, Standing

Ask: TypeAlias = Callable[[Bench], Standing]
Shows: TypeAlias = Callable[[Standing], bool]

_BENCHES = 256


class Cause(NamedTuple):
    """The clauses behind a difference: each of them alone gives it, or, `together`, they do and no fewer of them."""

    clauses: tuple[str, ...]
    together: bool

    def document(self) -> dict[str, Any]:
        """Return the cause as JSON."""
        return {"clauses": list(self.clauses), "together": self.together}


class Suspects:
    """The clauses in which two policies differ, and benches on which they are tried."""

    def __init__(self, programme: tuple[Recorded, ...], *, before: Policy, after: Policy) -> None:
        self.clauses = tuple(dict.fromkeys(change.clause for change in diff(before, after)))
        self._programme, self._before, self._after = programme, before, after
        self._bench = lru_cache(_BENCHES)(self._bench_with)

    def behind(self, shows: Shows, ask: Ask, *, levels: Collection[str]) -> Cause:
        """Return which clauses make a difference that `shows` finds in the standing that `ask` gets of a bench.

        A clause for a level that the holder has nothing of is not tried. Where several sets of clauses would do
        together, the one that is left after taking out what can be, in order, is returned.
        """
        tried = tuple(clause for clause in self.clauses if _may_matter(clause, levels))
        if len(tried) == 1:
            return Cause(tried, together=False)
        alone = tuple(clause for clause in tried if self._do((clause,), shows, ask))
        if alone:
            return Cause(alone, together=False)
        needed = tried
        for clause in tried:
            fewer = tuple(other for other in needed if other != clause)
            needed = fewer if self._do(fewer, shows, ask) else needed
        return Cause(needed, together=True)

    def _do(self, clauses: tuple[str, ...], shows: Shows, ask: Ask) -> bool:
        """Return whether the difference shows with these clauses changed, where that makes a policy."""
        bench = self._bench(clauses)
        return bench is not None and shows(ask(bench))

    def _bench_with(self, clauses: tuple[str, ...]) -> Bench | None:
        """Return a bench for the policy before with these clauses as after; None where that is no policy."""
        try:
            mixed = with_parts(self._before, self._after, clauses, place=", ".join(clauses))
        except PolicyError:
            return None
        return Bench(self._programme, policy=mixed)


def _may_matter(clause: str, levels: Collection[str]) -> bool:
    """Return whether a clause speaks of every level, or of one of these."""
    name, _, level = clause.rpartition(".")
    return name not in LEVEL_CLAUSES or level in levels
