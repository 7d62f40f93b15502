r"""An event as a leaf of the tree: a fixed binary envelope over the bytes as they are stored.

``"recert/leaf/v1\0" ‖ len u16 ‖ originator_id ‖ version u64 ‖ len u16 ‖ topic ‖ SHA-256(state)``, big-endian. Nothing
is parsed or written again on the way: what is sealed is what the disk holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ledger.seal.verify import leaf_hash
from ledger.store import Log
from ledger.store.seals import StoreError

if TYPE_CHECKING:
    from ledger.store.seals import Notification

PAGE = 5_000
LAST_POSITION = (1 << 63) - 1
"""The largest number that a row can have; nothing comes after it."""
_U16, _U64 = 1 << 16, 1 << 64


class Unfit(ValueError):  # noqa: N818 - It says what a row is, not what went wrong in here.
    """A row of the log has columns that no event can have."""


def header_of(row: Notification) -> bytes:
    """Return what names an event in its envelope; `Unfit` when a column is not of its type or too large."""
    stream, version, topic = row.originator_id, row.originator_version, row.topic
    if type(stream) is not str or type(version) is not int or type(topic) is not str or type(row.state) is not bytes:
        raise Unfit("a column is not of its type")
    try:
        named, kind = stream.encode(), topic.encode()
        return b"".join((
            len(named).to_bytes(2, "big"), named, version.to_bytes(8, "big"), len(kind).to_bytes(2, "big"), kind,
        ))  # fmt: skip
    except (OverflowError, UnicodeEncodeError):
        raise Unfit("a column is too large or no text") from None


def leaf_of(row: Notification) -> bytes:
    """Return the hash of an event's leaf; `Unfit` when its row cannot be one."""
    return leaf_hash(header_of(row), row.state)


def rows_of(log: Log, *, first: int, last: int | None = None) -> Iterator[Sequence[Notification]]:
    """Yield the rows from position `first` to `last`, both inclusive, page by page.

    `StoreError` when they are out of order, as in a file that is damaged: reading on would go round in circles.
    """
    while first <= LAST_POSITION and (page := log.select_notifications(first, PAGE, last)):
        if page[-1].id < first:
            raise StoreError(f"malformed order of positions after @{first}")
        yield page
        first = page[-1].id + 1
