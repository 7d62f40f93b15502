"""What a wrong policy is told: each document of ``tests/errors/policies`` with its golden message beside it."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from ledger.errors import PolicyError
from ledger.policy import read_policy
from ledger.programmes import read_pack

CASES = Path(__file__).parents[1] / "errors" / "policies"
NAMES = sorted(path.stem for path in CASES.glob("*.toml") if path.stem != "good")
KEY = re.compile(r"\w+(?= *= )|(?<=^\[)\w+|(?<=^\[\[)\w+|(?<=\.)\w+(?=\]$)|[\w.]+(?=\"\]|\"\.values\]\])", re.MULTILINE)


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


def mistaken(text: str, start: int, end: int, random: Random) -> str:
    """Change one letter of the key at `start`."""
    at = random.choice([at for at in range(start, end) if text[at].isalpha()])
    letter = random.choice([letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter != text[at]])
    return text[:at] + letter + text[at + 1 :]


def check_mistakes(step: int) -> None:
    text = read_pack("cisco-ce").policy
    random = Random(7)
    spans = [match.span() for match in KEY.finditer(text) if any(map(str.isalpha, match[0]))]
    assert len(spans) > 500
    for start, end in spans[::step]:
        wrong = mistaken(text, start, end, random)
        if re.search(rf"(?<![\w.]){re.escape(wrong[start:end])}(?![\w.])", text):
            continue  # The mistake made another key that the document knows.
        message = refused(wrong)
        assert "policy.toml, " in message, message
        assert "Did you mean" in message, f"{text[start:end]} -> {wrong[start:end]}: {message}"


def test_a_key_with_one_letter_changed_is_refused_with_its_path_and_a_suggestion() -> None:
    check_mistakes(step=7)


@pytest.mark.long
def test_every_key_of_the_pack_with_one_letter_changed_is_refused_with_a_suggestion() -> None:
    check_mistakes(step=1)


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
    assert message.startswith("30")
    assert message.count("\n") < 25
