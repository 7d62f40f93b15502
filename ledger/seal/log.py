"""Sealing: events become leaves, in the order of the notification log and behind the transactions that store them.

It asks the log for what comes after the last leaf, so it is the same for every store, may stop anywhere, and
goes on where it stopped. Several may seal at once: one gets through, the others look again.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.errors import LedgerError, TamperedError
from ledger.seal.leaves import Unfit, leaf_of, rows_of
from ledger.seal.tiles import DAMAGED, Edge
from ledger.store import Log
from ledger.store.seals import Run, SealHead, Seals, StoreError, seals_of

if TYPE_CHECKING:
    from ledger.store.seals import Notification


class Sealed(NamedTuple):
    """What sealing came to: how many events it added, and the head that it left."""

    added: int
    head: SealHead


def seal(log: Log, seals: Seals) -> Sealed:
    """Seal every event that is recorded and not sealed yet; one transaction for each page of events.

    `TamperedError` when the seal's own edge is damaged, or a row cannot be an event: nothing is built on that.
    """
    with _undisturbed():
        return _seal(log, seals)


def _seal(log: Log, seals: Seals) -> Sealed:
    head, added = checked_head(seals), 0
    edge = Edge.of(seals, head)
    while page := next(rows_of(log, first=head.position + 1), ()):
        tiles = edge.grow(b"".join([_leaf(row) for row in page]))
        after = SealHead(edge.size, page[-1].id, edge.root())
        runs = _runs(page, head.size, checked_run(seals.run_at(position=head.position)))
        if seals.advance(head, after, tiles, runs):
            head, added = after, added + len(page)
        else:  # Somebody else sealed meanwhile.
            head = checked_head(seals)
            edge = Edge.of(seals, head)
    return Sealed(added, head)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Look for no garbage meanwhile: rows and hashes have no cycles, and an import leaves much to look through."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def seal_behind(log: Log) -> None:
    """Seal after writing; what cannot be sealed now is left for the next time, since the events are recorded."""
    try:
        seal(log, seals_of(log))
    except (StoreError, LedgerError):
        return


def checked_head(seals: Seals) -> SealHead:
    """Return how far sealing has come; `TamperedError` when the stored head cannot be one."""
    head: Any = seals.head()
    size, position, root = head
    if type(size) is not int or type(position) is not int or type(root) is not bytes or len(root) != 32 or size < 0:
        raise TamperedError(DAMAGED.format("its head cannot be read"))
    return SealHead(size, position, root)


def checked_run(run: Run | None) -> Run | None:
    """Return a run as it is; `TamperedError` when what is stored cannot be one."""
    if run and not all(type(column) is int for column in run):
        raise TamperedError(DAMAGED.format("a run of leaves cannot be read"))
    return run


def _leaf(row: Notification) -> bytes:
    try:
        return leaf_of(row)
    except Unfit as error:
        raise TamperedError(
            f"What is recorded at @{row.id} cannot be an event: {error}. Go back to a backup."
        ) from None


def _runs(page: Sequence[Notification], size: int, last: Run | None) -> list[Run]:
    """Return the runs that rows become from leaf `size` on; the first may be the last one so far, now longer."""
    starts = [at for at in range(len(page)) if at == 0 or page[at].id != page[at - 1].id + 1]
    stops = [*starts[1:], len(page)]
    runs = [Run(size + at, page[at].id, stop - at) for at, stop in zip(starts, stops, strict=True)]
    if last and (last.first_leaf + last.leaves, last.first_position + last.leaves) == runs[0][:2]:
        runs[0] = last._replace(leaves=last.leaves + runs[0].leaves)
    return runs
