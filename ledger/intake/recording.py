"""From the spool to the ledger: entries in order, in transactions that each hold whole holders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ledger.commands import Command, read_entry
from ledger.errors import Finding, InputError, LedgerError
from ledger.holder import HolderState
from ledger.intake.jsonl import read_object
from ledger.intake.report import RECORDED, REJECTED, SKIPPED, Tally
from ledger.programme import ProgrammeState
from ledger.store.spool import Spool, Spooled

if TYPE_CHECKING:
    from ledger.application import Ledger, Outcome

Progress: TypeAlias = Callable[[int], object]
"""Is told, from time to time, how many entries have been dealt with."""

Rehearsal: TypeAlias = dict[str, HolderState | ProgrammeState]
"""States by stream that a rehearsal carries from one call to the next, since nothing is written between them."""

_CHUNK = 1_000
_LARGEST_CHUNK = 2_000
_FATES = {"recorded": RECORDED, "skipped": SKIPPED, "refused": REJECTED}


class Recording(NamedTuple):
    """What recording came to: entries by kind and fate, and the first and last position written."""

    tally: Tally
    first: int | None
    last: int | None


def record_spool(
    ledger: Ledger, spool: Spool, *, batch: str, rehearse: bool, progress: Progress | None = None
) -> Recording:
    """Record every entry of a spool in order, or only find out what would be; errors go to the spool."""
    tally, first, last, done = Tally(), None, None, 0
    rehearsal: Rehearsal | None = {} if rehearse else None
    for rows in _chunks(spool.ordered()):
        sound = list(_sound(rows, spool, tally))
        commands = [command for _, command in sound]
        outcomes = ledger.record(commands, batch=batch, refused="collect", rehearsal=rehearsal)
        for (row, _), outcome in zip(sound, outcomes, strict=True):
            _note(row, outcome, spool, tally)
        lowest, highest = _ends(outcomes)
        first, last = first or lowest, highest or last
        if rehearsal is not None:
            _forget(rehearsal, rows[-1])
        done += len(rows)
        if progress is not None:
            progress(done)
    return Recording(tally, first, last)


def _chunks(rows: Iterator[Spooled]) -> Iterator[list[Spooled]]:
    """Cut the entries where one holder ends and another begins; only a very long holder is cut within."""
    chunk: list[Spooled] = []
    for row in rows:
        if len(chunk) >= _CHUNK and (row.holder != chunk[-1].holder or len(chunk) >= _LARGEST_CHUNK):
            yield chunk
            chunk = []
        chunk.append(row)
    if chunk:
        yield chunk


def _sound(rows: list[Spooled], spool: Spool, tally: Tally) -> Iterator[tuple[Spooled, Command]]:
    """Yield the entries whose values are all what they must be, and refuse the others."""
    for row in rows:
        try:
            yield row, read_entry(read_object(row.entry))
        except InputError as error:
            spool.refuse(row.line, _said(error))
            tally[row.kind, REJECTED] += 1


def _note(row: Spooled, outcome: Outcome, spool: Spool, tally: Tally) -> None:
    tally[row.kind, _FATES[outcome.status]] += 1
    if outcome.error is not None:
        spool.refuse(row.line, _said(outcome.error))


def _said(error: LedgerError) -> tuple[Finding, ...]:
    return error.findings or (Finding("", "REFUSED", str(error), ""),)


def _ends(outcomes: Sequence[Outcome]) -> tuple[int | None, int | None]:
    """Return the first and the last position that a call wrote; positions ascend from outcome to outcome."""
    first = next((outcome.recorded[0].position for outcome in outcomes if outcome.recorded), None)
    last = next((outcome.recorded[-1].position for outcome in reversed(outcomes) if outcome.recorded), None)
    return first, last


def _forget(rehearsal: Rehearsal, last: Spooled) -> None:
    """Keep the states that the next call can need: the programme's and the last holder's."""
    for stream in rehearsal.keys() - {"programme", f"holder-{last.holder}"}:
        del rehearsal[stream]
