"""The bytes of every event, frozen; `make vectors` rewrites them, until the first tagged release."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent

from ledger import BY_TOPIC, Event
from ledger.store.mapper import CanonicalMapper
from tests.ledger.vectors.examples import EXAMPLES

FROZEN = Path(__file__).parent / "vectors" / "events.json"


def stored(event: Event) -> dict[str, object]:
    row = CanonicalMapper().to_stored_event(event)
    return {
        "topic": row.topic,
        "stream": row.originator_id,
        "version": row.originator_version,
        "state": row.state.decode(),
    }


def test_the_stored_bytes_of_every_event_are_those_frozen(update: bool) -> None:
    now = [stored(event) for event in EXAMPLES]
    if update:
        FROZEN.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert json.loads(FROZEN.read_text(encoding="utf-8")) == now


def test_every_topic_has_a_frozen_example() -> None:
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    assert sorted(row["topic"] for row in frozen) == sorted(BY_TOPIC)


@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=lambda number: EXAMPLES[number].TOPIC)
def test_a_frozen_event_is_read_as_it_was_written(number: int) -> None:
    row = json.loads(FROZEN.read_text(encoding="utf-8"))[number]
    event = StoredEvent(row["stream"], row["version"], row["topic"], row["state"].encode())
    assert CanonicalMapper().to_domain_event(event) == EXAMPLES[number]
