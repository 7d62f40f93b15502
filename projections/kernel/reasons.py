"""Why a claim counts for a certification's cycle, or does not: the reasons from CYCLE on."""

from projections.kernel.calendar import add_months
from projections.kernel.candidates import comes_before, in_cycle, is_target
from projections.kernel.govern import choice, claim_value, note
from projections.kernel.shapes import (
    ACTIVE,
    AGED,
    CLAIM_RETROACTIVE,
    CLAIM_TERMS,
    CLAIM_WINDOW,
    COUNTED,
    CREDIT_CARRY_OVER,
    CREDIT_CYCLE,
    CREDIT_DUPLICATE,
    CREDIT_VALID_MONTHS,
    CYCLE,
    DUPLICATE,
    DUPLICATE_ALLOWED,
    DUPLICATE_CYCLE,
    EXCLUDED,
    GOVERNED,
    LIFETIME,
    LOTS,
    MISSING,
    MONTH_END,
    NOT_ENROLLED,
    OK,
    RENEW_TARGET,
    RETRO,
    RETRO_COMPLETED,
    RETRO_NONE,
    RUNS,
    SLOTS,
    STIRRING,
    SURPLUS,
    TARGET_EACH,
    TERMS_FROM,
    UNJUDGED,
    WINDOW,
)


def judge(rules, facts, state, trace, target, day):
    """Give every lot effective by `day` its reason for the target; kept until it counts. Without a target: CYCLE."""
    each = target >= 0 and choice(rules, RENEW_TARGET, day) == TARGET_EACH
    for lot in range(state.count[LOTS]):
        if state.effective[lot] > day:
            continue
        reason = state.reason[lot]
        if reason == OK and has_aged(rules, facts, state, lot, day):
            exclude(rules, facts, state, trace, lot, AGED, MISSING, day)
        elif reason == UNJUDGED and state.fixed[lot] != OK:
            exclude(rules, facts, state, trace, lot, state.fixed[lot], MISSING, day)
        elif reason == UNJUDGED and target < 0:
            exclude(rules, facts, state, trace, lot, CYCLE, MISSING, day)
        elif reason == OK and state.counts_for[lot] == target and not each:
            continue
        elif state.fixed[lot] == OK and target >= 0 and state.remaining[lot] > 0 and not is_gone(state, lot):
            rejudge(rules, facts, state, trace, lot, target, day, each)


def has_aged(rules, facts, state, lot, day):
    """Return whether what is left of a lot has grown too old; only lots that stir by themselves can."""
    if state.count[STIRRING] == 0 or state.remaining[lot] == 0:
        return False
    return aged_on(rules, facts, state, lot, day) <= day


def is_gone(state, lot):
    """Return whether what is left of a lot was forfeited or grew too old after it had counted."""
    return state.counted[lot] == 1 and state.reason[lot] != OK


def rejudge(rules, facts, state, trace, lot, target, day, each):
    """Judge a lot for the target, or the first one where each is; what never counted may begin to."""
    if each:
        target = first_counting(rules, facts, state, lot, target, day)
    if state.reason[lot] == OK and state.counts_for[lot] == target:
        return
    now = reason_for(rules, facts, state, lot, target, day)
    if now == OK:
        count_lot(state, trace, lot, target, day)
    elif state.reason[lot] == UNJUDGED:
        exclude(rules, facts, state, trace, lot, now, target, day)


def first_counting(rules, facts, state, lot, target, day):
    """Return the first certification, where each is a target, for whose cycle a lot counts; else the first of all."""
    best = MISSING
    for slot in range(state.count[SLOTS]):
        if is_target(rules, state, slot, day, target) and (best < 0 or comes_before(rules, state, slot, best)):
            if reason_for(rules, facts, state, lot, slot, day) == OK:
                best = slot
    return best if best >= 0 else target


def count_lot(state, trace, lot, slot, day):
    """Let a lot count for a certification's cycle."""
    state.reason[lot] = OK
    state.counted[lot] = 1
    state.counts_for[lot] = slot
    note(trace, COUNTED, day, state.lot[lot], state.remaining[lot], state.certification[slot], 0, 0)


