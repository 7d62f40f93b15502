"""What hangs on undecided claims: the fold with none of them, with all, and with each toggled."""

from __future__ import annotations

from projections.facts import FactTable
from projections.folding import run
from projections.kernel import Question, State, shapes
from projections.names import Names
from projections.rules import RuleBook
from projections.standing.answer import Contingent, Term
from projections.trace import STATUS, until_of


def _terms(state: State, names: Names) -> dict[str, Term]:
    """Return status and last active day of every certification that a fold ended with."""
    return {
        names.certifications[state.certification[slot]]: Term(STATUS[state.status[slot]], until_of(state.until[slot]))
        for slot in range(state.count[shapes.SLOTS])
        if state.status[slot] != shapes.NEVER
    }


def contingencies(book: RuleBook, table: FactTable, question: Question, names: Names) -> dict[str, Contingent]:
    """Compare what the answer would be with none and with all of the undecided claims, and find those that matter."""
    pending = {
        row.order: row.id
        for row in table.rows
        if row.kind == shapes.CREDIT
        and row.outcome == shapes.PENDING_CLAIM
        and row.known_to > question.known_at
        and row.on <= question.valid_on
    }
    if not pending:
        return {}

    def terms(assume: int, claim: int = shapes.MISSING) -> dict[str, Term]:
        asked = question._replace(assume=assume, claim=claim)
        return _terms(run(book, table.columns, asked, traced=False).state, names)

    none, every = terms(shapes.NONE_PENDING), terms(shapes.ALL_PENDING)
    if none == every:
        return {}
    alone = {order: (terms(shapes.ONLY_ONE, order), terms(shapes.ALL_BUT_ONE, order)) for order in pending}
    found = {}
    for code in none:
        if none[code] == every[code]:
            continue
        matter = [
            pending[order]
            for order, (only, but) in alone.items()
            if only[code] != none[code] or but[code] != every[code]
        ]
        found[code] = Contingent(tuple(sorted(matter or pending.values())), every[code], none[code])
    return found
