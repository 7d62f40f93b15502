"""The seal of a ledger: what the command line asks for, with every failure in the ledger's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.application.books import HOLDER, place, plainly
from ledger.documents import read_bytes
from ledger.errors import InputError, NotFoundError, RefusedError
from ledger.seal import bounds, checkpoints, log, proofs
from ledger.seal.checks import Checkpoint, Verification
from ledger.seal.full import FullVerification
from ledger.seal.notes import Signer
from ledger.seal.verify import LOG, WITNESS, Key
from ledger.store.seals import Seals, seals_of

if TYPE_CHECKING:
    from ledger.application import Ledger
    from ledger.history import Recorded

_MOST_BYTES = 1 << 20
_POSITION = re.compile(r"@\d{1,18}", re.ASCII)


def seal_ledger(ledger: Ledger) -> log.Sealed:
    """Seal whatever is recorded and not sealed yet; `TamperedError` when the seal is damaged."""
    with _seals(ledger) as seals:
        return log.seal(ledger.log, seals)


def publish_checkpoint(
    ledger: Ledger, signer: Signer, *, last: Path, since: int | None = None
) -> checkpoints.Published:
    """Seal, then sign the head, unless it contradicts what the signer signed last, as kept in the file `last`."""
    _expect_kind(signer.key, LOG)
    with _seals(ledger) as seals:
        log.seal(ledger.log, seals)
        return checkpoints.publish(seals, signer, last=last, since=since)


def take_checkpoint(ledger: Ledger, file: Path, key: Key, witnesses: list[Key]) -> checkpoints.Taken:
    """Keep a checkpoint of this ledger that came back with cosignatures of `witnesses`."""
    _expect_kind(key, LOG)
    for witness in witnesses:
        _expect_kind(witness, WITNESS)
    with _seals(ledger) as seals:
        return checkpoints.take(seals, _text(file), key, witnesses)


def cosign_checkpoint(file: Path, key: Key, signer: Signer, *, state: Path, at: datetime) -> str:
    """Return the checkpoint in a file with a cosignature, unless it contradicts what was cosigned last."""
    _expect_kind(key, LOG)
    _expect_kind(signer.key, WITNESS)
    return checkpoints.cosign(_text(file), key, signer, state=state, at=at)


def verification(ledger: Ledger, files: Sequence[Path], keys: Sequence[Key], *, full: bool = False) -> Verification:
    """Return a verification of a ledger against checkpoints in files, each signed by every key of `keys`."""
    held = read_checkpoints(files)
    with _seals(ledger) as seals:
        kind = FullVerification if full else Verification
        return kind(ledger.log, seals, held, keys)


def read_checkpoints(files: Sequence[Path]) -> list[Checkpoint]:
    """Return what lies in files, each with its place; `InputError` when one cannot be read."""
    return [Checkpoint(place(str(file)), _text(file)) for file in files]


def prove_events(ledger: Ledger, what: str, signer: Signer | None = None) -> list[proofs.Proven]:
    """Return the proofs of a holder's events, or of the event at ``@`` and a position.

    With a signer, also its word how far the holder's stream goes. `NotFoundError` when there is no such event, or it
    is newer than the newest checkpoint.
    """
    position = int(what[1:]) if _POSITION.fullmatch(what) else None
    with _seals(ledger) as seals:
        stream = HOLDER + what if position is None else _stream_at(ledger, position)
        found = list(proofs.prove(ledger.log, seals, stream, position=position))
        if not found:
            raise NotFoundError(f"Nothing is recorded of {what!a}. Name a holder, or a position like @12.")
        if signer is not None and position is None:
            _expect_kind(signer.key, LOG)
            found.append(proofs.end_of(ledger.log, seals, stream, signer))
        return found


def bounds_of(ledger: Ledger, events: Iterable[Recorded], witnesses: Sequence[Key]) -> dict[int, bounds.Witnessed]:
    """Return, by position, between which of its cosignatures each witness came to know of events.

    `TamperedError` when what the ledger keeps of them does not hold.
    """
    for key in witnesses:
        _expect_kind(key, WITNESS)
    streams = {each.position: each.event.originator_id for each in events}
    with _seals(ledger) as seals:
        found = ledger.log.streams_with_positions(streams.values())
        rows = (row for stream in found.values() for row in stream if row.id in streams)
        return {each.position: each for each in bounds.witnessed(rows, seals, witnesses)}


def _stream_at(ledger: Ledger, position: int) -> str:
    rows = ledger.log.select_notifications(position, 1, position) if position < 1 << 63 else []
    if not rows:
        raise NotFoundError(f"Nothing is recorded at @{position}. Check the position.")
    return str(rows[0].originator_id)


@contextmanager
def _seals(ledger: Ledger) -> Iterator[Seals]:
    where = ledger._books.where
    with plainly(where):
        seals = seals_of(ledger.log)
        try:
            seals.head()
        except Exception as error:
            if "no such table" in str(error):
                raise InputError(
                    "This ledger was made without a seal. Record its events in a new one.", place(where)
                ) from None
            raise
        yield seals


def _expect_kind(key: Key, kind: int) -> None:
    if key.kind != kind:
        wanted = "a ledger's" if kind == LOG else "a witness's"
        raise RefusedError(f"This takes {wanted} key, and that of {key.name} is of another kind. Name the other one.")


def _text(file: Path) -> str:
    try:
        return read_bytes(file, _MOST_BYTES).decode()
    except (OSError, UnicodeDecodeError):
        raise InputError("There is no checkpoint that can be read. Name its file.", place(str(file))) from None