def exclude(rules, facts, state, trace, lot, reason, slot, day):
    """Give a lot a reason not to count, and leave the two figures that it compares and the dated value behind it."""
    state.reason[lot] = reason
    row = state.lot[lot]
    figure, limit, clause = facts.on[row], MISSING, MISSING
    if reason == NOT_ENROLLED:
        figure, limit, clause = facts.submitted[row], state.count[TERMS_FROM], CLAIM_TERMS
    elif reason == CYCLE:
        limit, clause = state.opened[slot] if slot >= 0 else MISSING, CREDIT_CYCLE
    elif reason == WINDOW:
        figure, clause = facts.submitted[row] - facts.on[row], CLAIM_WINDOW
    elif reason == RETRO:
        figure, limit, clause = facts.submitted[row], last_day(state, slot), CLAIM_RETROACTIVE
    elif reason == DUPLICATE:
        figure, clause = earlier_twin(rules, facts, state, lot, slot, day), CREDIT_DUPLICATE
    elif reason == AGED:
        figure, clause = aged_on(rules, facts, state, lot, day), CREDIT_VALID_MONTHS
    elif reason == SURPLUS:
        limit, clause = state.credits_from[slot], CREDIT_CARRY_OVER
    if clause >= 0:
        at, pinned = claim_value(rules, facts, state, clause, lot, slot, day)
        limit = rules.value[at] if reason == WINDOW else limit
        note(trace, GOVERNED, day, clause, at, pinned, rules.value[at], row)
    certification = state.certification[slot] if slot >= 0 else MISSING
    note(trace, EXCLUDED, day, row, reason, figure, limit, certification)


def reason_for(rules, facts, state, lot, slot, day):
    """Return the first reason from CYCLE on that holds for a lot and a certification's cycle, or OK."""
    row = state.lot[lot]
    completed, submitted = facts.on[row], facts.submitted[row]
    if not was_running(state, slot, completed):
        return CYCLE
    at, _ = claim_value(rules, facts, state, CLAIM_WINDOW, lot, slot, day)
    if submitted - completed > rules.value[at]:
        return WINDOW
    at, _ = claim_value(rules, facts, state, CLAIM_RETROACTIVE, lot, slot, day)
    retroactive = rules.value[at]
    asked = state.decided[lot] if retroactive == RETRO_NONE else submitted
    if retroactive != RETRO_COMPLETED and asked > last_day(state, slot):
        return RETRO
    if state.counted[lot] == 0 and earlier_twin(rules, facts, state, lot, slot, day) >= 0:
        return DUPLICATE
    if state.count[STIRRING] == 1 and aged_on(rules, facts, state, lot, day) <= day:
        return AGED
    return OK if in_cycle(facts, state, lot, slot) else SURPLUS


def was_running(state, slot, day):
    """Return whether a cycle of a certification was running on a day, in this run of cycles or an earlier one."""
    if state.opened[slot] <= day and day <= last_day(state, slot):
        return True
    for run in range(state.count[RUNS]):
        if state.run_slot[run] == slot and state.run_from[run] <= day and day <= state.run_until[run]:
            return True
    return False


def last_day(state, slot):
    """Return the last day on which activity counts for a certification: its grace included while it is in it."""
    return state.until[slot] if state.status[slot] == ACTIVE else state.grace_until[slot]


def earlier_twin(rules, facts, state, lot, slot, day):
    """Return the row of the earlier claim, by (completed, id), for the same item or group that was counted."""
    at, _ = claim_value(rules, facts, state, CREDIT_DUPLICATE, lot, slot, day)
    scope = rules.value[at]
    if scope == DUPLICATE_ALLOWED:
        return MISSING
    for earlier in range(lot):
        if state.counted[earlier] == 1 and same_item(facts, state, earlier, lot):
            if scope != DUPLICATE_CYCLE or in_cycle(facts, state, earlier, slot):
                return state.lot[earlier]
    return MISSING


def same_item(facts, state, one, other):
    """Return whether two lots are for one edition of one item, or of items of one group."""
    first, second = state.lot[one], state.lot[other]
    if facts.edition[first] != facts.edition[second]:
        return False
    if facts.item[first] == facts.item[second]:
        return True
    return state.lot_group[one] >= 0 and state.lot_group[one] == state.lot_group[other]


def aged_on(rules, facts, state, lot, day):
    """Return the day from which a lot is too old. Source: clause credit.valid_months."""
    at, _ = claim_value(rules, facts, state, CREDIT_VALID_MONTHS, lot, MISSING, day)
    months = rules.value[at]
    if months < 0:
        return LIFETIME
    return add_months(facts.on[state.lot[lot]], months, choice(rules, MONTH_END, day)) + 1


def usable(rules, facts, state, lot, slot, day):
    """Return whether a lot can be spent on a certification on a checkpoint."""
    if state.effective[lot] > day or state.remaining[lot] == 0 or state.fixed[lot] != OK or is_gone(state, lot):
        return False
    if state.counts_for[lot] == slot:
        return True
    return reason_for(rules, facts, state, lot, slot, day) == OK
