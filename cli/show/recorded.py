"""What was recorded: the outcome of one command, and the history of a holder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cli.show.output import Column, document, put, table
from cli.show.words import Where, among, day_of, name_of, said
from ledger import ClaimReserved, History, Outcome, Recorded, instant_text, json_fields

if TYPE_CHECKING:
    from cli.show.witnessed import Seen

_NOTHING: Mapping[int, Any] = {}
_COLUMNS = (
    Column("position", right=True),
    Column("recorded at"),
    Column("day"),
    Column("what"),
    Column("details"),
    Column("actor"),
)


def outcome(result: Outcome, *, as_json: bool) -> None:
    """Show what one recording command did: each event with its position, or that it was there already."""
    if as_json:
        document({"schema": 1, "status": result.status, "events": [fields(each) for each in result.recorded]})
        return
    if result.status == "skipped":
        put("Already recorded, with the same content; nothing added.")
    for each in result.recorded:
        if not isinstance(each.event, ClaimReserved):
            put(f"Recorded {sentence(each)}")


def opened(where: str, programme: Sequence[Recorded], *, as_json: bool) -> None:
    """Show what a new ledger begins with."""
    if as_json:
        document({"schema": 1, "ledger": where, "events": [fields(each) for each in programme]})
        return
    put(f"Created the ledger {where}.")
    for each in programme:
        put(f"Recorded {sentence(each)}")


def history(shown: History, *, everything: History, seen: Seen = _NOTHING) -> None:
    """Show a holder's events in recorded order; `everything` is what references to other events may point to.

    `seen` is what witnesses can tell of them, empty where nobody asked.
    """
    where = among((*everything.programme, *everything.events))
    table(
        _COLUMNS,
        [
            (
                str(position),
                instant_text(event.recorded_at),
                _day(Recorded(position, event)),
                event.TOPIC,
                said(event, where),
                event.actor,
            )
            for position, event in shown.events
        ],
    )
    if seen:
        from cli.show import witnessed  # Few ask.

        witnessed.listed(shown.events, seen)


def history_document(shown: History, knobs: dict[str, Any], seen: Seen = _NOTHING) -> None:
    """Write a holder's events as one JSON document, every field of each."""
    document({"schema": 1, "holder": shown.holder, **knobs, "events": listing(shown.events, seen)})


def listing(events: Iterable[Recorded], seen: Seen) -> list[dict[str, Any]]:
    """Return events as JSON values, with what witnesses can tell of each where somebody asked."""
    if not seen:
        return [fields(each) for each in events]
    from cli.show import witnessed

    return [witnessed.with_bounds(fields(each), seen) for each in events]


def fields(recorded: Recorded) -> dict[str, Any]:
    """Return an event as JSON values: its position, its topic, then every field it has."""
    return {"position": recorded.position, "topic": recorded.event.TOPIC, **json_fields(recorded.event)}


def sentence(recorded: Recorded, where: Where = str) -> str:
    """Return one event as a sentence: its position, its holder if it has one, what happened on which day."""
    event = recorded.event
    whose = f" {holder}" if (holder := getattr(event, "holder", None)) else ""
    return f"@{recorded.position}{whose}: {' '.join((name_of(event), _day(recorded))).rstrip()}, {said(event, where)}."


def _day(recorded: Recorded) -> str:
    return str(day_of(recorded.event) or "")
