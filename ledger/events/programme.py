"""What is said of the programme (stream ``programme``) and of an import (stream ``batch-<id>``)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from ledger.events.envelope import Code, Credits, Event, Natural, Number, Sha256, Title
from ledger.events.records import Record


class ProgrammeOpened(Event):
    """A ledger was created for one programme; its IANA `zone` decides what "the day" is, for ever."""

    TOPIC: ClassVar[str] = "programme.opened.v1"
    ledger_id: UUID
    programme: Code
    zone: str
    schema_version: Number = 1


class PolicyAdopted(Event):
    """A policy document was adopted; `text` is the whole TOML, `digest` the SHA-256 of its canonical JSON."""

    TOPIC: ClassVar[str] = "policy.adopted.v1"
    policy: Code
    digest: Sha256
    text: str


class CatalogueAdopted(Event):
    """A pack's catalogue was adopted: the whole content of its three CSV files."""

    TOPIC: ClassVar[str] = "catalogue.adopted.v1"
    digest: Sha256
    certifications: str
    exams: str
    items: str


class ItemListed(Event):
    """An item is in the catalogue from a day (null: from always) to a day inclusive (null: without end)."""

    TOPIC: ClassVar[str] = "item.listed.v1"
    item: Code
    title: Title
    credits: Credits
    category: Code | None = None
    provider: Code | None = None
    listed_from: date | None = None
    listed_until: date | None = None
    group: Code | None = None
    reason_code: Code | None = None


class ItemWithdrawn(Event):
    """An item leaves the catalogue: `on` is its last listed day."""

    TOPIC: ClassVar[str] = "item.withdrawn.v1"
    item: Code
    on: date
    reason_code: Code | None = None


class ProviderAuthorised(Event):
    """A provider may deliver activities from a day on."""

    TOPIC: ClassVar[str] = "provider.authorised.v1"
    provider: Code
    on: date
    reason_code: Code | None = None


class ProviderDeauthorised(Event):
    """A provider may not deliver activities from a day on."""

    TOPIC: ClassVar[str] = "provider.deauthorised.v1"
    provider: Code
    on: date
    reason_code: Code | None = None


class CertificationRetired(Event):
    """A certification is neither issued nor renewed from a day on."""

    TOPIC: ClassVar[str] = "certification.retired.v1"
    certification: Code
    on: date
    reason_code: Code | None = None


class CertificationRenamed(Event):
    """A certification is also known by another code, and by another title, from a day on."""

    TOPIC: ClassVar[str] = "certification.renamed.v1"
    certification: Code
    alias: Code
    title: Title
    on: date


class Count(Record):
    """Control totals of one kind of entry: read = recorded + skipped + rejected."""

    kind: str
    read: int
    recorded: int
    skipped: int
    rejected: int


class BatchImported(Event):
    """An import ran to its end; without this event it was interrupted.

    `size` is in bytes; `first_position` and `last_position` bound what it recorded, null when nothing was.
    """

    TOPIC: ClassVar[str] = "batch.imported.v1"
    sha256: Sha256
    size: Natural
    format: Literal["jsonl", "csv"]
    totals: tuple[Count, ...]
    first_position: int | None = None
    last_position: int | None = None
    complete: bool
