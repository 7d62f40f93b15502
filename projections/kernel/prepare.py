"""From a holder's fact rows, as known at a position, to slots, lots, passes and fees."""

from projections.kernel.govern import claim_choice
from projections.kernel.shapes import (
    ALL_BUT_ONE,
    ALL_PENDING,
    AS_DECIDED,
    CATALOGUE_REQUIRED,
    CLAIM_CATALOGUE,
    CLAIM_PROVISIONAL,
    CLAIM_TERMS,
    CREDIT,
    CREDIT_EFFECTIVE,
    CREDIT_VALID_MONTHS,
    CREDIT_VALUE_ON,
    ENDLESS,
    EXAM,
    EXAMS,
    FEE,
    FEES,
    GRANT,
    LOTS,
    MISSING,
    NEVER,
    NO_DAY,
    NOT_ENROLLED,
    NOT_LISTED,
    OK,
    ON_COMPLETED,
    ON_DECIDED,
    ON_SUBMITTED,
    ONLY_ONE,
    PENDING,
    PENDING_CLAIM,
    PROVISIONAL_COUNTED,
    REDUCED,
    REJECTED,
    REJECTED_CLAIM,
    REVERSED,
    REVERSED_CLAIM,
    RUNS,
    SLOTS,
    STIRRING,
    TERMS,
    TERMS_FROM,
    TERMS_NOT_REQUIRED,
    TERMS_REQUIRED,
    UNAUTHORISED,
    UNJUDGED,
    UNLIMITED,
    VALIDATED_CLAIM,
    WITHDRAWN,
    WITHDRAWN_CLAIM,
)


def known(facts, row, known_at):
    """Return whether a fact version is what the log said at a position."""
    return facts.known_from[row] <= known_at and known_at < facts.known_to[row]


def prepare(rules, facts, first, last, question, state):
    """Fill the state from the rows `first` to `last` (half-open); nothing has happened yet."""
    state.count[SLOTS] = 0
    state.count[LOTS] = 0
    state.count[EXAMS] = 0
    state.count[FEES] = 0
    state.count[TERMS_FROM] = ENDLESS
    state.count[STIRRING] = 0
    state.count[RUNS] = 0
    for row in range(first, last):
        if facts.on[row] > question.valid_on and facts.kind[row] != TERMS:
            continue
        if not known(facts, row, question.known_at):
            continue
        kind = facts.kind[row]
        if kind == GRANT:
            add_slot(state, facts.subject[row])
        elif kind == CREDIT:
            add_lot(facts, state, row, question.valid_on)
        elif kind == EXAM:
            at = state.count[EXAMS]
            state.exam[at] = row
            state.used_rank[at] = MISSING
            state.used_alone[at] = 0
            state.count[EXAMS] = at + 1
        elif kind == FEE:
            at = state.count[FEES]
            state.fee[at] = row
            state.fee_used[at] = 0
            state.count[FEES] = at + 1
        elif kind == TERMS and facts.on[row] < state.count[TERMS_FROM]:
            state.count[TERMS_FROM] = facts.on[row]
    for lot in range(state.count[LOTS]):
        settle_lot(rules, facts, state, lot, question)


def add_slot(state, certification):
    """Make room for a certification, keeping slots in the order of codes; a second grant finds its slot."""
    count = state.count[SLOTS]
    at = count
    while at > 0 and state.certification[at - 1] >= certification:
        at -= 1
    if at < count and state.certification[at] == certification:
        return
    for slot in range(count, at, -1):
        state.certification[slot] = state.certification[slot - 1]
    state.certification[at] = certification
    state.status[count] = NEVER
    state.until[count] = NO_DAY
    state.expires[count] = NO_DAY
    state.granted[count] = NO_DAY
    state.renewed[count] = NO_DAY
    state.cycle_from[count] = NO_DAY
    state.credits_from[count] = NO_DAY
    state.opened[count] = NO_DAY
    state.grace_until[count] = NO_DAY
    state.mark[count] = 0
    state.count[SLOTS] = count + 1


def add_lot(facts, state, row, valid_on):
    """Take a claim into the lots; rows come by (completed, id)."""
    at = state.count[LOTS]
    state.lot[at] = row
    undecided = facts.submitted[row] if facts.submitted[row] > valid_on else valid_on
    state.decided[at] = facts.decided[row] if facts.decided[row] != NO_DAY else undecided
    state.reason[at] = UNJUDGED
    state.counted[at] = 0
    state.counts_for[at] = MISSING
    state.carried[at] = 0
    state.remaining[at] = 0
    state.spent[at] = 0
    state.count[LOTS] = at + 1


