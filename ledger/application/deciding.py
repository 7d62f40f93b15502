"""One attempt at a call: every command in order, against what is recorded and what the call records itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha1
from typing import Any, NamedTuple
from uuid import UUID

from ledger.application.books import BATCH, CLAIM, HOLDER, PROGRAMME, Books
from ledger.application.outcome import Outcome
from ledger.application.states import HolderStream, ProgrammeStream, States, Stream
from ledger.commands import ClaimCommand, Command, RecordBatch, Submit
from ledger.draft import Draft
from ledger.errors import LedgerError
from ledger.events import ClaimReserved, Event
from ledger.history import Recorded
from ledger.holder import decide as decide_holder
from ledger.holder import taken, unknown_claim
from ledger.programme import decide as decide_programme


class Call(NamedTuple):
    """What all commands of a call share; `today` is the day of `recorded_at` in the programme's zone."""

    ledger_id: UUID
    recorded_at: datetime
    today: date
    actor: str
    batch: str | None


class Decided(NamedTuple):
    """A command and the events it causes, or why it is refused."""

    command: Command
    events: list[Event]
    error: LedgerError | None = None


class Deciding:
    """The streams that a call's commands are about, moved on in memory command by command."""

    def __init__(
        self, call: Call, commands: Sequence[Command], states: States, books: Books, rehearsed: Mapping[str, Stream]
    ) -> None:
        self._call = call
        self._owners = {**owners(_claims(commands), books), **_rehearsed_owners(rehearsed)}
        wanted = {PROGRAMME, *_about(commands, self._owners)}
        self.streams = {name: rehearsed[name] for name in wanted & rehearsed.keys()}
        self.streams |= states.take(books, wanted - rehearsed.keys())
        self._envelope: dict[str, Any] = {"recorded_at": call.recorded_at, "actor": call.actor}
        if call.batch is not None:
            self._envelope["batch"] = call.batch

    def each(self, commands: Iterable[Command], *, collect: bool) -> Iterator[Decided]:
        """Decide commands in order; with `collect` a refusal is kept and the next command decided."""
        for command in commands:
            try:
                yield Decided(command, self._events(command))
            except LedgerError as error:
                if not collect:
                    raise
                yield Decided(command, [], error)

    def _events(self, command: Command) -> list[Event]:
        name = self._stream(command)
        drafts = self._decide(self.streams[name], command)
        if not drafts:
            return []
        command_id = uuid5_bytes(self._call.ledger_id.bytes, drafts[0].key)
        envelope = {**self._envelope, "command_id": command_id}
        if command.origin is not None:
            envelope["origin"] = command.origin
        return [self._take(draft, number, name, envelope) for number, draft in enumerate(drafts)]

    def _stream(self, command: Command) -> str:
        """Name the stream that a command is about; a claim's id says whose it is, or cannot be taken again."""
        if isinstance(command, ClaimCommand):
            if command.claim not in self._owners:
                raise unknown_claim(command)
            return HOLDER + self._owners[command.claim]
        if isinstance(command, Submit) and self._owners.get(command.claim, command.holder) != command.holder:
            raise taken(command)
        return _named(command)

    def _decide(self, stream: Stream, command: Command) -> list[Draft]:
        programme = self.streams[PROGRAMME]
        assert isinstance(programme, ProgrammeStream)
        known: dict[str, Any] = {"catalogue": programme.catalogue, "today": self._call.today}
        imported = self._call.batch is not None
        if isinstance(stream, HolderStream):
            return decide_holder(stream.state, command, imported=imported, **known)
        return decide_programme(stream.state, command, imported=imported, **known)

    def _take(self, draft: Draft, number: int, name: str, envelope: dict[str, Any]) -> Event:
        """Give a draft its envelope and its place, and fold it."""
        said = {**envelope, **draft.fields, "event_id": uuid5_bytes(envelope["command_id"], str(number))}
        if draft.event is ClaimReserved:
            self._owners[said["claim"]] = said["holder"]
            return draft.event.of({**said, "originator_id": CLAIM + said["claim"], "originator_version": 1})
        stream = self.streams[name]
        said["originator_id"], said["originator_version"] = name, stream.version + 1
        event = draft.event.of(said)
        stream.take(event)
        return event


def uuid5_bytes(namespace: bytes, name: str) -> bytes:
    """Return the bytes of `uuid.uuid5` (RFC 9562, 5.5); making its objects would take a fifth of an import's time."""
    digest = bytearray(sha1(namespace + name.encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    return bytes(digest)


def outcomes(decided: Iterable[Decided], positions: Iterable[int] | None) -> list[Outcome]:
    """Return what came of each command; `positions` are those of all events, None when they were not stored."""
    at = iter(positions or ())
    return [_outcome(each, None if positions is None else at) for each in decided]


def _outcome(decided: Decided, at: Iterator[int] | None) -> Outcome:
    command, events, error = decided
    if error:
        return Outcome(command, "refused", error=error)
    recorded = () if at is None else tuple(Recorded(next(at), event) for event in events)
    return Outcome(command, "recorded" if events else "skipped", recorded)


def owners(claims: Iterable[str], books: Books) -> dict[str, str]:
    """Return whose each claim is, as far as it is recorded."""
    reserved = books.recorded(books.store.first_events(CLAIM + claim for claim in claims).values())
    return {event.claim: event.holder for _, event in reserved if isinstance(event, ClaimReserved)}


def _claims(commands: Iterable[Command]) -> Iterator[str]:
    return (command.claim for command in commands if isinstance(command, (ClaimCommand, Submit)))


def _rehearsed_owners(rehearsed: Mapping[str, Stream]) -> dict[str, str]:
    states = (stream.state for stream in rehearsed.values() if isinstance(stream, HolderStream))
    return {claim: state.holder for state in states for claim in state.claims}


def _about(commands: Iterable[Command], owners: Mapping[str, str]) -> Iterator[str]:
    """Name the streams that commands may be decided against; of a claim that nobody owns yet its submission says it."""
    for command in commands:
        if not isinstance(command, ClaimCommand):
            yield _named(command)
        elif command.claim in owners:
            yield HOLDER + owners[command.claim]


def _named(command: Any) -> str:
    if isinstance(command, RecordBatch):
        return BATCH + command.batch
    return PROGRAMME if command.scope == "programme" else f"{HOLDER}{command.holder}"
