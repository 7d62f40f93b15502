"""A replay of many, against what `recert status` says of each under either policy."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cli.main import main
from ledger import ScriptedClock
from tests.imported import is_programme_wide, last_day, lines
from tests.strategies import history

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ON = "2026-06-30"
MOST_ITEMS = 40
UNCHANGED_ASKED = 100
OVERLAY = """
base = "cisco-ce"
[[set]]
clause = "claim.window"
rev = "R2023"
value = 30
[[set]]
clause = "claim.retroactive"
rev = "R2000"
value = "completed_by_expiry"
[[set]]
clause = "renew.target"
rev = "R2000"
value = "each"
"""
"""Something that takes, something that gives, and something that moves."""


@pytest.mark.long
def test_a_replay_of_2_000_says_of_each_what_status_says_under_either_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    replayed_as_status_says(2_000)


def replayed_as_status_says(holders: int) -> dict[str, int]:
    """Import so many histories where the process stands, replay them, and ask of each; return how many changed how."""
    Path("overlay.toml").write_text(OVERLAY, encoding="utf-8")
    Path("in.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows(holders)), encoding="utf-8")
    assert recert("init")[0] == 0
    recert("import", "in.jsonl")
    replay = json.loads(recert("replay", "--policy", "overlay.toml", "--on", ON, "--json")[1])
    before, after = standings(), standings("--policy", "overlay.toml")
    changed = {each["holder"]: told(each["certifications"]) for each in replay["changed"]}
    assert changed == {holder: moved for holder in before if (moved := differences(before[holder], after[holder]))}
    chance = Random(holders)
    unchanged = chance.sample(sorted(before.keys() - changed.keys()), UNCHANGED_ASKED)
    for holder in (*changed, *unchanged):
        assert status(holder) == before[holder], holder
        assert status(holder, "--policy", "overlay.toml") == after[holder], holder
    matrix = {(each["level"], each["before"], each["after"]): each["certifications"] for each in replay["matrix"]}
    assert matrix == cells(before, after)
    assert sum(matrix.values()) == replay["certifications"] == sum(map(len, before.values()))
    assert replay["holders"] == len(before)
    assert sum(replay["changed_holders"].values()) == len(changed)
    found: dict[str, int] = replay["changed_holders"]
    assert min(found.values()) > 0
    return found


def rows(holders: int) -> Iterator[dict[str, Any]]:
    """Yield the lines of so many histories, all of items that are listed for ever."""
    for number in range(MOST_ITEMS):
        yield {"kind": "item", "item": f"S-{number}", "title": "An item", "credits": 1}
    seeds = count()
    while holders:
        seed = next(seeds)
        events = history(seed, ("today", "both")[seed % 2])
        if not is_programme_wide(events) and last_day(events) < NOW.date():
            holders -= 1
            yield from of_listed_items(lines(events, f"H-{seed}"))


def of_listed_items(told_lines: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the lines about a holder, with items that all holders share."""
    items: dict[str, str] = {}
    for line in told_lines:
        if line["kind"] == "submit":
            shared = items.setdefault(line["item"], f"S-{len(items)}")
            yield line | {"item": shared}
        elif line["kind"] not in ("item", "provider"):
            yield line


def recert(*arguments: str) -> tuple[int, str]:
    """Run a command in this process and return its exit code and what it printed."""
    out = StringIO()
    with redirect_stdout(out), redirect_stderr(StringIO()):
        code = main(arguments, clock=ScriptedClock([NOW]))
    return code, out.getvalue()


def standings(*policy: str) -> dict[str, list[dict[str, Any]]]:
    """Return the certifications of everyone who was ever granted one."""
    printed = recert("standings", "--format", "jsonl", "--on", ON, *policy)[1]
    return {answer["holder"]: answer["certifications"] for answer in map(json.loads, printed.splitlines())}


def status(holder: str, *policy: str) -> list[dict[str, Any]]:
    certifications: list[dict[str, Any]] = json.loads(recert("status", holder, "--json", "--on", ON, *policy)[1])[
        "certifications"
    ]
    return certifications


def term(held: Mapping[str, Any]) -> dict[str, str]:
    return {"status": held["status"], "until": held["until"]}


def told(certifications: list[dict[str, Any]]) -> dict[str, Any]:
    return {each["certification"]: (each["before"], each["after"]) for each in certifications}


def differences(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> dict[str, Any]:
    pairs = zip(before, after, strict=True)
    return {one["certification"]: (term(one), term(two)) for one, two in pairs if term(one) != term(two)}


def cells(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> dict[Any, int]:
    pairs = (pair for holder in before for pair in zip(before[holder], after[holder], strict=True))
    return Counter((one["level"], one["status"], two["status"]) for one, two in pairs)
