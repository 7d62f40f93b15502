"""What a holder has: certifications with their cycles, and claims as lots of credits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tests.oracle.book import ALWAYS, FOR_LIFE, Dates
from tests.oracle.known import Claim

ACTIVE, SUSPENDED, EXPIRED, REVOKED = "active", "suspended", "expired", "revoked"


@dataclass
class Held:
    """A certification that was granted at some time.

    `nominal` is the day that terms are counted to, `until` the last active one (the day before where the last day
    is exclusive); FOR_LIFE where it never ends. `counts_from` is the first completion that belongs to the cycle.
    """

    code: str
    level: str
    rank: int | None
    track: str | None
    status: str = EXPIRED
    nominal: date = ALWAYS
    until: date = ALWAYS
    grace_end: date = ALWAYS
    granted_on: date = ALWAYS
    active_since: date = ALWAYS
    renewed_on: date | None = None
    cycle_from: date = ALWAYS
    counts_from: date = ALWAYS
    stretches: list[tuple[date, date]] = field(default_factory=list)

    def was_running(self, day: date) -> bool:
        """Whether it was active or in the present grace on a day, so that some cycle of it was running."""
        if self.status in (ACTIVE, SUSPENDED) and self.active_since <= day <= self.last_day:
            return True
        return any(first <= day <= last for first, last in self.stretches)

    def dates(self, t: date) -> Dates:
        """Return the dates that may select a policy value for it at a checkpoint."""
        return {"checkpoint": t, "granted": self.granted_on, "cycle_start": self.cycle_from, "expiry": self.until}

    def stop(self, status: str) -> None:
        """End the stretch in which it was active; the status says how."""
        if self.status == ACTIVE:
            self.stretches.append((self.active_since, self.until))
        self.status = status

    @property
    def last_day(self) -> date:
        """The last day on which activity counts: while it is suspended, that of its grace."""
        return self.grace_end if self.status == SUSPENDED else self.until

    @property
    def order(self) -> tuple[int, date, str]:
        """Highest level first, then the earlier expiry, then the code; those without a rank last."""
        return (-self.rank if self.rank is not None else 1, self.until, self.code)

    @property
    def for_life(self) -> bool:
        """Whether it never ends."""
        return self.until == FOR_LIFE


@dataclass
class Lot:
    """The credits of one claim: how many were awarded, and where they went.

    `reason` is the first one given; `counted_for` the certification for which it last was OK, None while it never was.
    `carried` are the certifications into whose next cycle a renewal carried it.
    """

    claim: Claim
    effective: date | None
    group: str | None
    category: str | None
    awarded: int
    fixed_reason: str | None = None
    reason: str | None = None
    counted_for: str | None = None
    spent: int = 0
    forfeited: int = 0
    carried: set[str] = field(default_factory=set)

    @property
    def left(self) -> int:
        """Hundredths that nothing has used or forfeited."""
        return self.awarded - self.spent - self.forfeited

    def is_twin_of(self, other: Lot) -> bool:
        """Whether two claims are for one edition of one item, or of items of one group."""
        one, two = self.claim, other.claim
        same_item = one.item is not None and one.item == two.item
        same_group = bool(self.group) and self.group == other.group
        return (same_item or same_group) and one.edition == two.edition

    @property
    def counted(self) -> bool:
        """Whether its own reason ever was OK."""
        return self.counted_for is not None
