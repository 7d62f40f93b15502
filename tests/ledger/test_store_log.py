"""What every log promises, whatever it is kept in."""

from __future__ import annotations

from datetime import datetime

import pytest
from eventsourcing.persistence import IntegrityError

from ledger.store import Log
from tests.ledger.logs import NOON, SECOND, append, row


def test_positions_come_back_from_the_insertion_and_ascend(log: Log) -> None:
    first = append(log, row("holder-A"), row("claim-1"))
    second = append(log, row("holder-A", 2))
    assert [*first, *second] == [1, 2, 3]
    assert log.max_notification_id() == 3


def test_a_version_taken_refuses_the_whole_transaction(log: Log) -> None:
    append(log, row("holder-A"), row("claim-1"))
    with pytest.raises(IntegrityError):
        append(log, row("holder-B"), row("claim-1"), at=NOON + SECOND)
    assert log.heads(["holder-A", "holder-B", "claim-1"]) == {"holder-A": 1, "claim-1": 1}
    assert log.instant_of(9) == NOON


def test_two_rows_of_one_transaction_cannot_be_one_version(log: Log) -> None:
    with pytest.raises(IntegrityError):
        append(log, row("holder-A"), row("holder-A"))
    assert log.max_notification_id() is None


def test_a_stream_comes_with_its_positions(log: Log) -> None:
    append(log, row("holder-A"), row("holder-B"), row("holder-A", 2, b"{2}"))
    events = log.stream_with_positions("holder-A")
    assert [(event.id, event.originator_version, event.state) for event in events] == [(1, 1, b"{}"), (3, 2, b"{2}")]
    assert [event.id for event in log.stream_with_positions("holder-A", gt=1)] == [3]
    assert log.stream_with_positions("holder-C") == []


def test_look_ups_in_batches_answer_for_a_thousand_streams_at_once(log: Log) -> None:
    append(log, *(row(f"holder-{n:04}", version) for n in range(1200) for version in (1, 2)))
    ids = [f"holder-{n:04}" for n in range(100, 1300)]
    found = ids[:1100]
    assert log.heads(ids) == dict.fromkeys(found, 2)
    assert list(log.first_events(ids)) == found
    assert {event.originator_version for event in log.first_events(ids).values()} == {1}
    streams = log.streams_with_positions(ids)
    assert list(streams) == found
    assert [event.id for event in streams["holder-0100"]] == [201, 202]


def test_look_ups_of_nothing_find_nothing(log: Log) -> None:
    assert (log.heads([]), log.first_events([]), log.streams_with_positions([])) == ({}, {}, {})


def test_a_stream_named_twice_is_answered_once(log: Log) -> None:
    append(log, row("holder-A"))
    assert [len(events) for events in log.streams_with_positions(["holder-A", "holder-A"]).values()] == [1]


def test_streams_are_paged_by_id_and_version_up_to_a_position(log: Log) -> None:
    append(log, row("programme"), row("holder-B"), row("holder-A"), row("holder-B", 2), row("holderx"))
    append(log, row("holder-A", 2), row("holder-C"))
    seen: list[tuple[str, int]] = []
    while page := log.page_of_streams("holder-", after=seen[-1] if seen else ("", 0), stop=6, limit=2):
        seen += [(str(event.originator_id), event.originator_version) for event in page]
    assert seen == [("holder-A", 1), ("holder-A", 2), ("holder-B", 1), ("holder-B", 2)]


def test_the_log_is_cut_at_a_position(log: Log) -> None:
    append(log, row("holder-A"), row("holder-B"), row("holder-A", 2))
    assert [event.id for event in log.select_notifications(1, 100, stop=2)] == [1, 2]


@pytest.mark.parametrize(
    ("asked", "position"),
    [(NOON - SECOND, 0), (NOON, 2), (NOON + SECOND / 2, 2), (NOON + SECOND, 3), (NOON + 60 * SECOND, 3)],
)
def test_an_instant_comes_to_the_last_position_recorded_by_then(log: Log, asked: datetime, position: int) -> None:
    append(log, row("holder-A"), row("claim-1"), at=NOON)
    append(log, row("holder-B"), at=NOON + SECOND)
    assert log.position_at(asked) == position


def test_a_position_comes_to_the_instant_of_its_transaction(log: Log) -> None:
    append(log, row("holder-A"), row("claim-1"), at=NOON)
    append(log, row("holder-B"), at=NOON + SECOND / 3)
    assert [log.instant_of(position) for position in (0, 1, 2)] == [None, NOON, NOON]
    assert log.instant_of(3) == NOON + SECOND / 3


def test_a_clock_that_goes_back_does_not_take_the_log_with_it(log: Log) -> None:
    for number, seconds in enumerate((5, 2, 4, 7), start=1):
        append(log, row("holder-A", number), at=NOON + seconds * SECOND)
    assert [log.instant_of(position) for position in (1, 2, 3, 4)] == [NOON + s * SECOND for s in (5, 5, 5, 7)]
    assert [log.position_at(NOON + s * SECOND) for s in (4, 5, 6, 7)] == [0, 3, 3, 4]


def test_instants_rebuilt_from_the_events_answer_as_before(log: Log) -> None:
    recorded = [(position, NOON + seconds * SECOND) for position, seconds in enumerate((5, 2, 5, 9), start=1)]
    for position, instant in recorded:
        append(log, row("holder-A", position), at=instant)

    def answers() -> list[object]:
        moments = [NOON + seconds * SECOND for seconds in range(12)]
        return [log.position_at(moment) for moment in moments] + [log.instant_of(position) for position in range(6)]

    before = answers()
    log.rebuild_instants(iter([]))
    assert answers() != before
    log.rebuild_instants(iter(recorded))
    assert answers() == before
