"""Which values of the pack decide: the share of histories of which the answer changes when one is replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from typing import Any, NamedTuple

from ledger import spec_of
from tests.oracle import Book, pack
from tests.strategies.coverage import Answer, Rules, decisive
from tests.strategies.history import Case, case

ERAS = ("today", "both", "rare")
"""Where to look for histories that a value decides; the first that has enough of them will do."""

ENOUGH = 0.01
"""The share of histories that a value is to decide."""

FIRST = "R2000"
PACK = pack.read("cisco-ce")
RULES = Rules(PACK.policy, PACK.catalogue)


class Other(NamedTuple):
    """A policy that has another value in one place: `whose` names what was replaced, `value` what by."""

    whose: str
    value: Any
    document: Mapping[str, Any]


def dated_values(clause: str) -> Iterator[Other]:
    """Yield the pack with one dated value of a clause replaced by another that the registry permits, each in turn."""
    for number, dated in enumerate(PACK.policy["clause"][clause]["values"]):
        for value in _others(clause, dated["value"]):
            document = _copy_for(value)
            document["clause"][clause]["values"][number]["value"] = value
            yield Other(f"{clause} since {dated['rev']}", value, document)


def words(clause: str) -> Iterator[Other]:
    """Yield the pack with a clause set, for all dates, to each word that it may say and does not say for all dates."""
    values = [dated["value"] for dated in PACK.policy["clause"][clause]["values"]]
    for word in spec_of(clause, PACK.policy["levels"]).words:
        if values != [word]:
            document = _copy_for(word)
            document["clause"][clause]["values"] = [{"rev": FIRST, "value": word}]
            yield Other(f"{clause} = {word}", word, document)


def shares(others: Iterator[Other], histories: int) -> dict[str, float]:
    """Return, by what was replaced, the share of so many histories of an era that one replacement decided.

    The largest is returned, and counting ends when it is enough.
    """
    found: dict[str, float] = {}
    for other in others:
        book = Book(other.document)
        for era in ERAS:
            if found.get(other.whose, 0) < ENOUGH:
                share = _share(book, era, histories)
                found[other.whose] = max(share, found.get(other.whose, 0))
    return found


def _share(book: Book, era: str, histories: int) -> float:
    hits = 0
    for seed in range(histories):
        asked, answer = _answered(seed, era)
        hits += decisive(answer, RULES.ask(asked, book))
        if hits >= ENOUGH * histories:
            break
    return hits / histories


@cache
def _answered(seed: int, era: str) -> tuple[Case, Answer]:
    asked = case(seed, era)
    return asked, RULES.ask(asked)


def _copy_for(value: Any) -> Any:
    """Return a copy of the pack that can take a value: a window of surplus needs a length."""
    document = deepcopy(PACK.policy)
    if value == "window":
        months = {"kind": "months", "pin": "checkpoint", "cite": "a test", "values": [{"rev": FIRST, "value": 6}]}
        document["clause"]["credit.carry_over_months"] = months
    return document


def _others(clause: str, value: Any) -> Iterator[Any]:
    """Yield what may stand in place of a value: what the clause says elsewhere, every word, another number."""
    spec = spec_of(clause, PACK.policy["levels"])
    elsewhere = [dated["value"] for dated in PACK.policy["clause"][clause]["values"]]
    yield from (other for other in elsewhere if other != value)
    yield from (word for word in spec.words if word != value and word not in elsewhere)
    match spec.kind, value:
        case "days", _:
            yield value + 1
        case "months", "unlimited":
            yield 12
        case "duration", {"months": months}:
            yield {"months": months - 12}
        case "duration", _:
            yield {"months": 60}
        case "grace", "none":
            yield {"months": 12, "options": "exams"}
        case "grace", {"months": months}:
            yield {"months": months, "options": "all"}
        case _:
            pass
