"""What is drawn before a history is written: whose it is, when it begins and ends, and on which days things happen."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.strategies import codes
from tests.strategies.codes import Plan

Entry = dict[str, Any]
FIRST = {"today": date(2020, 2, 24), "both": date(2001, 1, 1), "rare": date(1999, 1, 1)}
LAST = date(2026, 6, 30)
CE_FOR_ALL = date(2020, 2, 24)
STARTS = {
    "today": [date(2020, 2, 24), date(2020, 2, 29), date(2020, 2, 29), date(2020, 3, 15), date(2020, 3, 16),
              date(2020, 3, 17), date(2020, 8, 31), date(2022, 7, 1), date(2020, 7, 1),
              date(2022, 7, 15)],
    "both": [date(2017, 3, 15), date(2017, 3, 16), date(2017, 3, 31), date(2017, 8, 31), date(2016, 2, 29),
             date(2018, 3, 16), date(2018, 2, 23), date(2018, 2, 24), date(2018, 2, 25),
             date(2015, 6, 6), date(2017, 6, 6)],
    "rare": [date(1999, 11, 30), date(1999, 12, 1)],
}  # fmt: skip
ENTRY_STARTS = [date(2025, 7, 14), date(2025, 7, 15), date(2025, 7, 16), date(2020, 6, 1)]


def days(number: int) -> timedelta:
    """Return so many days."""
    return timedelta(days=number)


def months_later(day: date, months: int) -> date:
    """Return the day some months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Story:
    """The frame of one history, and the entries written so far.

    `top` is the certification that the facts are meant to renew, by `plan`; `start` and `end` bound its first term.
    """

    def __init__(self, rng: Random, era: str) -> None:
        self.rng, self.era = rng, era
        self.events: list[Entry] = []
        self.codes = rng.choice(codes.LADDERS[era])
        self.top = self.codes[-1] if self.chance(0.9) else rng.choice(self.codes)
        self.start = self.first_day()
        self.end = self.last_day()
        self.careful = self.chance(0.65)
        self.plan = self.draw_plan()

    def chance(self, probability: float) -> bool:
        """Return True with a probability."""
        return self.rng.random() < probability

    def pick(self, *options: int) -> int:
        """Return one of some numbers."""
        return self.rng.choice(options)

    def first_day(self) -> date:
        """Draw the day of the first grant."""
        if self.top == "CCST-NET" and self.chance(0.85):
            return self.rng.choice(ENTRY_STARTS)
        if self.era == "rare" and self.top != "CCIE-RS":
            return FIRST["today"] + days(self.rng.randrange(1300))
        if self.chance(0.25):
            return self.rng.choice(STARTS[self.era])
        if self.era == "rare":  # Its term ends before anybody was suspended.
            return FIRST["rare"] + days(self.rng.randrange(330))
        if self.era == "today":
            return FIRST["today"] + days(self.rng.randrange(1300))
        earliest = self.rng.choice(
            [date(2001, 6, 1), date(2001, 6, 1), date(2014, 6, 1), date(2016, 6, 1), date(2017, 1, 1)]
        )
        return earliest + days(self.rng.randrange(1100))

    def last_day(self) -> date:
        """Return the last day of the first term, as far as the calendar tells."""
        if self.top == "CCST-NET":
            return months_later(self.start, 60)
        months = 24 if codes.family(self.top) == "CCIE" and self.start < CE_FOR_ALL else 36
        return self.extended(months_later(self.start, months))

    def extended(self, end: date) -> date:
        """Add the six months of 2020 to an end, where they are due."""
        return months_later(end, 6) if self.start < date(2020, 3, 16) <= end else end

    def draw_plan(self) -> Plan:
        """Draw a way to renew: of the time, or of today."""
        old = self.start < date(2019, 1, 1) and self.chance(0.85)
        plans = (codes.OLD_PLANS if old else codes.PLANS)[codes.family(self.top)]
        return self.rng.choice(plans)

    def inside(self) -> date:
        """Draw a day inside the term."""
        spread = (min(self.end, LAST) - self.start).days
        return self.start + days(self.rng.randrange(1, max(spread, 2)))

    def around(self) -> date:
        """Draw a day around the term: inside it, at its edges, or on another fact's day."""
        roll = self.rng.random()
        if roll < 0.5:
            return self.inside()
        if roll < 0.6:
            return self.start + days(self.pick(-1, 0, 0, 1))
        if roll < 0.8:
            return self.end + days(self.pick(-1, 0, 0, 1, 1, 20))
        return self.rng.choice(self.fact_days() or [self.start])

    def a_day(self) -> date:
        """Draw a day for an act: inside the term or at its end in a careful story, anywhere near it in another."""
        if not self.careful:
            return self.past(self.around())
        roll = self.rng.random()
        if roll < 0.14:
            return self.past(self.end)
        if roll < 0.24 and self.fact_days():
            return self.rng.choice(self.fact_days())
        return self.inside()

    def fact_days(self) -> list[date]:
        """Return the days of what the holder did so far."""
        done = [entry.get("completed", entry.get("on")) for entry in self.events if {"claim", "exam"} & entry.keys()]
        return [day for day in done if day]

    def past(self, day: date) -> date:
        """Keep a day within the years that histories cover."""
        return max(min(day, LAST), FIRST[self.era])

    def claims(self) -> list[Entry]:
        """Return the claims written so far."""
        return [entry for entry in self.events if "claim" in entry]

    def completion(self) -> date:
        """Draw the completion day of a claim."""
        found: list[date] = [entry["completed"] for entry in self.claims()]
        return self.rng.choice(found or [self.start])
