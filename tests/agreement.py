"""The fold and the oracle asked the same questions: what each says, in one form, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any, NamedTuple

from ledger import History, Known, Pack, Policy, read_pack, read_policy, with_set
from ledger.policy import policy_of
from projections import Bench, Standing
from projections.scenario import HOLDER, build
from tests import oracle
from tests.oracle import pack as oracle_pack
from tests.strategies import case
from tests.strategies.policies import random_policy

PROGRAMME = "cisco-ce"
ERAS = ("today", "both", "rare")


class Disagreement(NamedTuple):
    """A seed of which fold and oracle say different things."""

    seed: int
    what: str
    fold: object
    oracle: object


@cache
def shipped_policy() -> Policy:
    """Return the shipped policy."""
    return read_policy(shipped_pack().policy, place="policy.toml")


@cache
def shipped_pack() -> Pack:
    """Return the texts of the shipped pack."""
    return read_pack(PROGRAMME)


@cache
def oracle_catalogue() -> dict[str, Any]:
    """Return the oracle's reading of the shipped catalogue."""
    return oracle_pack.read(PROGRAMME).catalogue


@cache
def oracle_book(overrides: tuple[tuple[str, Any], ...] = ()) -> oracle.Book:
    """Return the oracle's reading of the shipped policy, with clauses set for all dates."""
    return oracle.Book(oracle_pack.read(PROGRAMME).policy, dict(overrides))


def ask_fold(
    events: Sequence[Mapping[str, Any]], *, on: date, known_at: date | None, policy: Policy | None = None
) -> Standing:
    """Return what the product says of a history in the entries of scenario files."""
    programme, holders = build(list(events), shipped_pack(), "a history")
    history = holders.get(HOLDER, History(programme, HOLDER, ()))
    cut = datetime.combine(known_at or date(9999, 12, 30), time(), UTC) + timedelta(days=1)
    positions = [each.position for each in (*programme, *history.events) if each.event.recorded_at < cut]
    known = Known(max(positions, default=0), cut)
    bench = Bench(history.known_at(known.position).programme, policy=policy or shipped_policy())
    return bench.standing(history, on, known=known)


def fold_answer(answer: Standing) -> dict[str, Any]:
    """Return a standing in the form in which both are compared."""
    return {
        "certifications": {
            each.certification: {
                "status": each.status,
                "until": each.until,
                "granted_on": each.granted_on,
                "renewed_on": each.renewed_on,
                "cycle_from": each.cycle_from,
                "contingent": each.contingent
                and {
                    "claims": sorted(each.contingent.claims),
                    "if_validated": tuple(each.contingent.if_validated),
                    "if_rejected": tuple(each.contingent.if_rejected),
                },
            }
            for each in answer.certifications
        },
        "excluded": {fate.claim: fate.reason for fate in answer.excluded},
    }


def oracle_answer(
    events: Sequence[Mapping[str, Any]], *, on: date, known_at: date | None, book: oracle.Book | None = None
) -> dict[str, Any]:
    """Return what the oracle says, in the form in which both are compared."""
    said = oracle.standing(events, book or oracle_book(), oracle_catalogue(), on=on, known_at=known_at)
    return {"certifications": dict(said["certifications"]), "excluded": dict(said["excluded"])}


def disagreements(seeds: range, era: str = "today", settings: Mapping[str, Any] | None = None) -> list[Disagreement]:
    """Return where fold and oracle differ over the histories of some seeds, under the shipped policy with settings."""
    policy = with_set(shipped_policy(), settings, place="a variant") if settings else shipped_policy()
    book = oracle_book(tuple(sorted((settings or {}).items())))
    return [found for seed in seeds for found in _differing(seed, era, policy, book)]


def disagreements_under_random_policies(policies: range, histories: int) -> list[Disagreement]:
    """Return where fold and oracle differ under random policies, each of its own seed, over so many histories each."""
    shipped = oracle_pack.read(PROGRAMME).policy
    found = []
    for seed in policies:
        random = Random(seed)
        document = random_policy(shipped, random)
        policy, book, era = policy_of(document, place=f"policy {seed}"), oracle.Book(document), random.choice(ERAS)
        first = seed * histories
        found += [each for at in range(first, first + histories) for each in _differing(at, era, policy, book)]
    return found


def _differing(seed: int, era: str, policy: Policy, book: oracle.Book) -> list[Disagreement]:
    """Return where fold and oracle differ over the history of a seed."""
    events, on, known_at = case(seed, era)
    fold = fold_answer(ask_fold(events, on=on, known_at=known_at, policy=policy))
    naive = oracle_answer(events, on=on, known_at=known_at, book=book)
    return [Disagreement(seed, key, fold[key], naive[key]) for key in fold if fold[key] != naive[key]]


def counterexample(seed: int, differs: Callable[[Any, Any], bool], era: str = "today") -> bool:
    """Return whether the answers to the case of a seed differ."""
    events, on, known_at = case(seed, era)
    return differs(
        fold_answer(ask_fold(events, on=on, known_at=known_at)), oracle_answer(events, on=on, known_at=known_at)
    )
