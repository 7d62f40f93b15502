"""What had been said by a day: entries of a scenario, cut at `known_at`, as acts, claims, passes and lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

Entry = Mapping[str, Any]
DECISIONS = ("validated", "rejected", "withdrawn", "reversed")
REFUSED = {"rejected": "REJECTED", "withdrawn": "WITHDRAWN", "reversed": "REVERSED"}


@dataclass
class Claim:
    """A claim as known: `outcome` is the last decision known, `decided` its day."""

    id: str
    item: str | None
    edition: str | None
    provider: str | None
    completed: date
    submitted: date
    claimed: int
    awarded: int = 0
    outcome: str | None = None
    decided: date | None = None


@dataclass
class Pass:
    """An exam passed. `used_ranks` and `used_levels` remember what it renewed."""

    id: str
    exam: str
    on: date
    used_ranks: set[int] = field(default_factory=set)
    used_levels: set[str] = field(default_factory=set)


@dataclass
class Fee:
    """A fee paid, and whether a renewal took it."""

    fee: str
    on: date
    used: bool = False


@dataclass
class Known:
    """Everything that one question may rest on."""

    grants: dict[date, list[str]] = field(default_factory=dict)
    revokes: dict[date, list[str]] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    passes: list[Pass] = field(default_factory=list)
    fees: list[Fee] = field(default_factory=list)
    terms: list[date] = field(default_factory=list)
    retired: dict[str, date] = field(default_factory=dict)
    listed: dict[str, list[Entry]] = field(default_factory=dict)
    authorised: dict[str, list[tuple[date, bool]]] = field(default_factory=dict)
    recertified: list[tuple[date, str, date]] = field(default_factory=list)


def known(entries: Iterable[Entry], catalogue: Mapping[str, Any], known_at: date | None) -> Known:
    """Read the entries recorded by `known_at` (None: all of them)."""
    entries, facts = _today_named(entries, catalogue["certifications"]), Known()
    voided: set[str] = set()
    facts.listed = {code: list(rows) for code, rows in catalogue.get("items", {}).items()}
    facts.retired = {
        code: body["retired_on"] for code, body in catalogue["certifications"].items() if body.get("retired_on")
    }
    for entry in entries:
        if "item" in entry and "claim" not in entry:
            facts.listed[entry["item"]] = []
    for entry in entries:
        if "claim" in entry:
            _claim(facts, entry, known_at)
        elif _is_known(entry, entry.get("on", entry.get("from")), known_at):
            _act(facts, entry, voided)
    facts.passes = sorted(
        (sat for sat in facts.passes if not {sat.id, sat.exam} & voided), key=lambda sat: (sat.on, sat.id)
    )
    facts.claims.sort(key=lambda claim: (claim.completed, claim.id))
    return facts


def hundredths(amount: Any) -> int:
    """Return an amount of credits as whole hundredths."""
    return int(Decimal(str(amount)) * 100)


def _act(facts: Known, entry: Entry, voided: set[str]) -> None:
    match entry:
        case {"grant": code, "on": on}:
            _once(facts.grants.setdefault(on, []), code)
        case {"revoke": code, "on": on}:
            _once(facts.revokes.setdefault(on, []), code)
        case {"void": code}:
            voided.add(code)
        case {"exam": code, "on": on}:
            attempt = entry.get("attempt", f"{code}@{on}")
            if all(sat.id != attempt for sat in facts.passes):
                facts.passes.append(Pass(attempt, code, on))
        case {"fee": code, "on": on}:
            facts.fees.append(Fee(code, on))
        case {"terms": _, "on": on}:
            facts.terms.append(on)
        case {"retire": code, "on": on}:
            facts.retired[code] = min(on, facts.retired.get(code, on))
        case {"item": code}:
            facts.listed[code].append(entry)
        case {"provider": code, "on": on, "authorised": authorised}:
            facts.authorised.setdefault(code, []).append((on, authorised))
        case {"recertified": code, "on": on, "until": until}:
            facts.recertified.append((on, code, until))
        case {"expired": _}:
            pass
        case _:
            raise ValueError(f"no such entry: {entry}")


def _once(codes: list[str], code: str) -> None:
    if code not in codes:
        codes.append(code)


def _claim(facts: Known, entry: Entry, known_at: date | None) -> None:
    if not _is_known(entry, entry["submitted"], known_at) or any(c.id == entry["claim"] for c in facts.claims):
        return
    claim = Claim(
        entry["claim"], entry.get("item"), entry.get("edition"), entry.get("provider"),
        entry["completed"], entry["submitted"], hundredths(entry["credits"]),
    )  # fmt: skip
    taken = [(on, rank, what) for rank, what in enumerate(DECISIONS) for on in _days(entry.get(what))]
    for on, _, what in sorted(taken):
        if _is_known(entry, on, known_at):
            claim.outcome, claim.decided = what, on
    if claim.outcome == "validated":
        claim.awarded = min(hundredths(entry.get("awarded", entry["credits"])), claim.claimed)
    facts.claims.append(claim)


def _days(given: Any) -> list[date]:
    if given is None:
        return []
    return list(given) if isinstance(given, list) else [given]


def _is_known(entry: Entry, own_day: date | None, known_at: date | None) -> bool:
    """Whether an act was recorded in time: on its own day, or when the ledger learned it if that was later."""
    if known_at is None:
        return True
    learned = entry.get("recorded")
    instants = [_instant(day) for day in (learned, own_day) if day is not None]
    if not instants:
        return True
    if isinstance(known_at, datetime):
        return max(instants) <= _instant(known_at)
    return max(instants).date() <= known_at


def _instant(day: date) -> datetime:
    if isinstance(day, datetime):
        return day.astimezone(UTC) if day.tzinfo else day.replace(tzinfo=UTC)
    return datetime.combine(day, time(), UTC)


def _today_named(entries: Iterable[Entry], certifications: Mapping[str, Entry]) -> list[Entry]:
    """Name every certification by the code that it has now."""
    now = {body["formerly"]: code for code, body in certifications.items() if body.get("formerly")}
    kinds = ("grant", "revoke", "retire", "expired", "recertified")
    return [
        {**entry, **{kind: now.get(entry[kind], entry[kind]) for kind in kinds if kind in entry}} for entry in entries
    ]
