"""Books of one holder that are closed day by day, as tests of drift need them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from ledger import Event, History, Known, PolicyAdopted, Recorded, read_policy
from projections import HOLDER, Bench, Drift, Reconciliation, build, consequences
from tests.agreement import shipped_pack
from tests.projections.histories import PENDING_AT_EXPIRY, day

ON = "2026-03-30"
_STEP = 1000  # Between two positions there is room for the decisions of a closing.


class Books:
    """A holder's history that is told bit by bit, in recorded order, and closed in between."""

    def __init__(self, *entries: dict[str, Any]) -> None:
        programme, holders = build(list(entries), shipped_pack(), "a test")
        self._coming = [each._replace(position=each.position * _STEP) for each in holders[HOLDER].events]
        self._programme = [each._replace(position=each.position * _STEP) for each in programme]
        text = shipped_pack().policy
        self._programme.append(_adopted(1, text))
        self._programme.sort(key=lambda each: each.position)
        self.events: list[Recorded] = []
        self.known = Known(0, datetime(2100, 1, 1, tzinfo=UTC))

    @property
    def history(self) -> History:
        """What is told so far."""
        told = tuple(each for each in self._programme if each.position <= self.known.position)
        return History(told, HOLDER, tuple(self.events))

    def learn(self, count: int = 10**6) -> None:
        """Record so many more of the holder's events, and what the programme did until then."""
        for each in self._coming[:count]:
            self.events.append(each._replace(position=max(each.position, self.known.position + 1)))
            self.known = self.known._replace(position=self.events[-1].position)
        del self._coming[:count]

    def adopt(self, text: str) -> None:
        """Adopt another policy, recorded next."""
        self.known = self.known._replace(position=self.known.position + 1)
        self._programme = [*self.history.programme, _adopted(self.known.position, text)]

    def close(self, through: str) -> list[str]:
        """Close the books, and return the topics of what is recorded."""
        standing = Bench(self.history.programme).standing(self.history, day(through), known=self.known)
        decisions = consequences(standing, self.history.events)
        for decision in decisions:
            self.record(decision.event, **decision.fields)
        return [decision.event.TOPIC for decision in decisions]

    def record(self, kind: type[Event], **fields: Any) -> None:
        """Record one event of the holder next."""
        self.known = self.known._replace(position=self.known.position + 1)
        envelope = {
            "originator_id": f"holder-{HOLDER}",
            "originator_version": len(self.events) + 1,
            "event_id": uuid4(),
            "recorded_at": self.events[-1].event.recorded_at,
            "actor": "test",
            "command_id": uuid4(),
            "holder": HOLDER,
        }
        self.events.append(Recorded(self.known.position, kind(**{**envelope, **fields})))

    def drifts(self, on: str = ON, *, known: Known | None = None, **more: Any) -> list[Drift]:
        """Return what the replay does not support."""
        checked = Reconciliation(self.history.programme, valid_on=day(on), known=known or self.known, **more)
        return list(checked.drifts(self.history))


def _adopted(position: int, text: str) -> Recorded:
    policy = read_policy(text, place="a test")
    at = datetime(1900, 1, 1, tzinfo=UTC)
    return Recorded(
        position,
        PolicyAdopted(
            originator_id="programme",
            originator_version=position,
            event_id=uuid4(),
            recorded_at=at,
            actor="test",
            command_id=uuid4(),
            policy=policy.id,
            digest=policy.digest,
            text=text,
        ),
    )


def lapsed() -> Books:
    """A certification that expired while a claim was pending, in closed books; the validation is still to come."""
    books = Books(*PENDING_AT_EXPIRY)
    books.learn(4)
    assert books.close("2026-03-10") == ["certification.expired.v1"]
    return books
