"""Streams folded to what the next command must know, kept from one call to the next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from ledger.application.books import HOLDER, PROGRAMME, Books
from ledger.catalogue import Catalogue, read_catalogue
from ledger.events import CatalogueAdopted, CertificationRenamed, Event
from ledger.history import Recorded
from ledger.holder import HolderState
from ledger.holder import evolve as evolve_holder
from ledger.programme import ProgrammeState
from ledger.programme import evolve as evolve_programme

MOST_EVENTS_KEPT = 10_000


class HolderStream:
    """One holder's stream: its newest version, 0 when there is none, and its fold."""

    __slots__ = ("state", "version")

    def __init__(self, stream: str) -> None:
        self.state = HolderState(stream.removeprefix(HOLDER))
        self.version = 0

    def take(self, event: Event) -> None:
        """Fold the next event."""
        self.state = evolve_holder(self.state, event)
        self.version = event.originator_version


class ProgrammeStream:
    """The programme's stream, or that of a batch; `catalogue` is the one adopted last, with what was renamed since."""

    __slots__ = ("catalogue", "renamed", "state", "version")

    def __init__(self) -> None:
        self.state = ProgrammeState()
        self.version = 0
        self.catalogue = Catalogue({}, {}, (), {})
        self.renamed: dict[str, str] = {}

    def take(self, event: Event) -> None:
        """Fold the next event."""
        if isinstance(event, CatalogueAdopted):
            self._adopt(read_catalogue(event.certifications, event.exams, event.items, place="catalogue"))
        elif isinstance(event, CertificationRenamed):
            self.renamed[event.alias] = event.certification
            self._adopt(self.catalogue)
        self.state = evolve_programme(self.state, event)
        self.version = event.originator_version

    def _adopt(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue._replace(canonical={**catalogue.canonical, **self.renamed})


Stream: TypeAlias = HolderStream | ProgrammeStream


class States:
    """Folded streams; what nobody else has written to since need not be read again.

    Folding is in place, so a stream is taken out while a call decides on it, and put back only once
    its events are stored.
    """

    def __init__(self) -> None:
        self._kept: dict[str, Stream] = {}
        self._events = 0

    def take(self, books: Books, streams: Iterable[str]) -> dict[str, Stream]:
        """Return the streams named, up to date; one that does not exist is empty."""
        wanted = {stream: self._kept.pop(stream, None) for stream in streams}
        self._events -= sum(kept.version for kept in wanted.values() if kept)
        heads = books.store.heads(wanted)
        current = {name: kept for name, kept in wanted.items() if kept and kept.version == heads.get(name, 0)}
        rows = books.store.streams_with_positions(name for name in heads if name not in current)
        for name in wanted.keys() - current.keys():
            current[name] = _folded(name, books.recorded(rows.get(name, ())))
        return current

    def catalogue(self, books: Books) -> Catalogue:
        """Return the programme's catalogue, up to date."""
        streams = self.take(books, [PROGRAMME])
        self.keep(streams)
        programme = streams[PROGRAMME]
        assert isinstance(programme, ProgrammeStream)
        return programme.catalogue

    def keep(self, streams: dict[str, Stream]) -> None:
        """Put streams back; the ones used longest ago are forgotten when there are too many events in them."""
        self._kept.update(streams)
        self._kept[PROGRAMME] = self._kept.pop(PROGRAMME)  # Every call needs it.
        self._events += sum(stream.version for stream in streams.values())
        while self._events > MOST_EVENTS_KEPT and len(self._kept) > 1:
            self._events -= self._kept.pop(next(iter(self._kept))).version


def _folded(name: str, events: Iterable[Recorded]) -> Stream:
    stream = HolderStream(name) if name.startswith(HOLDER) else ProgrammeStream()
    for recorded in events:
        stream.take(recorded.event)
    return stream
