"""What takes back what an import recorded: events that reverse it, and what none can reverse.

Nothing recorded is removed. What somebody else did since to the same claim, grant or item stands, so what it rests
on is left alone and listed. Asked again after it was carried out, or interrupted, only what is missing is returned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from ledger.catalogue import Catalogue
from ledger.commands import Command, ExamVoid, ItemWithdraw, OverruleProvider, Reverse, Revoke, Withdraw
from ledger.events import (
    CertificationGranted,
    CertificationRevoked,
    ClaimDecision,
    ClaimReserved,
    ClaimReversed,
    ClaimSubmitted,
    ClaimWithdrawn,
    Event,
    ExamPassed,
    ExamVoided,
    ItemListed,
    ItemWithdrawn,
    ProviderAuthorised,
    ProviderDeauthorised,
)
from ledger.history import Recorded
from ledger.holder import HolderState, evolve
from ledger.holder.state import Claim
from ledger.when import FIRST_YEAR

BATCH_UNDONE = "BATCH_UNDONE"
"""The reason code of every event that takes an import back."""

_NO_EVENT = "No event takes this back."
_DAY = timedelta(days=1)


class Left(NamedTuple):
    """Something recorded by an import that stays, and why."""

    recorded: Recorded
    why: str


Step: TypeAlias = Command | Left


def holder_steps(holder: str, events: tuple[Recorded, ...], batch: str, *, today: date) -> Iterator[Step]:
    """Yield what takes back, on `today`, what a batch said of one holder, in the order to record it."""
    state = HolderState(holder)
    for _, event in events:
        evolve(state, event)
    own = [recorded for recorded in events if recorded.event.batch == batch]
    about = {each.event.claim: each for each in own if isinstance(each.event, ClaimSubmitted | ClaimDecision)}
    for claim, last in about.items():
        yield from _claim(state.claims[claim], last, batch, today)
    for recorded in own:
        if not isinstance(recorded.event, ClaimSubmitted | ClaimDecision | ClaimReserved):
            yield from _act(recorded, events, batch, today)


def programme_steps(events: tuple[Recorded, ...], batch: str, *, catalogue: Catalogue) -> Iterator[Step]:
    """Yield what takes back what a batch said of the programme, in the order to record it."""
    shipped = {entry.item for entry in catalogue.items}
    items: set[str] = set()
    providers: set[str] = set()
    for recorded in events:
        match recorded.event:
            case event if event.batch != batch:
                continue
            case ItemListed() as event if event.item not in items:
                items.add(event.item)
                yield from _item(event.item, events, batch, shipped)
            case ProviderAuthorised() | ProviderDeauthorised() as event if event.provider not in providers:
                providers.add(event.provider)
                yield from _provider(event.provider, events, batch)
            case ItemListed() | ProviderAuthorised() | ProviderDeauthorised():
                continue
            case _:
                yield Left(recorded, _NO_EVENT)


def _claim(claim: Claim, last: Recorded, batch: str, today: date) -> Iterator[Step]:
    """Reverse the decision that stands, withdraw what is pending then; `last` is the batch's last word on the claim."""
    submitted, decisions = claim
    standing = decisions[-1] if decisions and not isinstance(decisions[-1], ClaimReversed) else None
    if decisions and isinstance(decisions[-1], ClaimReversed) and decisions[-1].batch == batch != submitted.batch:
        yield Left(last, "No event takes a reversal back: decide the claim again.")
    if isinstance(standing, ClaimWithdrawn) and submitted.batch == batch:
        return
    if standing is not None and standing.batch == batch:
        yield Reverse(claim=submitted.claim, on=today, reason_code=BATCH_UNDONE)
        standing = None
    if submitted.batch != batch:
        return
    if standing is None:
        yield Withdraw(claim=submitted.claim, on=today, reason_code=BATCH_UNDONE)
    else:
        yield Left(last, "It was decided since, and not by this import: reverse that decision first.")


def _act(recorded: Recorded, events: tuple[Recorded, ...], batch: str, today: date) -> Iterator[Step]:
    match recorded.event:
        case ExamPassed() as passed:
            if not any(isinstance(each, ExamVoided) and each.attempt == passed.attempt for _, each in events):
                said = {"holder": passed.holder, "attempt": passed.attempt, "on": today, "reason_code": BATCH_UNDONE}
                yield ExamVoid.model_validate(said)
        case CertificationGranted() as grant:
            yield from _grant(recorded, grant, events, batch)
        case _:
            yield Left(recorded, _NO_EVENT)


def _grant(recorded: Recorded, grant: CertificationGranted, events: Iterable[Recorded], batch: str) -> Iterator[Step]:
    """Revoke a grant on its own day, unless that would take away what an earlier one gave."""
    same = [each for _, each in events if getattr(each, "certification", None) == grant.certification]
    if any(isinstance(each, CertificationRevoked) and each.on == grant.on for each in same):
        return
    if any(isinstance(each, CertificationGranted) and each.batch != batch and each.on < grant.on for each in same):
        yield Left(recorded, "Revoking it would take away what was granted before it.")
        return
    said = {"holder": grant.holder, "certification": grant.certification, "on": grant.on, "reason_code": BATCH_UNDONE}
    yield Revoke.model_validate(said)


def _item(item: str, events: Iterable[Recorded], batch: str, shipped: set[str]) -> Iterator[Step]:
    """Withdraw an item before its first day, unless others listed it too: a withdrawal ends every listing."""
    about = [each for each in events if isinstance(each.event, ItemListed | ItemWithdrawn) and each.event.item == item]
    own = [each for each in about if each.event.batch == batch]
    if item in shipped or any(isinstance(each.event, ItemListed) and each not in own for each in about):
        yield Left(own[0], "The item is listed by others too, and withdrawing it would end that.")
        return
    first = min(each.event.listed_from or date.min for each in own if isinstance(each.event, ItemListed))
    last = max(first, date(FIRST_YEAR, 1, 2)) - _DAY
    if not any(isinstance(each.event, ItemWithdrawn) and each.event.on <= last for each in about):
        yield ItemWithdraw(item=item, on=last, reason_code=BATCH_UNDONE)


def _provider(provider: str, events: Iterable[Recorded], batch: str) -> Iterator[Step]:
    """Say from each day of the batch what would hold without it; of several acts of one day the last holds."""
    said: dict[date, Event] = {}
    others: dict[date, bool] = {}
    for _, event in events:
        if isinstance(event, ProviderAuthorised | ProviderDeauthorised) and event.provider == provider:
            said[event.on] = event
            if event.batch != batch:
                others[event.on] = isinstance(event, ProviderAuthorised)
    for day, event in sorted(said.items()):
        before = [may for on, may in sorted(others.items()) if on <= day]
        may = before[-1] if before else True  # A provider that nobody mentions may deliver.
        if event.batch == batch and isinstance(event, ProviderAuthorised) != may:
            yield OverruleProvider(provider=provider, on=day, authorised=may, reason_code=BATCH_UNDONE)
