"""Random histories of one holder, in the entries of scenario files, drawn towards the days on which rules decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any, NamedTuple

from tests.strategies import acts, claims, codes, rare
from tests.strategies.story import LAST, Entry, Story, days, months_later


class Case(NamedTuple):
    """A history and a question about it."""

    events: list[Entry]
    on: date
    known_at: date | None


def write(rng: Random, era: str = "today") -> list[Entry]:
    """Write a history with a source of chance: of the rules of `today`, of `both` eras, or of what is `rare`."""
    story = Story(rng, era)
    acts.write_grants(story)
    acts.write_exams(story)
    if story.plan.credits:
        claims.write_claims(story)
        if story.chance(0.06):
            acts.write_coincidence(story)
    elif story.chance(0.3):
        claims.write_more_credits(story)
    acts.write_fees(story)
    acts.write_programme(story)
    acts.write_misfortunes(story)
    if era == "rare":
        rare.write_rare(story)
    if story.chance(0.2):
        acts.learn_late(story)
    return _possible(story.events)


def history(seed: int, era: str = "today") -> list[Entry]:
    """Return the history of a seed: the same one every time."""
    return write(Random(seed), era)


def case(seed: int, era: str = "today") -> Case:
    """Return the history of a seed and a question about it."""
    rng = Random(seed)
    events = write(rng, era)
    return Case(events, *ask(rng, events))


def ask(rng: Random, events: Sequence[Entry]) -> tuple[date, date | None]:
    """Ask for a day on which something may have changed, as known now or by some earlier day."""
    facts = sorted({value for entry in events for value in entry.values() if isinstance(value, date)})
    ends = [months_later(entry["on"], months) for entry in events if "grant" in entry for months in (24, 36, 42)]
    roll = rng.random()
    if roll < 0.62:
        on = max(facts[-1], LAST) if roll < 0.2 else facts[-1]
    elif roll < 0.84:
        on = rng.choice(ends) + days(rng.choice([0, 1, 30]))
    else:
        on = rng.choice(facts) + days(rng.choice([-1, 0, 0, 1]))
    known_at = rng.choice(facts) + days(rng.choice([-1, 0, 0, 5])) if rng.random() < 0.25 else None
    return on, known_at


def _possible(events: list[Entry]) -> list[Entry]:
    """Leave out what no ledger takes: the same act twice, a grant of what is retired."""
    retired = codes.RETIRED | {entry["retire"]: entry["on"] for entry in events if "retire" in entry}
    kept: list[Entry] = []
    seen: set[tuple[Any, ...]] = set()
    for entry in events:
        act = next(
            (
                (kind, entry[kind], entry["on"])
                for kind in ("grant", "revoke", "provider")
                if kind in entry and "claim" not in entry
            ),
            None,
        )
        if act in seen or ("grant" in entry and entry["on"] >= retired.get(entry["grant"], date.max)):
            continue
        seen |= {act} if act else set()
        kept.append(entry)
    return kept
