"""What became of every claim, in words: spent, available, given up, or not counted and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from projections.amounts import shortest
from projections.explain.words import Sentence, governed
from projections.trace import Excluded, Forfeited, Governed, Lot, Record, Result

_REASONS = {
    "REJECTED": "the provider rejected it",
    "WITHDRAWN": "it was withdrawn",
    "REVERSED": "its validation was reversed",
    "PENDING": "it is not decided yet",
    "NOT_ENROLLED": "it was submitted on {figure}, before the terms were accepted on {limit}",
    "NOT_LISTED": "its item was not in the catalogue on {figure}",
    "UNAUTHORISED": "its provider was not authorised on {figure}",
    "CYCLE": "it was completed on {figure}, when no cycle was running that credits count for",
    "WINDOW": "it was submitted {figure} days after completion, and {limit} are allowed",
    "RETRO": "it was submitted on {figure}, after the last active day {limit}",
    "DUPLICATE": "{figure} was counted for the same item or group",
    "AGED": "it was too old from {figure} on",
    "CAP": "its category's maximum was reached",
    "SURPLUS": "it was completed on {figure}, in a cycle that a renewal had ended; the new one counts from {limit}",
    "REDUCED": "no credits were awarded for it",
}


def claims_told(records: Sequence[Record], unit: str) -> Iterator[Sentence]:
    """Yield what became of every claim, in the order of completion."""
    active = {each.certification for each in records if isinstance(each, Result) and each.status == "active"}
    excluded = {each.row: (each, value) for each, value in _with_governed(records)}
    forfeited = {each.row: each for each in records if isinstance(each, Forfeited)}
    for lot in records:
        if isinstance(lot, Lot):
            if lot.reason == "OK":
                yield Sentence(lot.on, f"{lot.name.id}: {_kept(lot, unit, active)}.")
            elif lot.reason == "SURPLUS" and lot.row in forfeited:
                yield Sentence(
                    lot.on, f"{lot.name.id}: {_given_up(lot, forfeited[lot.row], unit)}.", "credit.carry_over"
                )
            else:
                yield _not_counted(lot, *excluded[lot.row])


def _kept(lot: Lot, unit: str, active: Set[str]) -> str:
    """Return what was spent, and what is available or was left unspent when its certification ended."""
    parts = [f"{shortest(lot.spent)} {unit}s spent"] if lot.spent else []
    if lot.remaining:
        left = "available" if lot.certification in active else f"unspent when {lot.certification} ended"
        parts.append(f"{shortest(lot.remaining)} {unit}s {left}")
    return ", ".join(parts)


def _given_up(lot: Lot, gone: Forfeited, unit: str) -> str:
    """Return what was spent and what a renewal or a grant left over."""
    spent = f"{shortest(lot.spent)} {unit}s spent, " if lot.spent else ""
    ended = f"when the cycle of {gone.certification} ended on {gone.on}"
    return f"{spent}{shortest(gone.hundredths)} {unit}s given up {ended} (SURPLUS)"


def _with_governed(records: Sequence[Record]) -> Iterator[tuple[Excluded, Governed | None]]:
    """Pair each exclusion with the dated value that the fold left right before it."""
    previous: Record | None = None
    for record in records:
        if isinstance(record, Excluded):
            yield record, previous if isinstance(previous, Governed) else None
        previous = record


def _not_counted(lot: Lot, excluded: Excluded, by: Governed | None) -> Sentence:
    """Return why a claim does not count, with the dated value that decided where a clause did."""
    why = _REASONS[excluded.reason].format(figure=excluded.figure, limit=excluded.limit)
    return governed(lot.on, f"{excluded.name.id} not counted ({excluded.reason}): {why}.", by)
