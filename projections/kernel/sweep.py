"""The fold: one sweep over the days on which something can happen."""

from projections.kernel.candidates import find_target
from projections.kernel.cycles import extend, grant, grant_renews, lapse, revoke
from projections.kernel.evaluate import evaluate, progress
from projections.kernel.govern import choice, note, slot_value
from projections.kernel.prepare import known, prepare
from projections.kernel.reasons import aged_on, exclude
from projections.kernel.shapes import (
    ACTIVE,
    ENDLESS,
    FLOOR,
    FLOORED,
    GRANT,
    HELD,
    LIFETIME,
    LOT,
    LOTS,
    MISSING,
    NEVER,
    NO_DAY,
    PENDING,
    RECORDED,
    RENEW_RECORDED,
    RENEW_WHEN,
    RESULT,
    RETIRED,
    REVOKE,
    SLOTS,
    STIRRING,
    SUSPENDED,
    TARGET,
    UNJUDGED,
    WHEN_EXPIRY,
)


def fold(rules, facts, first, last, question, state, trace):
    """Answer a question about one holder: the fact rows `first` to `last` (half-open) under the rules, into `state`.

    `trace` receives the why; with no room it only counts. Nothing is returned: the state is the answer.
    """
    trace.size[0] = 0
    prepare(rules, facts, first, last, question, state)
    day, row, boundary = NO_DAY, first, 0
    while True:
        while row < last and facts.on[row] <= day:
            row += 1
        while boundary < len(rules.boundary) and rules.boundary[boundary] <= day:
            boundary += 1
        day = next_checkpoint(rules, facts, row, last, boundary, state, day)
        if day > question.valid_on:
            break
        checkpoint(rules, facts, row, last, question, state, trace, day)
    conclude(rules, facts, state, trace, question.valid_on)


def next_checkpoint(rules, facts, row, last, boundary, state, day):
    """Return the next day on which anything can change: a fact, a rule, a lapse, an ageing lot."""
    coming = facts.on[row] if row < last else ENDLESS
    if boundary < len(rules.boundary) and rules.boundary[boundary] < coming:
        coming = rules.boundary[boundary]
    ends = 0 if choice(rules, RENEW_WHEN, day) == WHEN_EXPIRY else 1
    for slot in range(state.count[SLOTS]):
        status = state.status[slot]
        if status == ACTIVE and state.until[slot] < LIFETIME:
            end = state.until[slot] + (ends if state.until[slot] > day else 1)
            if state.renewed[slot] == day and state.credits_from[slot] <= day:
                end = day + 1  # Its cycle runs already, but on the day of a renewal no credits are for it.
            if end < coming:
                coming = end
        elif status == SUSPENDED and state.grace_until[slot] + 1 < coming:
            coming = state.grace_until[slot] + 1
    if state.count[STIRRING] == 1:
        for lot in range(state.count[LOTS]):
            for stir in (state.effective[lot], aged_on(rules, facts, state, lot, day)):
                if day < stir < coming:
                    coming = stir
    return coming


def checkpoint(rules, facts, row, last, question, state, trace, day):
    """Let one day happen: lapses, acts of the programme, grants, revocations, then one evaluation, and floors."""
    lapses(rules, facts, state, trace, day)
    acts(rules, state, trace, day)
    grants(rules, facts, row, last, question, state, trace, day)
    for at in range(row, last):
        if facts.on[at] != day:
            break
        if facts.kind[at] == REVOKE and known(facts, at, question.known_at):
            slot = slot_of(state, facts.subject[at])
            if slot >= 0:
                revoke(state, trace, slot, day)
    evaluate(rules, facts, state, trace, day)
    if choice(rules, RENEW_RECORDED, day) == FLOOR:
        while floors(rules, facts, row, last, question, state, trace, day) > 0:
            evaluate(rules, facts, state, trace, day)  # What came too late for the end before may be in time now.


