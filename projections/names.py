"""The names behind the numbers: what explanation needs to speak of a trace, and nothing of a rule's value."""

from __future__ import annotations

from typing import NamedTuple


class DatedName(NamedTuple):
    """A dated value as people read it: `value` and `cite` are texts."""

    clause: str
    revision: str
    title: str
    value: str
    cite: str


class LeafName(NamedTuple):
    """A leaf of a requirement: its node id, its kind (credits, exams, paid), and what of (category, tag title, fee)."""

    id: str
    kind: str
    of: str


class RowName(NamedTuple):
    """A fact row: its kind (grant, revoke, credit, exam, fee, terms, recorded), domain id, and item or exam code."""

    kind: str
    id: str
    of: str


class ExtensionName(NamedTuple):
    """A one-off extension: its id, title and source."""

    id: str
    title: str
    cite: str


class Names(NamedTuple):
    """Names by number: certifications, clauses, pins by clause, dated values, options, leaves, extensions, rows."""

    unit: str
    certifications: tuple[str, ...]
    levels: tuple[str, ...]
    clauses: tuple[str, ...]
    pins: tuple[str, ...]
    dated: tuple[DatedName, ...]
    options: tuple[str, ...]
    leaves: tuple[LeafName, ...]
    extensions: tuple[ExtensionName, ...]
    rows: tuple[RowName, ...] = ()
