"""The kernel's columns and numbers: what rules, facts, state and trace look like as integers.

Days count from 1970-01-01, credits are hundredths. Every column is a list when
the fold is interpreted and an integer array when it is compiled.
"""

from typing import Any, NamedTuple

MISSING = -1  # of a code
NO_DAY = -1_000_000_000  # of a day: 1969-12-31 is one, so -1 will not do
LIFETIME = 1_000_000
ENDLESS = 1_000_000_000_000_000

# The state of a certification.
NEVER, ACTIVE, SUSPENDED, EXPIRED, REVOKED = 0, 1, 2, 3, 4

# Kinds of facts, in the order of the day.
GRANT, REVOKE, CREDIT, EXAM, FEE, TERMS, RECORDED = 0, 1, 2, 3, 4, 5, 6

# The outcome of a claim: its decision with the highest number.
PENDING_CLAIM, VALIDATED_CLAIM, REJECTED_CLAIM, WITHDRAWN_CLAIM, REVERSED_CLAIM = 0, 1, 2, 3, 4

# What became of a claim: the first reason that holds, in this order.
UNJUDGED, OK = 0, 1
REJECTED, WITHDRAWN, REVERSED, PENDING, NOT_ENROLLED, NOT_LISTED, UNAUTHORISED = 2, 3, 4, 5, 6, 7, 8
CYCLE, WINDOW, RETRO, DUPLICATE, AGED, CAP, SURPLUS, REDUCED = 9, 10, 11, 12, 13, 14, 15, 16

# Which undecided claims a fold counts as validated.
AS_DECIDED, NONE_PENDING, ALL_PENDING, ONLY_ONE, ALL_BUT_ONE = 0, 1, 2, 3, 4

# Clauses with one value for the programme.
CLAIM_WINDOW, CLAIM_RETROACTIVE, CLAIM_PROVISIONAL, CLAIM_TERMS, CLAIM_CATALOGUE = 0, 1, 2, 3, 4
CREDIT_EFFECTIVE, CREDIT_VALUE_ON, CREDIT_DUPLICATE, CREDIT_CARRY_OVER, CREDIT_CARRY_MONTHS, CREDIT_VALID_MONTHS = (
    5, 6, 7, 8, 9, 10,
)  # fmt: skip
RENEW_WHEN, RENEW_TARGET, RENEW_SCOPE, RENEW_RECORDED, GRANT_RENEWS = 11, 12, 13, 14, 15
EXPIRY_LAST_DAY, RETIRED_RENEWABLE, EXAM_FROM, EXAM_REUSE, MONTH_END, CREDIT_CYCLE, CREDIT_CONSUMPTION = (
    16, 17, 18, 19, 20, 21, 22,
)  # fmt: skip
# Clauses with one value for each level follow: number = PER_LEVEL + level * LEVEL_CLAUSES + one of these.
PER_LEVEL, LEVEL_CLAUSES = 23, 5
DURATION, ANCHOR, GRACE_MONTHS, GRACE_OPTIONS, REQUIRE = 0, 1, 2, 3, 4

# The day that selects a clause's value.
BY_COMPLETED, BY_SUBMITTED, BY_DECIDED, BY_GRANTED, BY_CYCLE_START, BY_EXPIRY, BY_CHECKPOINT, BY_LATEST = range(8)

# Choices. Each clause numbers its own from 0, in the order of the registry.
RETRO_NONE, RETRO_SUBMITTED, RETRO_COMPLETED = 0, 1, 2
PROVISIONAL_EXCLUDED, PROVISIONAL_COUNTED = 0, 1
TERMS_WHEN_RECORDED, TERMS_REQUIRED, TERMS_NOT_REQUIRED = 0, 1, 2
CATALOGUE_REQUIRED, CATALOGUE_NOT_REQUIRED = 0, 1
ON_COMPLETED, ON_SUBMITTED, ON_DECIDED = 0, 1, 2
DUPLICATE_EVER, DUPLICATE_CYCLE, DUPLICATE_ALLOWED = 0, 1, 2
CARRY_NONE, CARRY_REMAINDER, CARRY_WINDOW = 0, 1, 2
WHEN_MET, WHEN_EXPIRY = 0, 1
TARGET_HIGHEST, TARGET_EACH = 0, 1
SCOPE_SELF, SCOPE_LEVEL, SCOPE_LEVEL_AND_BELOW, SCOPE_TRACK_AND_BELOW, SCOPE_NOTHING = 0, 1, 2, 3, 4
RECOMPUTE, FLOOR = 0, 1
INCLUSIVE, EXCLUSIVE = 0, 1
NOT_RENEWABLE, RENEWABLE = 0, 1
DAY_AFTER, SAME_DAY = 0, 1
REUSE_HIGHER, REUSE_NEVER = 0, 1
CLAMP, ROLL = 0, 1
MET_DATE, PREVIOUS_EXPIRY = 0, 1
GRACE_ALL, GRACE_EXAMS, GRACE_CREDITS, GRACE_NONE = 0, 1, 2, 3
UNLIMITED = -1

# Leaves of a requirement.
CREDITS_LEAF, EXAMS_LEAF, PAID_LEAF = 0, 1, 2


