"""What an attacker who can write the ledger's file can do, and what verifying says of it.

The promise: everything before the newest checkpoint held by someone else. Edits after it are not caught.
What is caught without any checkpoint is what contradicts the seal beside it. Whoever rebuilds that too is an expected
miss there: the file agrees with itself, and only the checkpoint tells. A split view is for witnesses to refuse.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from ledger import InputError, RefusedError, TamperedError, bounds_of, take_checkpoint
from tests.ledger.seal.scene import HOUR, Scene

PROMISE = "everything before the newest checkpoint held by someone else. Edits after it are not caught"
EDIT = "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), 'CCNA', 'CCDA') AS BLOB) WHERE rowid = 5"
RETYPE = "UPDATE stored_events SET topic = 'certification.revoked.v1' WHERE rowid = 5"
SWAP = """
UPDATE stored_events SET rowid = 99 WHERE rowid = 5;
UPDATE stored_events SET rowid = 5 WHERE rowid = 6;
UPDATE stored_events SET rowid = 6 WHERE rowid = 99
"""
DELETE = "DELETE FROM stored_events WHERE rowid = 5"
DELETE_OLDER = "DELETE FROM stored_events WHERE originator_id = 'holder-H-1' AND originator_version = 1"
TRUNCATE = "DELETE FROM stored_events WHERE rowid > 6"
TRUNCATE_AND_GO_ON = """
CREATE TABLE kept AS SELECT * FROM stored_events WHERE rowid = 8;
DELETE FROM stored_events WHERE rowid > 6;
INSERT INTO stored_events SELECT 7, originator_id, originator_version, topic, state FROM kept;
DROP TABLE kept
"""
REWRITE = "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), 'CCN', 'CCX') AS BLOB) WHERE rowid > 3"
INSERT = """
UPDATE stored_events SET rowid = rowid + 100 WHERE rowid > 4;
UPDATE stored_events SET rowid = rowid - 99 WHERE rowid > 100;
INSERT INTO stored_events SELECT 5, 'holder-H-8', 1, topic, CAST(replace(replace(CAST(state AS TEXT),
'holder-H-2', 'holder-H-8'), '"H-2"', '"H-8"') AS BLOB) FROM stored_events WHERE rowid = 6
"""
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


class Attack(NamedTuple):
    """What is done to the events, and what is found: as it is, once the seal was rebuilt, and with a checkpoint."""

    statement: str
    alone: set[str]
    rebuilt: set[str]
    held: set[str]


MISSED: set[str] = set()
"""Nothing is found: an edit after the newest checkpoint held by someone else, since nobody else's was given."""

TABLE = {
    "edit": Attack(EDIT, {"edited"}, MISSED, {"rewritten"}),
    "retype": Attack(RETYPE, {"edited"}, MISSED, {"rewritten"}),
    "swap": Attack(SWAP, {"edited"}, MISSED, {"rewritten"}),
    "delete": Attack(DELETE, {"deleted"}, MISSED, {"rewritten"}),
    "delete with its leaf": Attack(DELETE_OLDER, {"deleted"}, {"gap"}, {"rewritten"}),
    "truncate below a checkpoint and rebuild": Attack(TRUNCATE, {"deleted"}, MISSED, {"truncated"}),
    "truncate, rebuild and go on": Attack(TRUNCATE_AND_GO_ON, {"edited", "deleted"}, MISSED, {"rewritten"}),
    "rewrite everything with a stolen key": Attack(REWRITE, {"edited"}, MISSED, {"rewritten"}),
    "insert back-dated": Attack(INSERT, {"edited"}, MISSED, {"rewritten"}),
    "insert in the place of another": Attack(INSERT_AMONG, {"edited"}, MISSED, {"rewritten"}),
}


@pytest.mark.parametrize("attack", TABLE.values(), ids=TABLE)
def test_what_contradicts_the_seal_is_found_without_any_checkpoint(scene: Scene, attack: Attack) -> None:
    assert scene.codes() == set()
    scene.attack(attack.statement)
    assert scene.codes() == attack.alone


@pytest.mark.parametrize("attack", TABLE.values(), ids=TABLE)
def test_rebuilding_the_seal_hides_an_attack_from_everything_but_a_checkpoint_held_elsewhere(
    scene: Scene, attack: Attack
) -> None:
    held = scene.folder / "held" / "7.cosigned"
    scene.attack(attack.statement)
    scene.reseal()
    assert scene.codes(full=True) == attack.rebuilt
    assert scene.codes(held) == attack.held


@pytest.mark.parametrize("attack", TABLE.values(), ids=TABLE)
def test_no_witness_cosigns_what_an_attacker_with_the_key_of_the_log_signs(scene: Scene, attack: Attack) -> None:
    scene.attack(attack.statement)
    scene.reseal()
    (scene.folder / "log" / "last").unlink()
    forged = scene.publish(since=min(7, scene.check()[0].sealed))
    assert scene.codes(forged) == MISSED  # The forged checkpoint is the thief's own, and held by nobody else.
    with pytest.raises(TamperedError, match="Nothing was cosigned"):
        scene.cosign(forged)


def test_the_promise_is_said_in_the_same_words_everywhere() -> None:
    for file in ("README.md", "ledger/seal/checks.py", "cli/verify.py"):
        said = " ".join((Path(__file__).parents[3] / file).read_text(encoding="utf-8").split())
        assert PROMISE in said


def test_bytes_turned_into_text_are_found(scene: Scene) -> None:
    scene.attack(UNTYPE)
    assert scene.codes() == {"retyped"}


def test_an_event_between_sealed_ones_is_found(scene: Scene) -> None:
    scene.attack("UPDATE seal_runs SET leaves = 4 WHERE first_leaf = 0", DELETE)
    assert scene.codes() >= {"inserted"}


def test_every_finding_is_reported_and_not_the_first_alone(scene: Scene) -> None:
    scene.attack(EDIT, "DELETE FROM stored_events WHERE rowid IN (2, 6)")
    _, found = scene.check()
    assert [finding.message.partition(" ")[0] for finding in found] == ["@2", "@5", "@6"]


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
        (bounds,) = bounds_of(ledger, [event], [scene.witness.key])[event.position].bounds
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
