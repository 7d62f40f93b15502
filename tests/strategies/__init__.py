"""Random histories for tests: seeded ones, and the same as hypothesis strategies that shrink."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.strategies.history import Case, ask, case, history, write
from tests.strategies.story import Entry

__all__ = ["Case", "Entry", "ask", "case", "cases", "histories", "history", "write"]


@st.composite
def histories(draw: st.DrawFn, era: str = "today") -> list[Entry]:
    """Draw a history of one holder."""
    return write(draw(st.randoms(use_true_random=False)), era)


@st.composite
def cases(draw: st.DrawFn, era: str = "today") -> Case:
    """Draw a history and a question about it."""
    rng = draw(st.randoms(use_true_random=False))
    events = write(rng, era)
    return Case(events, *ask(rng, events))
