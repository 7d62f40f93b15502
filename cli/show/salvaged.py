"""What could be saved of a damaged ledger, and what is missing."""

from __future__ import annotations

from typing import Any

from cli.show.output import counted, document, put, talk
from ledger import Salvaged

_NEXT = (
    "No ledger was made of what is left: it would answer as if nothing were missing. Restore the newest backup with "
    "`recert restore`, and record again what events.jsonl shows to have come after it."
)


def salvaged(done: Salvaged, *, as_json: bool) -> int:
    """Show what was saved; return 0, 1 or 3."""
    code = 3 if done.counts["contradicted"] else 0 if done.ledger else 1
    if as_json:
        document({"schema": 1, "read": done.read, **done._asdict()})
        return code
    counts = ", ".join(f"{number} {standing}" for standing, number in done.counts.items())
    put(f"Read {counted(done.read, 'event')} up to @{done.last} into {done.path}: {counts}.")
    if not done.ends:
        put("How far the record went cannot be told.")
    for each in done.streams:
        put(_stream(each))
    if done.lacking > len(done.streams):
        put(f"and {done.lacking - len(done.streams)} more in streams.jsonl")
    if done.ledger:
        put(f"No event is missing: {done.ledger} is a ledger again, verified.")
    else:
        talk(_NEXT)
    return code


def _stream(lacking: dict[str, Any]) -> str:
    lacks = ", ".join(_version(each) for each in lacking["lacks"])
    wrong = ", ".join(map(str, lacking["contradicted"]))
    said = (f"lacks version {lacks}" if lacks else "", f"is not what was sealed in version {wrong}" if wrong else "")
    return f"{lacking['stream']} {' and '.join(filter(None, said))}."


def _version(lacking: dict[str, Any]) -> str:
    first, last, position = lacking["version"], lacking["until"], lacking["position"]
    return (f"{first}" if first == last else f"{first} to {last}") + (f" (@{position})" if position else "")
