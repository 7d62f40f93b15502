"""What a wrong policy is told: each document of ``tests/errors/policies`` with its golden message beside it."""

from __future__ import annotations

import csv
import re
import tomllib
from io import StringIO
from pathlib import Path
from random import Random

import pytest

from ledger.catalogue import misfits, read_catalogue
from ledger.errors import InputError, PolicyError
from ledger.policy import read_policy
from ledger.programmes import read_pack

CASES = Path(__file__).parents[1] / "errors" / "policies"
NAMES = sorted(path.stem for path in CASES.glob("*.toml") if path.stem != "good")
KEY = re.compile(
    r"\w+(?= *= )|(?<=^\[)\w+|(?<=^\[\[)\w+|(?<=\.)\w+(?=\]$)|[\w.]+(?=\"\]|\"\.values\]\])|(?<=\"\.)values",
    re.MULTILINE,
)


def refused(text: str, place: str = "policy.toml") -> str:
    with pytest.raises(PolicyError) as caught:
        read_policy(text, place=place)
    return str(caught.value)


def test_the_document_that_all_cases_start_from_is_a_policy() -> None:
    assert read_policy((CASES / "good.toml").read_text(encoding="utf-8"), place="good.toml").id == "tiny"


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_policy_is_told_what_is_wrong_where_and_what_to_do(name: str, update: bool) -> None:
    message = refused((CASES / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml") + "\n"
    golden = CASES / f"{name}.txt"
    if update:
        golden.write_text(message, encoding="utf-8")
    assert message == golden.read_text(encoding="utf-8")


TEXT = read_pack("cisco-ce").policy
SPANS = [match.span() for match in KEY.finditer(TEXT) if any(map(str.isalpha, match[0]))]
KEYS = {TEXT[start:end] for start, end in SPANS}


def mistaken(start: int, end: int, at: int, letter: str) -> tuple[str, str]:
    """Return the pack's policy with another letter at one place of a key, and that key."""
    wrong = TEXT[:at] + letter + TEXT[at + 1 :]
    return wrong, wrong[start:end]


def check_mistake(start: int, end: int, at: int, random: Random) -> None:
    """Change one letter of the key at `start`: it is refused with path and suggestion, unless it is another key now."""
    letter = random.choice([letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter != TEXT[at]])
    wrong, key = mistaken(start, end, at, letter)
    if key in KEYS:
        return
    message = refused(wrong)
    assert "policy.toml, " in message, message
    assert "Did you mean" in message, f"{TEXT[start:end]} -> {key}: {message}"


def test_the_keys_of_the_pack_are_those_of_the_parsed_document() -> None:
    def keys(value: object) -> set[str]:
        if isinstance(value, list):
            return {key for each in value for key in keys(each)}
        return set(value) | {key for each in value.values() for key in keys(each)} if isinstance(value, dict) else set()

    assert keys(tomllib.loads(TEXT)) == KEYS
    assert len(SPANS) > 600


def test_a_key_with_one_letter_changed_is_refused_with_its_path_and_a_suggestion() -> None:
    random = Random(7)
    for start, end in SPANS[::7]:
        check_mistake(start, end, random.randrange(start, end), random)


@pytest.mark.long
def test_every_key_of_the_pack_with_one_letter_changed_is_refused_with_a_suggestion() -> None:
    random = Random(11)
    for start, end in SPANS:
        check_mistake(start, end, random.randrange(start, end), random)


@pytest.mark.long
def test_a_key_is_known_again_whichever_of_its_letters_is_changed() -> None:
    random = Random(13)
    first = {TEXT[start:end]: (start, end) for start, end in reversed(SPANS)}
    for start, end in first.values():
        for at in range(start, end):
            check_mistake(start, end, at, random)


@pytest.mark.parametrize("name", ["certifications", "exams", "items"])
def test_a_column_of_the_catalogue_with_one_letter_changed_is_refused_with_a_suggestion(name: str) -> None:
    pack = read_pack("cisco-ce")
    header, _, rest = getattr(pack, name).partition("\n")
    for column in header.split(","):
        for at in range(len(column)):
            wrong = column[:at] + "q" + column[at + 1 :]
            changed = pack._replace(**{name: f"{header.replace(column, wrong, 1)}\n{rest}"})
            with pytest.raises(InputError) as caught:
                read_catalogue(changed.certifications, changed.exams, changed.items, place="pack")
            assert str(caught.value).endswith(f"Did you mean {column!r}? @ pack/{name}.csv:1"), wrong


def with_cell(text: str, column: str, word: str, wrong: str) -> str:
    """Return a CSV with a word spelt wrongly in the first cell of a column that has it."""
    table = list(csv.reader(text.splitlines()))
    at = table[0].index(column)
    row = next(row for row in table if word in re.split("[;@]", row[at]))
    row[at] = re.sub(rf"\b{word}\b", wrong, row[at], count=1)
    out = StringIO()
    csv.writer(out).writerows(table)
    return out.getvalue()


@pytest.mark.parametrize(("name", "column"), [("certifications", "level"), ("exams", "tags")])
def test_a_level_or_tag_of_the_catalogue_with_one_letter_changed_is_a_misfit_with_a_suggestion(
    name: str, column: str
) -> None:
    pack = read_pack("cisco-ce")
    policy = read_policy(pack.policy, place="policy.toml")
    known = policy.levels if column == "level" else policy.exam_tags
    for word in known:
        for at in range(len(word)):
            wrong = word[:at] + "q" + word[at + 1 :]
            changed = pack._replace(**{name: with_cell(getattr(pack, name), column, word, wrong)})
            catalogue = read_catalogue(changed.certifications, changed.exams, changed.items, place="pack")
            (misfit,) = misfits(catalogue, policy)
            assert misfit.endswith(f"{wrong!r}, which the policy does not declare. Did you mean {word!r}?")


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 5000,
        "x = " + "{a=" * 5000,
        "x = " + "9" * 5000,
        "a = 1\n" * 2,
        "#" * 2_000_000,
        "\x00",
        "x = 1979-05-27T25:00:00",
        "",
    ],
    ids=["deep list", "deep table", "long number", "key twice", "too long", "NUL", "no such time", "empty"],
)
def test_what_no_parser_likes_is_refused_in_one_piece(text: str) -> None:
    assert "policy.toml" in refused(text)


def test_a_tree_with_too_many_options_is_refused_before_they_are_listed() -> None:
    choice = "{ op = 'any_of', id = 'c%d', of = [%s] }"
    leaf = "{ op = 'exams', id = 'e%d-%d', at_least = 1, tag = 'written' }"
    choices = ", ".join(choice % (at, ", ".join(leaf % (at, one) for one in range(9))) for at in range(20))
    good = (CASES / "good.toml").read_text(encoding="utf-8")
    text = good[: good.index('value = { op = "any_of"')] + f"value = {{ op = 'all_of', id = 'J', of = [{choices}] }}\n"
    assert "options. Keep it to" in refused(text)


def test_a_document_with_hundreds_of_mistakes_tells_the_first_of_them() -> None:
    message = refused("".join(f"[levels.x{at}]\nrnk = 1\n" for at in range(300)))
    assert message.startswith("At least 200 things are wrong.")
    assert message.count("\n") < 25
