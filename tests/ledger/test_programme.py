"""Recording rules for the programme."""

from __future__ import annotations

from typing import Any

import pytest

from ledger import ConflictError, RefusedError
from ledger.commands import ItemWithdraw, Rename
from ledger.events import CertificationRenamed, CertificationRetired, ItemListed, ItemWithdrawn, ProviderDeauthorised
from tests.ledger.saying import CATALOGUE, TODAY, Programme

ITEM: dict[str, Any] = {"kind": "item", "item": "IT-1", "title": "A course", "credits": 8, "from": "2024-01-01"}
PROVIDER: dict[str, Any] = {"kind": "provider", "provider": "P-1", "on": "2024-01-01", "authorised": True}
RETIRE: dict[str, Any] = {"kind": "retire", "certification": "CCNP-ENT", "on": "2024-01-01"}


@pytest.mark.parametrize("entry", [ITEM, PROVIDER, RETIRE], ids=lambda entry: entry["kind"])
def test_what_is_said_twice_is_recorded_once(entry: dict[str, Any]) -> None:
    programme = Programme()
    assert programme.say(entry)
    assert programme.say(entry) == []


@pytest.mark.parametrize(
    ("first", "second", "column"),
    [
        (ITEM, ITEM | {"credits": 9}, "credits"),
        (ITEM, ITEM | {"until": "2025-01-01"}, "until"),
        (PROVIDER, PROVIDER | {"authorised": False}, "authorised"),
        (RETIRE, RETIRE | {"on": "2024-01-02"}, "on"),
    ],
)
def test_the_same_key_with_other_content_is_a_conflict(
    first: dict[str, Any], second: dict[str, Any], column: str
) -> None:
    with pytest.raises(ConflictError) as refused:
        Programme(first).say(second)
    assert refused.value.findings[0].column == column


def test_an_item_may_be_listed_again_from_another_day_and_from_always() -> None:
    programme = Programme(ITEM)
    assert programme.say(ITEM | {"from": "2025-01-01", "credits": 9})
    (event,) = programme.say({key: value for key, value in ITEM.items() if key != "from"})
    assert isinstance(event, ItemListed)
    assert event.listed_from is None


def test_a_provider_loses_its_authorisation_from_a_day_on() -> None:
    (event,) = Programme(PROVIDER).say(PROVIDER | {"on": "2025-01-01", "authorised": False})
    assert isinstance(event, ProviderDeauthorised)


def test_a_retirement_under_an_alias_is_that_of_the_certification() -> None:
    alias, canonical = next(iter(CATALOGUE.canonical.items()))
    (event,) = Programme().say(RETIRE | {"certification": alias})
    assert isinstance(event, CertificationRetired)
    assert event.certification == canonical


@pytest.mark.parametrize("entry", [PROVIDER, RETIRE], ids=lambda entry: entry["kind"])
def test_an_act_of_the_programme_does_not_lie_ahead(entry: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        Programme().say(entry | {"on": "2026-03-21"})


def test_an_item_can_be_withdrawn_and_a_certification_renamed() -> None:
    programme = Programme(ITEM)
    (withdrawn,) = programme.say(ItemWithdraw(item="IT-1", on=TODAY))
    (renamed,) = programme.say(Rename(certification="CCNA", alias="CCNA-X", title="CCNA X", on=TODAY))
    assert isinstance(withdrawn, ItemWithdrawn)
    assert isinstance(renamed, CertificationRenamed)
