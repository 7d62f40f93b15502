"""Proofs that leave the house: one event each, with the event itself, its path and the checkpoint it leads to.

The format is C2SP tlog-proof (https://c2sp.org/tlog-proof); its extra data is the event: header, then the bytes as
stored. `ledger.seal.verify` checks them, alone. Inclusion is not completeness: an ``.end`` is the log's signed word
how far a stream went, and with all versions before it proven nothing of the stream is left out.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from ledger.errors import NotFoundError, TamperedError
from ledger.seal.leaves import Unfit, header_of, leaf_of
from ledger.seal.log import checked_run
from ledger.seal.notes import Signer
from ledger.seal.tiles import Tree
from ledger.seal.verify import END, PROOF, Head, Invalid, read_head, read_note, root_of
from ledger.store import Log
from ledger.store.seals import Seals

if TYPE_CHECKING:
    from ledger.store.seals import Notification


class Proven(NamedTuple):
    """A proof as text, and the name of the file that it goes into."""

    name: str
    text: str


def leaf_at(seals: Seals, position: int) -> int | None:
    """Return the leaf that stands for a position, None when it is not sealed."""
    run = checked_run(seals.run_at(position=position))
    if run is None or position >= run.first_position + run.leaves:
        return None
    return run.first_leaf + position - run.first_position


def newest_checkpoint(seals: Seals) -> str:
    """Return the newest checkpoint that was signed; `NotFoundError` when none was."""
    notes = seals.notes()
    if not notes:
        raise NotFoundError("No checkpoint was signed yet. Sign one with `recert checkpoint publish`.")
    return notes[-1][1]


def prove(log: Log, seals: Seals, stream: str, *, position: int | None = None) -> Iterator[Proven]:
    """Yield the proof of every event of a stream, or of the one at `position`, to the newest checkpoint.

    `NotFoundError` when an event was recorded after that checkpoint; `TamperedError` when one does not lead there.
    """
    checkpoint = newest_checkpoint(seals)
    head = _head(checkpoint)
    tree = Tree(seals, head.size)
    for row in log.stream_with_positions(stream):
        if position in (None, row.id):
            yield Proven(f"{row.id}.tlog-proof", _proof(row, leaf_at(seals, row.id), tree, checkpoint))


def end_of(log: Log, seals: Seals, stream: str, signer: Signer) -> Proven:
    """Return the log's signed word which version of a stream is its newest, as of the newest checkpoint."""
    head = _head(newest_checkpoint(seals))
    leaves = ((row.originator_version, leaf_at(seals, row.id)) for row in log.stream_with_positions(stream))
    newest = max(version for version, leaf in leaves if leaf is not None and leaf < head.size)
    root = base64.b64encode(head.root).decode()
    text = f"{END}\n{head.origin}\n{head.size}\n{root}\n{stream}\n{newest}\n"
    return Proven(f"{sha256(stream.encode()).hexdigest()[:12]}.end", f"{text}\n{signer.line(text)}")


def _head(checkpoint: str) -> Head:
    try:
        return read_head(read_note(checkpoint)[0])
    except Invalid as error:
        raise TamperedError(f"The newest checkpoint kept here cannot be read: {error}. Run `recert verify`.") from None


def _proof(row: Notification, leaf: int | None, tree: Tree, checkpoint: str) -> str:
    if leaf is None or leaf >= tree.size:
        raise NotFoundError(f"@{row.id} is newer than the last checkpoint. Seal, publish one, and ask again.")
    path = tree.inclusion(leaf)
    try:
        led_to = root_of(leaf_of(row), leaf, tree.size, path)
    except Unfit:
        led_to = b""
    if led_to != _head(checkpoint).root:
        raise TamperedError(f"@{row.id} is not what was sealed. Run `recert verify`.")
    extra = base64.b64encode(header_of(row) + row.state).decode()
    lines = "".join(f"{base64.b64encode(each).decode()}\n" for each in path)
    return f"{PROOF}\nextra {extra}\nindex {leaf}\n{lines}\n{checkpoint}"
