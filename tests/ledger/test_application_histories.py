"""What the ledger gives back: histories of holders, cut at a position, an instant or a date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ledger import (
    InputError,
    Ledger,
    NotFoundError,
    ScriptedClock,
    read_entry,
)
from tests.ledger.ledgers import MINUTE, NOON, grant, new, submit, topics


def test_a_holder_of_whom_nothing_is_recorded_is_not_found(ledger: Ledger) -> None:
    ledger.record([submit("C-1", "H-1")])
    for holder in ("H-2", "C-1", "", "H\n1", "\0", "é", chr(0xDCFF)):
        with pytest.raises(NotFoundError) as refused:
            ledger.history(holder)
        assert str(refused.value).isprintable()


def test_histories_come_by_holder_and_are_those_of_each_holder(ledger: Ledger) -> None:
    ledger.record([grant(f"H-{number:03}") for number in range(120)])
    ledger.record([grant(f"H-{number:03}", "CCNP-ENT") for number in range(0, 120, 7)])
    histories = list(ledger.histories())
    assert [history.holder for history in histories] == [f"H-{number:03}" for number in range(120)]
    assert histories == [ledger.history(history.holder) for history in histories]
    assert len({id(history.programme) for history in histories}) == 1


def test_histories_show_the_log_as_it_was_at_the_first_one(ledger: Ledger) -> None:
    ledger.record([grant(f"H-{number:04}") for number in range(2100)])
    seen: list[tuple[str, int]] = []
    for history in ledger.histories():
        if not seen:
            ledger.record([grant("H-2050", "CCNP-ENT"), grant("H-9999")])
        seen.append((history.holder, len(history.events)))
    assert seen == [(f"H-{number:04}", 1) for number in range(2100)]


def test_a_history_is_cut_at_a_position(ledger: Ledger) -> None:
    ledger.record([grant()])
    known = ledger.resolve(None)
    retire = read_entry({"kind": "retire", "certification": "CCNP-ENT", "on": "2026-01-01"})
    ledger.record([submit(), retire])
    history = ledger.history("H-1")
    assert topics(history.known_at(known.position)) == ["certification.granted.v1"]
    assert len(history.known_at(known.position).programme) == 3
    assert history.known_at(known.position - 1).events == ()
    assert history.known_at(history.events[-1].position).events == history.events


def test_everything_is_known_at_the_newest_position(ledger: Ledger) -> None:
    ledger.record([grant()])
    assert ledger.resolve(None) == (4, NOON + MINUTE)


def test_a_position_is_known_at_itself_and_the_log_has_no_other(ledger: Ledger) -> None:
    assert ledger.resolve(2) == (2, NOON)
    for position in (0, -1, 4):
        with pytest.raises(InputError, match="1 to 3"):
            ledger.resolve(position)


def test_an_instant_is_inclusive_and_gives_the_instant_of_what_it_finds(ledger: Ledger) -> None:
    ledger.record([grant()])
    assert ledger.resolve(NOON + MINUTE - timedelta(microseconds=1)) == (3, NOON)
    assert ledger.resolve(NOON + MINUTE) == (4, NOON + MINUTE)
    with pytest.raises(NotFoundError):
        ledger.resolve(NOON - timedelta(microseconds=1))


def test_a_date_is_known_until_its_end_in_the_zone_of_the_programme() -> None:
    midnight = datetime(2026, 3, 20, 23, tzinfo=UTC)
    with new(
        zone="Europe/Berlin", clock=ScriptedClock([NOON, midnight - timedelta(microseconds=1), midnight])
    ) as ledger:
        ledger.record([grant("H-1")])
        ledger.record([grant("H-2")])
        assert [ledger.resolve(date(2026, 3, day)).position for day in (20, 21)] == [4, 5]
        with pytest.raises(NotFoundError):
            ledger.resolve(date(2026, 3, 19))
