"""Why the credits of a claim count or do not: the reasons, in their order, for a certification on a day."""

from __future__ import annotations

from datetime import date

from tests.oracle.book import DAY, FOR_LIFE, Book, Dates
from tests.oracle.holding import Held, Lot
from tests.oracle.known import Claim, Known

OK = "OK"
Usable = dict[str, list[Lot]]


class Judge:
    """Gives every lot its reason, and remembers which certification it counted for."""

    def __init__(self, book: Book, facts: Known, lots: list[Lot]) -> None:
        self.book, self.facts, self.lots = book, facts, lots

    def usable(self, targets: list[Held], t: date) -> Usable:
        """Judge every lot effective by a day for every target; return what each target may use, first in first."""
        usable: Usable = {held.code: [] for held in targets}
        for lot in self.lots:
            if lot.fixed_reason or lot.effective is None or lot.effective > t:
                continue
            reasons = [(self.reason(lot, held, t), held) for held in targets]
            good = [held for reason, held in reasons if reason == OK]
            if good:
                lot.counted_for, lot.reason = good[0].code, OK
            elif lot.reason is None:
                lot.reason = reasons[0][0] if reasons else self.reason(lot, None, t)
            for held in good:
                usable[held.code].append(lot)
        return usable

    def reason(self, lot: Lot, held: Held | None, t: date) -> str:
        """Return the first reason that holds against a lot for a certification's cycle on a day, or OK."""
        claim = lot.claim
        if held is None:
            return "CYCLE"
        in_cycle = claim.completed >= held.counts_from or held.code in lot.carried
        if not in_cycle and not held.was_running(claim.completed):
            return "CYCLE"
        dates = self.dates(claim, t, held)
        counts = in_cycle and lot.counted_for == held.code  # Once it counts, it is not judged again but for its age.
        if not counts and self.is_late(claim, dates):
            return "WINDOW"
        if not counts and self.is_too_late_for(claim, held, dates):
            return "RETRO"
        if not lot.counted and self.has_counted_twin(lot, held, dates):
            return "DUPLICATE"
        if self.is_aged(claim, t):
            return "AGED"
        return OK if in_cycle and lot.left else "SURPLUS"

    def dates(self, claim: Claim, t: date, held: Held) -> Dates:
        """Return the dates that may select a policy value for a claim."""
        own = {"completed": claim.completed, "submitted": claim.submitted, "decided": claim.decided}
        return {**held.dates(t), **own}

    def is_late(self, claim: Claim, dates: Dates) -> bool:
        """Whether it was submitted too many days after completion."""
        window = self.book.value("claim.window", dates)
        return bool(window != "unlimited" and (claim.submitted - claim.completed).days > window)

    def is_too_late_for(self, claim: Claim, held: Held, dates: Dates) -> bool:
        """Whether it was submitted, completed or decided after the end that stands now."""
        match self.book.value("claim.retroactive", dates):
            case "submitted_by_expiry":
                return claim.submitted > held.last_day
            case "completed_by_expiry":
                return claim.completed > held.last_day
            case _:
                return claim.submitted > held.last_day or claim.decided is None or claim.decided > held.last_day

    def has_counted_twin(self, lot: Lot, held: Held, dates: Dates) -> bool:
        """Whether an earlier claim for the same item counted, ever or in this cycle."""
        scope = self.book.value("credit.duplicate", dates)
        if scope == "allowed":
            return False
        for other in self.lots:
            if other is lot:
                return False
            same_cycle = other.claim.completed >= held.counts_from or held.code in other.carried
            if other.counted and other.is_twin_of(lot) and (scope == "ever" or same_cycle):
                return True
        return False

    def is_aged(self, claim: Claim, t: date) -> bool:
        """Whether its credits are too old on a day."""
        return self.ages_on(claim) < t

    def ages_on(self, claim: Claim) -> date:
        """Return the last day on which its credits are not too old."""
        own: Dates = {"checkpoint": claim.completed, "completed": claim.completed, "submitted": claim.submitted,
                      "decided": claim.decided}  # fmt: skip
        months = self.book.value("credit.valid_months", own)
        return FOR_LIFE if months == "unlimited" else self.book.add_months(claim.completed, months, own)

    def ageing_days(self) -> set[date]:
        """Return the days on which credits have become too old."""
        ends = {self.ages_on(lot.claim) for lot in self.lots}
        return {end + DAY for end in ends if end != FOR_LIFE}

    def end_cycle(self, held: Held, carry_since: date | None, judged: date) -> None:
        """End a certification's cycle: carry what is unspent and was completed since a day, forfeit the rest.

        What was too old when claims were last judged has no use that could be forfeited.
        """
        for lot in self.lots:
            in_cycle = lot.claim.completed >= held.counts_from or held.code in lot.carried
            lot.carried.discard(held.code)
            keeps = carry_since is not None and lot.claim.completed >= carry_since
            if lot.counted and in_cycle and lot.left and keeps:
                lot.carried.add(held.code)
            elif lot.counted_for == held.code and not self.is_aged(lot.claim, judged):
                lot.forfeited += lot.left
