"""What recording and reading promise, on every store."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid5

import pytest

from ledger import (
    ClaimReserved,
    ConflictError,
    InputError,
    Ledger,
    NotFoundError,
    RefusedError,
    Rename,
    ScriptedClock,
    event_id,
    read_entry,
)
from tests.ledger.ledgers import ID, MINUTE, NOON, clock, decide, grant, new, submit, topics


def test_a_new_ledger_holds_its_programme_policy_and_catalogue_from_one_transaction(ledger: Ledger) -> None:
    said = [(each.position, each.event.TOPIC) for each in ledger.programme()]
    assert said == [(1, "programme.opened.v1"), (2, "policy.adopted.v1"), (3, "catalogue.adopted.v1")]
    assert {each.event.recorded_at for each in ledger.programme()} == {NOON}
    assert (ledger.ledger_id, ledger.programme_id, ledger.zone) == (ID, "cisco-ce", "UTC")
    assert ledger.catalogue.certification("CCNP-ENT") is not None


def test_recording_gives_events_with_their_positions_and_a_full_envelope(ledger: Ledger) -> None:
    origin = {"system": "portal", "record_id": "R-1", "recorded_at": "2025-01-02T00:00:00Z"}
    (outcome,) = ledger.record([grant(origin=origin)], batch="B-1")
    (recorded,) = outcome.recorded
    event = recorded.event
    assert (outcome.status, recorded.position) == ("recorded", 4)
    assert (event.originator_id, event.originator_version) == ("holder-H-1", 1)
    assert (event.recorded_at, event.actor, event.batch) == (NOON + MINUTE, "clerk-1", "B-1")
    assert event.origin is not None
    assert event.origin.recorded_at == datetime(2025, 1, 2, tzinfo=UTC)
    assert ledger.history("H-1").events == (recorded,)


def test_ids_derive_from_the_ledger_and_the_natural_key(ledger: Ledger) -> None:
    command = submit()
    (outcome,) = ledger.record([command])
    ids = [(each.event.command_id, each.event.event_id) for each in outcome.recorded]
    command_id = uuid5(ID, command.natural_key())
    assert ids == [(command_id, event_id(command_id, 0)), (command_id, event_id(command_id, 1))]


def test_a_transaction_has_one_instant_and_the_next_one_another(ledger: Ledger) -> None:
    one, two = ledger.record([grant("H-1"), submit("C-1", "H-2")]), ledger.record([grant("H-3")])
    instants = [each.event.recorded_at for outcome in [*one, *two] for each in outcome.recorded]
    assert instants == [NOON + MINUTE] * 3 + [NOON + 2 * MINUTE]


def test_saying_the_same_again_records_nothing(ledger: Ledger) -> None:
    ledger.record([grant(), submit(), decide()])
    before = ledger.resolve(None)
    again = ledger.record([grant(), submit(), decide()])
    assert [(outcome.status, outcome.recorded) for outcome in again] == [("skipped", ())] * 3
    assert ledger.resolve(None) == before


def test_a_claim_is_reserved_in_the_transaction_of_its_submission(ledger: Ledger) -> None:
    (outcome,) = ledger.record([submit("C-1", "H-1")])
    reserved, submitted = (each.event for each in outcome.recorded)
    assert isinstance(reserved, ClaimReserved)
    assert (reserved.originator_id, reserved.originator_version, reserved.holder) == ("claim-C-1", 1, "H-1")
    assert (submitted.originator_id, submitted.originator_version) == ("holder-H-1", 1)
    assert ledger.owners(["C-1", "C-2"]) == {"C-1": "H-1"}


def test_a_claim_id_that_somebody_else_has_is_refused_without_saying_whose_it_is(ledger: Ledger) -> None:
    ledger.record([submit("C-1", "H-1")])
    with pytest.raises(ConflictError, match="C-1") as refused:
        ledger.record([submit("C-1", "H-2")])
    assert "H-1" not in str(refused.value)
    with pytest.raises(NotFoundError):
        ledger.history("H-2")


def test_one_call_sees_what_it_records_itself(ledger: Ledger) -> None:
    outcomes = ledger.record([submit(), decide(), submit(), submit("C-1", "H-2")], refused="collect")
    assert [outcome.status for outcome in outcomes] == ["recorded", "recorded", "skipped", "refused"]
    assert topics(ledger.history("H-1")) == ["claim.submitted.v1", "claim.validated.v1"]


def test_a_decision_finds_the_holder_by_the_claim(ledger: Ledger) -> None:
    ledger.record([submit("C-1", "H-1"), submit("C-2", "H-2")])
    ledger.record([decide(claim="C-2")])
    assert topics(ledger.history("H-2")) == ["claim.submitted.v1", "claim.validated.v1"]
    with pytest.raises(NotFoundError, match="C-3"):
        ledger.record([decide(claim="C-3")])


def test_a_refusal_keeps_the_whole_call_out(ledger: Ledger) -> None:
    before = ledger.resolve(None)
    with pytest.raises(RefusedError):
        ledger.record([grant("H-1"), grant("H-2", on="2027-01-01")])
    assert ledger.resolve(None) == before
    (outcome,) = ledger.record([grant("H-1")])
    assert outcome.status == "recorded"


def test_refusals_can_be_collected_while_the_others_go_in(ledger: Ledger) -> None:
    good, bad, last = ledger.record([grant("H-1"), grant("H-2", "CCXX"), grant("H-3")], refused="collect")
    assert (good.status, bad.status, last.status) == ("recorded", "refused", "recorded")
    assert isinstance(bad.error, InputError)
    assert [each.position for outcome in (good, bad, last) for each in outcome.recorded] == [4, 5]


def test_a_dry_run_says_what_would_be_and_records_nothing(ledger: Ledger) -> None:
    before = ledger.resolve(None)
    outcomes = ledger.record([submit(), decide(), decide(claim="C-9")], refused="collect", dry_run=True)
    assert [(outcome.status, outcome.recorded) for outcome in outcomes] == [
        ("recorded", ()),
        ("recorded", ()),
        ("refused", ()),
    ]
    assert ledger.resolve(None) == before
    assert [outcome.status for outcome in ledger.record([submit(), decide()])] == ["recorded"] * 2


def test_a_rehearsal_remembers_its_earlier_calls_and_records_nothing(ledger: Ledger) -> None:
    ledger.record([grant()])
    before, rehearsal = ledger.resolve(None), dict[str, object]()
    said = [ledger.record([each], rehearsal=rehearsal)[0].status for each in (submit(), decide(), submit(), grant())]
    assert said == ["recorded", "recorded", "skipped", "skipped"]
    assert ledger.resolve(None) == before


def test_today_is_that_of_the_instant_which_is_recorded() -> None:
    last_second = datetime(2026, 3, 20, 22, 59, 59, tzinfo=UTC)
    with new(
        zone="Europe/Berlin", clock=ScriptedClock([NOON, last_second, last_second + timedelta(seconds=1)])
    ) as ledger:
        with pytest.raises(RefusedError, match="2026-03-21 lies ahead"):
            ledger.record([grant(on="2026-03-21")])
        ledger.record([grant(on="2026-03-21")])
        assert ledger.today() == date(2026, 3, 21)


def test_a_renaming_makes_a_certification_known_by_its_new_code(ledger: Ledger) -> None:
    renamed = Rename(certification="CCNA", alias="CCNA-NEXT", title="Next", on=date(2026, 1, 1))
    ledger.record([renamed, grant(certification="CCNA-NEXT")])
    entry = ledger.catalogue.certification("CCNA-NEXT")
    assert entry is not None
    assert entry.code == "CCNA"
    assert ledger.record([grant(certification="CCNA")])[0].status == "skipped"


def test_what_the_programme_said_is_read_on_from_where_it_was(ledger: Ledger) -> None:
    before = ledger.programme()
    ledger.record([read_entry({"kind": "retire", "certification": "CCNA", "on": "2026-01-01"})])
    assert ledger.programme()[:3] == before
    assert [each.event.TOPIC for each in ledger.programme()[3:]] == ["certification.retired.v1"]


def test_a_clock_that_goes_back_leaves_the_order_of_the_log(ledger: Ledger) -> None:
    ledger.clock = clock(start=NOON - timedelta(days=1))
    (outcome,) = ledger.record([grant()])
    assert outcome.recorded[0].event.recorded_at == NOON - timedelta(days=1)
    assert ledger.resolve(NOON) == (4, NOON)


def test_calls_without_commands_are_nothing(ledger: Ledger) -> None:
    assert ledger.record([]) == []
    assert ledger.resolve(None).position == 3


def test_what_is_recorded_of_an_import_is_found_by_its_batch(ledger: Ledger) -> None:
    assert ledger.batch("B-1") == ()


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"programme": "cisco"}, "cisco"),
        ({"zone": "Mars/Base"}, "Mars/Base"),
        ({"zone": "Europe"}, "Europe"),
        ({"zone": "../etc"}, "etc"),
        ({"zone": "a\0b"}, "zone"),
        ({"actor": "two words"}, "two words"),
        ({"actor": ""}, "who acts"),
    ],
)
def test_a_ledger_is_not_created_for_what_does_not_exist(
    tmp_path: Path, options: dict[str, str], complaint: str
) -> None:
    with pytest.raises(InputError, match=complaint) as refused:
        new(tmp_path / "ledger.db", **options)
    assert str(refused.value).isprintable()
    assert list(tmp_path.iterdir()) == []
