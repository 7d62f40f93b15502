"""Whether an option of a requirement is met, and spending exactly what it needs."""

from projections.kernel.govern import choice, note
from projections.kernel.reasons import count_lot, usable
from projections.kernel.shapes import (
    CREDIT,
    CREDITS_LEAF,
    DAY_AFTER,
    EXAM,
    EXAM_FROM,
    EXAM_REUSE,
    EXAMS,
    EXAMS_LEAF,
    FEE,
    FEES,
    LEAF,
    LOTS,
    MISSING,
    NO_DAY,
    OK,
    PAID_LEAF,
    REUSE_NEVER,
    SEATS,
    USED,
)


def met(rules, facts, state, slot, option, day):
    """Return whether every leaf of an option holds and one unit is effective after the last renewal."""
    for leaf in range(rules.leaf_first[option], rules.leaf_last[option]):
        kind = rules.leaf_kind[leaf]
        if kind == EXAMS_LEAF and state.count[EXAMS] < rules.leaf_need[leaf]:
            return False  # Cheaper to see than seats, and most holders have no exams.
        if kind == CREDITS_LEAF and amount(rules, facts, state, slot, leaf, day) < rules.leaf_need[leaf]:
            return False
    seat_exams(rules, facts, state, slot, option, day)
    for leaf in range(rules.leaf_first[option], rules.leaf_last[option]):
        if rules.leaf_kind[leaf] != CREDITS_LEAF:
            if amount(rules, facts, state, slot, leaf, day) < rules.leaf_need[leaf]:
                return False
    return has_new_unit(rules, facts, state, slot, option, day)


def tell_leaves(rules, facts, state, trace, slot, option, day):
    """Leave what each leaf of an option has and needs."""
    seat_exams(rules, facts, state, slot, option, day)
    for leaf in range(rules.leaf_first[option], rules.leaf_last[option]):
        have = amount(rules, facts, state, slot, leaf, day)
        note(trace, LEAF, day, state.certification[slot], leaf, have, rules.leaf_need[leaf], option)


def amount(rules, facts, state, slot, leaf, day):
    """Return what a leaf has: hundredths, exams seated for it, or fees."""
    kind = rules.leaf_kind[leaf]
    have = 0
    if kind == CREDITS_LEAF:
        capped = 0
        for lot in range(state.count[LOTS]):
            if state.remaining[lot] == 0 or not in_category(rules, state, lot, leaf):
                continue
            if usable(rules, facts, state, lot, slot, day):
                part = contribution(rules, state, lot, leaf, capped)
                have += part
                capped += part if state.lot_category[lot] == rules.leaf_of[leaf] else 0
    elif kind == EXAMS_LEAF:
        for seat in range(state.count[SEATS]):
            if state.seat_leaf[seat] == leaf and state.seat_exam[seat] >= 0:
                have += 1
    else:
        have = 1 if free_fee(rules, facts, state, slot, leaf, day) >= 0 else 0
    return have


def in_category(rules, state, lot, leaf):
    """Return whether a credits leaf counts a lot's category: the one it asks for, or every one."""
    of = rules.leaf_of[leaf]
    return of < 0 or rules.leaf_cap[leaf] >= 0 or of == state.lot_category[lot]


def contribution(rules, state, lot, leaf, capped):
    """Return what a lot may give to a leaf of whose capped category `capped` hundredths are taken already."""
    left = state.remaining[lot]
    if rules.leaf_cap[leaf] < 0 or state.lot_category[lot] != rules.leaf_of[leaf]:
        return left
    room = rules.leaf_cap[leaf] - capped
    return left if left < room else room


def free_fee(rules, facts, state, slot, leaf, day):
    """Return the first unused payment of a leaf's fee in the cycle, or MISSING."""
    for fee in range(state.count[FEES]):
        row = state.fee[fee]
        if state.fee_used[fee] == 0 and facts.subject[row] == rules.leaf_of[leaf]:
            if state.credits_from[slot] <= facts.on[row] and facts.on[row] <= day:
                return fee
    return MISSING


def has_new_unit(rules, facts, state, slot, option, day):
    """Return whether one unit that the option could use is effective after the last renewal."""
    after = state.renewed[slot]
    if after == NO_DAY:
        return True
    for leaf in range(rules.leaf_first[option], rules.leaf_last[option]):
        kind = rules.leaf_kind[leaf]
        if kind == CREDITS_LEAF:
            for lot in range(state.count[LOTS]):
                if state.effective[lot] > after and in_category(rules, state, lot, leaf):
                    if usable(rules, facts, state, lot, slot, day):
                        return True
        elif kind == EXAMS_LEAF:
            for exam in range(state.count[EXAMS]):
                row = state.exam[exam]
                if facts.on[row] > after and exam_counts(rules, facts, state, exam, slot, day):
                    if has_tag(rules, facts.subject[row], rules.leaf_of[leaf], facts.on[row]):
                        return True
        elif kind == PAID_LEAF:
            fee = free_fee(rules, facts, state, slot, leaf, day)
            if fee >= 0 and facts.on[state.fee[fee]] > after:
                return True
    return False


