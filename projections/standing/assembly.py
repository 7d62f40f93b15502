"""From what a fold leaves to the parts of an answer."""

from __future__ import annotations

from collections.abc import Callable, Set

from projections.facts import FactTable, Version
from projections.kernel import State, shapes
from projections.names import RowName
from projections.rules import RuleBook
from projections.standing.answer import CertificationStanding, ClaimFate, Contingent
from projections.trace import REASONS, Held, Record, Result

KINDS = ("grant", "revoke", "credit", "exam", "fee", "terms", "recorded")


def row_names(table: FactTable, book: RuleBook) -> tuple[RowName, ...]:
    """Return the name of every fact row: its kind, its domain id, and the item, exam or certification it is of."""
    codes = book.codes

    def certification(row: Version) -> str:
        return book.names.certifications[row.subject]

    of: dict[int, Callable[[Version], str]] = {
        shapes.CREDIT: lambda row: codes.items.codes()[row.item],
        shapes.EXAM: lambda row: codes.exams.codes()[row.subject],
        shapes.FEE: lambda row: codes.fees.codes()[row.subject],
        shapes.TERMS: lambda row: "",
    }
    return tuple(RowName(KINDS[row.kind], row.id, of.get(row.kind, certification)(row)) for row in table.rows)


def fates_of(state: State, table: FactTable) -> tuple[ClaimFate, ...]:
    """Return what became of every claim completed by the day asked about, by (completed, id)."""
    fates = []
    for lot in range(state.count[shapes.LOTS]):
        row = table.rows[state.lot[lot]]
        decided = row.outcome == shapes.VALIDATED_CLAIM
        reduced = row.claimed - row.awarded if decided else 0
        reason, spent = state.reason[lot], state.spent[lot]
        left = row.claimed - reduced - spent
        available = left if reason == shapes.OK else 0
        surplus = left if reason == shapes.SURPLUS else 0
        not_counted = left - available - surplus
        fates.append(ClaimFate(row.id, REASONS[reason], row.claimed, spent, available, surplus, reduced, not_counted))
    return tuple(fates)


def certifications_of(
    told: tuple[Record, ...],
    fates: tuple[ClaimFate, ...],
    unsettled: Set[str],
    contingent: dict[str, Contingent],
    levels: dict[str, str],
) -> list[CertificationStanding]:
    """Assemble the standings from what the trace says at its end."""
    held = {each.certification: each for each in told if isinstance(each, Held)}
    available = sum(fate.available for fate in fates if fate.reason == "OK")
    pending = sum(fate.not_counted for fate in fates if fate.reason == "PENDING")
    return [
        CertificationStanding(
            each.certification,
            levels[each.certification],
            each.status,
            held[each.certification].granted_on,
            each.renewed_on,
            each.until,
            each.cycle_from,
            available if held[each.certification].is_target else 0,
            pending if held[each.certification].is_target else 0,
            each.certification not in unsettled,
            contingent.get(each.certification),
        )
        for each in told
        if isinstance(each, Result)
    ]