class Rules(NamedTuple):
    """A policy and what the programme did, as tables.

    `X_first`/`X_last` are half-open ranges into the columns named after them.
    """

    level: Any  # per certification, by code
    rank: Any  # -1: stands alone
    track: Any
    retired_on: Any  # ENDLESS: never
    clause_first: Any  # per clause
    clause_last: Any
    pin: Any
    since: Any  # per dated value, ascending inside a clause
    value: Any
    option_first: Any  # per requirement
    option_last: Any
    leaf_first: Any  # per option
    leaf_last: Any
    spends: Any  # 1: the option uses credits
    leaf_kind: Any  # per leaf
    leaf_need: Any  # hundredths, or a count
    leaf_of: Any  # category (-1: any), tag or fee
    leaf_cap: Any  # hundredths that the category may give to a whole of every category; -1: none but it counts
    tag_first: Any  # per exam
    tag_last: Any
    tag: Any
    tag_from: Any
    tag_until: Any
    listing_first: Any  # per item
    listing_last: Any
    listed_from: Any
    listed_until: Any
    category: Any
    group: Any
    authority_first: Any  # per provider
    authority_last: Any
    authority_since: Any
    authorised: Any
    boundary: Any  # days on which the rules themselves may change an answer, ascending
    extension_on: Any
    extension_months: Any


class Facts(NamedTuple):
    """Fact versions of one or many holders; rows of a holder in canonical order (on, kind, order)."""

    on: Any
    kind: Any
    subject: Any  # certification, exam or fee
    item: Any
    edition: Any
    provider: Any
    source: Any
    claimed: Any  # hundredths
    awarded: Any
    began: Any
    submitted: Any
    decided: Any  # RECORDED: the recorded until
    outcome: Any
    order: Any  # rank of the domain id inside holder and kind
    known_from: Any  # log positions, half-open
    known_to: Any


class State(NamedTuple):
    """What a fold knows while it sweeps: per certification held (slot), per lot, per exam pass, per fee."""

    count: Any  # see the numbers below
    certification: Any  # per slot, ascending
    status: Any
    until: Any  # last active day
    expires: Any  # the nominal expiry; `until` is a day earlier where the last day is exclusive
    granted: Any
    renewed: Any
    cycle_from: Any
    credits_from: Any  # first completion that belongs to the cycle
    opened: Any  # the grant that began the unbroken run of cycles: before it none was running
    grace_until: Any
    mark: Any  # scratch
    run_slot: Any  # per unbroken run of cycles that ended before another grant
    run_from: Any
    run_until: Any
    lot: Any  # fact row, by (completed, id)
    effective: Any
    decided: Any  # of an undecided claim: the day asked about
    fixed: Any  # the reason that no cycle can change, or OK
    reason: Any
    counted: Any  # 1: its own reason was OK once
    counts_for: Any  # slot
    carried: Any  # bit per slot into whose cycle it was carried over
    remaining: Any  # hundredths neither spent nor, by its reason, gone
    spent: Any
    lot_category: Any
    lot_group: Any
    exam: Any  # fact row
    used_rank: Any
    used_alone: Any  # bit per level without a rank
    fee: Any  # fact row
    fee_used: Any
    seat_leaf: Any  # scratch of the exam matching, per seat
    seat_exam: Any
    seat_from: Any
    seat_queue: Any


class Trace(NamedTuple):
    """Why: rows of WIDTH integers (code, day, five arguments), written while there is room."""

    rows: Any
    size: Any  # [rows wanted so far]; more than there is room for means the caller must double
    room: int


# Places in State.count.
SLOTS, LOTS, EXAMS, FEES, TERMS_FROM, SEATS, STIRRING, TARGET, RUNS = 0, 1, 2, 3, 4, 5, 6, 7, 8
COUNTS = 9

WIDTH = 7
# Trace codes with their five arguments.
GRANTED = 1  # certification, until, cycle from, status before, dated value of the duration
RENEWED = 2  # certification, until, cycle from, option (-1: by a grant), certification whose renewal it is
REVOKED_ROW = 3  # certification, until
LAPSED = 4  # certification, until, new state, end of grace
EXTENDED = 5  # certification, until, extension
RETIRED = 6  # certification
GOVERNED = 7  # clause, dated value, pinned day, value
OPTION = 8  # certification, option, met, target's certification, open (0: NOT_TARGET)
LEAF = 9  # certification, leaf, have, need
USED = 10  # certification, kind of fact, fact row, hundredths, option
EXCLUDED = 11  # fact row, reason, figure, limit, certification
COUNTED = 12  # fact row, hundredths, certification
FORFEITED = 13  # fact row, hundredths, certification
FLOORED = 14  # certification, until recorded, until computed
REDUCED_ROW = 15  # fact row, hundredths
NOT_TARGET = 16  # certification, option, target's certification
RESULT = 17  # certification, status, until, renewed, cycle from
LOT = 18  # fact row, reason, remaining hundredths, certification it counts for, effective day
HELD = 19  # certification, granted, is the target


class Question(NamedTuple):
    """What a fold is asked: a day, a log position, and which undecided claims to count (`claim`: an order)."""

    valid_on: int
    known_at: int
    assume: int
    claim: int