def exam_counts(rules, facts, state, exam, slot, day):
    """Return whether a pass lies in the cycle and was not used at this level or a higher one."""
    on = facts.on[state.exam[exam]]
    first = state.cycle_from[slot] + (1 if choice(rules, EXAM_FROM, day) == DAY_AFTER else 0)
    if on < first or on > day:
        return False
    rank = rules.rank[state.certification[slot]]
    if rank < 0:
        return state.used_alone[exam] & (1 << rules.level[state.certification[slot]]) == 0
    if choice(rules, EXAM_REUSE, day) == REUSE_NEVER:
        return state.used_rank[exam] < 0
    return state.used_rank[exam] < rank


def has_tag(rules, exam, tag, day):
    """Return whether an exam passed on `day` carries a tag; one outside the catalogue carries none."""
    if exam >= len(rules.tag_first):
        return False
    for at in range(rules.tag_first[exam], rules.tag_last[exam]):
        if rules.tag[at] == tag and rules.tag_from[at] <= day and day <= rules.tag_until[at]:
            return True
    return False


def seat_exams(rules, facts, state, slot, option, day):
    """Seat passes, first in first out, on the exams that an option asks for: one pass a seat, one seat a code."""
    seats = 0
    for leaf in range(rules.leaf_first[option], rules.leaf_last[option]):
        if rules.leaf_kind[leaf] == EXAMS_LEAF:
            for _ in range(rules.leaf_need[leaf]):
                state.seat_leaf[seats] = leaf
                state.seat_exam[seats] = MISSING
                seats += 1
    state.count[SEATS] = seats
    if seats == 0:
        return
    for exam in range(state.count[EXAMS]):
        if exam_counts(rules, facts, state, exam, slot, day) and not code_seated(facts, state, exam):
            seat_exam(rules, facts, state, exam)


def code_seated(facts, state, exam):
    """Return whether a pass of the same exam code already has a seat."""
    for seat in range(state.count[SEATS]):
        seated = state.seat_exam[seat]
        if seated >= 0 and facts.subject[state.exam[seated]] == facts.subject[state.exam[exam]]:
            return True
    return False


def fits(rules, facts, state, exam, seat):
    """Return whether a pass carries the tag that a seat asks for."""
    row = state.exam[exam]
    return has_tag(rules, facts.subject[row], rules.leaf_of[state.seat_leaf[seat]], facts.on[row])


def seat_exam(rules, facts, state, exam):
    """Give a pass a seat, moving seated ones along if that makes room: one augmenting path, breadth first."""
    seats = state.count[SEATS]
    head, tail = 0, 0
    for seat in range(seats):
        state.seat_from[seat] = -2
        if fits(rules, facts, state, exam, seat):
            state.seat_from[seat] = MISSING
            state.seat_queue[tail] = seat
            tail += 1
    while head < tail:
        seat = state.seat_queue[head]
        head += 1
        if state.seat_exam[seat] < 0:
            while state.seat_from[seat] >= 0:
                state.seat_exam[seat] = state.seat_exam[state.seat_from[seat]]
                seat = state.seat_from[seat]
            state.seat_exam[seat] = exam
            return
        for other in range(seats):
            if state.seat_from[other] == -2 and fits(rules, facts, state, state.seat_exam[seat], other):
                state.seat_from[other] = seat
                state.seat_queue[tail] = other
                tail += 1


def spend(rules, facts, state, trace, slot, option, day):
    """Consume, first in first out, exactly what an option needs; category leaves first, they count in the whole."""
    certification = state.certification[slot]
    taken = 0
    for general in range(2):
        for leaf in range(rules.leaf_first[option], rules.leaf_last[option]):
            whole = rules.leaf_of[leaf] < 0 or rules.leaf_cap[leaf] >= 0
            if rules.leaf_kind[leaf] == CREDITS_LEAF and whole == (general == 1):
                need = rules.leaf_need[leaf] - (taken if general == 1 else 0)
                taken += spend_credits(rules, facts, state, trace, slot, option, leaf, need, day)
    for leaf in range(rules.leaf_first[option], rules.leaf_last[option]):
        if rules.leaf_kind[leaf] == PAID_LEAF:
            fee = free_fee(rules, facts, state, slot, leaf, day)
            state.fee_used[fee] = 1
            note(trace, USED, day, certification, FEE, state.fee[fee], 0, option)
    rank = rules.rank[certification]
    for seat in range(state.count[SEATS]):
        exam = state.seat_exam[seat]
        note(trace, USED, day, certification, EXAM, state.exam[exam], 0, option)
        if rank < 0:
            state.used_alone[exam] |= 1 << rules.level[certification]
        elif state.used_rank[exam] < rank:
            state.used_rank[exam] = rank


def spend_credits(rules, facts, state, trace, slot, option, leaf, need, day):
    """Take `need` hundredths for one leaf from the lots in order; return what was taken."""
    taken, capped = 0, 0
    for lot in range(state.count[LOTS]):
        if taken >= need:
            break
        if not in_category(rules, state, lot, leaf) or not usable(rules, facts, state, lot, slot, day):
            continue
        part = contribution(rules, state, lot, leaf, capped)
        part = part if part < need - taken else need - taken
        if part == 0:
            continue
        if state.reason[lot] != OK:
            count_lot(state, trace, lot, slot, day)
        state.remaining[lot] -= part
        state.spent[lot] += part
        taken += part
        capped += part if state.lot_category[lot] == rules.leaf_of[leaf] else 0
        note(trace, USED, day, state.certification[slot], CREDIT, state.lot[lot], part, option)
    return taken
