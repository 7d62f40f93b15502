"""Running the fold for one holder, interpreted: room for the state, and for as much trace as it wants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from projections.kernel import Facts, Question, State, Trace, fold, shapes
from projections.rules import RuleBook

_SLOT = (
    "certification",
    "status",
    "until",
    "expires",
    "granted",
    "renewed",
    "cycle_from",
    "credits_from",
    "opened",
    "grace_until",
    "mark",
)
_LOT = (
    "lot",
    "effective",
    "decided",
    "fixed",
    "reason",
    "counted",
    "counts_for",
    "carried",
    "remaining",
    "spent",
    "lot_category",
    "lot_group",
)
_EXAM = ("exam", "used_rank", "used_alone")
_FEE = ("fee", "fee_used")
_RUN = ("run_slot", "run_from", "run_until")
_SEAT = ("seat_leaf", "seat_exam", "seat_from", "seat_queue")
_ROOM = 256


class Folded(NamedTuple):
    """What a fold leaves: the state, and the trace as rows of `shapes.WIDTH` integers."""

    state: State
    rows: tuple[tuple[int, ...], ...]


def room_for(slots: int, lots: int, exams: int, fees: int, seats: int) -> State:
    """Return a state with room for so many certifications, claims, passes, payments and seats."""
    sizes = ((_SLOT, slots), (_RUN, slots), (_LOT, lots), (_EXAM, exams), (_FEE, fees), (_SEAT, seats))
    columns = {name: [0] * size for names, size in sizes for name in names}
    return State(count=[0] * shapes.COUNTS, **columns)


def run(book: RuleBook, facts: Facts, question: Question, *, traced: bool = True) -> Folded:
    """Fold one holder's facts under a rule book; the trace grows until it holds everything."""
    kinds = facts.kind
    state = room_for(
        kinds.count(shapes.GRANT),
        kinds.count(shapes.CREDIT),
        kinds.count(shapes.EXAM),
        kinds.count(shapes.FEE),
        book.seats,
    )
    room = _ROOM if traced else 0
    while True:
        trace = Trace(rows=[0] * (room * shapes.WIDTH), size=[0], room=room)
        fold(book.rules, facts, 0, len(facts.on), question, state, trace)
        if trace.size[0] <= room or not traced:
            break
        room = max(2 * room, trace.size[0])
    return Folded(state, tuple(_rows(trace.rows, trace.size[0] if traced else 0)))


def _rows(flat: Sequence[int], count: int) -> list[tuple[int, ...]]:
    """Cut the flat trace into rows."""
    width = shapes.WIDTH
    return [tuple(flat[at * width : (at + 1) * width]) for at in range(count)]
