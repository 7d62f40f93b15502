"""Random input: bytes, texts, values, and sound documents with something changed; and what any answer must be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import LedgerError
from tests.hostile.target import unseen

T = TypeVar("T")

TOKENS = (
    *("\0", "\x1b[31m", "\x9b2J", "\u202e", "\u200b", "\ufeff", "\u2028", "\x85", "\r", "\n", "\t"),
    *(
        "\\u0000",
        "\\ud800",
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        '"""',
        "=",
        ",",
        ".",
        "#",
        ";",
        "+",
        "-",
        "@",
        "|",
        "\\",
        "/",
    ),
    *("0", "-1", "9" * 30, "9" * 5_000, "0x" + "f" * 20, "1e400", "1e-400", "NaN", "inf", "-0.0", "1_000", "0.001"),
    *("\u0663", "null", "true", "false", "none", "0001-01-01", "9999-12-31", "2023-02-30", "1900-01-01", "2200-12-31"),
    *("07:32:00", "2024-01-01T00:00:00Z", "1700000000", "H-1", "\u0421", "__class__", "..", "%s", "{}"),
    *("a." * 30, "[" * 300, "{a=" * 300, "x" * 500),
)
"""What has tripped up a parser before."""

examples = pytest.mark.parametrize("examples", [60, pytest.param(1_200, marks=pytest.mark.long)])
"""Look at some examples before every change, and at many in `make long`."""


def explore(check: Callable[[Any], None], strategy: st.SearchStrategy[Any], examples: int) -> None:
    """Check so many examples of a strategy."""
    settings(max_examples=examples)(given(strategy)(check))()


def answered(read: Callable[[], T], *, refusal: type[Exception] = LedgerError) -> T | None:
    """Return what a parser makes of its input, None when it refuses it as it must: in our words, and harmlessly."""
    refused: Exception | None = None
    try:
        return read()
    except refusal as error:
        refused = error
    said = [str(refused), *(text for finding in getattr(refused, "findings", ()) for text in finding)]
    assert said[0].strip()
    assert unseen("".join(said)) == []
    return None


def changed(text: str) -> st.SearchStrategy[str]:
    """Return texts like this one, with a few places cut out, overwritten or filled with something else."""
    places = st.tuples(st.integers(0, len(text)), st.integers(0, 12), st.sampled_from(TOKENS) | st.text(max_size=4))
    return st.lists(places, min_size=1, max_size=4).map(lambda edits: _edited(text, edits))


def changed_bytes(content: bytes) -> st.SearchStrategy[bytes]:
    """Return bytes like these, with a few overwritten."""
    places = st.tuples(st.integers(0, len(content)), st.integers(0, 3), st.binary(max_size=4))
    return st.lists(places, min_size=1, max_size=6).map(lambda edits: _edited(content, edits))


words = st.sampled_from(TOKENS) | st.text(max_size=12) | st.dates().map(str)
"""Texts of a few characters."""

scalars = st.none() | st.booleans() | st.integers() | st.floats() | words
values = st.recursive(
    scalars, lambda inside: st.lists(inside, max_size=3) | st.dictionaries(words, inside, max_size=3), max_leaves=8
)
"""What a JSON document may hold, and more."""


def _edited(content: Any, edits: list[tuple[int, int, Any]]) -> Any:
    for at, length, by in edits:
        content = content[:at] + by + content[at + length :]
    return content