def counts_undecided(rules, facts, state, lot, question):
    """Return whether an undecided claim is to be counted: as the question asks, or as claim.provisional says."""
    order = facts.order[state.lot[lot]]
    if question.assume == AS_DECIDED:
        return claim_choice(rules, facts, state, CLAIM_PROVISIONAL, lot) == PROVISIONAL_COUNTED
    if question.assume == ONLY_ONE:
        return order == question.claim
    if question.assume == ALL_BUT_ONE:
        return order != question.claim
    return question.assume == ALL_PENDING


def settle_lot(rules, facts, state, lot, question):
    """Work out what no cycle can change: the effective day, the credits, and the reasons before CYCLE."""
    row = state.lot[lot]
    on = facts.on[row]
    state.effective[lot] = effective_day(rules, facts, state, lot)
    state.fixed[lot] = fixed_reason(rules, facts, state, lot, question)
    state.remaining[lot] = facts.claimed[row] if facts.outcome[row] == PENDING_CLAIM else facts.awarded[row]
    if facts.outcome[row] == VALIDATED_CLAIM and facts.awarded[row] == 0:
        state.fixed[lot] = REDUCED  # Nothing was awarded, so there is nothing left to be not counted.
    if state.fixed[lot] != OK:
        state.remaining[lot] = 0
        state.effective[lot] = on
    elif state.effective[lot] != on or claim_choice(rules, facts, state, CREDIT_VALID_MONTHS, lot) != UNLIMITED:
        state.count[STIRRING] = 1  # days of its own, besides the days of the facts
    value_on = claim_choice(rules, facts, state, CREDIT_VALUE_ON, lot)
    day = on
    if value_on == ON_SUBMITTED:
        day = facts.submitted[row]
    elif value_on == ON_DECIDED:
        day = state.decided[lot]
    listing = listed(rules, facts.item[row], day)
    state.lot_category[lot] = rules.category[listing] if listing >= 0 else MISSING
    state.lot_group[lot] = rules.group[listing] if listing >= 0 else MISSING


def effective_day(rules, facts, state, lot):
    """Return the day from which a claim's credits work. Source: clause credit.effective."""
    row = state.lot[lot]
    basis = claim_choice(rules, facts, state, CREDIT_EFFECTIVE, lot)
    if basis == ON_COMPLETED:
        return facts.on[row]
    return facts.submitted[row] if basis == ON_SUBMITTED else state.decided[lot]


def fixed_reason(rules, facts, state, lot, question):
    """Return the first reason before CYCLE that holds for a claim, or OK."""
    row = state.lot[lot]
    on, submitted, outcome = facts.on[row], facts.submitted[row], facts.outcome[row]
    if outcome == REJECTED_CLAIM:
        return REJECTED
    if outcome == WITHDRAWN_CLAIM:
        return WITHDRAWN
    if outcome == REVERSED_CLAIM:
        return REVERSED
    if outcome == PENDING_CLAIM and not counts_undecided(rules, facts, state, lot, question):
        return PENDING
    terms, since = claim_choice(rules, facts, state, CLAIM_TERMS, lot), state.count[TERMS_FROM]
    if terms != TERMS_NOT_REQUIRED and since > submitted and (since < ENDLESS or terms == TERMS_REQUIRED):
        return NOT_ENROLLED
    if claim_choice(rules, facts, state, CLAIM_CATALOGUE, lot) == CATALOGUE_REQUIRED:
        if listed(rules, facts.item[row], on) < 0:
            return NOT_LISTED
        if not authorised(rules, facts.provider[row], on):
            return UNAUTHORISED
    return OK


def listed(rules, item, day):
    """Return the catalogue row of an item on a day, or MISSING; of several the last one that began."""
    if item < 0 or item >= len(rules.listing_first):
        return MISSING
    found = MISSING
    for at in range(rules.listing_first[item], rules.listing_last[item]):
        if rules.listed_from[at] <= day and day <= rules.listed_until[at]:
            found = at
    return found


def authorised(rules, provider, day):
    """Return whether a provider may deliver on a day; one that nothing was said of by then may."""
    if provider < 0 or provider >= len(rules.authority_first):
        return True
    may = True
    for at in range(rules.authority_first[provider], rules.authority_last[provider]):
        if rules.authority_since[at] <= day:
            may = rules.authorised[at] != 0
    return may