def lapses(rules, facts, state, trace, day):
    """Lapse what has passed its last day, or its grace, and leave what each option of it had and needed."""
    target = find_target(rules, state, day - 1, False) if trace.room > 0 else MISSING
    for slot in range(state.count[SLOTS]):
        if trace.room > 0 and has_passed(state, slot, day):
            progress(rules, facts, state, trace, slot, target, day - 1)
    for slot in range(state.count[SLOTS]):
        if has_passed(state, slot, day):
            lapse(rules, state, trace, slot, day)


def has_passed(state, slot, day):
    """Return whether a certification's last day, or the last day of its grace, lies before `day`."""
    status = state.status[slot]
    return (status == ACTIVE and state.until[slot] < day) or (status == SUSPENDED and state.grace_until[slot] < day)


def acts(rules, state, trace, day):
    """Apply what the programme did on this day: retirements and extensions."""
    for slot in range(state.count[SLOTS]):
        if rules.retired_on[state.certification[slot]] == day:
            note(trace, RETIRED, day, state.certification[slot], 0, 0, 0, 0)
    for extension in range(len(rules.extension_on)):
        if rules.extension_on[extension] == day:
            extend(rules, state, trace, extension, day)


def grants(rules, facts, row, last, question, state, trace, day):
    """Apply all grants of the day, then let them renew what was active before it."""
    granted = 0
    for slot in range(state.count[SLOTS]):
        state.mark[slot] = 1 if state.status[slot] == ACTIVE else 0
    for at in range(row, last):
        if facts.on[at] != day:
            break
        if facts.kind[at] == GRANT and known(facts, at, question.known_at):
            slot = slot_of(state, facts.subject[at])
            grant(rules, facts, state, trace, slot, day)
            state.mark[slot] = 2
            granted += 1
    if granted > 0:
        grant_renews(rules, facts, state, trace, day)


def slot_of(state, certification):
    """Return the slot of a certification, or MISSING when it was never granted."""
    for slot in range(state.count[SLOTS]):
        if state.certification[slot] == certification:
            return slot
    return MISSING


def floors(rules, facts, row, last, question, state, trace, day):
    """Keep a recorded recertification's until where the replay falls short of it, and return how often it did.

    Source: clause renew.recorded.
    """
    raised = 0
    for at in range(row, last):
        if facts.on[at] != day:
            break
        if facts.kind[at] == RECORDED and known(facts, at, question.known_at):
            slot = slot_of(state, facts.subject[at])
            if slot >= 0 and state.status[slot] == ACTIVE and state.until[slot] < facts.decided[at]:
                slot_value(rules, state, trace, RENEW_RECORDED, slot, day)
                note(trace, FLOORED, day, facts.subject[at], facts.decided[at], state.until[slot], 0, 0)
                state.until[slot] = facts.decided[at]
                state.expires[slot] = facts.decided[at]
                raised += 1
    return raised


def conclude(rules, facts, state, trace, day):
    """Leave the answer in the trace too: every certification, what its options have, and every claim."""
    target = find_target(rules, state, day, False)
    state.count[TARGET] = target
    for slot in range(state.count[SLOTS]):
        if state.status[slot] == NEVER:
            continue
        if state.status[slot] == ACTIVE and trace.room > 0:
            progress(rules, facts, state, trace, slot, target, day)
        certification = state.certification[slot]
        note(
            trace,
            RESULT,
            day,
            certification,
            state.status[slot],
            state.until[slot],
            state.renewed[slot],
            state.cycle_from[slot],
        )
        note(trace, HELD, day, certification, state.granted[slot], 1 if slot == target else 0, 0, 0)
    for lot in range(state.count[LOTS]):
        if state.reason[lot] == UNJUDGED:
            exclude(rules, facts, state, trace, lot, PENDING, MISSING, day)  # Its credits work only later.
        slot = state.counts_for[lot]
        certification = state.certification[slot] if slot >= 0 else MISSING
        note(
            trace,
            LOT,
            facts.on[state.lot[lot]],
            state.lot[lot],
            state.reason[lot],
            state.spent[lot],
            state.remaining[lot],
            certification,
        )
