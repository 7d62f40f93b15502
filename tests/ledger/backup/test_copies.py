"""Backups and what is restored from them: one file, whole and verified, or nothing; and the same ledger again."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent

from ledger import (
    Ledger,
    TamperedError,
    back_up_ledger,
    prove_events,
    publish_checkpoint,
    restore_ledger,
    verification,
)
from ledger.seal import verify
from tests.ledger.backup.copying import EDIT, backed_up, codes, contents, held
from tests.ledger.logs import NOON
from tests.ledger.seal.scene import Scene


def test_a_backup_holds_all_that_the_ledger_holds_and_is_one_file(scene: Scene) -> None:
    folder = scene.folder / "backups"
    folder.mkdir()
    done = backed_up(scene, held(scene), name="backups")
    assert [path.name for path in folder.iterdir()] == ["recert-20260301T160000Z.db"]
    assert done.path == str(folder / "recert-20260301T160000Z.db")
    assert (done.findings, done.position, done.check.agreed, done.check.unsealed) == ((), 8, 7, 0)
    assert contents(Path(done.path)) == contents(scene.file)


def test_a_restored_ledger_is_the_same_ledger_and_goes_on(scene: Scene) -> None:
    with scene.open() as ledger:
        ledger_id, proofs, instants = ledger.ledger_id, prove_events(ledger, "H-1"), ledger.log.instant_of(5)
    done = backed_up(scene)
    scene.file = scene.folder / "elsewhere.db"
    restored = restore_ledger(done.path, str(scene.file), files=[held(scene)])
    assert (restored.findings, restored.ledger_id, restored.position) == ((), ledger_id, 8)
    with scene.open() as ledger:
        assert prove_events(ledger, "H-1") == proofs
        assert ledger.log.instant_of(5) == instants
    scene.record("H-9")
    assert scene.codes(held(scene), full=True) == set()
    assert contents(scene.file)["stored_events"][:8] == contents(Path(done.path))["stored_events"]


def test_old_proofs_verify_and_the_signer_and_witness_go_on(scene: Scene) -> None:
    with scene.open() as ledger:
        proofs = prove_events(ledger, "H-1", scene.log)
    scene.file = Path(restore_ledger(backed_up(scene).path, str(scene.folder / "again.db")).path)
    bundle = [scene.folder / proof.name for proof in proofs]
    for file, proof in zip(bundle, proofs, strict=True):
        file.write_text(proof.text, encoding="utf-8")
    keys = ["--log", str(scene.log.key), "--witness", str(scene.witness.key)]
    assert verify.main([*keys, *map(str, bundle)]) == 0
    scene.record("H-9")
    scene.held()  # Both sign what goes on from what they signed before.


def test_reading_a_backup_where_it_lies_leaves_it_as_it_is(scene: Scene) -> None:
    path = Path(backed_up(scene).path)
    before = path.read_bytes()
    with Ledger.open(str(path)) as ledger:
        assert list(verification(ledger, [held(scene)], [])) == []
    assert path.read_bytes() == before
    assert not list(scene.folder.glob("backup.db-*"))


def test_a_backup_may_be_read_by_no_more_people_than_the_ledger(scene: Scene) -> None:
    scene.file.chmod(0o640)
    path = Path(backed_up(scene).path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.chmod(0o400)
    assert stat.S_IMODE(os.stat(restore_ledger(str(path), f"{path}.again").path).st_mode) == 0o600


def test_restoring_an_older_backup_says_what_a_newer_checkpoint_covers(scene: Scene) -> None:
    older = backed_up(scene).path
    scene.record("H-5", "H-6")
    newer = scene.held()
    done = restore_ledger(older, str(scene.folder / "again.db"), files=[held(scene), newer])
    assert (codes(done), done.kept, done.check.agreed) == (["older"], True, 7)
    assert "it holds 8 of 10 events" in done.findings[0].message


def test_whoever_signed_further_signs_nothing_of_a_restored_older_backup(scene: Scene) -> None:
    older = backed_up(scene).path
    scene.record("H-5", "H-6")
    scene.publish()
    last = scene.folder / "log" / "last"
    scene.file = scene.folder / "again.db"
    assert codes(restore_ledger(older, str(scene.file), files=[last])) == ["older"]  # The signer's own last note.
    with scene.open() as ledger, pytest.raises(TamperedError, match="were signed before"):
        publish_checkpoint(ledger, scene.log, last=last)
    scene.record("H-5", "H-6")  # Recorded again, but at another time: other bytes.
    with scene.open() as ledger, pytest.raises(TamperedError, match="not what was signed"):
        publish_checkpoint(ledger, scene.log, last=last)


def test_a_checkpoint_that_contradicts_a_backup_stops_the_restoring(scene: Scene) -> None:
    scene.file = Path(backed_up(scene).path)
    scene.attack(EDIT)
    scene.reseal()
    done = restore_ledger(str(scene.file), str(scene.folder / "again.db"), files=[held(scene)])
    assert (codes(done), done.kept) == (["rewritten"], False)


def test_what_nobody_sealed_is_in_a_backup_and_is_sealed_when_it_is_restored(scene: Scene) -> None:
    with scene.open() as ledger:
        ledger.log.insert_events([StoredEvent("claim-1", 1, "t", b"{}")], recorded_at=NOON)
    done = backed_up(scene)
    assert (done.check.sealed, done.check.unsealed) == (8, 1)
    assert restore_ledger(done.path, str(scene.folder / "again.db")).check.sealed == 9


def test_a_ledger_left_with_its_write_ahead_log_is_restored_with_it(scene: Scene) -> None:
    crashed = scene.folder / "crashed"
    crashed.mkdir()
    with scene.open() as ledger:
        ledger.log.insert_events([StoredEvent("claim-1", 1, "t", b"{}")], recorded_at=NOON)
        for name in ("recert.db", "recert.db-wal"):
            (crashed / name).write_bytes((scene.file.parent / name).read_bytes())
    assert restore_ledger(str(crashed / "recert.db"), str(scene.folder / "again.db")).position == 9


def test_progress_is_told_to_the_last_page(scene: Scene) -> None:
    told: list[tuple[int, int]] = []
    with scene.open() as ledger:
        back_up_ledger(ledger, str(scene.folder / "b.db"), progress=lambda *done: told.append(done))
    assert told[-1][0] == told[-1][1] == scene.file.stat().st_size // 4096
