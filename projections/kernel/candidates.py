"""Which certifications may be renewed, in which order, and which of them credits are for."""

from projections.kernel.govern import choice, level_clause, slot_dated
from projections.kernel.shapes import (
    ACTIVE,
    GRACE_ALL,
    GRACE_CREDITS,
    GRACE_OPTIONS,
    LIFETIME,
    MISSING,
    RENEWABLE,
    RETIRED_RENEWABLE,
    SLOTS,
    SUSPENDED,
)


def renewable(rules, state, slot, day):
    """Return whether a certification may be renewed at all: not for life, and not retired unless the clause says so."""
    if state.until[slot] >= LIFETIME:
        return False
    retired = rules.retired_on[state.certification[slot]] <= day
    return not retired or choice(rules, RETIRED_RENEWABLE, day) == RENEWABLE


def find_target(rules, state, day, unrenewed):
    """Return the slot of the first candidate that credits may be for, or MISSING; `unrenewed`: not renewed on this day.

    A suspended one comes only when none that is active could use them.
    """
    target = first_of(rules, state, day, unrenewed, ACTIVE)
    return target if target >= 0 else first_of(rules, state, day, unrenewed, SUSPENDED)


def first_of(rules, state, day, unrenewed, status):
    """Return the slot of the first candidate of a status that credits may be for, or MISSING."""
    target = MISSING
    for slot in range(state.count[SLOTS]):
        if state.status[slot] == status and takes_credits(rules, state, slot, day, unrenewed):
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


def is_target(rules, state, slot, day, target):
    """Return whether credits may be for a certification as well as for the target, where each one is: of its status."""
    return state.status[slot] == state.status[target] and takes_credits(rules, state, slot, day, True)


def takes_credits(rules, state, slot, day, unrenewed):
    """Return whether a certification, active or suspended, may use credits on a day; `unrenewed`: not renewed on it."""
    certification = state.certification[slot]
    if rules.rank[certification] < 0 or (unrenewed and state.renewed[slot] == day):
        return False
    if state.status[slot] == SUSPENDED and not grace_allows(rules, state, slot, GRACE_CREDITS, day):
        return False
    return renewable(rules, state, slot, day)


def grace_allows(rules, state, slot, options, day):
    """Return whether the grace of a suspended certification leaves open what needs exams alone, or credits."""
    clause = level_clause(rules, state.certification[slot], GRACE_OPTIONS)
    at, _ = slot_dated(rules, state, clause, slot, day)
    return rules.value[at] == options or rules.value[at] == GRACE_ALL


def in_cycle(facts, state, lot, slot):
    """Return whether a lot was completed in a certification's cycle, or carried over into it."""
    return facts.on[state.lot[lot]] >= state.credits_from[slot] or state.carried[lot] & (1 << slot) != 0
