"""The records of a trace: what a fold leaves, as days, codes and names, one class a row code."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from projections.names import DatedName, ExtensionName, LeafName, RowName

Status = Literal["none", "active", "suspended", "expired", "revoked"]
Until = date | Literal["lifetime"]


class Granted(NamedTuple):
    """A certification was earned; `before` is its status until then."""

    on: date
    certification: str
    until: Until
    before: Status


class Renewed(NamedTuple):
    """A certification was renewed; by an option of `by`, or without one by the grant of `by`."""

    on: date
    certification: str
    until: Until
    cycle_from: date
    option: str | None
    by: str


class Revoked(NamedTuple):
    """A certification was taken away."""

    on: date
    certification: str
    until: Until


class Lapsed(NamedTuple):
    """A certification fell out of the active state, or out of its grace."""

    on: date
    certification: str
    until: Until
    status: Status
    grace_until: date | None


class Extended(NamedTuple):
    """A certification was extended by calendar months."""

    on: date
    certification: str
    until: Until
    extension: ExtensionName
    months: int


class Retired(NamedTuple):
    """A certification held was retired."""

    on: date
    certification: str


class Governed(NamedTuple):
    """A dated value governed what the next records say: selected by the pinned day."""

    on: date
    dated: DatedName
    pin: str
    pinned_on: date | None
    value: int


class OptionTold(NamedTuple):
    """An option of a certification was met or not; `is_open` is False where only the target may use it."""

    on: date
    certification: str
    option: str
    met: bool
    target: str | None
    is_open: bool


class LeafTold(NamedTuple):
    """What a leaf of an option had and needed: hundredths of credits, or a count."""

    on: date
    certification: str
    option: str
    leaf: LeafName
    have: int
    need: int


class Used(NamedTuple):
    """A renewal consumed hundredths of a claim, an exam pass or a payment."""

    on: date
    certification: str
    row: int
    name: RowName
    hundredths: int
    option: str


class Excluded(NamedTuple):
    """A claim does not count; `figure` and `limit` are what its reason compares.

    WINDOW: days, and the days allowed. DUPLICATE: the earlier claim. Otherwise days of the calendar: of
    the claim's act, and the one that it missed, None where there is none.
    """

    on: date
    row: int
    name: RowName
    reason: str
    figure: int | date | str | None
    limit: int | date | None
    certification: str | None


class Counted(NamedTuple):
    """A claim counts for a certification's cycle."""

    on: date
    row: int
    name: RowName
    hundredths: int
    certification: str


class Forfeited(NamedTuple):
    """What was left of a claim was given up when a cycle ended."""

    on: date
    row: int
    name: RowName
    hundredths: int
    certification: str


class Floored(NamedTuple):
    """A recorded recertification kept a later day than the replay reached."""

    on: date
    certification: str
    until: Until
    computed: Until


class NotTarget(NamedTuple):
    """An option was met, but credits were the target's."""

    on: date
    certification: str
    option: str
    target: str | None


class Result(NamedTuple):
    """Where a certification stands at the end."""

    on: date
    certification: str
    status: Status
    until: Until
    renewed_on: date | None
    cycle_from: date


class Held(NamedTuple):
    """When a certification was last earned, and whether it is what credits accumulate for."""

    on: date
    certification: str
    granted_on: date
    is_target: bool


class Lot(NamedTuple):
    """What became of a claim, completed on a day: its reason, hundredths spent and left, and for what."""

    on: date
    row: int
    name: RowName
    reason: str
    spent: int
    remaining: int
    certification: str | None


Record = (
    Granted
    | Renewed
    | Revoked
    | Lapsed
    | Extended
    | Retired
    | Governed
    | OptionTold
    | LeafTold
    | Used
    | Excluded
    | Counted
    | Forfeited
    | Floored
    | NotTarget
    | Result
    | Held
    | Lot
)
