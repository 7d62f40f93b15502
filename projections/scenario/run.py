"""Scenario files: a history and expectations in, the lines that fail out.

A scenario is told to the same fold as a ledger: its events are built in memory, in the order in
which the ledger would have learned them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from ledger import (
    History,
    InputError,
    Known,
    Pack,
    Policy,
    Recorded,
    plain,
    read_overlay,
    read_pack,
    read_policy,
    read_text,
    read_toml,
    with_set,
)
from projections.scenario.entries import HOLDER
from projections.scenario.events import build, catalogue_of
from projections.scenario.keys import check_keys
from projections.scenario.values import EXPECTED, LIST, expect_shape
from projections.standing import Bench, Standing

MOST_EXPECTATIONS = 500
"""How many expectations a scenario may have: each is folded for on its own."""

SCENARIO_KEYS = frozenset({"name", "source", "note", "policy", "events", "expect"})
FILE_KEYS = frozenset({"programme", "scenario"})


class Failure(NamedTuple):
    """One expectation that does not hold; `place` is file, scenario and day."""

    place: str
    what: str
    expected: str
    got: str


class ScenarioResult(NamedTuple):
    """What became of one scenario."""

    name: str
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> bool:
        """Whether every expectation holds."""
        return not self.failures


def run_scenarios(path: Path) -> Iterator[ScenarioResult]:
    """Run every scenario of a file in order; a malformed file is an `InputError` naming the place."""
    document = _read(path)
    check_keys(document, FILE_KEYS, str(path))
    pack = _pack(document.get("programme", "cisco-ce"), path)
    policy = read_policy(pack.policy, place="policy.toml")
    scenarios = document.get("scenario", [])
    if not isinstance(scenarios, list) or not scenarios:
        raise InputError("The file holds no [[scenario]]. Add at least one.", str(path))
    for number, scenario in enumerate(scenarios, start=1):
        place = f"{path}, scenario {number}"
        if not isinstance(scenario, dict) or not isinstance(scenario.get("name"), str):
            raise InputError('A scenario needs a name. Add: name = "..."', place)
        yield run_scenario(scenario, pack, policy, place=f"{path}, {scenario['name']!r}", folder=path.parent)


def run_scenario(
    scenario: Mapping[str, Any], pack: Pack, policy: Policy, *, place: str, folder: Path
) -> ScenarioResult:
    """Run one scenario under a pack's catalogue and a policy."""
    check_keys(scenario, SCENARIO_KEYS, place)
    governing = _policy(scenario.get("policy"), policy, place, folder)
    programme, holders = build(scenario.get("events", []), pack, place)
    failures: list[Failure] = []
    canonical = catalogue_of(pack).canonical
    expectations = scenario.get("expect", [])
    expect_shape("expect", expectations, LIST, place)
    if len(expectations) > MOST_EXPECTATIONS:
        raise InputError(f"The scenario has more than {MOST_EXPECTATIONS} expectations. Make several of it.", place)
    for expect in expectations:
        failures += _check(expect, programme, holders, governing, canonical, place)
    return ScenarioResult(scenario["name"], tuple(failures))


def _read(path: Path) -> dict[str, Any]:
    """Parse a TOML file."""
    try:
        return read_toml(read_text(path), place=str(path))
    except OSError as error:
        raise InputError(f"The file cannot be read: {error.strerror}. Check the path.", str(path)) from error
    except UnicodeDecodeError as error:
        raise InputError("This is not a text file in UTF-8. Give a .scenario.toml file.", str(path)) from error


def _pack(programme: object, path: Path) -> Pack:
    """Return a shipped pack by its id, or the pack in a folder named relative to the file."""
    if not isinstance(programme, str):
        raise InputError('A programme is named by text. Write: programme = "cisco-ce"', str(path))
    folder = path.parent / programme
    return read_pack(f"{folder}/" if folder.is_dir() else programme)


