"""A policy document as frozen models: levels, revisions, clauses with dated values, extensions.

The models check shapes only. Names, pins, choices and dates are checked by `ledger.policy.check`
against the registry in `ledger.policy.clauses`; `ledger.policy.read` does both and is the way in.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, PrivateAttr, Tag

from ledger.events.envelope import CODE_PATTERN, hundredths
from ledger.policy.clauses import Kind, Pin, spec_of


class Strict(BaseModel):
    """A table of the document: every key known, every type exact, nothing changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


def _exact(value: object) -> object:
    """Turn a whole number into a Decimal; whatever else is no Decimal is refused by the field itself."""
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


MOST_LEVELS = 100
"""How many levels a policy may have."""

Name = Annotated[str, Field(pattern=rf"^{CODE_PATTERN.pattern}$")]
Text = Annotated[str, Field(min_length=1, max_length=1000)]
Months = Annotated[int, Field(ge=1, le=1200)]
Units = Annotated[Decimal, BeforeValidator(_exact), Field(gt=0, max_digits=9, decimal_places=2)]
"""Credits of a threshold: more than nothing, at most two decimals."""


class CreditsLeaf(Strict):
    """So many credits.

    With a `category`, only credits of that category count; with `at_most` too, credits of every
    category count, those of `category` up to `at_most`.
    """

    op: Literal["credits"]
    id: Name
    at_least: Units
    category: Name | None = None
    at_most: Units | None = None

    @property
    def need(self) -> int:
        """The threshold in hundredths."""
        return hundredths(self.at_least)

    @property
    def cap(self) -> int | None:
        """What the category may contribute, in hundredths; None: no limit."""
        return None if self.at_most is None else hundredths(self.at_most)


class ExamsLeaf(Strict):
    """So many passes of distinct exams that carry one tag."""

    op: Literal["exams"]
    id: Name
    at_least: Annotated[int, Field(ge=1, le=100)]
    tag: Name


class PaidLeaf(Strict):
    """A fee paid within the cycle."""

    op: Literal["paid"]
    id: Name
    fee: Name


class Group(Strict):
    """Any one of several nodes, or all of them, in the order in which they are tried."""

    op: Literal["any_of", "all_of"]
    id: Name
    of: Annotated[tuple[Node, ...], Field(strict=False, min_length=1, max_length=50)]


Leaf = CreditsLeaf | ExamsLeaf | PaidLeaf
Node = Annotated[CreditsLeaf | ExamsLeaf | PaidLeaf | Group, Field(discriminator="op")]


class Term(Strict):
    """A length of time: of a certification, or of a grace and then also of what may renew in it."""

    months: Months
    options: Literal["all", "exams", "credits"] | None = None


def _shape(value: object) -> str | None:
    """Say which shape a clause's value has; a bool, a float, a date or a list has none."""
    match value:
        case bool():
            return None
        case int():
            return "~number"
        case str():
            return "~word"
        case {"months": _} | {"options": _} | Term():
            return "~term"
        case dict() | Strict():
            return "~tree"
        case _:
            return None


Value = Annotated[
    Annotated[int, Field(ge=0, le=100_000), Tag("~number")]
    | Annotated[str, Tag("~word")]
    | Annotated[Term, Tag("~term")]
    | Annotated[Node, Tag("~tree")],
    Discriminator(_shape),
]
"""A number of days or months, a choice, a length of time, or a requirement tree: by the clause's kind."""


class ClauseValue(Strict):
    """A value of a clause, in force from the day on which the revision takes effect."""

    rev: Name
    value: Value


class Clause(Strict):
    """A clause as the document states it: which day selects its value, where it comes from, its values."""

    kind: Kind
    pin: Pin | None = None
    cite: Text
    note: Text | None = None
    values: Annotated[tuple[ClauseValue, ...], Field(strict=False, min_length=1)]


class Level(Strict):
    """A level of the ladder: higher rank, higher level; without a rank it stands alone."""

    rank: Annotated[int, Field(ge=1, le=100)] | None = None


class Revision(Strict):
    """A change of the rules: `effective` is its first day, `enacted` the day it was made, where known."""

    id: Name
    enacted: date | None = None
    effective: date
    title: Text


class Extension(Strict):
    """A one-off act: every certification active on the day `on` lasts `months` calendar months longer."""

    id: Name
    rev: Name | None = None
    on: date
    months: Months
    cite: Text
    title: Text


class Dated(NamedTuple):
    """A clause's value from its first day on; `revision` is empty when the registry gave the value."""

    effective: date
    revision: str
    value: int | str | Term | CreditsLeaf | ExamsLeaf | PaidLeaf | Group


class Policy(Strict):
    """A programme's rules, every value dated and cited; its `digest` is its identity."""

    schema_version: Annotated[Literal[1], Field(alias="schema")]
    id: Name
    title: Text
    unit: Text
    levels: Annotated[dict[Name, Level], Field(min_length=1, max_length=MOST_LEVELS)]
    exam_tags: dict[Name, Text]
    revisions: Annotated[tuple[Revision, ...], Field(alias="revision", strict=False, min_length=1)]
    clauses: Annotated[dict[str, Clause], Field(alias="clause")]
    extensions: Annotated[tuple[Extension, ...], Field(alias="extension", strict=False)] = ()

    _document: dict[str, Any] = PrivateAttr()

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Check the shape of a parsed document and keep it; a pydantic ValidationError says what is wrong."""
        policy = cls.model_validate(document)
        policy._document = document
        return policy

    @property
    def document(self) -> dict[str, Any]:
        """The parsed document itself; do not change it."""
        return self._document

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hex, of the canonical JSON of the document: comments and key order do not matter."""
        text = json.dumps(self._document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def effective(self) -> dict[str, date]:
        """The first day of each revision, by its id."""
        return {revision.id: revision.effective for revision in self.revisions}

    def dated(self, name: str) -> tuple[Dated, ...]:
        """Return a clause's values by their first day; a clause not stated has the registry's, dated from ever.

        The first value also governs what lies before it.
        """
        clause = self.clauses.get(name)
        if clause is None:
            return (Dated(date.min, "", spec_of(name, self.levels).default),)
        days = self.effective
        values = (Dated(days[value.rev], value.rev, value.value) for value in clause.values)
        return tuple(sorted(values, key=lambda dated: dated.effective))

    def pin(self, name: str) -> Pin:
        """Return which day selects the clause's value."""
        clause = self.clauses.get(name)
        return (clause and clause.pin) or spec_of(name, self.levels).pins[0]

    def cite(self, name: str) -> str:
        """Return the source of a clause; one that the document does not state has the registry's default."""
        clause = self.clauses.get(name)
        return clause.cite if clause else "not stated by the policy: the default of the registry"
