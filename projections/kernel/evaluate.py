"""Who may be renewed on a day, by which option, in which order."""

from projections.kernel.candidates import comes_before, find_target, grace_allows, is_target, renewable
from projections.kernel.cycles import renew
from projections.kernel.govern import choice, level_clause, note, slot_dated, slot_value
from projections.kernel.options import met, spend, tell_leaves
from projections.kernel.reasons import judge
from projections.kernel.shapes import (
    ACTIVE,
    GRACE_EXAMS,
    MISSING,
    NOT_TARGET,
    OPTION,
    RENEW_TARGET,
    RENEW_WHEN,
    REQUIRE,
    SLOTS,
    SUSPENDED,
    TARGET_EACH,
    WHEN_EXPIRY,
)


def evaluate(rules, facts, state, trace, day):
    """Judge the claims for the target and renew what can be, until nothing more can be."""
    again = True
    while again:
        target = find_target(rules, state, day, True)
        judge(rules, facts, state, trace, target, day)
        again = renew_next(rules, facts, state, trace, target, day)


def is_candidate(rules, state, slot, day):
    """Return whether a certification may be renewed on a checkpoint."""
    status = state.status[slot]
    if status != ACTIVE and status != SUSPENDED:
        return False
    if not renewable(rules, state, slot, day) or state.renewed[slot] == day:
        return False
    waits = choice(rules, RENEW_WHEN, day) == WHEN_EXPIRY
    return not waits or status == SUSPENDED or state.until[slot] == day


def renew_next(rules, facts, state, trace, target, day):
    """Renew the first candidate that meets an option; return whether there was one."""
    for slot in range(state.count[SLOTS]):
        state.mark[slot] = 0 if is_candidate(rules, state, slot, day) else 1
    while True:
        best = MISSING
        for slot in range(state.count[SLOTS]):
            if state.mark[slot] == 0 and (best < 0 or comes_before(rules, state, slot, best)):
                best = slot
        if best < 0:
            return False
        state.mark[best] = 1
        option = first_met(rules, facts, state, best, target, day)
        if option >= 0:
            note(trace, OPTION, day, state.certification[best], option, 1, state.certification[best], 1)
            slot_value(rules, state, trace, level_clause(rules, state.certification[best], REQUIRE), best, day)
            tell_leaves(rules, facts, state, trace, best, option, day)
            spend(rules, facts, state, trace, best, option, day)
            renew(rules, facts, state, trace, best, option, day)
            return True


def requirement(rules, state, slot, day):
    """Return the requirement that governs a certification on a checkpoint."""
    clause = level_clause(rules, state.certification[slot], REQUIRE)
    at, _ = slot_dated(rules, state, clause, slot, day)
    return rules.value[at]


def first_met(rules, facts, state, slot, target, day):
    """Return the first option, as the policy lists them, that is open to a candidate and met; or MISSING."""
    which = requirement(rules, state, slot, day)
    for option in range(rules.option_first[which], rules.option_last[which]):
        if is_open(rules, state, slot, option, target, day) and met(rules, facts, state, slot, option, day):
            return option
    return MISSING


def is_open(rules, state, slot, option, target, day):
    """Return whether a candidate may use an option: credits are for the target, exams alone for everyone."""
    if rules.spends[option] == 0:
        return state.status[slot] != SUSPENDED or grace_allows(rules, state, slot, GRACE_EXAMS, day)
    if slot == target or target < 0:
        return slot == target
    return choice(rules, RENEW_TARGET, day) == TARGET_EACH and is_target(rules, state, slot, day, target)


def progress(rules, facts, state, trace, slot, target, day):
    """Leave what each option of a certification has and needs, and NOT_TARGET where only its turn is missing."""
    certification = state.certification[slot]
    toward = state.certification[target] if target >= 0 else MISSING
    which = requirement(rules, state, slot, day)
    slot_value(rules, state, trace, level_clause(rules, certification, REQUIRE), slot, day)
    for option in range(rules.option_first[which], rules.option_last[which]):
        whole = met(rules, facts, state, slot, option, day)
        is_its = is_open(rules, state, slot, option, target, day)
        note(trace, OPTION, day, certification, option, 1 if whole else 0, toward, 1 if is_its else 0)
        tell_leaves(rules, facts, state, trace, slot, option, day)
        if whole and not is_its and state.status[slot] == ACTIVE:
            note(trace, NOT_TARGET, day, certification, option, toward, 0, 0)
