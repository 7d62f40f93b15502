"""Recorded decisions that a replay no longer supports: each in a sentence or as JSON, and how many of each class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from cli.show.output import DIGEST_SHOWN, compact, lasting, put
from cli.show.recorded import fields, sentence
from cli.show.replayed import clauses
from cli.show.words import among
from ledger import VERSION, Policy, Recorded
from projections import CLASSES, Drift

Found = tuple[Drift, tuple[Recorded, ...]]
"""A finding, and the events that its decision may refer to."""


def drifts(found: Iterable[Found], knobs: dict[str, Any], policy: Policy) -> int:
    """Show each finding as it is found, then the count of each class; return how many there are."""
    counts: Counter[str] = Counter()
    for drift, events in found:
        counts[drift.kind] += 1
        put(*_sentences(drift, events))
    asked = f"on {knobs['valid_on']}, as known at @{knobs['known_at']['position']}"
    under = f"under {policy.id} ({policy.digest[:DIGEST_SHOWN]})"
    listed = ", ".join(f"{counts[kind]} {kind}" for kind in CLASSES if counts[kind])
    put(f"Drift {asked}, {under}: {listed or 'none; every decision in force is what the replay says'}.")
    return counts.total()


def drifts_document(found: Iterable[Found], knobs: dict[str, Any], policy: Policy) -> int:
    """Write the findings as one JSON document, one a line; return how many there are."""
    counts = Counter[str](dict.fromkeys(CLASSES, 0))
    head = {"schema": 1, "engine": VERSION, **knobs, "policy": {"id": policy.id, "digest": policy.digest}}
    put(f'{compact(head)[:-1]}, "findings": [')
    for drift, _ in found:
        put(("," if counts.total() else "") + compact(_document(drift)))
        counts[drift.kind] += 1
    put(f'], "classes": {compact(counts)}}}')
    return counts.total()


def _sentences(drift: Drift, events: tuple[Recorded, ...]) -> tuple[str, str]:
    """Return a finding in words: the decision, then its class, what is behind it and what the replay has instead."""
    where = among(events)
    now = lasting(drift.now.status, drift.now.until) if drift.now else "not held"
    behind = f" {sentence(drift.event, where)}" if drift.event else ""
    cause = f" {clauses(drift.cause.document())}." if drift.cause else ""
    return sentence(drift.recorded, where), f"  {drift.kind}:{behind}{cause} The replay: {now}."


def _document(drift: Drift) -> dict[str, Any]:
    return {
        "holder": drift.holder,
        "certification": drift.certification,
        "class": drift.kind,
        "decision": fields(drift.recorded),
        "replay": {"status": drift.now.status, "until": str(drift.now.until)} if drift.now else None,
        "event": fields(drift.event) if drift.event else None,
        "clauses": list(drift.cause.clauses) if drift.cause else [],
        "together": drift.cause.together if drift.cause else False,
    }
