"""Everyone under other rules: the matrix, and each holder who loses, gains or gets another date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from cli.show.output import DIGEST_SHOWN, Column, compact, counted, csv_lines, lasting, put, table, talk
from cli.show.piles import Piles, replacing
from ledger import VERSION, Policy
from projections import ChangedHolder, Replay

LISTED = 20
"""How many holders people are shown of each pile; counts cover all, and a file has them all."""

_TITLES = ("Losses", "Gains", "Only a date, which comes earlier", "Only a date, which comes later")
_MATRIX = (
    Column("level"),
    Column("before"),
    Column("after"),
    Column("certifications", right=True),
    Column("with another until", right=True),
)
_CSV = ("holder", "direction", "certification", "diverged_on", "before_then", "after_then", "clauses",
        "before", "after")  # fmt: skip


class Shown(NamedTuple):
    """What a replay was asked, and everything that came of it: the counts, and the changed holders in order."""

    knobs: dict[str, Any]
    policy: Policy
    against: Policy
    replay: Replay
    piles: Piles


@contextmanager
def sorted_piles(changed: Iterable[ChangedHolder]) -> Iterator[Piles]:
    """Put changed holders in order: losses, gains, earlier dates, later dates, each by id as they come."""
    with Piles(len(_TITLES)) as piles:
        for each in changed:
            piles.add(each.rank, each.document())
        yield piles


def replayed(shown: Shown) -> None:
    """Show the matrix by level, then the first holders of each pile, losers first."""
    after, before = (f"{each.id} ({each.digest[:DIGEST_SHOWN]})" for each in (shown.policy, shown.against))
    knobs, replay = shown.knobs, shown.replay
    put(f"Everyone on {knobs['valid_on']}, as known at @{knobs['known_at']['position']}: {after} against {before}.")
    put()
    table(_MATRIX, [(*cell, str(replay.matrix[cell]), str(replay.moved[cell])) for cell in replay.cells()])
    total = counted(replay.certifications, "certification")
    put(f"The matrix sums to {total} of {counted(replay.holders, 'holder')}.")
    for pile, title in enumerate(_TITLES):
        _list(title, shown.piles, pile)
    put()
    put(_total(shown.piles.sizes))


def replayed_document(shown: Shown) -> None:
    """Write everything as one JSON document, without holding the changed holders."""
    replay, sizes = shown.replay, shown.piles.sizes
    head = {
        "schema": 1,
        "engine": VERSION,
        **shown.knobs,
        "policy": {"id": shown.policy.id, "digest": shown.policy.digest},
        "against": {"id": shown.against.id, "digest": shown.against.digest},
        "holders": replay.holders,
        "certifications": replay.certifications,
        "changed_holders": {"loss": sizes[0], "gain": sizes[1], "date only": sizes[2] + sizes[3]},
        "matrix": [
            {**cell._asdict(), "certifications": replay.matrix[cell], "with_another_until": replay.moved[cell]}
            for cell in replay.cells()
        ],
    }
    lines = chain(['"changed": ['], _with_commas(shown.piles.lines()), ["]}"])
    put(f"{compact(head)[:-1]},")
    for line in lines:
        put(line)


def replayed_file(path: Path, piles: Piles) -> None:
    """Write every changed holder to a file, one a line: CSV when it is called so, else JSON Lines."""
    with replacing(path) as file:
        if path.suffix == ".csv":
            documents = chain.from_iterable(map(piles.documents, range(len(_TITLES))))
            csv_lines(_CSV, map(_csv_row, documents), to=file)
        else:
            file.writelines(piles.lines())
    talk(f"Wrote {counted(sum(piles.sizes), 'changed holder')} to {path}.")


def _list(title: str, piles: Piles, pile: int) -> None:
    if not piles.sizes[pile]:
        return
    put()
    put(f"{title}:")
    for each in islice(piles.documents(pile), LISTED):
        for line in _lines(each):
            put(f"  {line}")
    if piles.sizes[pile] > LISTED:
        put(f"  and {piles.sizes[pile] - LISTED} more; --out FILE has them all")


def _lines(changed: dict[str, Any]) -> Iterator[str]:
    """Yield what changes for a holder, certification by certification, and where the two replays part."""
    for each in changed["certifications"]:
        yield f"{changed['holder']}  {each['certification']}: {_term(each['before'])} -> {_term(each['after'])}"
        told = each["diverged"]
        yield f"    {told['on']}: {_happened(told['before'])} -> {_happened(told['after'])} [{clauses(told)}]"


def clauses(cause: dict[str, Any]) -> str:
    """Return the clauses behind a difference in words."""
    named: list[str] = cause["clauses"]
    if len(named) < 2:
        return named[0] if named else "no clause"
    return f"{' and '.join(named)}, together" if cause["together"] else " or ".join(named)


def _term(term: dict[str, str]) -> str:
    return lasting(term["status"], term["until"])


def _happened(told: dict[str, str] | None) -> str:
    if told is None:
        return "nothing"
    return told["what"] + (f" until {told['until']}" if told["until"] else "")


def _total(sizes: list[int]) -> str:
    losses, gains, earlier, later = sizes
    if not sum(sizes):
        return "Nobody's standing changes."
    parts = (
        (losses, "to their loss"),
        (gains, "to their gain"),
        (earlier, "only in a date that comes earlier"),
        (later, "only in a date that comes later"),
    )
    said = ", ".join(f"{number} {how}" for number, how in parts if number)
    return f"{counted(sum(sizes), 'holder')} would stand otherwise: {said}."


def _with_commas(lines: Iterable[str]) -> Iterator[str]:
    opening = ""
    for line in lines:
        yield opening + line.rstrip("\n")
        opening = ","


def _csv_row(changed: dict[str, Any]) -> tuple[str, ...]:
    first = changed["first"]
    before, after = (
        "; ".join(f"{each['certification']} {_term(each[side])}" for each in changed["certifications"])
        for side in ("before", "after")
    )
    return (
        changed["holder"],
        changed["direction"],
        first["certification"],
        first["on"],
        _happened(first["before"]),
        _happened(first["after"]),
        clauses(first),
        before,
        after,
    )
