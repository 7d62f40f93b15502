"""What checks each kind of record: the schemas that pydantic makes of them, made once and kept between runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic_core import SchemaValidator

from ledger.keeping import kept

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import CoreSchema

    from ledger.events.records import Record

F = TypeVar("F", bound=Callable[..., Any])


def once_per_kind(function: F) -> F:
    """Cache a function of a class of records; mypy does not know that a class has a hash."""
    return cache(function)  # type: ignore[return-value]


@once_per_kind
def validator(kind: type[Record]) -> SchemaValidator:
    """Return what validates the fields of a record of one kind."""
    schema = _schemas().get(kind.__name__)
    return SchemaValidator(schema or adapter(kind).core_schema)


@once_per_kind
def adapter(kind: type[Record]) -> TypeAdapter[Any]:
    """Return pydantic's adapter of a kind of record; it takes a while to load."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def json_fields(record: Record, **options: Any) -> dict[str, Any]:
    """Return the fields of a record, in order, as JSON values; `options` are those of pydantic's ``dump_python``."""
    fields: dict[str, Any] = adapter(type(record)).dump_python(record, mode="json", **options)
    return fields


@cache
def _schemas() -> dict[str, CoreSchema]:
    """Return the schemas of all events by class; of what a test makes up there is none here."""
    return kept("schemas", _made)


def _made() -> dict[str, CoreSchema]:
    from ledger.events import EVENTS

    return {kind.__name__: _plain(adapter(kind).core_schema) for kind in EVENTS}


def _plain(schema: Any) -> Any:
    """Return a schema without what serves only JSON schemas: it holds functions that cannot be kept."""
    match schema:
        case dict():
            return {key: _plain(value) for key, value in schema.items() if key not in ("metadata", "serialization")}
        case list():
            return [_plain(value) for value in schema]
        case _:
            return schema
