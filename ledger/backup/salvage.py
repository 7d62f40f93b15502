"""Saving what a damaged file still holds: evidence of every event that can be read, and a ledger if none is missing.

A ledger with holes would answer as if it were whole, so none is made of what is left. Then a backup is restored, and
what was recorded after it is taken from the evidence.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from ledger.application.books import Books, place, plainly
from ledger.application.making import refuse_taken, remove_left, workshop
from ledger.application.opening import located
from ledger.backup.checking import CopyVerification
from ledger.backup.copies import opened_copy, present, verified_copy
from ledger.backup.evidence import MISSING, STANDINGS, Evidence
from ledger.backup.judging import Judgement
from ledger.disk import sync_folder
from ledger.errors import InputError
from ledger.events import Event
from ledger.seal.checks import Checkpoint
from ledger.seal.leaves import leaf_of
from ledger.seal.ledgers import read_checkpoints
from ledger.seal.log import seal
from ledger.seal.tiles import Tree
from ledger.seal.verify import Head, Invalid, Key, read_head, read_note, signed
from ledger.store.copying import fill_events, pool_of
from ledger.store.remains import Remains
from ledger.store.seals import UnreadableEventError, seals_of

if TYPE_CHECKING:
    from ledger.store.copying import Progress


_LEDGER = "recert.db"


class Salvaged(NamedTuple):
    """What was saved, in the folder `path`; `ledger` is the file in it that is a ledger, None where events are missing.

    `counts` says how many events are proven, sealed, unproven, contradicted and missing; `last` is the newest position
    known of, and `ends` whether it is known that there was none after it. `streams` are the first of `lacking`.
    """

    path: str
    ledger: str | None
    counts: dict[str, int]
    last: int
    ends: bool
    lacking: int
    streams: list[dict[str, Any]]

    @property
    def read(self) -> int:
        """The number of events that were read."""
        return sum(self.counts.values()) - self.counts[MISSING]


def salvage_ledger(
    file: str,
    to: str,
    *,
    files: Sequence[Path] = (),
    keys: Sequence[Key] = (),
    progress: Progress | None = None,
) -> Salvaged:
    """Read every event that the pages of a damaged ledger still hold, and write what they are to a new folder.

    Events are proven by checkpoints in `files`, each signed by every key of `keys`, or else by the newest one that the
    file keeps. `InputError` when the file holds no event, or a checkpoint is none that they signed.
    """
    heads = [_head(checkpoint, keys) for checkpoint in read_checkpoints(files)]
    source, path = present(file), located(to)
    remains = Remains(source, leaf_of, progress=progress)
    try:
        if next(remains.events(), None) is None:
            raise InputError("No event of a ledger can be read in this file. Go back to a backup.", place(source))
        judgement = Judgement(remains, heads or _kept(remains))
        with plainly(path):
            return _made(path, lambda folder: _saved(folder, path, remains, judgement))
    finally:
        remains.close()


def _saved(folder: str, path: str, remains: Remains, judgement: Judgement) -> Salvaged:
    """Write everything to a folder that will be named `path`."""
    evidence = Evidence(remains, judgement)
    _write(f"{folder}/events.jsonl", evidence.events())
    _write(f"{folder}/streams.jsonl", evidence.streams())
    rebuilt = judgement.whole and _rebuilt(f"{folder}/{_LEDGER}", remains, judgement)
    done = Salvaged(
        path=path,
        ledger=f"{path}/{_LEDGER}" if rebuilt else None,
        counts={standing: evidence.counts[standing] for standing in STANDINGS},
        last=judgement.last,
        ends=judgement.head is not None,
        lacking=evidence.lacking,
        streams=evidence.shown,
    )
    _write(f"{folder}/report.json", [json.dumps({"schema": 1, **done._asdict()}, indent=2) + "\n"])
    return done


def _rebuilt(path: str, remains: Remains, judgement: Judgement) -> bool:
    """Make a ledger of all events, at their positions; False when this program cannot read one, or it does not hold."""
    try:
        _fill(path, remains)
    except UnreadableEventError:
        holds = False
    else:
        with opened_copy(path, frozen=True) as copy:
            done = verified_copy(path, copy, CopyVerification(copy.log, (), ()))
            holds = done.kept and judgement.continued(Tree(seals_of(copy.log), done.check.sealed))
    if not holds:
        os.unlink(path)
    return holds


def _fill(path: str, remains: Remains) -> None:
    books = Books.at(path, create=True)
    try:
        fill_events(pool_of(books.store), (found.row for found in remains.events()))
        books.store.rebuild_instants(_recorded(books, remains))
        seals = seals_of(books.store)
        seal(books.store, seals)
        for size, note in remains.notes():
            seals.keep_note(size, note)
    finally:
        books.close()


def _recorded(books: Books, remains: Remains) -> Iterator[tuple[int, datetime]]:
    """Yield position and instant of every event; `UnreadableEventError` for one that this program does not know."""
    for found in remains.events():
        yield found.row.id, cast("Event", books.mapper.to_domain_event(found.row)).recorded_at


def _head(checkpoint: Checkpoint, keys: Sequence[Key]) -> Head:
    """Return what a checkpoint says; `InputError` when it is none, or a key did not sign it."""
    try:
        note = read_note(checkpoint.note.partition("\n\n")[2] if checkpoint.note[:4] == "old " else checkpoint.note)
        for key in keys:
            if signed(note, key) is None:
                raise Invalid(f"{key.name} did not sign it")
        return read_head(note[0])
    except Invalid as error:
        message = f"Nothing can be proven by this checkpoint: {error}. Name another."
        raise InputError(message, checkpoint.place) from None


def _kept(remains: Remains) -> list[Head]:
    """Return the newest checkpoint that was found, if one can be read."""
    for _, note in reversed(remains.notes()):
        try:
            return [read_head(read_note(note)[0])]
        except Invalid:
            continue
    return []


def _made(path: str, fill: Callable[[str], Salvaged]) -> Salvaged:
    """Let a folder get its name once all of it is on the disk; whatever fails leaves nothing."""
    remove_left(path)
    refuse_taken(path, "folder")
    try:
        with workshop(path) as folder:
            unfinished = os.path.join(folder, os.path.basename(path))
            os.mkdir(unfinished, 0o700)
            done = fill(unfinished)
            sync_folder(unfinished)
            os.rename(unfinished, path)
        sync_folder(os.path.dirname(path))
    except OSError as error:
        raise InputError(f"Nothing can be saved there: {error.strerror}. Name another place.", place(path)) from None
    return done


def _write(path: str, lines: Iterable[str]) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
