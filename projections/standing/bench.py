"""`standing_of()`, the one way in which an answer is computed, and the bench that answers for many."""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from ledger import History, Known, NotFoundError, Recorded, day_number
from projections.books import difference, entries, transitions
from projections.facts import facts_of
from projections.folding import run
from projections.kernel import Question, shapes
from projections.programme import Programme, programme_of
from projections.rules import RuleBook, rules_of
from projections.standing.answer import Standing
from projections.standing.assembly import certifications_of, fates_of, row_names
from projections.standing.contingency import contingencies
from projections.trace import records

if TYPE_CHECKING:
    from ledger import Policy


class Bench:
    """A rule book for one cut of the programme's history, ready for any number of holders.

    Until it has answered for one, it is as its arguments make it, and pickle can keep it.
    """

    def __init__(self, programme_events: tuple[Recorded, ...], *, policy: Policy | None = None) -> None:
        self.programme: Programme = programme_of(programme_events)
        self.book: RuleBook = rules_of(policy or adopted(self.programme), self.programme)

    @cached_property
    def levels(self) -> dict[str, str]:
        """The level of each certification."""
        return dict(zip(self.book.names.certifications, self.book.names.levels, strict=True))

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return dict(zip(self.book.names.certifications, self.book.rules.rank, strict=True))

    def standing(self, history: History, valid_on: date, *, known: Known) -> Standing:
        """Answer for one holder, whose history is cut at `known` here."""
        events = history.known_at(known.position).events
        table = facts_of(events, self.book.codes)
        names = self.book.names._replace(rows=row_names(table, self.book))
        question = Question(day_number(valid_on), known.position, shapes.AS_DECIDED, shapes.MISSING)
        folded = run(self.book, table.columns, question)
        told = records(folded.rows, names)
        unsettled = difference(transitions(told), entries(events), valid_on).certifications
        fates = fates_of(folded.state, table)
        contingent = contingencies(self.book, table, question, names)
        certifications = certifications_of(told, fates, unsettled, contingent, self.levels)
        ranked = sorted(certifications, key=lambda each: (-self._ranks[each.certification], each.certification))
        return Standing(
            history.holder,
            valid_on,
            known,
            self.book.policy,
            self.book.digest,
            tuple(ranked),
            fates,
            told,
            table,
            names,
        )


def standing_of(history: History, valid_on: date, *, known: Known, policy: Policy | None = None) -> Standing:
    """Return where a holder stands on a civil day, as known at a log position, under a policy.

    The policy is by default the document adopted last as of `known`; inside it the pins choose.
    """
    return Bench(history.known_at(known.position).programme, policy=policy).standing(history, valid_on, known=known)


def adopted(programme: Programme) -> Policy:
    """Return the policy document adopted last; `NotFoundError` when there is none yet."""
    if not programme.documents:
        raise NotFoundError("No policy had been adopted by then. Ask for a later --known-at.")
    document = programme.documents[-1]
    return _policy(document.text, f"the policy adopted at @{document.position}")


@lru_cache(maxsize=8)
def _policy(text: str, place: str) -> Policy:
    from ledger import read_policy

    return read_policy(text, place=place)
