"""An example of every kind of entry, with every key that it may have."""

from __future__ import annotations

from typing import Any

from ledger.commands.entry import keys, shape_of

_VALUES: dict[str, Any] = {
    "holder": "H-1",
    "certification": "CCNP-ENT",
    "exam": "350-401",
    "attempt": "350-401@2026-02-20",
    "claim": "C-1",
    "item": "ENCOR-ILT",
    "title": "Implementing Core Technologies",
    "credits": "64",
    "category": "training",
    "provider": "P-1",
    "source": "provider",
    "began_on": "2026-02-16",
    "completed_on": "2026-02-20",
    "submitted_on": "2026-02-25",
    "edition": "2",
    "replaces": "C-0",
    "evidence": ["0123456789abcdef" * 4],
    "validator": "V-1",
    "on": "2026-02-20",
    "from": "2026-01-01",
    "until": "2029-02-20",
    "group": "core",
    "terms": "2026-1",
    "fee": "ce-fee",
    "amount": "300.00",
    "currency": "USD",
    "reference": "R-1",
    "authorised": True,
    "reason_code": "CORRECTION",
    "origin": {"system": "old-register", "record_id": "4711", "recorded_at": "2026-02-25T09:30:00Z"},
}
_OF_KIND: dict[str, dict[str, Any]] = {
    "expired": {"on": "2026-02-20", "until": "2026-02-19"},
}


def example(kind: str) -> dict[str, Any]:
    """Return an entry of a kind that has every key, as a line of JSON Lines has them; `InputError` for no kind."""
    shape = shape_of(kind)
    return {"kind": kind, **{key: _OF_KIND.get(kind, {}).get(key, _VALUES[key]) for key in keys(shape)}}
