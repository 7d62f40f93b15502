"""When an event was recorded, as a witness can tell, and that nothing kept in the ledger's file can change that."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path

import pytest

from ledger import (
    Bounds,
    Grant,
    RefusedError,
    TamperedError,
    Witnessed,
    bounds_of,
    take_checkpoint,
)
from ledger.seal.bounds import witnessed
from ledger.seal.log import seal
from ledger.seal.notes import Signer, checkpoint_text
from ledger.seal.verify import Head, read_head, read_note
from ledger.store.seals import MemorySeals, seals_of
from tests.ledger.logs import append, open_memory, row
from tests.ledger.seal.scene import HOUR, NOON, Scene

SAW = NOON + 3 * HOUR
"""When the witness of the scene saw the first seven events."""


def told(scene: Scene, holder: str, *witnesses: Signer) -> list[Witnessed]:
    """Return what witnesses tell of a holder's events, the scene's own witness unless others are named."""
    with scene.open() as ledger:
        events = ledger.history(holder).events
        seen = bounds_of(ledger, events, [each.key for each in witnesses or (scene.witness,)])
    assert list(seen) == [each.position for each in events]
    return list(seen.values())


def test_an_event_of_the_first_checkpoint_was_recorded_by_then(scene: Scene) -> None:
    (first, second) = told(scene, "H-1")
    assert first.bounds == second.bounds == (Bounds("example.com/witness", None, SAW),)
    assert str(first) == "recorded by 2026-03-01T15:00:00Z (witness example.com/witness)"


def test_an_event_between_two_checkpoints_was_recorded_between_them(scene: Scene) -> None:
    scene.held()
    (event,) = told(scene, "H-4")
    assert event.bounds == (Bounds("example.com/witness", SAW, SAW + 2 * HOUR),)
    assert str(event) == (
        "recorded between 2026-03-01T15:00:00Z and 2026-03-01T17:00:00Z (witness example.com/witness)"
    )


def test_an_event_that_is_sealed_and_that_no_witness_saw_is_said_to_be_that(scene: Scene) -> None:
    (event,) = told(scene, "H-4")
    assert event == Witnessed(8, True, (), ("example.com/witness",))
    assert str(event) == "sealed, not seen yet by example.com/witness"


def test_an_event_that_is_not_sealed_is_said_to_be_that(scene: Scene) -> None:
    """Sealing follows when the ledger is closed, or never, if the program is killed before."""
    with scene.open() as ledger:
        ledger.record([Grant.model_validate({"holder": "H-9", "certification": "CCNA", "on": "2024-05-01"})])
        (event,) = bounds_of(ledger, ledger.history("H-9").events, [scene.witness.key]).values()
    assert event == Witnessed(9, False, (), ())
    assert str(event) == "not sealed, so that no witness can have seen it"
    assert told(scene, "H-9") == [Witnessed(9, True, (), ("example.com/witness",))]


def test_each_witness_gives_its_own_bounds_and_one_that_saw_nothing_is_named(scene: Scene) -> None:
    other = scene.another("other")
    scene.keep(scene.cosigned(other, 5, NOON + 9 * HOUR), 5)
    (second,) = told(scene, "H-2", scene.witness, other)[:1]
    assert str(second) == (
        "recorded by 2026-03-01T15:00:00Z (witness example.com/witness); "
        "recorded by 2026-03-01T21:00:00Z (witness example.com/other)"
    )
    (third,) = told(scene, "H-3", scene.witness, other)
    assert third.unseen_by == ("example.com/other",)
    assert str(third).endswith("(witness example.com/witness); not seen yet by example.com/other")


def test_of_one_checkpoint_cosigned_again_the_first_time_ends_and_the_last_one_begins(scene: Scene) -> None:
    other = scene.another("other")
    scene.keep(scene.cosigned(other, 5, NOON + 9 * HOUR, NOON + HOUR), 5)
    scene.keep(scene.cosigned(other, 8, NOON + 12 * HOUR), 8)
    (second,), (fourth,) = (told(scene, holder, other) for holder in ("H-2", "H-4"))
    assert second.bounds == (Bounds("example.com/other", None, NOON + HOUR),)
    assert fourth.bounds == (Bounds("example.com/other", NOON + 9 * HOUR, NOON + 12 * HOUR),)


def test_a_witness_whose_clock_was_set_back_gives_bounds_that_do_not_contradict_each_other(scene: Scene) -> None:
    other = scene.another("other")
    for size, hours in [(3, 2), (5, 40), (7, 20), (8, 4)]:
        scene.keep(scene.cosigned(other, size, NOON + hours * HOUR), size)
    (fourth,) = told(scene, "H-4", other)
    assert fourth.bounds == (Bounds("example.com/other", NOON + 2 * HOUR, NOON + 4 * HOUR),)


def test_how_many_events_a_witness_saw_is_what_it_signed_and_not_the_row_that_keeps_it(scene: Scene) -> None:
    """Else an early checkpoint, filed under a larger size, would date a later event back."""
    before = told(scene, "H-4")
    scene.attack("UPDATE seal_notes SET size = 8 WHERE size = 7")
    assert told(scene, "H-4") == before


def test_a_checkpoint_of_another_log_by_the_same_witness_dates_nothing_here(scene: Scene, tmp_path: Path) -> None:
    elsewhere = Head("example.com/elsewhere", 1_000, bytes(32))
    text = checkpoint_text(elsewhere)
    scene.keep(f"{text}\n{scene.witness.line(text, int(NOON.timestamp()))}", 8)
    with pytest.raises(TamperedError, match="not one of this record"):
        told(scene, "H-4")
    smaller = checkpoint_text(elsewhere._replace(size=8))
    scene.keep(f"{smaller}\n{scene.witness.line(smaller, int(NOON.timestamp()))}", 8)
    with pytest.raises(TamperedError, match="not one of this record"):
        told(scene, "H-4")


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(days=365), timedelta(days=-400_000)])
def test_a_time_that_the_witness_did_not_sign_is_not_told(scene: Scene, back: timedelta) -> None:
    scene.held()
    note = (scene.folder / "held" / "8.cosigned").read_text(encoding="utf-8")
    text, signatures = read_note(note)
    (name, key_id, raw) = signatures[-1]
    at = int.from_bytes(raw[:8], "big") - int(back.total_seconds())
    forged = base64.b64encode(key_id + at.to_bytes(8, "big") + raw[8:]).decode()
    scene.keep(f"{text}\n{scene.log.line(text)}\u2014 {name} {forged}\n", 8)
    with pytest.raises(TamperedError, match="does not verify"):
        told(scene, "H-4")


def test_a_cosignature_that_nobody_checked_is_not_kept(scene: Scene) -> None:
    """Else whoever carries a checkpoint back could forge a line that makes the record look tampered with later."""
    other, again = scene.another("other"), scene.folder / "again"
    text = checkpoint_text(Head(scene.log.key.name, 8, bytes(32)))
    forged = other.line(text, int(NOON.timestamp()))
    again.write_text(scene.cosigned(scene.witness, 8, NOON + 9 * HOUR) + forged, encoding="utf-8")
    with scene.open() as ledger:
        take_checkpoint(ledger, again, scene.log.key, [scene.witness.key])
        ((_, _), (_, kept)) = seals_of(ledger.log).notes()
    assert kept == scene.cosigned(scene.witness, 8, NOON + 9 * HOUR)
    (fourth,) = told(scene, "H-4", other)
    assert fourth.unseen_by == ("example.com/other",)


def test_what_was_taken_before_stays_with_what_is_taken_later(scene: Scene) -> None:
    other, again = scene.another("other"), scene.folder / "again"
    again.write_text(scene.cosigned(other, 7, NOON + 9 * HOUR), encoding="utf-8")
    with scene.open() as ledger:
        take_checkpoint(ledger, again, scene.log.key, [other.key])
    (second,) = told(scene, "H-2", other, scene.witness)
    assert [each.by for each in second.bounds] == [NOON + 9 * HOUR, SAW]


@pytest.mark.parametrize("note", ["", "hello\n", "example.com/log\n7\n\n\u2014 a b\n"])
def test_a_kept_note_that_cannot_be_read_is_tampering(scene: Scene, note: str) -> None:
    scene.keep(note, 7)
    with pytest.raises(TamperedError, match="cannot be read"):
        told(scene, "H-1")


@pytest.mark.parametrize("sealed_anew", [False, True])
def test_an_event_that_was_edited_is_not_dated(scene: Scene, sealed_anew: bool) -> None:
    scene.attack(
        "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), 'CCNA', 'CCDA') AS BLOB) WHERE rowid = 5"
    )
    if sealed_anew:
        scene.reseal_under_the_notes()
    with pytest.raises(TamperedError, match="recert verify"):
        told(scene, "H-2")


def test_an_edited_event_that_no_witness_saw_is_not_called_sealed(scene: Scene) -> None:
    scene.attack(
        "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), 'CCNA', 'CCDA') AS BLOB) WHERE rowid = 8"
    )
    with pytest.raises(TamperedError, match="@8 is not what was sealed"):
        told(scene, "H-4")


def test_a_record_cut_short_below_what_a_witness_saw_is_tampering(scene: Scene) -> None:
    scene.attack("DELETE FROM stored_events WHERE rowid > 5")
    scene.reseal_under_the_notes()
    with pytest.raises(TamperedError, match="A checkpoint of 7 events"):
        told(scene, "H-1")


def test_the_key_of_a_ledger_is_no_witness(scene: Scene) -> None:
    with pytest.raises(RefusedError, match="another kind"):
        told(scene, "H-1", scene.log)
    held = scene.folder / "held" / "7.cosigned"
    with scene.open() as ledger:
        with pytest.raises(RefusedError, match="another kind"):
            take_checkpoint(ledger, held, scene.log.key, [scene.log.key])
        with pytest.raises(RefusedError, match="another kind"):
            take_checkpoint(ledger, held, scene.witness.key, [scene.witness.key])


def test_nobody_is_asked_about_nothing(scene: Scene) -> None:
    with scene.open() as ledger:
        assert bounds_of(ledger, [], [scene.witness.key]) == {}


class Counting(MemorySeals):
    """A seal in memory that counts how often its notes are read."""

    read = 0

    def notes(self) -> list[tuple[int, str]]:
        self.read += 1
        return super().notes()


def test_the_notes_are_read_once_for_any_number_of_events(scene: Scene) -> None:
    log, seals, witness = open_memory().application_recorder(), Counting(), scene.witness
    for version in range(1, 31):
        append(log, row("holder-A", version))  # type: ignore[arg-type]
        head = seal(log, seals).head  # type: ignore[arg-type]
        text = checkpoint_text(Head("example.com/log", head.size, head.root))
        at = NOON + version * HOUR
        seals.keep_note(head.size, f"{text}\n{witness.line(text, int(at.timestamp()))}")
    rows = log.stream_with_positions("holder-A")  # type: ignore[attr-defined]
    found = [each.bounds[0] for each in witnessed(rows, seals, [witness.key, witness.key])]
    assert [each.by for each in found] == [NOON + version * HOUR for version in range(1, 31)]
    assert [each.after for each in found] == [None, *(NOON + version * HOUR for version in range(1, 30))]
    assert seals.read == 1
    assert read_head(read_note(seals.notes()[0][1])[0]).size == 1
