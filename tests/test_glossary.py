"""GLOSSARY.md and the code use the same words."""

from __future__ import annotations

import re

import pytest

from tests.architecture import PACKAGES, ROOT, modules

ENTRY = re.compile(r"- \*\*(?P<word>[^*]+)\*\*: .+[.]")
LATER = "## Kept for what is to come"
BANNED = ("manager", "helper", "util", "utils", "service", "user")

TEXT = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
USED, KEPT = (re.findall(r"\*\*([^*]+)\*\*:", part) for part in TEXT.split(LATER))
SOURCES = {path: path.read_text(encoding="utf-8") for package in PACKAGES for path in modules(package)}
DEFINITION = re.compile(r"^\s*(?:def|class) (\w+)", re.MULTILINE)
NAMES = {name.casefold() for source in SOURCES.values() for name in DEFINITION.findall(source)}


def spelled(word: str) -> re.Pattern[str]:
    """Return a pattern for a word as prose, snake_case or CamelCase write it, inflected or not."""
    return re.compile(r"[\s_-]*".join(map(re.escape, word.split())), re.IGNORECASE)


@pytest.mark.parametrize("word", USED)
def test_a_word_of_the_glossary_is_used_in_the_code(word: str) -> None:
    assert any(spelled(word).search(source) for source in SOURCES.values())


@pytest.mark.parametrize("word", KEPT)
def test_a_word_kept_for_later_names_nothing_yet(word: str) -> None:
    assert word.casefold() not in NAMES
    assert not any(path.stem == word for path in SOURCES)


@pytest.mark.parametrize("word", BANNED)
def test_a_banned_word_is_part_of_no_name(word: str) -> None:
    parts = {part for name in NAMES for part in name.split("_")} | {path.stem for path in SOURCES}
    assert word not in parts


def test_every_entry_is_one_line_and_no_word_has_two() -> None:
    lines = [line for line in TEXT.splitlines() if line.startswith("-")]
    assert [line for line in lines if not ENTRY.fullmatch(line)] == []
    assert len(set(USED + KEPT)) == len(lines)
