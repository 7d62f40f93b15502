"""Recorded decisions against the replay: which of them it no longer supports, and what is behind each.

A decision is computed again three times: from what was known and in force when it was taken, from what is known
now, and under the rules of the question. Where it falls first says what came between.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from itertools import chain
from typing import Literal, NamedTuple, TypeAlias

from ledger import (
    CertificationRedetermined,
    CertificationReinstated,
    CertificationRevoked,
    ClaimReversed,
    Decision,
    EntryUndone,
    ExamVoided,
    History,
    Known,
    Policy,
    Recorded,
    cut,
    read_policy,
)
from projections.books import Transition, entries, transitions
from projections.cause import Cause, Suspects
from projections.standing import Bench, Standing, Term, adopted

Class: TypeAlias = Literal["late fact", "correction", "policy", "recorded by another system", "engine"]
CLASSES: tuple[Class, ...] = ("engine", "correction", "late fact", "policy", "recorded by another system")
CORRECTIONS = (CertificationRevoked, ClaimReversed, EntryUndone, ExamVoided)
_BENCHES = 64


class Asserted(NamedTuple):
    """A decision in force, and the transition that it says took place, or, not `holds`, did not."""

    recorded: Recorded
    transition: Transition
    holds: bool

    @property
    def decision(self) -> Decision:
        """The event."""
        assert isinstance(self.recorded.event, Decision)
        return self.recorded.event

    def is_supported(self, standing: Standing) -> bool:
        """Whether a replay says the same."""
        derived = transitions(standing.records)
        if self.holds:
            return self.transition in derived
        return all(each[:3] != self.transition[:3] for each in derived)


class Drift(NamedTuple):
    """A decision that the replay does not support, and what it has instead: `now`, None for a certification not held.

    `event` is what was recorded since and turned it, `cause` the clauses: for a decision that policy overtook.
    """

    holder: str
    recorded: Recorded
    certification: str
    now: Term | None
    kind: Class
    event: Recorded | None = None
    cause: Cause | None = None


class Reconciliation:
    """The books of many holders against the replay of one question: on a day, as known, under a policy."""

    def __init__(
        self, programme: tuple[Recorded, ...], *, valid_on: date, known: Known, policy: Policy | None = None
    ) -> None:
        self.valid_on, self.known = valid_on, known
        self._programme = cut(programme, known.position)
        self._bench = Bench(self._programme, policy=policy)
        self.policy: Policy = policy or adopted(self._bench.programme)
        self._texts = {each.digest: each.text for each in self._bench.programme.documents}
        self._policy = cache(lambda digest: read_policy(self._texts[digest], place=f"policy {digest}"))
        self._at = lru_cache(_BENCHES)(lambda size, digest: Bench(self._programme[:size], policy=self._policy(digest)))
        self._suspects = cache(self._suspects_since)

    def drifts(self, history: History) -> Iterator[Drift]:
        """Yield each decision of a holder that took effect by the day and is not supported, in recorded order."""
        events = history.known_at(self.known.position).events
        due = [each for each in asserted(events) if each.transition.effective_on <= self.valid_on]
        if due:
            standing = self._bench.standing(history, self.valid_on, known=self.known)
            yield from (self._drift(each, history, standing) for each in due if not each.is_supported(standing))

    def _drift(self, claimed: Asserted, history: History, standing: Standing) -> Drift:
        """Say which class a decision is of that the replay does not support, and what is behind it."""
        code = claimed.transition.certification
        held = next((each for each in standing.certifications if each.certification == code), None)
        drift = Drift(history.holder, claimed.recorded, code, held and Term(held.status, held.until), "policy")
        known_at, digest = claimed.decision.known_at, claimed.decision.policy_digest
        if claimed.decision.by == "import" or known_at is None or digest is None:
            return drift._replace(kind="recorded by another system")
        if digest not in self._texts:
            return drift._replace(cause=Cause((), together=False))

        def supported(position: int) -> bool:
            return claimed.is_supported(self._standing(history, position, digest))

        if not supported(known_at):
            return drift._replace(kind="engine")
        if not supported(self.known.position):
            turned = self._turned(history, known_at, supported)
            is_correction = isinstance(turned.event, CORRECTIONS)
            return drift._replace(kind="correction" if is_correction else "late fact", event=turned)
        return drift._replace(cause=self._cause(claimed, history, standing, digest))

    def _standing(self, history: History, position: int, digest: str) -> Standing:
        """Answer as known at a position under an adopted policy."""
        bench: Bench = self._at(len(cut(self._programme, position)), digest)
        return bench.standing(history, self.valid_on, known=self.known._replace(position=position))

    def _turned(self, history: History, known_at: int, supported: Callable[[int], bool]) -> Recorded:
        """Return the event with which a decision supported at `known_at`, and not now, lost its support for good.

        Of the holder's own events every one is looked at; the programme's are halved, for there may be many.
        """
        late = _since(known_at, self.known.position, history.events)
        since = next((each.position for each in reversed(late) if supported(each.position)), known_at)
        both = _since(since, self.known.position, history.events, self._programme)
        at = bisect(both, False, key=lambda each: not supported(each.position))
        return both[at]

    def _cause(self, claimed: Asserted, history: History, standing: Standing, digest: str) -> Cause:
        """Return the clauses by which the policy of the question gives another answer than the decision's."""

        @cache
        def ask(bench: Bench) -> Standing:
            return bench.standing(history, self.valid_on, known=self.known)

        levels = {each.level for each in standing.certifications}
        suspects: Suspects = self._suspects(digest)
        return suspects.behind(lambda each: not claimed.is_supported(each), ask, levels=levels)

    def _suspects_since(self, digest: str) -> Suspects:
        return Suspects(self._programme, before=self._policy(digest), after=self.policy)


def asserted(events: Sequence[Recorded]) -> tuple[Asserted, ...]:
    """Return what the decisions in force say, in recorded order.

    A reinstatement or an annulment says that a transition recorded before did not take place, until it is recorded
    again.
    """
    standing = entries(events)
    denied = {transition[:3]: Asserted(recorded, transition, holds=False) for recorded, transition in _denials(events)}
    for entry in standing:
        earlier = denied.get(entry.transition[:3])
        if earlier and earlier.recorded.position < entry.recorded.position:
            del denied[entry.transition[:3]]
    found = [Asserted(entry.recorded, entry.transition, holds=True) for entry in standing]
    return tuple(sorted((*found, *denied.values()), key=lambda each: each.recorded.position))


def _denials(events: Sequence[Recorded]) -> Iterator[tuple[Recorded, Transition]]:
    """Yield each reinstatement and annulment with the transition that it takes back."""
    for at, recorded in enumerate(events):
        match recorded.event:
            case (
                CertificationReinstated(supersedes=old) | CertificationRedetermined(supersedes=old, outcome="annulled")
            ):
                taken_back = (entry.transition for entry in entries(events[:at]) if entry.event_id == old)
                yield from ((recorded, transition) for transition in taken_back)
            case _:
                pass


def _since(position: int, until: int, *streams: Sequence[Recorded]) -> list[Recorded]:
    """Return what streams hold after a position, up to another, in the order of the log."""
    return sorted(
        (each for each in chain(*streams) if position < each.position <= until), key=lambda each: each.position
    )
