"""When an event was recorded, as somebody else can tell: between the checkpoints that a witness saw around it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from ledger.errors import TamperedError
from ledger.seal.proofs import leaf_at
from ledger.seal.verify import Invalid, Key, read_note, signed
from ledger.store.seals import Seals
from ledger.when import instant_text


class Bounds(NamedTuple):
    """A witness had not seen the event at `after`, in the newest checkpoint it then knew, and had seen it at `by`.

    An event may have been recorded some time before the first checkpoint that holds it: as long as it took to be
    published and to reach the witness. None is: no such checkpoint.
    """

    witness: str
    after: datetime | None
    by: datetime

    def __str__(self) -> str:
        if self.after is None:
            return f"recorded by {instant_text(self.by)} (witness {self.witness})"
        return f"recorded between {instant_text(self.after)} and {instant_text(self.by)} (witness {self.witness})"


def bounds(seals: Seals, position: int, witnesses: list[Key]) -> tuple[Bounds, ...]:
    """Return what each witness's cosignatures say of an event; empty when none has seen it yet.

    `TamperedError` when a kept cosignature does not verify.
    """
    leaf = leaf_at(seals, position)
    if leaf is None:
        return ()
    found = (_of(witness, leaf, _seen(seals, witness)) for witness in witnesses)
    return tuple(each for each in found if each)


def _of(witness: Key, leaf: int, seen: list[tuple[int, datetime]]) -> Bounds | None:
    by = min((at for size, at in seen if size > leaf), default=None)
    if by is None:
        return None
    return Bounds(witness.name, max((at for size, at in seen if size <= leaf and at <= by), default=None), by)


def _seen(seals: Seals, witness: Key) -> list[tuple[int, datetime]]:
    """Return the sizes that a witness saw, and when."""
    try:
        times = [(size, signed(read_note(note), witness)) for size, note in seals.notes()]
    except Invalid as error:
        raise TamperedError(f"A checkpoint kept here does not hold: {error}. Run `recert verify`.") from None
    return [(size, datetime.fromtimestamp(at, UTC)) for size, at in times if at is not None]
