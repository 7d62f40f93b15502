"""The ledger: what was said, and the one way to say more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from random import uniform
from time import sleep
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from ledger import when
from ledger.application.books import BATCH, HOLDER, IN_MEMORY, PROGRAMME, Books, place, plainly
from ledger.application.opening import checked_actor, existing, located, opened_as
from ledger.errors import ConflictError, InputError, NotFoundError, TamperedError
from ledger.history import History, Known, Recorded, cut, whole
from ledger.when import Clock, WallClock

if TYPE_CHECKING:
    from ledger.application.deciding import Call
    from ledger.application.outcome import Outcome
    from ledger.application.states import States
    from ledger.catalogue import Catalogue
    from ledger.commands import Command
    from ledger.store import Log

_PAGE = 2_000
_ATTEMPTS = 20
_LONGEST_PAUSE_SECONDS = 0.05


class Ledger:
    """One programme's record. `clock` is where `recorded_at` and today come from, `zone` decides what a day is."""

    clock: Clock
    zone: str
    ledger_id: UUID
    programme_id: str

    def __init__(self, books: Books, *, clock: Clock, actor: str) -> None:
        self._books = books
        self._where = books.where
        self._programme: tuple[Recorded, ...] = ()
        self._kept: States | None = None
        self.clock, self.actor = clock, actor
        opened = opened_as(books)
        self.zone, self.ledger_id, self.programme_id = opened.zone, opened.ledger_id, opened.programme

    @classmethod
    def create(
        cls,
        where: str,
        *,
        clock: Clock,
        programme: str = "cisco-ce",
        zone: str = "UTC",
        actor: str,
        ledger_id: UUID | None = None,
    ) -> Ledger:
        """Create a ledger at a path, or in memory at ``:memory:``, and open it.

        `programme` is the id of a shipped pack, or a folder with a slash in it. `ConflictError` when something is
        there already; `InputError` when there is no such programme or zone, or nothing can be created there. What
        fails leaves nothing behind.
        """
        from uuid import uuid4

        from ledger.application.founding import filled, founding, write_whole

        path, at = located(where), clock.now()
        events = founding(
            programme, zone=zone, ledger_id=ledger_id or uuid4(), recorded_at=at, actor=checked_actor(actor)
        )
        if path == IN_MEMORY:
            return cls(filled(path, events), clock=clock, actor=actor)
        write_whole(path, events)
        return cls.open(path, clock=clock, actor=actor)

    @classmethod
    def open(cls, where: str, *, clock: Clock | None = None, actor: str = "unknown") -> Ledger:
        """Open a ledger that exists; `InputError` says what is wrong with a path that leads to none.

        Where the file or its folder cannot be written, it opens for reading. It cannot when writes still lie in
        the write-ahead log beside it without the index of that log, as in a copy of a ledger in use.
        """
        path, actor = existing(where), checked_actor(actor)
        with plainly(path):
            books = Books.at(path)
            try:
                return cls(books, clock=clock or WallClock(), actor=actor)
            except BaseException:
                books.close()
                raise

    @property
    def log(self) -> Log:
        """Everything as it is stored, in order of position: what is sealed and verified."""
        return self._books.store

    def close(self) -> None:
        """Let go of the file; a closed ledger answers nothing."""
        self._books.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def today(self) -> date:
        """Return the civil date that the clock shows in the programme's zone."""
        return when.today(self.clock, self.zone)

    def programme(self) -> tuple[Recorded, ...]:
        """Return the programme's stream as it is recorded by now."""
        newest = self._programme[-1].event.originator_version if self._programme else 0
        with plainly(self._where):
            rows = self._books.store.stream_with_positions(PROGRAMME, gt=newest)
            self._programme = whole(self._programme + self._books.recorded(rows))
        return self._programme

    def history(self, holder: str) -> History:
        """Return what is recorded of one holder; `NotFoundError` when that is nothing."""
        events = self._read(HOLDER + holder)
        if not events:
            raise NotFoundError(f"Nothing is recorded of a holder {holder!a}. Check the id.")
        return History(self.programme(), holder, events)

    def histories(self) -> Iterator[History]:
        """Yield every holder's history by id, as of the position that is the newest at the first one."""
        stop = self.resolve(None).position
        programme = cut(self.programme(), stop)
        for holder, events in groupby(self._holders(stop), key=lambda recorded: recorded.event.originator_id):
            yield History(programme, holder.removeprefix(HOLDER), whole(tuple(events)))

    def resolve(self, known_at: date | datetime | int | None) -> Known:
        """Return the position that a question may look up to, and the instant at which that was recorded.

        None is everything. A date is its end in the programme's zone, an instant is itself, inclusive. An int is a
        position; `InputError` when the log does not reach it. `NotFoundError` when nothing was recorded by then.
        """
        with plainly(self._where):
            position = self._position(known_at)
            instant = self._books.store.instant_of(position)
        if instant is not None:
            return Known(position, instant)
        if position:
            raise TamperedError(f"The table of instants says nothing of @{position}. Go back to a backup.")
        raise NotFoundError(f"Nothing had been recorded by {known_at}. Ask for a later moment.")

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue adopted last, with what was renamed since."""
        with plainly(self._where):
            return self._states().catalogue(self._books)

    def owners(self, claims: Iterable[str]) -> dict[str, str]:
        """Return the holder whose each claim is; a claim that nobody submitted is left out."""
        from ledger.application.deciding import owners

        with plainly(self._where):
            return owners(claims, self._books)

    def batch(self, batch: str) -> tuple[Recorded, ...]:
        """Return what is recorded of an import: one event a run; empty when it never ran to its end."""
        return self._read(BATCH + batch)

    def record(
        self,
        commands: Sequence[Command],
        *,
        batch: str | None = None,
        refused: Literal["raise", "collect"] = "raise",
        dry_run: bool = False,
        rehearsal: dict[str, Any] | None = None,
    ) -> list[Outcome]:
        """Decide commands in order, and store all their events in one transaction; return what came of each.

        `batch` names the import that they are rows of. With ``collect``, a refusal is an outcome and the others go
        in; else the first one is raised, and nothing is stored. A dry run stores nothing and gives no positions; a
        `rehearsal` is one of several calls, and carries what they would have recorded, by stream, to the next.
        When somebody else writes to the same streams meanwhile, everything is decided anew.
        """
        from ledger.application.deciding import Deciding, outcomes

        for _ in range(_ATTEMPTS):
            call = self._call(batch)
            with plainly(self._where):
                deciding = Deciding(call, commands, self._states(), self._books, rehearsal or {})
            decided = list(deciding.each(commands, collect=refused == "collect"))
            if rehearsal is not None:
                rehearsal.update(deciding.streams)
            if dry_run or rehearsal is not None:
                return outcomes(decided, None)
            events = [event for each in decided for event in each.events]
            if (positions := self._books.append(events, call.recorded_at)) is not None:
                self._states().keep(deciding.streams)
                return outcomes(decided, positions)
            sleep(uniform(0, _LONGEST_PAUSE_SECONDS))
        raise ConflictError(f"Others kept writing to the same records. Try again. @ {place(self._where)}")

    def _call(self, batch: str | None) -> Call:
        """Read the clock, once for all that a transaction holds."""
        from ledger.application.deciding import Call

        now = self.clock.now().astimezone(UTC)
        return Call(self.ledger_id, now, now.astimezone(ZoneInfo(self.zone)).date(), self.actor, batch)

    def _states(self) -> States:
        from ledger.application.states import States

        if self._kept is None:
            self._kept = States()
        return self._kept

    def _read(self, stream: str) -> tuple[Recorded, ...]:
        """Return a stream's events; identifiers are ASCII, so anything else names none."""
        if not stream.isascii():
            return ()
        with plainly(self._where):
            return whole(self._books.recorded(self._books.store.stream_with_positions(stream)))

    def _position(self, known_at: date | datetime | int | None) -> int:
        store = self._books.store
        newest = store.max_notification_id() or 0
        match known_at:
            case None:
                return newest
            case datetime():
                return store.position_at(known_at)
            case date():
                end = datetime.combine(known_at + timedelta(days=1), time(), ZoneInfo(self.zone))
                return store.position_at(end - timedelta(microseconds=1))
            case _ if 1 <= known_at <= newest:
                return known_at
        raise InputError(f"The log has no position {known_at}. Ask for 1 to {newest}.")

    def _holders(self, stop: int) -> Iterator[Recorded]:
        after = ("", 0)
        while True:
            with plainly(self._where):
                rows = self._books.store.page_of_streams(HOLDER, after=after, stop=stop, limit=_PAGE)
                page = self._books.recorded(rows)
            if not page:
                return
            yield from page
            after = (page[-1].event.originator_id, page[-1].event.originator_version)
