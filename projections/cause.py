"""Which of the clauses that two policies settle differently are behind a different answer, found by trying them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from ledger import LEVEL_CLAUSES, Policy, PolicyError, Recorded, diff, with_parts
from projections.standing import Bench, Standing

Ask: TypeAlias = Callable[[Bench], Standing]
Shows: TypeAlias = Callable[[Standing], bool]


class Cause(NamedTuple):
    """The clauses behind a difference: each of them alone gives it, or, `together`, none does without the others."""

    clauses: tuple[str, ...]
    together: bool

    def document(self) -> dict[str, Any]:
        """Return the cause as JSON."""
        return {"clauses": list(self.clauses), "together": self.together}


class Suspects:
    """The clauses in which two policies differ, and benches on which each is tried."""

    def __init__(self, programme: tuple[Recorded, ...], *, before: Policy, after: Policy) -> None:
        self.clauses = tuple(dict.fromkeys(change.clause for change in diff(before, after)))
        self._programme = programme
        self._alone = cache(lambda clause: self._bench(before, after, clause))
        self._without = cache(lambda clause: self._bench(after, before, clause))

    def behind(self, shows: Shows, ask: Ask, *, levels: Collection[str]) -> Cause:
        """Return which clauses make a difference that `shows` finds in the standing that `ask` gets of a bench.

        A clause for a level that the holder has nothing of is not tried.
        """
        tried = [clause for clause in self.clauses if _may_matter(clause, levels)]
        if len(tried) == 1:
            return Cause(tuple(tried), together=False)
        if alone := tuple(self._those(tried, self._alone, shows, ask)):
            return Cause(alone, together=False)
        idle = set(self._those(tried, self._without, shows, ask))
        return Cause(tuple(clause for clause in tried if clause not in idle) or tuple(tried), together=True)

    def _those(
        self, tried: Collection[str], bench_of: Callable[[str], Bench | None], shows: Shows, ask: Ask
    ) -> Iterator[str]:
        """Yield the clauses on whose bench the difference shows."""
        for clause in tried:
            bench = bench_of(clause)
            if bench is not None and shows(ask(bench)):
                yield clause

    def _bench(self, policy: Policy, other: Policy, clause: str) -> Bench | None:
        """Return a bench for a policy with one clause as the other has it; None where that is no policy."""
        try:
            return Bench(self._programme, policy=with_parts(policy, other, [clause], place=clause))
        except PolicyError:
            return None


def _may_matter(clause: str, levels: Collection[str]) -> bool:
    """Return whether a clause speaks of every level, or of one of these."""
    name, _, level = clause.rpartition(".")
    return name not in LEVEL_CLAUSES or level in levels
