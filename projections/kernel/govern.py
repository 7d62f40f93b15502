"""Which dated value of a clause governs, and the trace row that says so."""

from projections.kernel.shapes import (
    BY_CHECKPOINT,
    BY_COMPLETED,
    BY_CYCLE_START,
    BY_DECIDED,
    BY_EXPIRY,
    BY_GRANTED,
    BY_SUBMITTED,
    GOVERNED,
    LEVEL_CLAUSES,
    LIFETIME,
    MISSING,
    PER_LEVEL,
    WIDTH,
)


def note(trace, code, day, a, b, c, d, e):
    """Write one trace row if there is room, and count it in any case."""
    at = trace.size[0]
    trace.size[0] = at + 1
    if at < trace.room:
        base = at * WIDTH
        trace.rows[base] = code
        trace.rows[base + 1] = day
        trace.rows[base + 2] = a
        trace.rows[base + 3] = b
        trace.rows[base + 4] = c
        trace.rows[base + 5] = d
        trace.rows[base + 6] = e


def level_clause(rules, certification, which):
    """Return the number of a per-level clause for a certification's level."""
    return PER_LEVEL + rules.level[certification] * LEVEL_CLAUSES + which


def governing(rules, clause, day):
    """Return the dated value in force on `day`: the last one that has begun; before all of them, the first."""
    first = rules.clause_first[clause]
    at = rules.clause_last[clause] - 1
    while at > first and rules.since[at] > day:
        at -= 1
    return at


def choice(rules, clause, day):
    """Return the value in force on `day`, for clauses that a checkpoint pins."""
    return rules.value[governing(rules, clause, day)]


def claim_value(rules, facts, state, clause, lot, slot, day):
    """Return the dated value of a clause that a claim's own days may select; `slot` -1: no certification."""
    row = state.lot[lot]
    pin = rules.pin[clause]
    pinned = day
    if pin == BY_COMPLETED:
        pinned = facts.on[row]
    elif pin == BY_SUBMITTED:
        pinned = facts.submitted[row]
    elif pin == BY_DECIDED:
        pinned = state.decided[lot]
    elif slot >= 0:
        return slot_dated(rules, state, clause, slot, day)
    return governing(rules, clause, pinned), pinned


def claim_choice(rules, facts, state, clause, lot):
    """Return a clause's value for a claim before any certification is looked at."""
    at, _ = claim_value(rules, facts, state, clause, lot, MISSING, facts.on[state.lot[lot]])
    return rules.value[at]


def standing_pin(pin, day, granted, cycle_start, expiry):
    """Return the day that selects a clause's value for a certification on a checkpoint."""
    if pin == BY_GRANTED:
        return granted
    if pin == BY_CYCLE_START:
        return cycle_start
    if pin == BY_EXPIRY:
        return expiry
    if pin == BY_CHECKPOINT:
        return day
    return LIFETIME  # BY_LATEST: whatever comes last


def slot_dated(rules, state, clause, slot, day):
    """Return the dated value of a clause that a certification held may select on a checkpoint, and the day it does."""
    pinned = standing_pin(rules.pin[clause], day, state.granted[slot], state.cycle_from[slot], state.until[slot])
    return governing(rules, clause, pinned), pinned


def slot_value(rules, state, trace, clause, slot, day):
    """Return a clause's value for a certification held, on a checkpoint, and leave which revision gave it."""
    at, pinned = slot_dated(rules, state, clause, slot, day)
    note(trace, GOVERNED, day, clause, at, pinned, rules.value[at], state.certification[slot])
    return rules.value[at]
