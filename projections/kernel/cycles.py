"""What begins and ends a cycle: grants, renewals, revocations, extensions and lapses."""

from projections.kernel.calendar import add_months
from projections.kernel.candidates import in_cycle, renewable
from projections.kernel.govern import choice, level_clause, note, slot_value
from projections.kernel.shapes import (
    ACTIVE,
    ANCHOR,
    CARRY_NONE,
    CARRY_WINDOW,
    CREDIT_CARRY_MONTHS,
    CREDIT_CARRY_OVER,
    DURATION,
    ENDLESS,
    EXCLUSIVE,
    EXPIRED,
    EXPIRY_LAST_DAY,
    EXTENDED,
    FORFEITED,
    GRACE_MONTHS,
    GRANT_RENEWS,
    GRANTED,
    LAPSED,
    LIFETIME,
    LOTS,
    MISSING,
    MONTH_END,
    NEVER,
    NO_DAY,
    OK,
    PREVIOUS_EXPIRY,
    RENEW_SCOPE,
    RENEWED,
    REVOKED,
    REVOKED_ROW,
    RUNS,
    SCOPE_LEVEL,
    SCOPE_LEVEL_AND_BELOW,
    SCOPE_NOTHING,
    SCOPE_SELF,
    SLOTS,
    SURPLUS,
    SUSPENDED,
)


def close_cycle(rules, facts, state, trace, slot, day, lapsed):
    """Decide what becomes of the credits left in a cycle that ends. Source: clause credit.carry_over.

    What was counted and completed in the cycle is carried into the next one of this certification, also where it
    counts for another; what is not carried is given up where it counted for this one.
    """
    carry = CARRY_NONE if lapsed else choice(rules, CREDIT_CARRY_OVER, day)
    oldest = -ENDLESS
    if carry == CARRY_WINDOW:
        oldest = add_months(day, -choice(rules, CREDIT_CARRY_MONTHS, day), choice(rules, MONTH_END, day))
    for lot in range(state.count[LOTS]):
        within = in_cycle(facts, state, lot, slot)
        state.carried[lot] &= ~(1 << slot)
        if state.reason[lot] != OK or state.remaining[lot] == 0:
            continue
        if carry != CARRY_NONE and within and facts.on[state.lot[lot]] >= oldest:
            state.carried[lot] |= 1 << slot
        elif state.counts_for[lot] == slot:
            state.reason[lot] = SURPLUS
            note(trace, FORFEITED, day, state.lot[lot], state.remaining[lot], state.certification[slot], 0, 0)


def set_expiry(rules, state, slot, expires, day):
    """Set the nominal expiry and the last active day. Source: clause expiry.last_day."""
    last = expires
    if choice(rules, EXPIRY_LAST_DAY, day) == EXCLUSIVE and expires < LIFETIME:
        last = expires - 1
    state.expires[slot] = expires
    state.until[slot] = last


def grant(rules, facts, state, trace, slot, day):
    """Earn a certification: a new cycle from `day`; one that was active is never shortened."""
    before, expires, until = state.status[slot], state.expires[slot], state.until[slot]
    if before != NEVER:
        close_cycle(rules, facts, state, trace, slot, day, before != ACTIVE)
    state.status[slot] = ACTIVE
    state.granted[slot] = day
    state.renewed[slot] = NO_DAY
    if before != ACTIVE:
        keep_run(state, slot)
        state.opened[slot] = day
    state.cycle_from[slot] = day
    state.credits_from[slot] = day
    months = slot_value(rules, state, trace, level_clause(rules, state.certification[slot], DURATION), slot, day)
    set_expiry(rules, state, slot, add_months(day, months, choice(rules, MONTH_END, day)), day)
    if before == ACTIVE and until > state.until[slot]:
        state.expires[slot] = expires
        state.until[slot] = until
    note(trace, GRANTED, day, state.certification[slot], state.until[slot], day, before, 0)


def keep_run(state, slot):
    """Remember the run of cycles that ended before a certification is earned again."""
    if state.opened[slot] == NO_DAY:
        return
    at = state.count[RUNS]
    state.run_slot[at] = slot
    state.run_from[at] = state.opened[slot]
    state.run_until[at] = state.until[slot]
    state.count[RUNS] = at + 1


def grant_renews(rules, facts, state, trace, day):
    """Renew what was active before the grants of the day (mark 1) by each of them (mark 2), never shortening."""
    scope = choice(rules, GRANT_RENEWS, day)
    for slot in range(state.count[SLOTS]):
        if state.mark[slot] != 2 or scope == SCOPE_NOTHING:
            continue
        for other in range(state.count[SLOTS]):
            if state.mark[other] == 1 and in_scope(rules, state, scope, slot, other):
                if state.renewed[other] != day and renewable(rules, state, other, day):
                    renew_by_grant(rules, facts, state, trace, other, slot, day)


