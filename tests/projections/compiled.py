"""The kernel's functions as they stand, rebound through numba in a copied namespace."""

from __future__ import annotations

from types import FunctionType
from typing import Any

from projections.folding import Folded, room_for
from projections.kernel import FUNCTIONS, Facts, Question, Rules, Trace, shapes
from projections.rules import RuleBook


def compiled_fold() -> Any:
    """Return `fold`, compiled together with everything that it calls.

    The kernel allocates nothing, so it is compiled without reference counts, and only `fold` itself is
    given a wrapper that Python can call: both are most of what compiling would cost.
    """
    import numba

    namespace: dict[str, Any] = {name: value for name, value in vars(shapes).items() if not name.startswith("__")}
    for name, function in FUNCTIONS.items():
        options: dict[str, Any] = {"nogil": True, "_nrt": False}
        if name != "fold":
            options |= {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
        copy = FunctionType(function.__code__, namespace, name)
        namespace[name] = numba.njit(**options)(copy)
    return namespace["fold"]


def as_arrays(columns: Any) -> Any:
    """Return a NamedTuple of lists as one of integer arrays; scalars stay."""
    import numpy

    return type(columns)(
        *(numpy.array(column, dtype=numpy.int64) if isinstance(column, list) else column for column in columns)
    )


def run_compiled(fold: Any, book: RuleBook, facts: Facts, question: Question, *, room: int = 4096) -> Folded:
    """Fold one holder's facts with the compiled fold; the same arguments and result as `folding.run`."""
    import numpy

    kinds = facts.kind
    slots, lots, exams, fees = (kinds.count(kind) for kind in (shapes.GRANT, shapes.CREDIT, shapes.EXAM, shapes.FEE))
    state = as_arrays(room_for(slots, lots, exams, fees, book.seats))
    trace = Trace(numpy.zeros(room * shapes.WIDTH, numpy.int64), numpy.zeros(1, numpy.int64), room)
    rules: Rules = as_arrays(book.rules)
    fold(rules, as_arrays(facts), 0, len(facts.on), question, state, trace)
    size = int(trace.size[0])
    assert size <= room
    rows = trace.rows[: size * shapes.WIDTH].reshape(size, shapes.WIDTH)
    return Folded(state, tuple(tuple(int(value) for value in row) for row in rows))
