"""The library's application on our recorders, and its exceptions in our words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from eventsourcing.application import Application
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    IntegrityError,
    Mapper,
    MapperDeserialisationError,
    Notification,
    PersistenceError,
)
from eventsourcing.utils import Environment, EnvType

from ledger.errors import InputError, LedgerError, TamperedError, plain
from ledger.events import Event
from ledger.history import Recorded
from ledger.store import Log
from ledger.store.mapper import CanonicalMapper, UnknownTopicError

IN_MEMORY = ":memory:"
PROGRAMME, HOLDER, CLAIM, BATCH = "programme", "holder-", "claim-", "batch-"
"""How streams are named: the programme's, and what stands before an id."""


class Books(Application[str]):
    """The event-sourcing application of one ledger: it stores events, and knows nothing of what they say."""

    name = "recert"
    _wrote = False

    @classmethod
    def at(cls, where: str, *, create: bool = False, frozen: bool = False) -> Books:
        """Return the books at an absolute path, or new ones in memory; only with `create` are tables made.

        `frozen` books are those that nobody writes to, a backup's: they are read as they lie.
        """
        kept_in = "memory" if where == IN_MEMORY else "sqlite"
        return cls(
            {
                "PERSISTENCE_MODULE": f"ledger.store.{kept_in}:Factory",
                "ORIGINATOR_ID_TYPE": "text",
                "CREATE_TABLE": "yes" if create else "no",
                "SQLITE_DBNAME": where,
                "FROZEN": "yes" if frozen else "no",
            }
        )

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Take nothing from the process's environment: a stray variable must not move or encrypt a ledger."""
        return Environment(name, env)

    def construct_mapper(self) -> Mapper[str]:
        """Write canonical bytes."""
        return CanonicalMapper()

    @property
    def store(self) -> Log:
        """The recorder, with what ours add to the library's."""
        return cast("Log", self.recorder)

    @property
    def where(self) -> str:
        """The absolute path of the file."""
        return self.env["SQLITE_DBNAME"]

    def insert(self, events: Sequence[Event], recorded_at: datetime) -> list[int]:
        """Store events in one transaction and return their positions.

        `Application.save` does the same, and asks of each event whether it fits a run-time protocol, which takes
        longer than the rest.
        """
        stored = [self.mapper.to_stored_event(cast("DomainEventProtocol[str]", event)) for event in events]
        positions = list(self.recorder.insert_events(stored, recorded_at=recorded_at) or ())
        self._wrote = True
        return positions

    def append(self, events: Sequence[Event], recorded_at: datetime) -> list[int] | None:
        """Store events, and find out what an error left behind; None when somebody else took a place of theirs."""
        if not events:
            return []
        try:
            return self.insert(events, recorded_at)
        except IntegrityError:
            return None
        except PersistenceError as error:
            return self._looked_for(events, error)

    def close(self) -> None:
        """Seal what was written, then let go of the file."""
        if self._wrote and self.where != IN_MEMORY:
            from ledger.seal.log import seal_behind

            seal_behind(self.store)
        self._wrote = False
        super().close()

    def __del__(self) -> None:
        self._wrote = False  # Books that nobody closed are sealed the next time: Python may be shutting down.
        super().__del__()

    def _looked_for(self, events: Sequence[Event], error: Exception) -> list[int]:
        """Return the positions of events whose storing failed: a commit that raised may be durable all the same."""
        earlier = self._wrote
        try:
            self.close()
            super().__init__(self.env)
            positions = self._positions(events)
            if positions is None and _IO_ERROR in str(error):
                self.store.settle()
        except (PersistenceError, MapperDeserialisationError) as second:
            message = f"Storing failed ({error}), and so did looking for what was stored ({second})."
            fix = "Once the ledger can be read again, say the same again: what it holds already is skipped."
            raise InputError(f"{message} {fix}", place(self.where)) from error
        if positions is None:
            so = ", so not all of this was recorded" if earlier else ", so nothing of this was recorded"
            raise in_our_words(error, self.where, so=so) from error
        self._wrote = True
        return positions

    def _positions(self, events: Sequence[Event]) -> list[int] | None:
        """Return where these very events lie, None when they do not."""
        streams = self.store.streams_with_positions({event.originator_id for event in events})
        stored = {(row.originator_id, row.originator_version): row for rows in streams.values() for row in rows}
        rows = [stored.get((event.originator_id, event.originator_version)) for event in events]
        same = (row and self.mapper.to_domain_event(row) == event for row, event in zip(rows, events, strict=True))
        return [row.id for row in rows if row] if all(same) else None

    def recorded(self, rows: Iterable[Notification]) -> tuple[Recorded, ...]:
        """Return stored rows as events with their positions."""
        read = self.mapper.to_domain_event
        return tuple(Recorded(row.id, cast("Event", read(row))) for row in rows)


@contextmanager
def plainly(where: str) -> Iterator[None]:
    """Let whatever the store raises leave as a `LedgerError` that names the ledger at `where`."""
    try:
        yield
    except (PersistenceError, MapperDeserialisationError) as error:
        raise in_our_words(error, where) from error


def in_our_words(error: Exception, where: str, *, so: str = "") -> LedgerError:
    """Return what an exception of the library means to whoever uses the ledger at `where`; `so`, what follows."""
    from ledger.store.connection import NetworkError  # A ledger in memory has no connection.

    if isinstance(error, UnknownTopicError):
        return InputError(f"The ledger was written by a newer version ({error}). Update recert.", place(where))
    if isinstance(error, MapperDeserialisationError):
        return TamperedError(f"The ledger holds an {error}. {RESTORE} @ {place(where)}")
    if isinstance(error, NetworkError):
        return InputError(f"The ledger would lie on a network file system ({error}). {_NETWORK}", place(where))
    said = plain(str(error))  # SQLite repeats text that it cannot decode.
    if any(sign in said for sign in _DAMAGE):
        return TamperedError(f"The ledger file is damaged ({said}). {RESTORE} @ {place(where)}")
    for sign, message in _MESSAGES.items():
        if sign in said:
            return InputError(message.format(so=so), place(where))
    return InputError(f"The ledger cannot be used ({said}). Mend that and try again.", place(where))


_DAMAGE = ("malformed", "corrupt", "decode to UTF-8")
RESTORE = "Go back to a backup with `recert restore`; `recert salvage` saves what this file still holds."
"""What to do about a file that is damaged."""
_NETWORK = "Writers there do not see each other's writes: put it on a disk of this machine."
_NOT_A_LEDGER = (
    "This is not a ledger. Name one, or create one with `recert init`; "
    "`recert salvage` reads one whose beginning was overwritten."
)
_IO_ERROR = "disk I/O error"
_MESSAGES = {
    "not a database": _NOT_A_LEDGER,
    "lacks a ledger's tables": _NOT_A_LEDGER,
    "no such table": _NOT_A_LEDGER,
    "locked": "The ledger is being written by others and stayed locked. Try again.",
    "readonly": "The ledger may be read but not written. Ask for permission to write the file and its folder.",
    "unable to open": "The ledger cannot be opened. Ask for permission to read it, and to write its folder.",
    "full": "The disk is full{so}. Make room, then give the same command again.",
    _IO_ERROR: "The disk failed, or is full{so}. Check the disk, then give the same command again.",
}


def place(where: str) -> str:
    """Return a path as one line of text that a terminal does not act upon."""
    return plain(where)
