"""What a replay says of a holder whose certifications stand otherwise under the other policy."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, NamedTuple, TypeAlias

from projections.cause import Cause
from projections.standing import Term
from projections.trace import Until

Direction: TypeAlias = Literal["loss", "gain", "date only"]

_WORTH = {"active": 2, "suspended": 1, "expired": 0, "revoked": 0, "none": 0}


class Happening(NamedTuple):
    """What happened to a certification on a day, and until when it was active then; None: it says nothing of that."""

    on: date
    what: str
    until: Until | None

    def document(self) -> dict[str, Any]:
        """Return the happening as JSON."""
        return {"on": self.on.isoformat(), "what": self.what, "until": _text(self.until)}


class Divergence(NamedTuple):
    """The first day on which the two replays tell something else; None: on that side nothing happened that day."""

    on: date
    before: Happening | None
    after: Happening | None
    cause: Cause

    def document(self) -> dict[str, Any]:
        """Return the divergence as JSON."""
        return {
            "on": self.on.isoformat(),
            "before": self.before and self.before.document(),
            "after": self.after and self.after.document(),
            **self.cause.document(),
        }


class ChangedCertification(NamedTuple):
    """A certification whose status or last active day is another."""

    certification: str
    level: str
    before: Term
    after: Term
    diverged: Divergence

    @property
    def direction(self) -> Direction:
        """Whether the holder gains or loses by the status; with the same worth only the date is another."""
        worth = _WORTH[self.after.status] - _WORTH[self.before.status]
        return "loss" if worth < 0 else "gain" if worth > 0 else "date only"

    @property
    def is_shortened(self) -> bool:
        """Whether the last active day comes earlier."""
        return _day(self.after.until) < _day(self.before.until)

    def document(self) -> dict[str, Any]:
        """Return the change as JSON."""
        return {
            "certification": self.certification,
            "level": self.level,
            "direction": self.direction,
            "before": {"status": self.before.status, "until": _text(self.before.until)},
            "after": {"status": self.after.status, "until": _text(self.after.until)},
            "diverged": self.diverged.document(),
        }


class ChangedHolder(NamedTuple):
    """A holder of whom at least one certification stands otherwise."""

    holder: str
    certifications: tuple[ChangedCertification, ...]

    @property
    def direction(self) -> Direction:
        """Loss when any certification is lost, else gain when any is gained, else date only."""
        directions = {each.direction for each in self.certifications}
        return "loss" if "loss" in directions else "gain" if "gain" in directions else "date only"

    @property
    def rank(self) -> int:
        """The place in which to show the holder: losses, gains, then dates only, and earlier ones first."""
        if self.direction != "date only":
            return ("loss", "gain").index(self.direction)
        return 2 if any(each.is_shortened for each in self.certifications) else 3

    def document(self) -> dict[str, Any]:
        """Return the change as JSON; `first` is the certification that diverged first, and the day."""
        first = min(self.certifications, key=lambda each: (each.diverged.on, each.certification))
        return {
            "holder": self.holder,
            "direction": self.direction,
            "first": {"certification": first.certification, **first.diverged.document()},
            "certifications": [each.document() for each in self.certifications],
        }


def _day(until: Until) -> date:
    return date.max if until == "lifetime" else until


def _text(until: Until | None) -> str | None:
    return until.isoformat() if isinstance(until, date) else until
