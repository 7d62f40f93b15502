"""The walk: one holder's days from the first fact to the day asked about, in the order in which its rules apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from tests.oracle.book import DAY, FOR_LIFE, Book, Option
from tests.oracle.holding import ACTIVE, SUSPENDED, Held, Lot
from tests.oracle.known import Fee, Known, Pass
from tests.oracle.options import Use, find_use, needs_credits
from tests.oracle.terms import Terms


class Walk(Terms):
    """Every day's work on one holder; `held` and `lots` are the outcome."""

    def __init__(self, book: Book, facts: Known, catalogue: Mapping[str, Any], lots: list[Lot]) -> None:
        super().__init__(book, facts, catalogue, lots)
        self.tags = {code: frozenset(body["tags"]) for code, body in catalogue["exams"].items()}
        self.passes = [Pass(sat.id, sat.exam, sat.on) for sat in facts.passes]
        self.fees = [Fee(paid.fee, paid.on) for paid in facts.fees]

    def through(self, last: date, *, literal: bool) -> None:
        """Walk to `last` inclusive: every single day, or only the days on which something can happen."""
        for t in self.every_day(last) if literal else self.eventful_days(last):
            self.day(t)

    def day(self, t: date) -> None:
        """Do one day: lapses, acts of the programme, grants, revocations, renewals."""
        for held in self.held.values():
            self.lapse(held, t)
        self.extend(t)
        self.grant(t)
        self.revoke(t)
        while self.renew_one(t):
            pass
        while self.floor(t):  # A later end lets in what was submitted too late for the one before.
            while self.renew_one(t):
                pass

    def fact_days(self) -> set[date]:
        """Return the days on which something was done."""
        days = {*self.facts.grants, *self.facts.revokes}
        days |= {sat.on for sat in self.passes} | {paid.on for paid in self.fees}
        days |= {lot.effective for lot in self.lots if lot.effective}
        return days | {on for on, _, _ in self.facts.recertified}

    def every_day(self, last: date) -> Iterator[date]:
        """Yield each day from the first fact to the last day."""
        t = min(self.fact_days(), default=FOR_LIFE)
        while t <= last:
            yield t
            t += DAY

    def eventful_days(self, last: date) -> Iterator[date]:
        """Yield the days on which something can happen: those of facts and rules, and those after an end."""
        facts = self.fact_days()
        first = min(facts, default=FOR_LIFE)
        days = facts | set(self.book.boundaries) | set(self.facts.retired.values())
        days |= {extension["on"] for extension in self.book.extensions} | self.judge.ageing_days()
        ahead = sorted(day for day in days if first <= day <= last)
        t = first
        while t <= last:
            yield t
            ends = [end for held in self.held.values() for end in self.ends(held) if end > t]
            ahead = [day for day in ahead if day > t]
            t = min([*ahead[:1], *ends], default=FOR_LIFE)

    def ends(self, held: Held) -> Iterator[date]:
        """Yield the days to come on which a certification changes by itself, or may be a target again."""
        if held.renewed_on:
            yield held.renewed_on + DAY
        if held.status == ACTIVE and not held.for_life:
            yield held.until
            yield held.until + DAY
        elif held.status == SUSPENDED:
            yield held.grace_end + DAY

    def renew_one(self, t: date) -> bool:
        """Renew the first candidate that meets an option; say whether there was one."""
        candidates = self.candidates(t)
        targets = self.targets(candidates, t)
        usable = self.judge.usable(targets, t)
        for held in candidates:
            for option in self.open_options(held, t):
                if needs_credits(option) and held not in targets:
                    continue
                lots = usable.get(held.code, [])
                use = find_use(option, lots, self.passes_for(held, t), self.fees_for(held, t), self.tags)
                if use and self.is_fresh(held, use):
                    self.renew(held, use, t)
                    return True
        return False

    def candidates(self, t: date) -> list[Held]:
        """Return what could be renewed, highest level first, then the earlier expiry, then the code."""
        able = [
            held
            for held in self.held.values()
            if held.status in (ACTIVE, SUSPENDED)
            and not held.for_life
            and held.renewed_on != t
            and not self.retired(held, t)
        ]
        return sorted(able, key=lambda held: held.order)

    def targets(self, candidates: list[Held], t: date) -> list[Held]:
        """Return the candidates that may use credits: suspended ones only where none that is active may."""
        ranked = [held for held in candidates if held.status == ACTIVE and held.rank is not None]
        if not ranked:
            ranked = [held for held in candidates if held.rank is not None and self.grace_takes_credits(held, t)]
        if ranked and self.book.value("renew.target", ranked[0].dates(t)) == "highest":
            return ranked[:1]
        return ranked

    def grace_takes_credits(self, held: Held, t: date) -> bool:
        """Whether the grace of what is suspended lets credits renew it."""
        grace = self.book.value(f"grace.{held.level}", held.dates(t))
        return grace != "none" and grace.get("options", "all") in ("all", "credits")

    def open_options(self, held: Held, t: date) -> Iterable[Option]:
        """Return its options: all of them while active, those its grace allows while suspended."""
        if self.book.value("renew.when", held.dates(t)) == "expiry" and held.status == ACTIVE and t != held.until:
            return []
        options = self.book.options(held.level, held.dates(t))
        if held.status == ACTIVE:
            return options
        grace = self.book.value(f"grace.{held.level}", held.dates(t))
        return [option for option in options if grace_allows(grace, option)]

    def passes_for(self, held: Held, t: date) -> list[Pass]:
        """Return the passes of its cycle that it may still use, first in first."""
        same_day = self.book.value("exam.from", held.dates(t)) == "same_day"
        once = self.book.value("exam.reuse", held.dates(t)) == "never"
        first = held.cycle_from if same_day else held.cycle_from + DAY
        return [sat for sat in self.passes if first <= sat.on <= t and not used_up(sat, held, once=once)]

    def fees_for(self, held: Held, t: date) -> list[Fee]:
        """Return the fees paid in its cycle that no renewal took."""
        return [paid for paid in self.fees if held.counts_from <= paid.on <= t and not paid.used]

    def is_fresh(self, held: Held, use: Use) -> bool:
        """Whether at least one unit that could be used came after the last renewal."""
        last = held.renewed_on
        return last is None or any(day > last for day in use.days)

    def renew(self, held: Held, use: Use, t: date) -> None:
        """Consume what the option needs and renew everything in scope."""
        for lot, amount in use.credits:
            lot.spent += amount
        for sat in use.passes:
            sat.used_levels.add(held.level)
            if held.rank is not None:
                sat.used_ranks.add(held.rank)
        for paid in use.fees:
            paid.used = True
        scope = self.book.value("renew.scope", held.dates(t))
        reached = [held] + [
            other
            for other in self.held.values()
            if other is not held
            and other.status == ACTIVE
            and self.reaches(held, other, scope)
            and not other.for_life
            and not self.retired(other, t)
        ]
        self.leave_behind(reached, t, judged=t)
        for other in reached:
            self.run_again(other, t)

    def run_again(self, held: Held, t: date) -> None:
        """Start the next term, from the day of the renewal or from the old end, by the anchor of its level."""
        dates = held.dates(t)
        duration = self.book.value(f"duration.{held.level}", dates)
        anchored = self.book.value(f"renew.anchor.{held.level}", dates) == "previous_expiry"
        day_after = held.until + DAY
        if anchored or held.status == SUSPENDED:
            held.cycle_from = held.counts_from = day_after
        else:
            held.cycle_from, held.counts_from = t, t + DAY
        if held.status == SUSPENDED:
            held.status, held.active_since = ACTIVE, day_after
        self.run_to(held, self.after(held.nominal if anchored else t, duration, dates), dates)
        held.renewed_on = t

    def floor(self, t: date) -> bool:
        """Hold a recorded recertification's end as a floor, where the clause says so; say whether that moved an end."""
        moved = False
        for on, code, until in self.facts.recertified:
            held = self.held.get(code)
            if on != t or held is None or held.status != ACTIVE:
                continue
            if self.book.value("renew.recorded", held.dates(t)) == "floor" and held.until < until:
                held.nominal = held.until = until
                moved = True
        return moved


def grace_allows(grace: Any, option: Option) -> bool:
    """Whether an option may renew what is suspended."""
    if grace == "none":
        return False
    match grace.get("options", "all"):
        case "exams":
            return not needs_credits(option)
        case "credits":
            return needs_credits(option)
        case _:
            return True


def used_up(sat: Pass, held: Held, *, once: bool) -> bool:
    """Whether a pass renewed at this level or a higher one (or at all, where it may serve only once)."""
    if held.rank is None:
        return held.level in sat.used_levels
    return any(once or rank >= held.rank for rank in sat.used_ranks)
