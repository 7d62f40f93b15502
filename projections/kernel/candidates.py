"""Which certifications may be renewed, in which order, and which of them credits are for."""

from projections.kernel.govern import choice
from projections.kernel.shapes import ACTIVE, LIFETIME, MISSING, RENEWABLE, RETIRED_RENEWABLE, SLOTS


def renewable(rules, state, slot, day):
    """Return whether a certification may be renewed at all: not for life, and not retired unless the clause says so."""
    if state.until[slot] >= LIFETIME:
        return False
    retired = rules.retired_on[state.certification[slot]] <= day
    return not retired or choice(rules, RETIRED_RENEWABLE, day) == RENEWABLE


def find_target(rules, state, day, unrenewed):
    """Return the slot of the first active candidate with a rank, or MISSING; `unrenewed`: not renewed on this day."""
    target = MISSING
    for slot in range(state.count[SLOTS]):
        if not is_target(rules, state, slot, day, unrenewed):
            continue
        if target < 0 or comes_before(rules, state, slot, target):
            target = slot
    return target


def comes_before(rules, state, slot, other):
    """Return whether a candidate comes first: by (level descending, until ascending, code)."""
    one, two = rules.rank[state.certification[slot]], rules.rank[state.certification[other]]
    if one != two:
        return one > two
    if state.until[slot] != state.until[other]:
        return state.until[slot] < state.until[other]
    return slot < other


def is_target(rules, state, slot, day, unrenewed):
    """Return whether credits may be for a certification: active, with a rank, renewable, not renewed on this day."""
    if state.status[slot] != ACTIVE or rules.rank[state.certification[slot]] < 0:
        return False
    return renewable(rules, state, slot, day) and not (unrenewed and state.renewed[slot] == day)


def in_cycle(facts, state, lot, slot):
    """Return whether a lot was completed in a certification's cycle, or carried over into it."""
    return facts.on[state.lot[lot]] >= state.credits_from[slot] or state.carried[lot] & (1 << slot) != 0
