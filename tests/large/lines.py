"""Very many lines to import, in no order that means anything, and as many ways for a line to be wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CLAIMS = 4
PER_HOLDER = 2 + 2 * CLAIMS
"""A grant, a pass, and claims that are each validated."""

BAD_SHARE = 10
"""Every so many-th line is bad, where some are."""

_STEP = 7_368_787  # A prime: it shares no factor with a number of lines, and scatters each holder's over the file.
_TOO_LONG_EVERY = 997
_DAY = "2024-05-03"
_CLAIM = {"item": "LAB-PYTHON", "credits": "12", "completed_on": "2024-05-01", "submitted_on": "2024-05-02"}


def write_lines(file: Path, holders: int, *, bad: bool = False) -> None:
    """Write the lines of so many holders; with `bad`, every tenth line is one that no ledger takes."""
    with file.open("wb") as out:
        number = 0
        for count, line in enumerate(_good(holders)):
            out.write(line)
            if bad and count % (BAD_SHARE - 1) == BAD_SHARE - 2:
                out.write(_bad(number)[1])
                number += 1


def spoilt(number: int) -> int:
    """Return which line, from 1, holds the bad one of a number, from 0."""
    return (number + 1) * BAD_SHARE


def bad_code(number: int) -> str:
    """Return the code of what is wrong with the bad line of a number, from 0."""
    return _bad(number)[0]


def _good(holders: int) -> Iterator[bytes]:
    lines = holders * PER_HOLDER
    for line in range(lines):
        yield _line(_entry(*divmod(line * _STEP % lines, PER_HOLDER)))


def _entry(holder: int, part: int) -> dict[str, Any]:
    said = {"holder": _holder(holder)}
    if part == 0:
        return {"kind": "grant", **said, "certification": "CCNA", "on": "2024-01-01"}
    if part == 1:
        return {"kind": "exam", **said, "exam": "350-401", "on": "2024-06-01"}
    number, is_decision = divmod(part - 2, 2)
    if is_decision:
        return {"kind": "validate", "claim": _claim(holder, number), "on": _DAY}
    return {"kind": "submit", **said, "claim": _claim(holder, number), **_CLAIM}


def _holder(number: int) -> str:
    return f"H-{number:06}"


def _claim(holder: int, number: int) -> str:
    return f"C-{holder:06}-{number}"


def _line(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry).encode() + b"\n"


def _grant(number: int, **other: Any) -> bytes:
    return _line({"kind": "grant", "holder": f"X-{number}", "certification": "CCNA", "on": _DAY} | other)


def _submit(number: int, **other: Any) -> bytes:
    return _line({"kind": "submit", "holder": f"X-{number}", "claim": f"X-{number}", **_CLAIM} | other)


def _decide(kind: str, claim: str, **other: Any) -> bytes:
    return _line({"kind": kind, "claim": claim, "on": "2024-06-03"} | other)


def _exam(number: int, **other: Any) -> bytes:
    return _line({"kind": "exam", "holder": f"X-{number}", "exam": "350-401", "on": _DAY} | other)


def _known(number: int) -> str:
    """Return a claim of one of the first hundred holders, which every file has."""
    return _claim(number % 100, 0)


_WAYS: tuple[tuple[str, Callable[[int], bytes]], ...] = (
    ("NOT_JSON", lambda n: _grant(n)[:-9] + b"\n"),
    ("NOT_JSON", lambda n: _submit(n).replace(b'"12"', b"NaN")),
    ("NOT_JSON", lambda n: b"[" * 30_000 + b"\n" if n % 100 == 0 else b"grant\n"),
    ("NOT_AN_OBJECT", lambda n: b'["grant"]\n'),
    ("NOT_TEXT", lambda n: _grant(n).replace(b"X-", b"X-\xff")),
    ("DUPLICATE_KEY", lambda n: _grant(n).replace(b"{", b'{"on": "2024-01-01", ')),
    ("UNKNOWN_KIND", lambda n: _submit(n, kind="sumbit")),
    ("MISSING", lambda n: _submit(n).replace(b'"item"', b'"provider"')),
    ("UNKNOWN_KEY", lambda n: _submit(n, colour="blue")),
    ("DATE", lambda n: _grant(n, on="2024-02-30")),
    ("FUTURE", lambda n: _grant(n, on="2199-01-01")),
    ("UNKNOWN_CERTIFICATION", lambda n: _grant(n, certification="CCNB")),
    ("UNKNOWN_EXAM", lambda n: _exam(n, exam="999-999")),
    ("CREDITS", lambda n: _submit(n, credits="12.345")),
    ("CREDITS", lambda n: _submit(n, credits=-1)),
    ("CODE", lambda n: _grant(n, holder="X Y")),
    ("CHOICE", lambda n: _submit(n, source="friend")),
    ("FLAG", lambda n: _line({"kind": "provider", "provider": "P-1", "on": _DAY, "authorised": "yes"})),
    ("ORDER", lambda n: _submit(n, completed_on="2024-05-03")),
    ("UNKNOWN_CLAIM", lambda n: _decide("validate", f"X-{n}")),
    ("UNKNOWN_ATTEMPT", lambda n: _line({"kind": "exam_void", "holder": f"X-{n}", "attempt": "no-such", "on": _DAY})),
    ("OTHER_CONTENT", lambda n: _submit(n, holder=_holder(n % 100), claim=_known(n), credits="20")),
    ("TAKEN", lambda n: _submit(n, claim=_known(n))),
    ("AWARD", lambda n: _decide("validate", _known(n), credits="12.5")),
    ("DECIDED", lambda n: _decide("reject", _known(n))),
)


def _bad(number: int) -> tuple[str, bytes]:
    """Return a bad line, and the code of what is wrong with it."""
    if number % _TOO_LONG_EVERY == _TOO_LONG_EVERY - 1:
        return "TOO_LONG", _grant(number).replace(b"X-", b"X-" + b"9" * 70_000)
    code, write = _WAYS[number % len(_WAYS)]
    return code, write(number)