def renew_by_grant(rules, facts, state, trace, slot, by, day):
    """Begin a new cycle of a certification on the day that a higher or equal one was earned."""
    close_cycle(rules, facts, state, trace, slot, day, False)
    expires, until = state.expires[slot], state.until[slot]
    months = slot_value(rules, state, trace, level_clause(rules, state.certification[slot], DURATION), slot, day)
    set_expiry(rules, state, slot, add_months(day, months, choice(rules, MONTH_END, day)), day)
    if until > state.until[slot]:
        state.expires[slot] = expires
        state.until[slot] = until
    begin_cycle(state, trace, slot, day, day, MISSING, by)


def begin_cycle(state, trace, slot, day, first, option, by):
    """Start a renewed cycle on its first day; what is completed from then on is for it."""
    state.status[slot] = ACTIVE
    state.renewed[slot] = day
    state.cycle_from[slot] = first
    state.credits_from[slot] = first
    certification = state.certification[slot]
    note(trace, RENEWED, day, certification, state.until[slot], first, option, state.certification[by])


def in_scope(rules, state, scope, slot, other):
    """Return whether renewing `slot` renews `other` too; what stands outside the ladder only renews itself."""
    one, two = state.certification[slot], state.certification[other]
    if one == two or scope == SCOPE_SELF:
        return one == two
    if rules.rank[one] < 0 or rules.rank[two] < 0 or rules.rank[two] > rules.rank[one]:
        return False
    if scope == SCOPE_LEVEL:
        return rules.rank[one] == rules.rank[two]
    return scope == SCOPE_LEVEL_AND_BELOW or rules.track[one] == rules.track[two]


def renew(rules, facts, state, trace, slot, option, day):
    """Renew a certification and all active ones in scope, each by its own level's duration and anchor."""
    scope = choice(rules, RENEW_SCOPE, day)
    for other in range(state.count[SLOTS]):
        if other != slot and (state.status[other] != ACTIVE or not renewable(rules, state, other, day)):
            continue
        if in_scope(rules, state, scope, slot, other):
            renew_one(rules, facts, state, trace, other, option, slot, day)


def renew_one(rules, facts, state, trace, slot, option, by, day):
    """Start the next cycle of one certification, from the day or from its old expiry. Source: clause renew.anchor.

    One that is suspended begins it the day after its last active day, whatever its new expiry counts from.
    """
    close_cycle(rules, facts, state, trace, slot, day, False)
    certification = state.certification[slot]
    months = slot_value(rules, state, trace, level_clause(rules, certification, DURATION), slot, day)
    anchor = slot_value(rules, state, trace, level_clause(rules, certification, ANCHOR), slot, day)
    start = state.expires[slot] if anchor == PREVIOUS_EXPIRY else day
    from_old = anchor == PREVIOUS_EXPIRY or state.status[slot] == SUSPENDED
    first = state.until[slot] + 1 if from_old else day
    set_expiry(rules, state, slot, add_months(start, months, choice(rules, MONTH_END, day)), day)
    begin_cycle(state, trace, slot, day, first, option, by)
    if not from_old:
        state.credits_from[slot] = day + 1  # What is completed on the day belongs to the cycle that ends on it.


def revoke(state, trace, slot, day):
    """Take a certification away; its last active day is the day before, or stays where it had lapsed already."""
    if state.status[slot] == NEVER:
        return
    state.status[slot] = REVOKED
    if state.until[slot] >= day:
        state.until[slot] = day - 1
    note(trace, REVOKED_ROW, day, state.certification[slot], state.until[slot], 0, 0, 0)


def extend(rules, state, trace, extension, day):
    """Lengthen every certification active on the day of an extension by its calendar months."""
    for slot in range(state.count[SLOTS]):
        if state.status[slot] == ACTIVE and state.until[slot] < LIFETIME:
            months = rules.extension_months[extension]
            expires = add_months(state.expires[slot], months, choice(rules, MONTH_END, day))
            set_expiry(rules, state, slot, expires, day)
            note(trace, EXTENDED, day, state.certification[slot], state.until[slot], extension, months, 0)


def lapse(rules, state, trace, slot, day):
    """Let a certification whose last day has passed fall out of the active state, into its grace if it has one."""
    if state.status[slot] == ACTIVE:
        months = slot_value(
            rules, state, trace, level_clause(rules, state.certification[slot], GRACE_MONTHS), slot, day
        )
        end = add_months(state.until[slot], months, choice(rules, MONTH_END, day)) if months > 0 else NO_DAY
        state.grace_until[slot] = end
        state.status[slot] = SUSPENDED if end >= day else EXPIRED
    else:
        state.status[slot] = EXPIRED
    note(
        trace,
        LAPSED,
        day,
        state.certification[slot],
        state.until[slot],
        state.status[slot],
        state.grace_until[slot],
        0,
    )
