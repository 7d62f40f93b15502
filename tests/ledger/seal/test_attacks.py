"""What an attacker who can write the ledger's file can do, and what verifying says of it.

The promise: everything before the newest checkpoint held by someone else. Edits after it are not caught.
"""

from __future__ import annotations

import shutil

import pytest

from ledger import InputError, RefusedError, TamperedError, bounds_of, take_checkpoint
from tests.ledger.seal.scene import HOUR, Scene

EDIT = "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), 'H-2', 'H-9') AS BLOB) WHERE rowid = 5"
RETYPE = "UPDATE stored_events SET topic = 'certification.revoked.v1' WHERE rowid = 5"
SWAP = """
UPDATE stored_events SET rowid = 99 WHERE rowid = 5;
UPDATE stored_events SET rowid = 5 WHERE rowid = 6;
UPDATE stored_events SET rowid = 6 WHERE rowid = 99
"""
DELETE = "DELETE FROM stored_events WHERE rowid = 5"
TRUNCATE = "DELETE FROM stored_events WHERE rowid > 6"
INSERT_AMONG = """
DELETE FROM stored_events WHERE rowid = 5;
INSERT INTO stored_events SELECT 5, 'holder-H-8', 1, topic, state FROM stored_events WHERE rowid = 6
"""
UNTYPE = """
CREATE TABLE loose (rowid INTEGER PRIMARY KEY AUTOINCREMENT, originator_id, originator_version, topic, state);
INSERT INTO loose SELECT rowid, originator_id, originator_version, topic, state FROM stored_events;
DROP TABLE stored_events; ALTER TABLE loose RENAME TO stored_events;
UPDATE stored_events SET state = CAST(state AS TEXT) WHERE rowid = 5;
UPDATE stored_events SET originator_version = 'one' WHERE rowid = 6
"""


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        pytest.param(EDIT, "edited", id="edit"),
        pytest.param(RETYPE, "edited", id="retype"),
        pytest.param(SWAP, "edited", id="swap"),
        pytest.param(DELETE, "deleted", id="delete"),
        pytest.param(TRUNCATE, "deleted", id="truncate the events alone"),
        pytest.param(INSERT_AMONG, "edited", id="insert in the place of another"),
        pytest.param(UNTYPE, "retyped", id="turn bytes into text"),
    ],
)
def test_what_contradicts_the_seal_is_found_without_any_checkpoint(scene: Scene, attack: str, code: str) -> None:
    assert scene.codes() == set()
    scene.attack(attack)
    assert scene.codes() == {code}


@pytest.mark.parametrize("attack", [EDIT, RETYPE, SWAP, DELETE, TRUNCATE, INSERT_AMONG])
def test_rebuilding_the_seal_hides_an_attack_from_everything_but_a_checkpoint_held_elsewhere(
    scene: Scene, attack: str
) -> None:
    held = scene.folder / "held" / "7.cosigned"
    scene.attack(attack)
    scene.reseal()
    assert scene.codes() == set()  # Expected miss: the file agrees with itself, and nobody was asked.
    assert scene.codes(held) in ({"rewritten"}, {"truncated"})


def test_an_event_between_sealed_ones_is_found(scene: Scene) -> None:
    scene.attack("UPDATE seal_runs SET leaves = 4 WHERE first_leaf = 0", DELETE)
    assert scene.codes() >= {"inserted"}


def test_every_finding_is_reported_and_not_the_first_alone(scene: Scene) -> None:
    scene.attack(EDIT, "DELETE FROM stored_events WHERE rowid IN (2, 6)")
    _, found = scene.check()
    assert [finding.message.partition(" ")[0] for finding in found] == ["@2", "@5", "@6"]


def test_deleting_an_event_with_its_leaf_leaves_a_gap_in_its_stream(scene: Scene) -> None:
    scene.attack("DELETE FROM stored_events WHERE originator_id = 'holder-H-1' AND originator_version = 1")
    scene.reseal()
    assert scene.codes() == set()
    assert scene.codes(full=True) == {"gap"}


def test_the_newest_end_of_a_stream_leaves_no_gap(scene: Scene) -> None:
    scene.attack("DELETE FROM stored_events WHERE originator_id = 'holder-H-1' AND originator_version = 2")
    scene.reseal()
    assert scene.codes(full=True) == set()  # Expected miss: only the checkpoint, or a signed end, tells.
    assert scene.codes(scene.folder / "held" / "7.cosigned") == {"rewritten"}


