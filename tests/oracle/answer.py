"""The answer: standings, what became of every hundredth, and what hangs on pending claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tests.oracle.book import FOR_LIFE, Book, Dates
from tests.oracle.holding import Held, Lot
from tests.oracle.judging import OK
from tests.oracle.known import REFUSED, Claim, Entry, Known, known
from tests.oracle.walk import Walk

Standings = dict[str, tuple[str, date | str]]


def standing(
    events: Iterable[Mapping[str, Any]],
    policy: Mapping[str, Any] | Book,
    catalogue: Mapping[str, Any],
    *,
    on: date,
    known_at: date | None = None,
    overrides: Mapping[str, Any] | None = None,
    literal: bool = False,
) -> dict[str, Any]:
    """Return where a holder stands on a day, as known at an instant or by the end of a day (None: everything).

    `events` are entries of a scenario file, `policy` a parsed document, or a `Book` made of one, perhaps with a
    table `set` of clauses that hold for all dates. `literal` walks every single day instead of those on which
    something can happen.
    """
    book = policy if isinstance(policy, Book) else Book(policy, overrides)
    return Question(book, known(events, catalogue, known_at), catalogue, on, literal=literal).answer()


class Question:
    """One question about one holder, folded as often as its pending claims require."""

    walker: type[Walk] = Walk

    def __init__(self, book: Book, facts: Known, catalogue: Mapping[str, Any], on: date, *, literal: bool) -> None:
        self.book, self.facts, self.catalogue, self.on, self.literal = book, facts, catalogue, on, literal
        pending = [claim for claim in facts.claims if claim.outcome is None and claim.completed <= on]
        self.pending = frozenset(claim.id for claim in pending)
        self.provisional = frozenset(claim.id for claim in pending if self.counts_undecided(claim))

    def answer(self) -> dict[str, Any]:
        """Return the whole answer."""
        walk = self.fold(self.provisional)
        lots = {lot.claim.id: lot for lot in walk.lots if lot.claim.completed <= self.on}
        dispositions = {claim: self.disposition(walk, lot) for claim, lot in lots.items()}
        contingent = self.contingent()
        return {
            "certifications": {
                held.code: standing_of(held) | {"contingent": contingent.get(held.code)}
                for held in sorted(walk.held.values(), key=lambda held: held.code)
            },
            "excluded": {
                claim: self.why(walk, lots[claim])
                for claim, parts in dispositions.items()
                if not parts["spent"] and not parts["available"]
            },
            "dispositions": dispositions,
            "credits": self.credits(walk),
        }

    def fold(self, counted: frozenset[str]) -> Walk:
        """Walk to the day asked about with some pending claims taken as validated on it."""
        lots = [self.lot(claim, counted=claim.id in counted) for claim in self.facts.claims]
        walk = self.walker(self.book, self.facts, self.catalogue, lots)
        walk.through(self.on, literal=self.literal)
        return walk

    # Lots.

    def lot(self, claim: Claim, *, counted: bool) -> Lot:
        """Return the credits of a claim, with the reason against them that no certification can change."""
        if counted:
            decided = max(self.on, claim.submitted)
            validated = {"outcome": "validated", "decided": decided, "awarded": claim.claimed}
            claim = Claim(**{**vars(claim), **validated})
        valued = self.row(claim, self.valued_on(claim)) or {}
        lot = Lot(claim, self.effective(claim), valued.get("group"), valued.get("category"), claim.awarded)
        lot.fixed_reason = self.fixed_reason(claim, self.row(claim, claim.completed))
        return lot

    def valued_on(self, claim: Claim) -> date:
        """Return the day as of which its item is read; an undecided claim is decided on the day asked about."""
        match self.book.value("credit.value_on", dates_of(claim)):
            case "submitted":
                return claim.submitted
            case "decided":
                return claim.decided or max(self.on, claim.submitted)
            case _:
                return claim.completed

    def effective(self, claim: Claim) -> date | None:
        """Return the day from which its credits can count."""
        match self.book.value("credit.effective", dates_of(claim)):
            case "submitted":
                return claim.submitted
            case "decided":
                return claim.decided
            case _:
                return claim.completed

    def counts_undecided(self, claim: Claim) -> bool:
        """Whether the policy counts credits while the claim is undecided."""
        decided = max(self.on, claim.submitted)
        return bool(self.book.value("claim.provisional", {**dates_of(claim), "decided": decided}) == "counted")

    def fixed_reason(self, claim: Claim, row: Entry | None) -> str | None:
        """Return the first reason that holds against a claim for every certification, if there is one."""
        if claim.outcome in REFUSED:
            return REFUSED[claim.outcome]
        if claim.outcome is None:
            return "PENDING"
        if claim.awarded == 0:
            return "REDUCED"
        if not self.is_enrolled(claim):
            return "NOT_ENROLLED"
        if self.book.value("claim.catalogue", dates_of(claim)) == "required":
            if row is None:
                return "NOT_LISTED"
            if not self.is_authorised(claim):
                return "UNAUTHORISED"
        return None

    def is_enrolled(self, claim: Claim) -> bool:
        """Whether the terms were accepted by the submission, as far as the policy asks."""
        rule = self.book.value("claim.terms", dates_of(claim))
        if rule == "not_required" or (rule == "when_recorded" and not self.facts.terms):
            return True
        return any(on <= claim.submitted for on in self.facts.terms)

    def row(self, claim: Claim, day: date) -> Entry | None:
        """Return the catalogue row that lists its item on a day; one never mentioned is listed."""
        if claim.item is None or claim.item not in self.facts.listed:
            return {}
        for row in self.facts.listed[claim.item]:
            first, last = row.get("from") or day, row.get("until") or day
            if first <= day <= last:
                return row
        return None

    def is_authorised(self, claim: Claim) -> bool:
        """Whether its provider was authorised on the day of completion; before any word on it, it was."""
        word = True
        for on, authorised in sorted(self.facts.authorised.get(claim.provider or "", [])):
            if on <= claim.completed:
                word = authorised
        return word

    # What became of the credits.

    def disposition(self, walk: Walk, lot: Lot) -> dict[str, int]:
        """Return where every hundredth of a claim went."""
        claim = lot.claim
        parts = {"claimed": claim.claimed, "spent": lot.spent, "available": 0, "SURPLUS": lot.forfeited, "REDUCED": 0}
        if claim.outcome == "validated":
            parts["REDUCED"] = claim.claimed - claim.awarded
        open_credits = claim.claimed - parts["REDUCED"] - lot.spent - lot.forfeited
        if open_credits:
            why = self.why(walk, lot)
            where = "available" if why == OK else why
            parts[where] = parts.get(where, 0) + open_credits
        return parts

    def why(self, walk: Walk, lot: Lot) -> str:
        """Return the reason that stands at the end for what is not spent."""
        if lot.fixed_reason:
            return lot.fixed_reason
        if lot.counted:
            if not lot.left:
                return "SURPLUS"
            return "AGED" if walk.judge.is_aged(lot.claim, self.on) else OK
        return lot.reason or "PENDING"

    def credits(self, walk: Walk) -> dict[str, int]:
        """Return what the target could use now, and what pending claims would add to it."""
        targets = walk.targets(walk.candidates(self.on), self.on)[:1]
        available = sum(lot.left for lots in walk.judge.usable(targets, self.on).values() for lot in lots)
        pending = 0
        for claim in self.facts.claims:
            if claim.id in self.pending - self.provisional:
                lot = self.lot(claim, counted=True)
                if targets and not lot.fixed_reason and walk.judge.reason(lot, targets[0], self.on) == OK:
                    pending += claim.claimed
        return {"available": available, "pending": pending}

    # What hangs on pending claims.

    def contingent(self) -> dict[str, dict[str, Any]]:
        """Return, by certification, the pending claims that matter and the standing without and with all of them."""
        if not self.pending:
            return {}
        none, every = self.standings(frozenset()), self.standings(self.pending)
        differing = [code for code in none if none[code] != every[code]]
        if not differing:
            return {}
        alone = {claim: self.standings(frozenset({claim})) for claim in self.pending}
        without = {claim: self.standings(self.pending - {claim}) for claim in self.pending}
        found = {}
        for code in differing:
            matter = [
                claim
                for claim in sorted(self.pending)
                if alone[claim][code] != none[code] or without[claim][code] != every[code]
            ]
            found[code] = {
                "claims": matter or sorted(self.pending),
                "if_validated": every[code],
                "if_rejected": none[code],
            }
        return found

    def standings(self, counted: frozenset[str]) -> Standings:
        """Return status and last day of every certification with some pending claims counted."""
        return {held.code: (held.status, last_day(held)) for held in self.fold(counted).held.values()}


def dates_of(claim: Claim) -> Dates:
    """Return the dates of a claim that may select a policy value; the completion where nothing else does."""
    return {
        "checkpoint": claim.completed,
        "completed": claim.completed,
        "submitted": claim.submitted,
        "decided": claim.decided,
    }


def last_day(held: Held) -> date | str:
    """Return the last active day, or that there is none."""
    return "lifetime" if held.until == FOR_LIFE else held.until


def standing_of(held: Held) -> dict[str, Any]:
    """Return where one certification stands."""
    return {
        "status": held.status,
        "until": last_day(held),
        "granted_on": held.granted_on,
        "renewed_on": held.renewed_on,
        "cycle_from": held.cycle_from,
    }
