"""How often each rule decides a random history: the answer changes when the rule is changed, or names it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import date
from functools import partial
from typing import Any

from tests.oracle import Book
from tests.oracle.answer import Question
from tests.oracle.book import DAY
from tests.oracle.holding import Held
from tests.oracle.known import known
from tests.oracle.options import Use
from tests.oracle.walk import Walk
from tests.strategies.history import Case, case

Answer = dict[str, Any]
Variant = Callable[[Case], Answer]
Policy = Mapping[str, Any]


class LapsesOnTheLastDay(Walk):
    """What is done on the last day no longer counts."""

    def lapse(self, held: Held, t: date) -> None:
        """Lapse a day early."""
        super().lapse(held, t + DAY if held.status == "active" and held.until == t else t)


class EvaluatesBetweenLapses(Walk):
    """Of two certifications that end on one day, one lapses, then there is an evaluation, then the other lapses."""

    def lapse(self, held: Held, t: date) -> None:
        """Lapse, and evaluate at once."""
        before = held.status
        super().lapse(held, t)
        while held.status != before and self.renew_one(t):
            pass


class EvaluatesBetweenFacts(Walk):
    """The facts of one day are evaluated without its credits first."""

    def revoke(self, t: date) -> None:
        """Revoke, then evaluate without the credits of the day."""
        super().revoke(t)
        hidden = [lot for lot in self.lots if lot.effective == t]
        for lot in hidden:
            lot.effective = None
        while self.renew_one(t):
            pass
        for lot in hidden:
            lot.effective = t


class SpendsTheLastFirst(Walk):
    """A renewal uses the newest credits first."""

    def renew(self, held: Held, use: Use, t: date) -> None:
        """Spend from the end."""
        needed, use.credits = sum(amount for _, amount in use.credits), []
        for lot in reversed(self.judge.usable(self.targets(self.candidates(t), t), t).get(held.code, [])):
            use.credits.append((lot, min(lot.left, needed)))
            needed -= min(lot.left, needed)
        super().renew(held, use, t)


class StartsAfterTheGrant(Walk):
    """What is completed on the day of a grant does not count for its cycle."""

    def grant_one(self, code: str, t: date) -> None:
        """Count from the next day."""
        super().grant_one(code, t)
        self.held[code].counts_from = t + DAY


class StartsWithTheRenewal(Walk):
    """What is completed on the day of a renewal and not used counts for the next cycle."""

    def run_again(self, held: Held, t: date) -> None:
        """Count from the same day, and carry what the day brought."""
        super().run_again(held, t)
        held.counts_from = held.cycle_from

    def leave_behind(self, ended: list[Held], t: date, *, judged: date) -> None:
        """Leave the credits of the day where they are."""
        kept = {lot.claim.id: lot.forfeited for lot in self.lots if lot.claim.completed == t}
        super().leave_behind(ended, t, judged=judged)
        for lot in self.lots:
            lot.forfeited = kept.get(lot.claim.id, lot.forfeited)


TIES: dict[str, type[Walk]] = {
    "the expiry day counts": LapsesOnTheLastDay,
    "both lapse, then one evaluation": EvaluatesBetweenLapses,
    "all facts of a day, then one evaluation": EvaluatesBetweenFacts,
    "first in, first out": SpendsTheLastFirst,
    "completion on the day of a grant": StartsAfterTheGrant,
    "completion on the day of a renewal": StartsWithTheRenewal,
}


class Rules:
    """The ways to answer a case: as the policy says, and with one rule changed."""

    def __init__(self, policy: Policy, catalogue: Mapping[str, Any]) -> None:
        self.policy, self.catalogue, self.book = policy, catalogue, Book(policy)
        self.variants = dict(self.every_variant())

    def ask(self, asked: Case, book: Book | None = None, walker: type[Walk] = Walk) -> Answer:
        """Answer a case, under other rules if they are given."""
        facts = known(asked.events, self.catalogue, asked.known_at)
        question = Question(book or self.book, facts, self.catalogue, asked.on, literal=False)
        question.walker = walker
        return question.answer()

    def every_variant(self) -> Iterator[tuple[str, Variant]]:
        """Yield every change of one rule, by name."""
        for name, walker in TIES.items():
            yield f"tie: {name}", partial(self.ask, walker=walker)
        for name, policy in self.other_policies():
            yield name, partial(self.ask, book=Book(policy))

    def other_policies(self) -> Iterator[tuple[str, Policy]]:
        """Yield policies with an option left out, a boundary moved by a day, another pin, no extension."""
        for clause, body in self.policy["clause"].items():
            if clause.startswith("require."):
                yield from self.without_options(clause, body["values"])
        yield "no extension", {**self.policy, "extension": []}
        moved = deepcopy(dict(self.policy))
        for revision in moved["revision"]:
            revision["effective"] += DAY
        yield "tie: policy boundary day", moved
        pinned = deepcopy(dict(self.policy))
        pinned["clause"]["claim.window"]["pin"] = "completed"
        yield "tie: pin = submitted", pinned

    def without_options(self, clause: str, values: list[Any]) -> Iterator[tuple[str, Policy]]:
        """Yield a policy for each option of a requirement, without it."""
        for number, dated in enumerate(values):
            tree = dated["value"]
            for option in tree["of"] if tree["op"] == "any_of" else [tree]:
                policy = deepcopy(dict(self.policy))
                kept = [other for other in tree.get("of", []) if other["id"] != option["id"]]
                rest = {"op": "any_of", "id": "rest", "of": kept} if kept else "none"
                policy["clause"][clause]["values"][number]["value"] = rest
                yield f"option {option['id']} of {dated['rev']}", policy


def decisive(answer: Answer, other: Answer) -> bool:
    """Whether two answers differ in what people are told."""
    return any(answer[part] != other[part] for part in ("certifications", "excluded", "dispositions"))


def named(answer: Answer) -> Iterator[str]:
    """Yield the reasons and states that an answer names."""
    for parts in answer["dispositions"].values():
        yield from (f"reason {part}" for part, amount in parts.items() if amount and part.isupper())
    for body in answer["certifications"].values():
        yield f"status {body['status']}"
        if body["contingent"]:
            yield f"contingent, {body['status']}"
            yield from ["contingent on more than one claim"] if len(body["contingent"]["claims"]) > 1 else []


def coverage(
    n: int,
    policy: Policy,
    catalogue: Mapping[str, Any],
    *,
    era: str = "today",
    wanted: Callable[[str], bool] = lambda name: True,
) -> dict[str, float]:
    """Return the share of the first `n` seeded histories in which each wanted rule decides, by name."""
    rules, count = Rules(policy, catalogue), Counter[str]()
    variants = {name: variant for name, variant in rules.variants.items() if wanted(name)}
    for seed in range(n):
        asked = case(seed, era)
        answer = rules.ask(asked)
        count.update({name for name in named(answer) if wanted(name)})
        count.update(name for name, variant in variants.items() if decisive(answer, variant(asked)))
    return {name: count[name] / n for name in sorted({*variants, *count})}


def table(shares: Mapping[str, float]) -> str:
    """Return the shares as text, the rarest first."""
    ordered = sorted(shares.items(), key=lambda share: (share[1], share[0]))
    return "\n".join(f"{share:8.2%}  {name}" for name, share in ordered)
