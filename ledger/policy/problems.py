"""What is wrong with a document, in sentences: one problem a line, with its path and what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from ledger.errors import PolicyError, plain
from ledger.policy.clauses import LEVEL_CLAUSES, clause_names

MOST_TOLD = 20
MOST_JUDGED = 200
"""How many things that are wrong are looked into; a document with more is not read on."""

MOST_COMPARED = 500
"""How many known words a wrong one is compared with, to find which was meant."""

LONGEST_SHOWN = 100
"""How many characters of a word out of a document are shown."""

MOST_LISTED = 100
"""How many of the words that a document declares are listed, or looked at."""
Step = str | int
Path = tuple[Step, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


class Problem(NamedTuple):
    """One thing that is wrong, and where: the steps from the top of the document."""

    path: Path
    message: str


def refusal(problems: Sequence[Problem], place: str) -> PolicyError:
    """Return one error that tells every problem; a single one stands alone, several are a list."""
    told = [
        PolicyError(problem.message, f"{place}, {shown(problem.path)}" if problem.path else place)
        for problem in dict.fromkeys(problems)
    ]
    if len(told) == 1:
        return told[0]
    least = "At least " if len(problems) >= MOST_JUDGED else ""
    lines = "".join(f"\n  {error}" for error in told[:MOST_TOLD])
    lines += f"\n  and {least.lower()}{len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
    return PolicyError(f"{least}{len(told)} things are wrong. Correct them:{lines}")


def shown(path: Iterable[Step]) -> str:
    """Return a path as TOML writes it: ``clause."claim.window".values[1].rev``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            step = step[:LONGEST_SHOWN]
            text += ("." if text else "") + (step if _BARE.fullmatch(step) else json.dumps(step))
    return text


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` most likely stands for, or nothing."""
    from difflib import get_close_matches  # Only a wrong document needs it.

    if len(word) > LONGEST_SHOWN:
        return None
    cutoff = 0.5 if len(word) < 3 else 0.6  # Of two letters, one may be wrong.
    return next(iter(get_close_matches(word, sorted(islice(known, MOST_COMPARED)), 1, cutoff)), None)


def one_of(word: object, known: Iterable[str], what: str) -> str:
    """Say that a word is none of the known ones, and which was probably meant."""
    listed = tuple(known)
    meant = nearest(word, listed) if isinstance(word, str) else None
    if meant:
        return f"{quoted(word)} is not {what}. Did you mean {meant!r}?"
    named = [plain(each[:LONGEST_SHOWN]) for each in listed[:MOST_LISTED]]
    return f"{quoted(word)} is not {what}. Use one of: {', '.join(named) or '(there is none)'}."


def unknown_clauses(document: Mapping[str, Any]) -> list[tuple[Path, str, str | None]]:
    """Return each clause that the registry lacks: its path, what to do, and which name was probably meant."""
    tables, levels = document.get("clause"), document.get("levels")
    known = clause_names(list(islice(levels, MOST_LISTED)) if isinstance(levels, dict) else ())
    unknown = sorted(set(tables if isinstance(tables, dict) else ()) - set(known))
    return [(("clause", name), *_unknown_clause(name, known)) for name in unknown[:MOST_JUDGED]]


def _unknown_clause(name: str, known: Sequence[str]) -> tuple[str, str | None]:
    """Say why there is no such clause: its level is not declared, or its name is not in the registry."""
    prefix, _, level = name.rpartition(".")
    if prefix in LEVEL_CLAUSES:
        levels = [other.removeprefix(f"{prefix}.") for other in known if other.startswith(f"{prefix}.")]
        meant = nearest(level, levels)
        return one_of(level, levels, "a level of this policy"), meant and f"{prefix}.{meant}"
    return one_of(name, known, "a clause"), nearest(name, known)


def quoted(value: object) -> str:
    """Show a value, cut short when it is long."""
    text = repr(value[:LONGEST_SHOWN]) if isinstance(value, str) else plain(str(value))
    return text if len(text) <= 60 else f"{text[:57]}..."
