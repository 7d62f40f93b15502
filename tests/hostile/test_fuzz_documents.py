"""Any policy, overlay, catalogue or scenario file: what it says, or what is wrong with it."""

from __future__ import annotations

import tempfile
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli_w
from hypothesis import strategies as st

from ledger import (
    Policy,
    base_of,
    diff,
    lint,
    read_catalogue,
    read_overlay,
    read_pack,
    read_policy,
    read_toml,
    with_set,
)
from ledger.policy import CLAUSES, policy_of
from projections import run_scenarios
from tests.hostile.fuzzing import TOKENS, answered, changed, changed_bytes, examples, explore, values, words

ROOT = Path(__file__).parents[1]
PACK = read_pack("cisco-ce")
SHIPPED = read_policy(PACK.policy, place="shipped")
TINY = (ROOT / "errors" / "policies" / "good.toml").read_text(encoding="utf-8")
OVERLAY = """
base = "cisco-ce"
id = "what-if"
[[revision]]
id = "W"
effective = 2026-01-01
title = "A window of 30 days"
[[set]]
clause = "claim.window"
rev = "W"
value = 30
"""
SCENARIOS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "scenarios").glob("*.toml"))]
CASE = """
[[scenario]]
name = "thirty credits"
events = [
  { grant = "CCNA", on = 2023-05-10, recorded = 2023-06-01T09:00:00Z },
  { claim = "C-1", credits = 30, completed = 2025-09-01, submitted = 2025-09-03, validated = 2025-09-10 },
  { exam = "350-401", on = 2024-01-01, holder = "H-1", attempt = "A-1" },
  { item = "I-1", from = 2020-01-01, category = "training" },
]
policy = { set = { "claim.window" = 90 } }
[[scenario.expect]]
on = 2025-12-01
known_at = 2025-11-03
status = { CCNA = "active" }
until = { CCNA = 2028-09-01 }
contingent = {}
excluded = [ { claim = "C-1", reason = "PENDING" } ]
"""
tables = st.dictionaries(words, values, max_size=4)


def sound(policy: Policy | None) -> None:
    """See that a policy that was read can be compared and questioned, and is the same when it is written and read."""
    if policy is not None:
        lint(policy)
        diff(SHIPPED, policy)
        assert read_policy(tomli_w.dumps(policy.document), place="again").digest == policy.digest


@examples
def test_any_toml_is_what_the_library_makes_of_it_or_is_refused(examples: int) -> None:
    def check(text: str) -> None:
        document = answered(lambda: read_toml(text, place="FILE"))
        if document is not None:
            assert document.keys() == tomllib.loads(text, parse_float=Decimal).keys()

    explore(check, st.text() | changed(TINY) | st.lists(st.sampled_from(TOKENS)).map("".join), examples)


@examples
def test_any_document_is_a_policy_or_is_told_what_is_wrong_with_it(examples: int) -> None:
    explore(lambda text: sound(answered(lambda: read_policy(text, place="FILE"))), changed(TINY), examples)


@examples
def test_the_shipped_policy_with_random_bytes_changed_is_a_policy_or_is_told_what_is_wrong(examples: int) -> None:
    def check(content: bytes) -> None:
        sound(answered(lambda: read_policy(content.decode("utf-8", "replace"), place="FILE")))

    explore(check, changed_bytes(PACK.policy.encode()), examples // 3)


@examples
def test_any_tables_are_a_policy_or_are_told_what_is_wrong_with_them(examples: int) -> None:
    good = tomllib.loads(TINY, parse_float=Decimal)

    def check(given: tuple[list[str | int], Any]) -> None:
        path, value = given
        document = tomllib.loads(TINY, parse_float=Decimal)
        planted(document, path, value)
        answered(lambda: policy_of(document, place="FILE"))

    explore(check, st.tuples(st.lists(st.sampled_from(steps(good)), max_size=6), values), examples)


def steps(document: Any) -> list[str | int]:
    """Return every key and index that a document has."""
    match document:
        case dict():
            return [*document, *(step for inside in document.values() for step in steps(inside))]
        case list():
            return [*range(len(document)), *(step for inside in document for step in steps(inside))]
        case _:
            return []


def planted(document: Any, path: list[str | int], value: Any) -> None:
    """Put a value as deep into a document as a path leads."""
    for step in path:
        inside = document[step] if _has(document, step) else None
        if not isinstance(inside, dict | list):
            break
        document, path = inside, path[1:]
    if isinstance(document, dict):
        document[str(path[0]) if path else "strange"] = value
    elif isinstance(document, list):
        document.append(value)


def _has(document: Any, step: str | int) -> bool:
    if isinstance(document, dict):
        return step in document
    return isinstance(step, int) and step < len(document)


@examples
def test_any_overlay_is_laid_over_or_is_told_what_is_wrong_with_it(examples: int) -> None:
    def check(text: str) -> None:
        answered(lambda: base_of(text, place="FILE"))
        answered(lambda: read_overlay(text, SHIPPED, place="FILE"))

    explore(check, changed(OVERLAY), examples)


@examples
def test_any_value_is_one_of_a_clause_or_is_told_why_not(examples: int) -> None:
    clauses = st.sampled_from([*CLAUSES, "duration.associate", "require.expert"]) | words
    texts = st.sampled_from(['{ months = 6, options = "exams" }', '{ op = "paid", id = "f", fee = "f" }', "90", "none"])
    settings = st.tuples(clauses, words | texts.flatmap(changed) | st.integers().map(str) | values)

    def check(setting: tuple[str, object]) -> None:
        answered(lambda: with_set(SHIPPED, dict([setting])))

    explore(check, settings, examples // 2)


@examples
def test_any_catalogue_is_read_or_refused_by_its_line(examples: int) -> None:
    texts = {"certifications": PACK.certifications, "exams": PACK.exams, "items": PACK.items}

    def check(given: tuple[str, str]) -> None:
        name, text = given
        files = {**texts, name: text}
        answered(lambda: read_catalogue(files["certifications"], files["exams"], files["items"], place="pack"))

    names = st.sampled_from(sorted(texts))
    explore(check, names.flatmap(lambda name: st.tuples(st.just(name), changed(texts[name]) | st.text())), examples)


@examples
def test_any_scenario_file_is_run_or_is_told_what_is_wrong_with_it(examples: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.scenario.toml"

        def check(content: str) -> None:
            path.write_bytes(content.encode("utf-8", "surrogatepass"))
            answered(lambda: list(run_scenarios(path)))

        texts = changed(CASE) | st.sampled_from(SCENARIOS).flatmap(changed)
        written = st.dictionaries(words, st.lists(tables, max_size=2)).map(_written)
        explore(check, texts | written, examples)


def _written(document: dict[str, Any]) -> str:
    """Write tables as TOML, as far as TOML can say them."""
    try:
        return tomli_w.dumps({"scenario": [{"name": "x", "events": each} for each in document.values()]})
    except (TypeError, ValueError):
        return ""
