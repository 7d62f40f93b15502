"""When an event was recorded, as somebody else can tell: between the checkpoints that a witness saw around it.

Nothing that the ledger keeps is believed for being kept there. A time is told only when the witness signed it, the
checkpoint is one of this record, and the event as stored lies in its tree; whatever of that fails is tampering.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.errors import TamperedError
from ledger.seal.leaves import Unfit, leaf_of
from ledger.seal.log import checked_head
from ledger.seal.merkle import inclusion
from ledger.seal.proofs import leaf_at
from ledger.seal.tiles import Tree
from ledger.seal.verify import Head, Invalid, Key, Note, read_head, read_note, root_of, signed
from ledger.store.seals import Seals
from ledger.when import instant_text

if TYPE_CHECKING:
    from ledger.store.seals import Notification

_STAMP = 8


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


class Witnessed(NamedTuple):
    """What others can tell of one event: the bounds that witnesses give, and which of them have not seen it."""

    position: int
    is_sealed: bool
    bounds: tuple[Bounds, ...]
    unseen_by: tuple[str, ...]

    def __str__(self) -> str:
        if not self.is_sealed:
            return "not sealed, so that no witness can have seen it"
        unseen = f"not seen yet by {', '.join(self.unseen_by)}" if self.unseen_by else ""
        if not self.bounds:
            return f"sealed, {unseen}"
        return "; ".join([*map(str, self.bounds), *([unseen] if unseen else [])])


def witnessed(rows: Iterable[Notification], seals: Seals, witnesses: Sequence[Key]) -> Iterator[Witnessed]:
    """Yield what each witness's cosignatures say of events, given as stored; each note is read once for all of them.

    `TamperedError` when an event, or a checkpoint that its bounds would rest on, is not what was sealed or signed.
    """
    kept = _Kept(seals)
    seen = {key: _Seen(key, kept.notes) for key in dict.fromkeys(witnesses)}
    for row in rows:
        leaf = leaf_at(seals, row.id)
        if leaf is None or leaf >= kept.head.size:
            yield Witnessed(row.id, False, (), ())
            continue
        found = {key: kept.bounds(row, leaf, key, each) for key, each in seen.items()}
        if not any(found.values()):
            kept.expect_leaf(row, leaf, Head("", kept.head.size, kept.head.root))
        given = tuple(each for each in found.values() if each)
        yield Witnessed(row.id, True, given, tuple(key.name for key, each in found.items() if each is None))


class _Sighting(NamedTuple):
    """That somebody saw a checkpoint at an instant, in seconds since 1970: a mere claim before it was checked."""

    at: int
    head: Head
    note: Note


class _Seen:
    """What one witness is said to have seen, so that the sightings around a leaf are found without a search."""

    def __init__(self, witness: Key, notes: Iterable[tuple[Head, Note]]) -> None:
        self._all = sorted(_sightings(witness, notes), key=lambda each: (each.head.size, each.at))
        self._sizes = [each.head.size for each in self._all]
        self._latest = list(accumulate(self._all, max))
        self._earliest = list(accumulate(reversed(self._all), min))[::-1]

    def around(self, leaf: int) -> tuple[_Sighting | None, _Sighting | None]:
        """Return the last sighting without a leaf, no later than the first one with it, and that one."""
        cut = bisect_right(self._sizes, leaf)
        by = self._earliest[cut] if cut < len(self._all) else None
        after = self._latest[cut - 1] if cut else None
        if after and by and after.at > by.at:  # The witness's clock was set back.
            after = max((each for each in self._all[:cut] if each.at <= by.at), default=None)
        return after, by


class _Kept:
    """The checkpoints that a ledger keeps; one is checked, once, when an answer is to rest on it."""

    def __init__(self, seals: Seals) -> None:
        self.head = checked_head(seals)
        self.notes = [_read(note) for _, note in seals.notes()]
        self._tree = Tree(seals, self.head.size)
        self._sound: set[tuple[Key, _Sighting]] = set()

    def bounds(self, row: Notification, leaf: int, witness: Key, seen: _Seen) -> Bounds | None:
        """Return the bounds that a witness gives, None when it has not seen the leaf."""
        after, by = seen.around(leaf)
        if by is None:
            return None
        self._expect_sound(witness, by)
        self.expect_leaf(row, leaf, by.head)
        if after is not None:
            self._expect_sound(witness, after)
        return Bounds(witness.name, after and _instant(after), _instant(by))

    def expect_leaf(self, row: Notification, leaf: int, head: Head) -> None:
        """Raise `TamperedError` unless an event as it is stored is this leaf of a tree."""
        try:
            if root_of(leaf_of(row), leaf, head.size, inclusion(self._tree.node, leaf, head.size)) == head.root:
                return
        except (Invalid, Unfit):
            pass
        raise TamperedError(f"@{row.id} is not what was sealed. Run `recert verify`.")

    def _expect_sound(self, witness: Key, sighting: _Sighting) -> None:
        """Raise `TamperedError` unless the witness signed this, and the checkpoint is one of this record."""
        if (witness, sighting) in self._sound:
            return
        size = sighting.head.size
        try:
            signed(sighting.note, witness)
        except Invalid as error:
            raise TamperedError(f"A checkpoint kept here does not hold: {error}. Run `recert verify`.") from None
        if size > self.head.size or self._tree.root(size) != sighting.head.root:
            message = f"A checkpoint of {size} events that {witness.name} saw is not one of this record."
            raise TamperedError(f"{message} Run `recert verify`.")
        self._sound.add((witness, sighting))


def _sightings(witness: Key, notes: Iterable[tuple[Head, Note]]) -> Iterator[_Sighting]:
    """Yield one sighting for each cosignature: of one checkpoint there may be several, at several times."""
    for head, (text, signatures) in notes:
        for each in signatures:
            if each[:2] == (witness.name, witness.id):
                yield _Sighting(int.from_bytes(each[2][:_STAMP], "big"), head, (text, (each,)))


def _read(note: Any) -> tuple[Head, Note]:
    """Take a kept note apart. How many leaves it is of is what its text says, not the row that it lies in."""
    try:
        read = read_note(note if isinstance(note, str) else "")
        return read_head(read[0]), read
    except Invalid as error:
        raise TamperedError(f"A checkpoint kept here cannot be read: {error}. Run `recert verify`.") from None


def _instant(sighting: _Sighting) -> datetime:
    return datetime.fromtimestamp(sighting.at, UTC)