def test_an_edit_after_the_newest_checkpoint_is_an_expected_miss(scene: Scene) -> None:
    scene.attack(
        "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), 'CCNA', 'CCDA') AS BLOB) WHERE rowid = 8"
    )
    scene.reseal()
    check, found = scene.check(scene.folder / "held" / "7.cosigned")
    assert found == []
    assert (check.sealed, check.agreed, check.unpublished) == (8, 7, 1)


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        ("UPDATE seal_head SET root = x'00'", "seal-unreadable"),
        ("UPDATE seal_head SET root = zeroblob(32)", "seal-broken"),
        ("DELETE FROM seal_head; INSERT INTO seal_head VALUES (1, 9, 8, zeroblob(32))", "seal-broken"),
        ("DELETE FROM seal_tiles", "seal-broken"),
        ("UPDATE seal_tiles SET hashes = x'0011'", "seal-broken"),
        ("DELETE FROM seal_runs", "seal-broken"),
        ("UPDATE seal_runs SET leaves = 1000000000000", "seal-broken"),
    ],
)
def test_damage_to_the_seal_itself_is_found(scene: Scene, attack: str, code: str) -> None:
    scene.attack(attack)
    assert code in scene.codes()


def test_rewriting_everything_with_a_stolen_key_is_told_by_whoever_held_a_checkpoint(scene: Scene) -> None:
    held = scene.folder / "held" / "7.cosigned"
    scene.attack(EDIT)
    scene.reseal()
    (scene.folder / "log" / "last").unlink()
    forged = scene.publish(since=7)
    assert scene.codes(forged) == set()  # Expected miss: the forged checkpoint is the thief's own.
    assert scene.codes(held) == {"rewritten"}
    with pytest.raises(TamperedError):
        scene.cosign(forged)


def test_the_signer_signs_nothing_that_contradicts_its_last_note(scene: Scene) -> None:
    scene.publish()
    scene.attack(EDIT)
    scene.reseal()
    with pytest.raises(TamperedError, match="Nothing was signed"):
        scene.publish()


def test_the_signer_signs_nothing_shorter_than_its_last_note(scene: Scene) -> None:
    scene.publish()
    scene.attack(TRUNCATE)
    scene.reseal()
    with pytest.raises(TamperedError, match="were signed before"):
        scene.publish()


def test_a_split_view_is_not_cosigned(scene: Scene) -> None:
    other = Scene.__new__(Scene)
    other.__dict__.update(scene.__dict__)
    other.file = scene.folder / "other.db"
    shutil.copy(scene.file, other.file)
    scene.record("H-5")
    scene.held()
    other.record("H-6")
    (scene.folder / "log" / "last").unlink()
    with pytest.raises(TamperedError, match="contradict"):
        other.cosign(other.publish(since=7))


def test_a_witness_who_saw_another_size_says_which_proof_it_needs(scene: Scene) -> None:
    with pytest.raises(RefusedError, match="--since 7"):
        scene.cosign(scene.publish(since=6))


def test_a_witness_cosigns_the_same_again(scene: Scene) -> None:
    request = scene.publish()
    assert scene.cosign(request) == scene.cosign(request)


def test_an_event_entered_late_under_an_early_day_is_dated_by_the_witness(scene: Scene) -> None:
    before = scene.now
    scene.held()
    scene.now -= 100 * HOUR  # The clock of the machine is set back, so that `recorded_at` says an early day.
    scene.record("H-7")
    scene.now = before + 5 * HOUR
    scene.held()
    assert scene.codes(full=True) == set()  # Expected miss: verifying cannot know when something was said.
    with scene.open() as ledger:
        (event,) = ledger.history("H-7").events
        (bounds,) = bounds_of(ledger, event.position, [scene.witness.key])
    assert event.event.recorded_at < before - 90 * HOUR
    assert bounds.after == before + HOUR
    assert str(bounds) == (
        "recorded between 2026-03-01T17:00:00Z and 2026-03-01T22:00:00Z (witness example.com/witness)"
    )


def test_a_checkpoint_of_another_record_is_not_taken(scene: Scene) -> None:
    file = scene.folder / "held" / "7.cosigned"
    scene.attack(EDIT)
    scene.reseal()
    with scene.open() as ledger, pytest.raises(TamperedError):
        take_checkpoint(ledger, file, scene.log.key, [scene.witness.key])


def test_what_is_no_checkpoint_is_left_undecided(scene: Scene) -> None:
    file = scene.folder / "held" / "x"
    file.write_text("hello\n", encoding="utf-8")
    _, (found,) = scene.check(file)
    assert (found.code, found.tampered) == ("checkpoint-unreadable", False)
    with pytest.raises(InputError):
        scene.cosign(file)
