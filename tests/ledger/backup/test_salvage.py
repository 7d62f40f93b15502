"""What is saved of a damaged ledger: every event that its pages hold, and what is proven; a ledger only if whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent

from ledger import ConflictError, InputError, read_public, salvage_ledger, seal_ledger
from tests.ledger.backup.copying import EDIT, held
from tests.ledger.backup.salvaging import (
    PAGE,
    garble,
    lines,
    pages_of,
    recorded,
    salvaged,
    saved,
)
from tests.ledger.ledgers import submit
from tests.ledger.seal.scene import Scene


def test_a_ledger_without_damage_is_saved_whole_and_is_a_ledger_again(large: Scene) -> None:
    before = recorded(large.file)
    done = salvaged(large, held(large), large.folder / "held" / "257.cosigned")
    assert (done.last, done.ends, done.lacking) == (308, True, 0)
    assert done.counts == {"proven": 257, "sealed": 51, "unproven": 0, "contradicted": 0, "missing": 0}
    assert {at: event for at, (_, event) in saved(done).items()} == before
    assert done.ledger is not None
    large.file = Path(done.ledger)
    assert recorded(large.file) == before
    assert large.codes(held(large), full=True) == set()
    large.record("H-1000")
    assert large.codes(held(large), full=True) == set()


@pytest.mark.parametrize(
    "lost",
    [
        ("sqlite_schema",),
        ("sqlite_autoindex_stored_events_1",),
        ("instants", "instants_recorded_at"),
        ("seal_tiles", "sqlite_autoindex_seal_tiles_1"),
        ("seal_runs", "sqlite_autoindex_seal_runs_1"),
    ],
)
def test_whatever_else_is_lost_the_events_alone_make_the_ledger_again(large: Scene, lost: tuple[str, ...]) -> None:
    before, root = recorded(large.file), large.check()[0].head
    with large.open() as ledger:
        instants = [ledger.log.instant_of(position) for position in range(1, 309)]
    garble(large.file, *pages_of(large.file, *lost))
    done = salvaged(large, held(large))
    assert done.ledger is not None
    large.file = Path(done.ledger)
    assert (recorded(large.file), large.check()[0].head) == (before, root)
    with large.open() as ledger:
        assert [ledger.log.instant_of(position) for position in range(1, 309)] == instants
    assert large.codes(held(large), full=True) == set()


def test_every_event_off_the_lost_pages_is_saved_and_proven_and_the_others_are_named(large: Scene) -> None:
    before = recorded(large.file)
    lost = [number for number in pages_of(large.file, "stored_events") if number > 20][:3]
    garble(large.file, *lost)
    done = salvaged(large, large.folder / "held" / "257.cosigned")
    kept = saved(done)
    assert done.ledger is None
    assert not list(Path(done.path).glob("*.db"))
    assert done.counts["missing"] == len(before) - len(kept) > 0
    assert {at: event for at, (_, event) in kept.items()} == {at: before[at] for at in kept}
    assert all((standing == "proven") == (at <= 257) for at, (standing, _) in kept.items())
    gone = [
        at for line in lines(done) if line["standing"] == "missing" for at in range(line["position"], line["until"] + 1)
    ]
    assert gone == sorted(before.keys() - kept.keys())
    lacks = {
        (each["stream"], gap["version"], gap["position"])
        for each in lines(done, "streams.jsonl")
        for gap in each["lacks"]
    }
    assert lacks == {(*before[at][:2], at) for at in gone}
    assert done.lacking == len(lines(done, "streams.jsonl"))


def test_the_holders_who_lack_events_are_told_by_their_gaps_where_the_index_is_lost_too(scene: Scene) -> None:
    claims = [submit(f"C-{number}", "H-1") for number in range(60)]
    with scene.open() as ledger:
        ledger.record(claims)
    lost = max(pages_of(scene.file, "stored_events")) - 1
    garble(scene.file, lost, *pages_of(scene.file, "sqlite_autoindex_stored_events_1"))
    done = salvaged(scene)
    (lacking,) = [each for each in lines(done, "streams.jsonl") if each["stream"] == "holder-H-1"]
    read = [event[1] for _, event in saved(done).values() if event[0] == "holder-H-1"]
    (gap,) = lacking["lacks"]
    assert gap["position"] is None
    assert set(range(gap["version"], gap["until"] + 1)) == set(range(1, max(read) + 1)) - set(read)


def test_an_event_that_was_garbled_or_edited_is_not_passed_as_what_was_sealed(large: Scene) -> None:
    large.attack(EDIT)
    done = salvaged(large)
    assert saved(done)[5][0] == "contradicted"
    assert done.counts["contradicted"] == 1
    assert done.ledger is None
    assert lines(done, "streams.jsonl") == [{"stream": "holder-H-2", "read": 1, "lacks": [], "contradicted": [1]}]


def test_rewriting_with_the_seal_is_told_by_a_checkpoint_alone(large: Scene) -> None:
    large.attack(EDIT)
    large.reseal()
    assert salvaged(large).ledger is not None  # Expected miss: nobody was asked.
    done = salvaged(large, held(large))
    assert (done.ledger, done.counts["proven"]) == (None, 0)


def test_a_file_that_is_cut_short_cannot_tell_how_far_it_went(large: Scene) -> None:
    whole = large.file.read_bytes()
    large.file.write_bytes(whole[: min(pages_of(large.file, "seal_head")) * PAGE - PAGE])
    (large.folder / "ledger" / "recert.db-wal").unlink(missing_ok=True)
    with pytest.raises(InputError, match="No event"):
        salvaged(large)
    large.file.write_bytes(whole[: 3 * len(whole) // 4])
    done = salvaged(large, held(large))
    assert done.ledger is None
    assert done.counts["missing"] > 0
    garble(large.file, *pages_of_head(large, whole))
    assert not salvaged(large).ends


def pages_of_head(scene: Scene, whole: bytes) -> list[int]:
    (scene.folder / "whole.db").write_bytes(whole)
    return pages_of(scene.folder / "whole.db", "seal_head")


def test_what_the_damaged_ledger_was_never_told_to_seal_is_saved_unproven(scene: Scene) -> None:
    with scene.open() as ledger:
        ledger.record([submit()])
        ledger._books._wrote = False  # The process ends before it seals.
    done = salvaged(scene, held(scene))
    assert [standing for standing, _ in saved(done).values()] == ["proven"] * 7 + ["sealed"] + ["unproven"] * 2
    assert done.ledger is not None


def test_what_lies_in_the_write_ahead_log_alone_is_saved(scene: Scene) -> None:
    crashed = scene.folder / "crashed"
    crashed.mkdir()
    with scene.open() as ledger:
        ledger.record([submit()])
        before = len(list(ledger.log.select_notifications(1, 100)))
        for name in ("recert.db", "recert.db-wal"):
            shutil.copy(scene.file.parent / name, crashed / name)
    scene.file = crashed / "recert.db"
    raw = bytearray((crashed / "recert.db-wal").read_bytes())
    raw[32 + 24 + 100] ^= 0xFF  # SQLite believes no frame from here on.
    (crashed / "recert.db-wal").write_bytes(raw)
    assert len(saved(salvaged(scene))) == before == 10


def test_one_position_with_two_events_is_what_was_sealed(scene: Scene) -> None:
    before = recorded(scene.file)
    raw = scene.file.read_bytes()
    scene.attack(EDIT)
    scene.file.write_bytes(scene.file.read_bytes() + raw)  # Old images of every page, behind the new ones.
    done = salvaged(scene, held(scene))
    assert {at: event for at, (_, event) in saved(done).items()} == before
    assert done.counts["contradicted"] == 0


def test_a_ledger_of_a_later_version_is_saved_as_evidence(scene: Scene) -> None:
    with scene.open() as ledger:
        ledger.log.insert_events([StoredEvent("claim-9", 1, "of.the.future.v9", b"{}")], recorded_at=scene.now)
        seal_ledger(ledger)
    done = salvaged(scene)
    assert (done.ledger, done.counts["sealed"]) == (None, 9 - 7)
    assert [path.name for path in Path(done.path).glob("*.db*")] == []


def test_what_is_there_already_is_left_alone_and_nothing_is_left_behind(scene: Scene) -> None:
    (scene.folder / "saved").mkdir()
    with pytest.raises(ConflictError, match="already"):
        salvage_ledger(str(scene.file), str(scene.folder / "saved"))
    with pytest.raises(InputError, match="does not exist"):
        salvage_ledger(str(scene.file), str(scene.folder / "no" / "saved"))
    before = scene.file.read_bytes()
    salvaged(scene, name="other")
    assert scene.file.read_bytes() == before
    assert not list(scene.folder.glob("*.new"))


def test_numbers_that_are_garbled_make_no_long_lists(scene: Scene) -> None:
    scene.attack(
        "INSERT INTO stored_events SELECT 1 << 60, originator_id, 1 << 61, topic, state FROM stored_events LIMIT 7, 1",
        "UPDATE seal_runs SET leaves = 1 << 60",
        "UPDATE seal_head SET size = 1 << 60, position = 1 << 60",
    )
    done = salvaged(scene, held(scene))
    assert len(lines(done)) == 10
    assert done.counts["proven"] == 7
    assert len(lines(done, "streams.jsonl")) == 1


@pytest.mark.parametrize("content", [b"", b"hello", bytes(100_000), b"SQLite format 3\0" + bytes(5_000)])
def test_a_file_without_an_event_is_said_to_be_none(scene: Scene, content: bytes) -> None:
    scene.file.write_bytes(content)
    with pytest.raises(InputError, match="No event of a ledger can be read"):
        salvaged(scene)
    assert not list(scene.folder.glob("saved*"))


def test_only_a_checkpoint_that_was_signed_as_asked_proves_anything(scene: Scene) -> None:
    key = read_public(str(scene.witness.key))
    done = salvage_ledger(str(scene.file), str(scene.folder / "saved"), files=[held(scene)], keys=[key])
    assert done.counts["proven"] == 7
    (scene.folder / "hello").write_text("hello", encoding="utf-8")
    unsigned = scene.publish()
    for file in (scene.folder / "hello", unsigned):
        with pytest.raises(InputError, match="Nothing can be proven"):
            salvage_ledger(str(scene.file), str(scene.folder / "other"), files=[file], keys=[key])
