"""Any word of an entry or a command line: a value, or a sentence that says why it is none."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import TypeVar

import click
import pytest
from hypothesis import strategies as st

from cli.imports import _aliases
from cli.options import DAY, MOMENT, SIZE
from cli.replay import _settings
from ledger import Grant, Submit, credits_text, parse_date, read_command
from tests.hostile.fuzzing import answered, examples, explore, values, words
from tests.hostile.target import Target, expect_harmless

T = TypeVar("T")

CONTEXT = click.Context(click.Command("recert"))
PARAMETER = click.Option(["--given"])
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@+/-]{0,79}", re.ASCII)


def typed(kind: click.ParamType[T], text: str) -> T | None:
    """Return what a type of argument makes of a text, None when that is a usage error."""
    return answered(lambda: kind.convert(text, PARAMETER, CONTEXT), refusal=click.BadParameter)


@examples
def test_a_day_is_a_day_of_the_calendar_between_1900_and_2200_and_nothing_else(examples: int) -> None:
    def check(text: str) -> None:
        day = answered(lambda: parse_date(text))
        assert typed(DAY, text) == day
        if day is not None:
            assert (day.isoformat(), 1900 <= day.year <= 2200) == (text, True)

    explore(check, st.dates().map(date.isoformat) | words | st.from_regex(r"\d{4}-\d\d-\d\d"), examples)


@examples
def test_a_cut_is_a_day_an_instant_with_its_zone_or_a_position(examples: int) -> None:
    def check(text: str) -> None:
        cut = typed(MOMENT, text)
        if isinstance(cut, datetime):
            assert cut.tzinfo is UTC
            assert re.search(r"(Z|[+-]\d\d:\d\d)\Z", text)
        elif isinstance(cut, int):
            assert (text[:1], text[1:].isascii(), text[1:].isdigit()) == ("@", True, True)
            assert cut < 1 << 63

    zones = st.sampled_from(["Z", "", "+14:00", "-14:00", "+99:99", "+00:00:01"])
    instants = st.tuples(st.datetimes().map(datetime.isoformat), zones).map("".join)
    positions = st.text(st.sampled_from("@0123456789\u0663-"), max_size=22)
    explore(check, instants | positions | words, examples)


@examples
def test_a_size_is_written_in_ascii_digits(examples: int) -> None:
    def check(text: str) -> None:
        size = typed(SIZE, text)
        assert size is None or (text.isascii() and text.isdigit() and size == int(text))

    explore(check, words | st.text(st.sampled_from("0123456789_\u0663 +-"), max_size=22), examples)


@examples
def test_credits_are_an_amount_of_hundredths_or_a_finding(examples: int) -> None:
    said = {"holder": "H-1", "claim": "C-1", "item": "I-1", "completed_on": "2024-01-01", "submitted_on": "2024-01-01"}

    def check(given: object) -> None:
        command = answered(lambda: read_command(Submit, {**said, "credits": given}))
        if command is not None:
            assert isinstance(command, Submit)
            assert command.credits == command.credits.quantize(Decimal("0.01"))
            assert Decimal(credits_text(command.credits)) == command.credits == Decimal(str(given))

    amounts = st.decimals() | st.decimals(0, 99, places=2).map(str) | st.floats() | st.integers() | values
    explore(check, amounts, examples)


@examples
def test_a_code_is_ascii_by_its_pattern_or_a_finding(examples: int) -> None:
    def check(given: object) -> None:
        entry = {"holder": "H-1", "certification": "CCNA", "on": "2024-01-01", "reason_code": given}
        command = answered(lambda: read_command(Grant, entry))
        is_code = isinstance(given, str) and CODE.fullmatch(given) is not None
        assert (command is not None) == (given is None or is_code)

    explore(check, values | st.from_regex(CODE) | st.text(st.sampled_from("aZ0._:@+/- \n\u0435")), examples)


@examples
def test_pairs_of_columns_and_of_clauses_are_read_or_are_usage_errors(examples: int) -> None:
    def check(pairs: tuple[str, ...]) -> None:
        for read in (_aliases, _settings):
            found = answered(partial(read, CONTEXT, PARAMETER, pairs), refusal=click.BadParameter)
            assert found is None or all(pair.partition("=")[0] in found for pair in pairs)

    explore(check, st.lists(words | st.tuples(words, words).map("=".join), max_size=3).map(tuple), examples)


@pytest.mark.long
def test_any_words_at_all_are_answered_by_any_command(target: Target) -> None:
    beginnings = (
        *("status", "explain", "timeline", "history", "standings", "drift", "policy show", "policy diff"),
        *("policy lint", "policy adopt", "replay --set", "grant", "revoke", "enrol", "exam pass", "exam void"),
        *("claim validate", "retire", "fee", "item add", "provider authorise", "close --through", "import"),
        *("import undo", "import template", "scenario run", "verify --checkpoint", "verify --signed-by"),
        *("prove --out ../proofs", "--ledger", "--actor"),
    )
    options = st.sampled_from(["--on", "--known-at", "--policy", "--json", "--set", "--map", "--kind", "--format"])
    lines = st.tuples(st.sampled_from(beginnings), st.lists(options | words, max_size=4))
    before = target.events()

    def check(line: tuple[str, list[str]]) -> None:
        beginning, rest = line
        expect_harmless(target.run(*beginning.split(), *rest))

    explore(check, lines, 1_000)
    assert target.events() >= before
