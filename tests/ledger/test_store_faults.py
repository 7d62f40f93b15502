"""Commits that raise, and writers who are faster: nothing is lost, nothing recorded twice, and the answer is true."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest
from eventsourcing.persistence import OperationalError, StoredEvent

from ledger import ConflictError, InputError, Ledger, NotFoundError
from ledger.store.sqlite import Factory, SQLiteLog
from tests.ledger.ledgers import decide, grant, new, submit, topics


class Interrupted(SQLiteLog):
    """A log that lets something happen before or after the insertions that a test wants disturbed."""

    before: ClassVar[list[Callable[[], object]]] = []
    after: ClassVar[list[Callable[[], object]]] = []

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        if self.before:
            self.before.pop()()
        positions = super().insert_events(stored_events, **kwargs)
        if self.after:
            self.after.pop()()
        return positions


def disk_error() -> None:
    raise OperationalError("disk I/O error")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A ledger whose log can be interrupted."""
    new(tmp_path / "ledger.db").close()
    monkeypatch.setattr(Factory, "application_recorder_class", Interrupted)
    yield tmp_path / "ledger.db"
    Interrupted.before.clear()
    Interrupted.after.clear()


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(str(path)) as ledger:
        yield ledger


def test_a_commit_that_raised_after_it_was_durable_is_reported_as_recorded(ledger: Ledger) -> None:
    Interrupted.after.append(disk_error)
    outcomes = ledger.record([grant(), submit()])
    assert [outcome.status for outcome in outcomes] == ["recorded", "recorded"]
    assert [each.position for outcome in outcomes for each in outcome.recorded] == [4, 5, 6]
    assert ledger.history("H-1").events == (outcomes[0].recorded[0], outcomes[1].recorded[1])
    assert ledger.record([grant(), submit()])[0].status == "skipped"


def test_a_commit_that_raised_and_was_not_durable_is_reported_as_not_recorded(ledger: Ledger) -> None:
    Interrupted.before.append(disk_error)
    with pytest.raises(InputError, match="nothing of this was recorded"):
        ledger.record([grant(), submit()])
    with pytest.raises(NotFoundError):
        ledger.history("H-1")
    assert ledger.record([grant(), submit()])[0].status == "recorded"


def test_when_even_looking_fails_the_answer_is_that_nobody_knows(ledger: Ledger, path: Path) -> None:
    def lose_everything() -> None:
        shutil.move(path, path.with_suffix(".lost"))
        disk_error()

    Interrupted.after.append(lose_everything)
    with pytest.raises(InputError, match="so did looking") as error:
        ledger.record([grant()])
    assert str(error.value).isprintable()


def test_the_same_said_by_somebody_else_is_not_taken_for_ones_own(ledger: Ledger, path: Path) -> None:
    def somebody_else() -> None:
        with Ledger.open(str(path), actor="clerk-2") as other:
            other.record([grant()])
        disk_error()

    Interrupted.before.append(somebody_else)
    with pytest.raises(InputError, match="nothing of this was recorded"):
        ledger.record([grant()])
    assert ledger.record([grant()])[0].status == "skipped"
    assert [each.event.actor for each in ledger.history("H-1").events] == ["clerk-2"]


def by_somebody_else(path: Path, *commands: Any) -> Callable[[], object]:
    def record() -> None:
        with Ledger.open(str(path), actor="clerk-2") as other:
            other.record(commands)

    return record


def test_a_version_conflict_is_decided_anew_against_what_the_other_wrote(ledger: Ledger, path: Path) -> None:
    ledger.record([submit()])
    Interrupted.before.append(by_somebody_else(path, decide("reject")))
    with pytest.raises(ConflictError, match="C-1 was rejected"):
        ledger.record([decide("validate")])
    assert topics(ledger.history("H-1")) == ["claim.submitted.v1", "claim.rejected.v1"]


def test_a_version_conflict_over_other_matters_goes_in_behind_the_other(ledger: Ledger, path: Path) -> None:
    Interrupted.before.append(by_somebody_else(path, grant()))
    (outcome,) = ledger.record([submit()])
    assert [each.position for each in outcome.recorded] == [5, 6]
    assert topics(ledger.history("H-1")) == ["certification.granted.v1", "claim.submitted.v1"]


def test_the_second_to_reserve_a_claim_id_is_told_that_it_is_taken(ledger: Ledger, path: Path) -> None:
    Interrupted.before.append(by_somebody_else(path, submit("C-1", "H-2")))
    with pytest.raises(ConflictError, match="C-1"):
        ledger.record([submit("C-1", "H-1")])
    assert ledger.owners(["C-1"]) == {"C-1": "H-2"}
    with pytest.raises(NotFoundError):
        ledger.history("H-1")


def test_the_second_to_say_the_same_skips_it(ledger: Ledger, path: Path) -> None:
    Interrupted.before.append(by_somebody_else(path, grant()))
    assert ledger.record([grant()])[0].status == "skipped"


def test_who_always_comes_too_late_is_told_so_in_the_end(ledger: Ledger, path: Path) -> None:
    days = (f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29))

    def again() -> None:
        by_somebody_else(path, grant(on=next(days)))()
        Interrupted.before.append(again)

    Interrupted.before.append(again)
    with pytest.raises(ConflictError, match="kept writing"):
        ledger.record([submit()])
    Interrupted.before.clear()
    assert ledger.record([submit()])[0].status == "recorded"


def test_what_an_attempt_folded_in_vain_is_forgotten(ledger: Ledger) -> None:
    Interrupted.before.append(disk_error)
    with pytest.raises(InputError):
        ledger.record([submit(), decide()])
    assert [outcome.status for outcome in ledger.record([submit(), decide()])] == ["recorded", "recorded"]
    with pytest.raises(ConflictError):
        ledger.record([grant("H-1"), submit("C-2"), decide("reject")])
    assert [outcome.status for outcome in ledger.record([grant("H-1"), submit("C-2")])] == ["recorded", "recorded"]
