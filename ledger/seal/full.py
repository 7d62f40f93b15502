"""The longer verification: also what every event says, every stream's versions, and the table of instants."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from ledger.application.books import BATCH, CLAIM, HOLDER, PROGRAMME
from ledger.seal.checks import SealFinding, Verification
from ledger.seal.leaves import PAGE, Unfit, header_of, rows_of
from ledger.store.instants import clamped, instant
from ledger.store.mapper import CanonicalMapper, UnknownTopicError
from ledger.store.seals import UnreadableEventError

if TYPE_CHECKING:
    from datetime import datetime

    from ledger.store.seals import Notification


class FullVerification(Verification):
    """A verification that also reads what the events say."""

    def parts(self) -> Iterator[Iterator[SealFinding]]:
        """Yield what is verified, part by part."""
        yield from super().parts()
        yield self._instants()
        yield from map(self._gaps, (BATCH, CLAIM, HOLDER, PROGRAMME))

    def _instants(self) -> Iterator[SealFinding]:
        """Read every event, and compare when it says it was recorded with the table of instants."""
        unreadable: list[SealFinding] = []
        for position, microseconds in clamped(self._recorded(unreadable)):
            yield from unreadable
            unreadable.clear()
            if self._log.instant_of(position) != instant(microseconds):
                message = f"The table of instants disagrees with @{position}. It can be built again from the events."
                yield SealFinding("instants", message, tampered=False)
        yield from unreadable

    def _recorded(self, unreadable: list[SealFinding]) -> Iterator[tuple[int, datetime]]:
        mapper = CanonicalMapper()
        for row in chain.from_iterable(rows_of(self._log, first=1)):
            try:
                header_of(row)
                event = mapper.to_domain_event(row)
                if mapper.to_stored_event(event).state != row.state and row.topic == event.TOPIC:
                    unreadable.append(
                        SealFinding("not-canonical", f"@{row.id} is not stored as we write it.", tampered=False)
                    )
                yield row.id, event.recorded_at
            except UnknownTopicError:
                unreadable.append(
                    SealFinding("unknown-topic", f"@{row.id} is newer than this program.", tampered=False)
                )
            except (UnreadableEventError, Unfit):
                unreadable.append(SealFinding("unreadable", f"What @{row.id} says cannot be read.", tampered=False))

    def _gaps(self, prefix: str) -> Iterator[SealFinding]:
        """See that the versions of every stream run from 1 on without a gap."""
        stream, version = "", 0
        found: Any  # A version that somebody edited may be of another type.
        for row in self._by_stream(prefix):
            if row.originator_id != stream:
                stream, version = str(row.originator_id), 0
            if row.originator_version != version + 1:
                message = f"{stream!a} lacks what came before version {row.originator_version} (@{row.id})."
                yield SealFinding("gap", message)
            found = row.originator_version
            version = found if isinstance(found, int) else 0

    def _by_stream(self, prefix: str) -> Iterator[Notification]:
        after, stop = ("", 0), self._log.max_notification_id() or 0
        while page := self._log.page_of_streams(prefix, after=after, stop=stop, limit=PAGE):
            yield from page
            after = (str(page[-1].originator_id), page[-1].originator_version)
