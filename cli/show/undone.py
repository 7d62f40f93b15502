"""What taking an import back does: what is recorded, what stays, and who stands otherwise then."""

from __future__ import annotations

from cli.show.output import Column, document, put, table
from cli.show.recorded import sentence
from cli.show.words import named
from projections import Undoing

LISTED = 20
"""How many moves, and how many things that stay, people are shown; JSON has them all."""

_MOVES = tuple(map(Column, ("holder", "certification", "now", "until", "then", "until")))


def plan(undoing: Undoing) -> None:
    """Show what would be recorded, what stays, and which certifications would stand otherwise."""
    listed = ", ".join(f"{number} {named(topic)}" for topic, number in sorted(undoing.counts.items()))
    put(f"To be undone of {undoing.batch}: {listed or 'nothing is left'}.")
    if undoing.left:
        put(f"What stays ({len(undoing.left)}):")
    for recorded, why in undoing.left[:LISTED]:
        put(f"  {sentence(recorded)} {why}")
    if len(undoing.left) > LISTED:
        put(f"  and {len(undoing.left) - LISTED} more")
    put(f"Certifications that will stand otherwise on {undoing.valid_on}: {len(undoing.moves)}.")
    rows = [each.document() for each in undoing.moves[:LISTED]]
    if rows:
        table(
            _MOVES,
            [(row["holder"], row["certification"], *_cells(row["before"]), *_cells(row["after"])) for row in rows],
        )
    if len(undoing.moves) > LISTED:
        put(f"and {len(undoing.moves) - LISTED} more")


def done(recorded: int) -> None:
    """Say how many entries were undone."""
    match recorded:
        case 0:
            put("Nothing was recorded.")
        case 1:
            put("Undone: 1 entry. It can be imported again.")
        case _:
            put(f"Undone: {recorded} entries. They can be imported again.")


def _cells(term: dict[str, str | None]) -> tuple[str, str]:
    return term["status"] or "", term["until"] or "-"


def plan_document(undoing: Undoing, *, recorded: int) -> None:
    """Write the same as one JSON document, with how many entries were undone."""
    document(
        {
            "schema": 1,
            "batch": undoing.batch,
            "valid_on": str(undoing.valid_on),
            "entries": dict(sorted(undoing.counts.items())),
            "left": [
                {"position": each.recorded.position, "topic": each.recorded.event.TOPIC, "why": each.why}
                for each in undoing.left
            ],
            "moves": [each.document() for each in undoing.moves],
            "recorded": recorded,
        }
    )