def _policy(named: object, policy: Policy, place: str, folder: Path) -> Policy:
    """Return the policy a scenario asks for: the pack's, an overlay of it, or one with clauses set for all dates."""
    match named:
        case None:
            return policy
        case str():
            path = folder / named
            return read_overlay(_text(path, place), policy, place=str(path))
        case {"set": dict() as settings, **others} if not others:
            return with_set(policy, settings, place=place)
        case _:
            raise InputError("policy names an overlay file or sets clauses: policy = { set = { ... } }.", place)


def _text(path: Path, place: str) -> str:
    try:
        return read_text(path)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The overlay {plain(path.name)} cannot be read. Check the path.", place) from error


def _check(
    expect: object,
    programme: tuple[Recorded, ...],
    holders: Mapping[str, History],
    policy: Policy,
    canonical: Mapping[str, str],
    place: str,
) -> list[Failure]:
    """Return the failures of one expectation."""
    if not isinstance(expect, dict) or "on" not in expect:
        raise InputError("An expectation needs a day. Add: on = 2026-03-01", place)
    check_keys(expect, EXPECTED, place)
    for key, value in expect.items():
        expect_shape(key, value, EXPECTED[key], place)
    history = holders.get(expect.get("holder", HOLDER), History(programme, HOLDER, ()))
    known = _known(expect.get("known_at"), history)
    cut = history.known_at(known.position)
    answer = Bench(cut.programme, policy=policy).standing(history, expect["on"], known=known)
    where = f"{place}, on {expect['on']}" + (f" as known at {expect['known_at']}" if "known_at" in expect else "")
    return [
        Failure(where, what, _shown(expected), _shown(got))
        for what, expected, got in _compared(expect, answer, canonical)
        if expected != got
    ]


def _known(known_at: date | None, history: History) -> Known:
    """Return the position up to which the scenario's ledger is to be read."""
    everything = [*history.programme, *history.events]
    last = max((recorded.position for recorded in everything), default=0)
    if known_at is None:
        return Known(last, datetime.max.replace(tzinfo=UTC))
    if isinstance(known_at, datetime):
        cut = known_at if known_at.tzinfo else known_at.replace(tzinfo=UTC)
    else:
        cut = datetime.combine(known_at + timedelta(days=1), time(), UTC) - timedelta(microseconds=1)
    before = (recorded.position for recorded in everything if recorded.event.recorded_at <= cut)
    return Known(max(before, default=0), cut)


def _compared(
    expect: Mapping[str, Any], answer: Standing, canonical: Mapping[str, str]
) -> Iterator[tuple[str, object, object]]:
    """Yield what is expected beside what the standing says; certifications may be named by their former codes."""
    by_code = {each.certification: each for each in answer.certifications}
    readers: dict[str, Callable[[Any], object]] = {
        "status": lambda each: each.status if each else "none",
        "until": lambda each: each.until if each else None,
        "renewed_on": lambda each: each.renewed_on if each else None,
        "cycle_from": lambda each: each.cycle_from if each else None,
    }
    for key, read in readers.items():
        for code, expected in expect.get(key, {}).items():
            got = read(by_code.get(canonical.get(code, code)))
            yield f"{key} of {code}", (None if expected == "none" and key != "status" else expected), got
    if "contingent" in expect:
        wanted = {canonical.get(code, code): sorted(claims) for code, claims in expect["contingent"].items()}
        got = {code: list(each.contingent.claims) for code, each in by_code.items() if each.contingent}
        yield "contingent", wanted, got
    if "excluded" in expect:
        wanted_list = sorted((each["claim"], each["reason"]) for each in expect["excluded"])
        yield "excluded", wanted_list, sorted((fate.claim, fate.reason) for fate in answer.excluded)


def _shown(value: object) -> str:
    """Return a value in the words of a scenario file."""
    match value:
        case None:
            return "none"
        case list():
            return "[" + ", ".join(f"{claim} {reason}" for claim, reason in value) + "]"
        case dict():
            return "{" + ", ".join(f"{code}: {', '.join(claims)}" for code, claims in sorted(value.items())) + "}"
        case _:
            return str(value)
