"""From rows of integers to records: every number resolved to a day, a code or a name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ledger import civil
from projections.kernel import shapes
from projections.names import Names
from projections.trace.records import (
    Counted,
    Excluded,
    Extended,
    Floored,
    Forfeited,
    Governed,
    Granted,
    Held,
    Lapsed,
    LeafTold,
    Lot,
    NotTarget,
    OptionTold,
    Record,
    Renewed,
    Result,
    Retired,
    Revoked,
    Status,
    Until,
    Used,
)

STATUS: tuple[Status, ...] = ("none", "active", "suspended", "expired", "revoked")
REASONS = (
    "UNJUDGED",
    "OK",
    "REJECTED",
    "WITHDRAWN",
    "REVERSED",
    "PENDING",
    "NOT_ENROLLED",
    "NOT_LISTED",
    "UNAUTHORISED",
    "CYCLE",
    "WINDOW",
    "RETRO",
    "DUPLICATE",
    "AGED",
    "CAP",
    "SURPLUS",
    "REDUCED",
)


def records(rows: Iterable[tuple[int, ...]], names: Names) -> tuple[Record, ...]:
    """Return the trace's rows as records, in the order in which the fold left them."""
    return tuple(record for row in rows if (record := _record(row, names)) is not None)


def _record(row: tuple[int, ...], names: Names) -> Record | None:
    """Resolve one row; a row of which the answer needs nothing is passed over."""
    code, on, a, b, c, d, e = row[0], civil(row[1]), *row[2:]
    match code:
        case shapes.GRANTED:
            return Granted(on, names.certifications[a], until_of(b), STATUS[d])
        case shapes.RENEWED:
            option = names.options[d] if d >= 0 else None
            return Renewed(on, names.certifications[a], until_of(b), civil(c), option, names.certifications[e])
        case shapes.REVOKED_ROW:
            return Revoked(on, names.certifications[a], until_of(b))
        case shapes.LAPSED:
            return Lapsed(on, names.certifications[a], until_of(b), STATUS[c], _day(d))
        case shapes.EXTENDED:
            return Extended(on, names.certifications[a], until_of(b), names.extensions[c], d)
        case shapes.RETIRED:
            return Retired(on, names.certifications[a])
        case shapes.FLOORED:
            return Floored(on, names.certifications[a], until_of(b), until_of(c))
        case shapes.RESULT:
            return Result(on, names.certifications[a], STATUS[b], until_of(c), _day(d), civil(e))
        case shapes.HELD:
            return Held(on, names.certifications[a], civil(b), c == 1)
        case _:
            return _why(code, on, row[2:], names)


def _why(code: int, on: date, row: tuple[int, ...], names: Names) -> Record | None:
    """Resolve a row that says why: options, leaves, claims, and the values that governed."""
    a, b, c, d, e = row
    match code:
        case shapes.GOVERNED:
            pinned = civil(c) if c < shapes.LIFETIME else None
            return Governed(on, names.dated[b], names.pins[a], pinned, d)
        case shapes.OPTION:
            return OptionTold(on, names.certifications[a], names.options[b], c == 1, _code(d, names), e == 1)
        case shapes.LEAF:
            return LeafTold(on, names.certifications[a], names.options[e], names.leaves[b], c, d)
        case shapes.NOT_TARGET:
            return NotTarget(on, names.certifications[a], names.options[b], _code(c, names))
        case shapes.USED:
            return Used(on, names.certifications[a], c, names.rows[c], d, names.options[e])
        case shapes.EXCLUDED:
            return Excluded(on, a, names.rows[a], REASONS[b], *_figures(b, c, d, names), _code(e, names))
        case shapes.COUNTED:
            return Counted(on, a, names.rows[a], b, names.certifications[c])
        case shapes.FORFEITED:
            return Forfeited(on, a, names.rows[a], b, names.certifications[c])
        case shapes.LOT:
            return Lot(on, a, names.rows[a], REASONS[b], c, d, _code(e, names))
        case _:
            return None


def _figures(reason: int, figure: int, limit: int, names: Names) -> tuple[int | date | str | None, int | date | None]:
    """Return what a reason compares, as people count it."""
    if reason == shapes.WINDOW:
        return figure, limit
    last = civil(limit) if shapes.MISSING < limit < shapes.LIFETIME else None
    if reason == shapes.DUPLICATE:
        return names.rows[figure].id, last
    return civil(figure), last


def until_of(number: int) -> Until:
    """Return a last active day, or "lifetime"."""
    return "lifetime" if number >= shapes.LIFETIME else civil(number)


def _day(number: int) -> date | None:
    return None if number == shapes.NO_DAY else civil(number)


def _code(number: int, names: Names) -> str | None:
    return names.certifications[number] if number >= 0 else None
