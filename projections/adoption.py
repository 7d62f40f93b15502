"""The policy documents that a programme ever adopted, and what each changed of days gone by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ledger import Policy, PolicyAdopted, Recorded, diff, instant_text, read_policy


class Adoption(NamedTuple):
    """A document as it was adopted.

    `effective_from` is the first day of which it says something else than the document before it: None when it
    changes nothing, `date.min` when a change has no first day. It is retroactive when it, or a revision that it
    brings, is effective before the day on which it was adopted, `adopted_on`, in the programme's zone.
    """

    policy: str
    digest: str
    position: int
    recorded_at: datetime
    adopted_on: date
    effective_from: date | None
    revisions: tuple[str, ...]
    retroactive: tuple[str, ...]
    is_current: bool

    def document(self) -> dict[str, Any]:
        """Return the adoption as JSON; `effective_from` is ``always`` when a change has no first day."""
        return {
            "id": self.policy,
            "digest": self.digest,
            "position": self.position,
            "recorded_at": instant_text(self.recorded_at),
            "adopted_on": self.adopted_on.isoformat(),
            "effective_from": day_text(self.effective_from),
            "revisions": list(self.revisions),
            "retroactive": list(self.retroactive),
            "current": self.is_current,
        }


def day_text(day: date | None) -> str | None:
    """Return the first day of a change as text: ``always`` for one that has none."""
    if day is None:
        return None
    return "always" if day == date.min else day.isoformat()


def adoptions(programme: Iterable[Recorded], *, zone: str) -> tuple[Adoption, ...]:
    """Return every adoption in a programme's stream, in recorded order; the last one is current."""
    adopted = [each for each in programme if isinstance(each.event, PolicyAdopted)]
    documents = [None, *(_policy(each) for each in adopted)]
    told = [
        _adoption(each, before, policy, zone)
        for each, (before, policy) in zip(adopted, pairwise(documents), strict=True)
    ]
    return (*told[:-1], *(last._replace(is_current=True) for last in told[-1:]))


def _policy(adopted: Recorded) -> Policy:
    assert isinstance(adopted.event, PolicyAdopted)
    return read_policy(adopted.event.text, place=f"the policy adopted at @{adopted.position}")


def _adoption(adopted: Recorded, before: Policy | None, policy: Policy | None, zone: str) -> Adoption:
    """Compare a document with the one whose place it took; the first one took none, and so is not retroactive."""
    assert policy is not None
    on = adopted.event.recorded_at.astimezone(ZoneInfo(zone)).date()
    first = Adoption(
        policy=policy.id,
        digest=policy.digest,
        position=adopted.position,
        recorded_at=adopted.event.recorded_at,
        adopted_on=on,
        effective_from=min(policy.effective.values()),
        revisions=tuple(policy.effective),
        retroactive=(),
        is_current=False,
    )
    if before is None:
        return first
    changes = _changes(before, policy)
    brought = {name: day for name, day in policy.effective.items() if before.effective.get(name) != day}
    late = [f"revision {name}, effective {day}" for name, day in brought.items() if day < on]
    late += [f"{clause}, {_since(day)}" for clause, day in changes.items() if day < on]
    return first._replace(
        effective_from=min(changes.values(), default=None), revisions=tuple(brought), retroactive=tuple(late)
    )


def _changes(before: Policy, policy: Policy) -> dict[str, date]:
    """Return the first day of what a document changes, by clause; what a tag is called changes nothing."""
    extended = {f"extension.{one.id}": one.on for one in (*before.extensions, *policy.extensions)}
    changes: dict[str, date] = {}
    for change in diff(before, policy):
        if not change.clause.startswith("exam_tags."):
            day = change.since or extended.get(change.clause, date.min)
            changes[change.clause] = min(day, changes.get(change.clause, day))
    return changes


def _since(day: date) -> str:
    return "on every day" if day == date.min else f"from {day}"
