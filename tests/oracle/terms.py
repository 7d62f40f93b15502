"""Terms: how what is held lapses, is extended, granted and taken away, and how a cycle ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.oracle.book import ALWAYS, DAY, FOR_LIFE, Book, Dates
from tests.oracle.holding import ACTIVE, EXPIRED, REVOKED, SUSPENDED, Held, Lot
from tests.oracle.judging import Judge
from tests.oracle.known import Known


class Terms:
    """What a holder has, and the rules that start and end terms; `held` and `lots` change with the days."""

    def __init__(self, book: Book, facts: Known, catalogue: Mapping[str, Any], lots: list[Lot]) -> None:
        self.book, self.facts, self.lots = book, facts, lots
        self.certifications: Mapping[str, Mapping[str, Any]] = catalogue["certifications"]
        self.held: dict[str, Held] = {}
        self.judge = Judge(book, facts, lots)

    def lapse(self, held: Held, t: date) -> None:
        """Let it fall out of the active state on the day after its last one, and out of grace after its end."""
        if held.status == ACTIVE and held.until < t:
            grace = self.book.value(f"grace.{held.level}", held.dates(t))
            held.stop(SUSPENDED if grace_months(grace) else EXPIRED)
            if held.status == SUSPENDED:
                held.grace_end = self.book.add_months(held.until, grace_months(grace), held.dates(t))
        if held.status == SUSPENDED and held.grace_end < t:
            held.status = EXPIRED

    def extend(self, t: date) -> None:
        """Lengthen what is active on the day of an extension by calendar months."""
        for extension in self.book.extensions:
            if extension["on"] == t:
                for held in self.held.values():
                    if held.status == ACTIVE and not held.for_life:
                        self.run_to(held, self.after(held.nominal, extension["months"], held.dates(t)), held.dates(t))

    def run_to(self, held: Held, nominal: date, dates: Dates) -> None:
        """Set the end of a term: the last active day is the nominal one, or the day before where that is exclusive."""
        held.nominal = held.until = nominal
        if nominal != FOR_LIFE and self.book.value("expiry.last_day", dates) == "exclusive":
            held.until = nominal - DAY

    def run_from(self, held: Held, t: date) -> None:
        """Set the end of a term that a grant starts on a day; it never shortens one that runs."""
        before, until, dates = held.nominal, held.until, held.dates(t)
        self.run_to(held, self.after(t, self.book.value(f"duration.{held.level}", dates), dates), dates)
        if until > held.until:
            held.nominal, held.until = before, until

    def after(self, day: date, duration: Any, dates: Dates) -> date:
        """Return the end of a duration (a number of months, a table with one, or for life) that starts on a day."""
        if duration == "lifetime" or day == FOR_LIFE:
            return FOR_LIFE
        return self.book.add_months(day, duration["months"] if isinstance(duration, Mapping) else duration, dates)

    def retired(self, held: Held, t: date) -> bool:
        """Whether a certification is retired on a day and so not renewed."""
        if self.book.value("retired.renewable", held.dates(t)) == "yes":
            return False
        return self.facts.retired.get(held.code, FOR_LIFE) <= t

    def grant(self, t: date) -> None:
        """Apply all grants of a day, then let them renew what was active before it."""
        granted = self.facts.grants.get(t, [])
        others = [held for held in self.held.values() if held.status == ACTIVE and held.code not in granted]
        for code in granted:
            self.grant_one(code, t)
        for other in others:
            if any(self.grant_renews(self.held[code], other, t) for code in granted):
                self.renew_by_grant(other, t)

    def grant_one(self, code: str, t: date) -> None:
        """Start a cycle. What is unspent of a cycle that lapsed is forfeited, of one that runs it is carried or not."""
        held = self.held.get(code)
        if held is None:
            body = self.certifications[code]
            held = self.held[code] = Held(code, body["level"], self.book.ranks.get(body["level"]), body.get("track"))
        elif held.status == ACTIVE:
            self.leave_behind([held], t, judged=t - DAY)
        else:
            self.judge.end_cycle(held, None, t - DAY)
        if held.status != ACTIVE:
            held.active_since, held.until = t, ALWAYS
        held.status, held.granted_on, held.renewed_on = ACTIVE, t, None
        held.cycle_from = held.counts_from = t
        self.run_from(held, t)

    def grant_renews(self, granted: Held, other: Held, t: date) -> bool:
        """Whether a grant renews another certification."""
        reach = self.book.value("grant.renews", granted.dates(t))
        return self.reaches(granted, other, reach) and not other.for_life and not self.retired(other, t)

    def renew_by_grant(self, held: Held, t: date) -> None:
        """Renew from the day of a grant, never shortening."""
        self.leave_behind([held], t, judged=t - DAY)
        self.run_from(held, t)
        held.renewed_on = held.cycle_from = held.counts_from = t

    def reaches(self, source: Held, other: Held, reach: str) -> bool:
        """Whether a renewal or grant at `source` reaches another certification; without a rank it reaches none."""
        if source.rank is None or other.rank is None:
            return False
        match reach:
            case "level":
                return other.rank == source.rank
            case "level_and_below":
                return other.rank <= source.rank
            case "track_and_below":
                return other.rank <= source.rank and other.track == source.track
            case _:
                return False

    def revoke(self, t: date) -> None:
        """Take certifications away; an end that came earlier stays."""
        for code in self.facts.revokes.get(t, []):
            if code in self.held:
                held = self.held[code]
                held.until = min(held.until, t - DAY)
                held.stop(REVOKED)

    def leave_behind(self, ended: list[Held], t: date, *, judged: date) -> None:
        """End the cycles that a renewal or a grant ends: what is unspent is carried into the next, or forfeited.

        Grants come before the claims of their day are judged, renewals after.
        """
        for held in ended:
            self.judge.end_cycle(held, self.carried_since(held, t), judged)

    def carried_since(self, held: Held, t: date) -> date | None:
        """Return the first completion that a renewal or a grant carries over; None: nothing is carried."""
        match self.book.value("credit.carry_over", held.dates(t)):
            case "remainder":
                return ALWAYS
            case "window":
                return self.book.add_months(
                    t, -self.book.value("credit.carry_over_months", held.dates(t)), held.dates(t)
                )
            case _:
                return None


def grace_months(grace: Any) -> int:
    """Return how many months a certification stays suspended."""
    return int(grace["months"]) if isinstance(grace, Mapping) else 0
