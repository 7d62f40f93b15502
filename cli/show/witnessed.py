"""When events were recorded, as witnesses can tell: beside what each event says of that itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeAlias

from cli.show.output import put, talk
from ledger import Bounds, Recorded, Witnessed, instant_text

Seen: TypeAlias = Mapping[int, Witnessed]
"""What witnesses can tell, by position; of every event shown."""

_MEANING = (
    "A witness vouches that by the later instant it was shown the event, and at the earlier one a record without it. "
    "How long the ledger had the event before it was shown is the ledger's own word."
)


def listed(events: Sequence[Recorded], seen: Seen) -> None:
    """Show what witnesses can tell of events, those that follow each other and were seen alike in one line."""
    put()
    put("When, as others can tell:")
    for words, group in groupby(events, key=lambda each: str(seen[each.position])):
        alike = list(group)
        first, last = alike[0].position, alike[-1].position
        put(f"  {f'@{first}' if first == last else f'@{first} to @{last}'}: {words}.")
    _close(events, seen)


def told(lines: Sequence[tuple[Recorded, str]], seen: Seen) -> None:
    """Show events as sentences, each with what witnesses can tell of it."""
    put()
    put("The facts behind that, and when they were recorded, as others can tell:")
    for recorded, sentence in lines:
        put(f"  {sentence}")
        put(f"    {seen[recorded.position]}.")
    _close([recorded for recorded, _ in lines], seen)


def with_bounds(fields: dict[str, Any], seen: Seen) -> dict[str, Any]:
    """Return an event's fields with what witnesses can tell of it."""
    return {**fields, "witnessed": _document(seen[fields["position"]])}


def _close(events: Iterable[Recorded], seen: Seen) -> None:
    """Show which events say something else than a witness, and what its word means."""
    for recorded in events:
        for bounds in seen[recorded.position].bounds:
            for text in _contradiction(recorded, bounds):
                put(f"  {text}")
    talk(_MEANING)


def _contradiction(recorded: Recorded, bounds: Bounds) -> Iterator[str]:
    """Yield how an event's own instant lies outside what a witness saw."""
    said = recorded.event.recorded_at.replace(microsecond=0)  # Witnesses count whole seconds.
    itself = f"@{recorded.position} itself says {instant_text(recorded.event.recorded_at)}, which is"
    if bounds.after is not None and said < bounds.after:
        yield f"{itself} earlier: it was shown to {bounds.witness} late, or dated back."
    if said > bounds.by:
        yield f"{itself} later: the clock of the ledger or of {bounds.witness} was wrong."


def _document(known: Witnessed) -> dict[str, Any]:
    bounds = [
        {"witness": each.witness, "after": each.after and instant_text(each.after), "by": instant_text(each.by)}
        for each in known.bounds
    ]
    return {"sealed": known.is_sealed, "bounds": bounds, "unseen_by": list(known.unseen_by)}
