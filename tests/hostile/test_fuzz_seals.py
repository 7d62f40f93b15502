"""Any note, key, proof or tile: what it says, or that it is none. Any stored event: itself, or unreadable."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from eventsourcing.persistence import MapperDeserialisationError, StoredEvent
from hypothesis import strategies as st

from ledger import new_key, read_public, read_signer
from ledger.seal import verify
from ledger.seal.checkpoints import _read_request
from ledger.seal.notes import checkpoint_text
from ledger.seal.tiles import Edge, Tree, checked_hashes
from ledger.seal.verify import Invalid
from ledger.store.mapper import CanonicalMapper
from ledger.store.seals import MemorySeals, SealHead
from tests.hostile.fuzzing import TOKENS, answered, changed, changed_bytes, examples, explore, words
from tests.hostile.target import Target, expect_harmless, unseen
from tests.hostile.test_seals import checked
from tests.ledger.vectors.examples import EXAMPLES

T = TypeVar("T")

ROOT = "A" * 43 + "="
NOTE = f"example.com/log\n7\n{ROOT}\n\n\u2014 example.com/log {'A' * 92}\n"
REQUEST = f"old 3\n{ROOT}\n{ROOT}\n\n{NOTE}"
PROOF = f"{verify.PROOF}\nextra AApob2xkZXItSC0xAAAAAAAAAAEAAWF7fQ==\nindex 3\n{ROOT}\n\n{NOTE}"
KEY = str(verify.Key("example.com/log", verify.LOG, bytes(32)))


def valid(read: Callable[[str], T], text: str) -> T | None:
    """Return what the verifier makes of a text, None when it says that it is invalid."""
    return answered(lambda: read(text), refusal=Invalid)


@examples
def test_any_note_is_one_or_is_invalid(examples: int) -> None:
    def check(text: str) -> None:
        note = valid(verify.read_note, text)
        if note is not None:
            assert text.startswith(f"{note[0]}\n\u2014 ")
            valid(verify.read_head, note[0])

    explore(check, st.text() | changed(NOTE), examples)


@examples
def test_any_head_is_written_again_as_it_was_read(examples: int) -> None:
    def check(text: str) -> None:
        head = valid(verify.read_head, text)
        if head is not None:
            assert checkpoint_text(head) == text

    explore(check, st.text() | changed(f"example.com/log\n7\n{ROOT}\n"), examples)


@examples
def test_any_verifier_key_is_written_again_as_it_was_read(examples: int) -> None:
    def check(text: str) -> None:
        key = valid(verify.read_key, text)
        if key is not None:
            assert str(key) == text.strip()
            assert unseen(key.name) == []
        answered(lambda: read_public(text))

    explore(check, st.text() | changed(KEY) | words.map(lambda name: str(verify.Key(name, 1, bytes(32)))), examples)


@examples
def test_any_request_to_a_witness_and_any_proof_are_taken_apart_or_refused(examples: int) -> None:
    def check(text: str) -> None:
        answered(lambda: _read_request(text))
        valid(verify.read_proof, text)

    explore(check, st.text() | changed(REQUEST) | changed(PROOF), examples)


@examples
def test_any_signing_key_is_one_or_is_refused(examples: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "key"
        new_key(path, "example.com/log")
        genuine = path.read_bytes()

        def check(content: bytes) -> None:
            path.write_bytes(content)
            signer = answered(lambda: read_signer(path))
            assert signer is None or content.strip() == genuine.strip()

        explore(check, st.binary() | changed_bytes(genuine), examples)


@examples
def test_any_file_given_to_the_verifier_is_refused(examples: int, target: Target) -> None:
    path = target.folder / "proofs" / "4.tlog-proof"
    genuine = path.read_bytes()

    def check(content: bytes) -> None:
        path.write_bytes(content)
        answer = checked(target, path)
        expect_harmless(answer, 0 if content == genuine else 3)

    explore(check, st.binary() | changed_bytes(genuine), examples // 2)


@examples
def test_any_tile_is_hashes_or_damaged(examples: int) -> None:
    anything = st.binary(max_size=100) | st.none() | st.integers() | st.text() | st.integers(0, 257).map(_hashes)

    def check(given: tuple[Any, int]) -> None:
        tile, size = given
        hashes = answered(lambda: checked_hashes(tile, (0, 0)))
        assert hashes is None or len(hashes) % 32 == 0
        seals = MemorySeals()
        seals._tiles[0, 0] = tile
        answered(lambda: Tree(seals, size).root(size))
        answered(lambda: Edge.of(seals, SealHead(size, 1, bytes(32))))

    explore(check, st.tuples(anything, st.integers(1, 300)), examples)


@examples
def test_any_stored_event_is_read_as_what_it_is_written_as_or_is_unreadable(examples: int) -> None:
    mapper = CanonicalMapper()
    stored = [mapper.to_stored_event(event) for event in EXAMPLES]
    texts = st.sampled_from([row.state.decode() for row in stored]).flatmap(changed)
    states = texts.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary() | st.none() | st.integers()
    topics = st.sampled_from([row.topic for row in stored]) | st.sampled_from(TOKENS) | st.none() | st.binary()
    streams = st.sampled_from([str(row.originator_id) for row in stored]) | words | st.none() | st.binary()
    versions = st.integers() | st.none() | st.text() | st.floats()

    def check(row: StoredEvent) -> None:
        event = answered(lambda: mapper.to_domain_event(row), refusal=MapperDeserialisationError)
        if event is not None:
            assert mapper.to_domain_event(mapper.to_stored_event(event)) == event

    sound = st.sampled_from(stored)
    odd = st.builds(StoredEvent, streams, versions, topics, states)
    restated = st.builds(_restated, sound, states)
    explore(check, odd | restated, examples)


def _restated(row: StoredEvent, state: Any) -> StoredEvent:
    return StoredEvent(row.originator_id, row.originator_version, row.topic, state)


def _hashes(number: int) -> bytes:
    return bytes(32 * number)


@pytest.mark.parametrize("rounds", [15, pytest.param(400, marks=pytest.mark.long)])
def test_a_ledger_with_random_bytes_changed_is_read_or_refused(rounds: int, target: Target) -> None:
    genuine = target.file.read_bytes()
    lines = ("status H-1", "standings", "verify", "grant H-2 CCNA --on 2024-01-01", "history H-1 --json")

    def check(given: tuple[bytes, str]) -> None:
        content, line = given
        for end in ("-wal", "-shm"):
            Path(f"{target.file}{end}").unlink(missing_ok=True)
        target.file.write_bytes(content)
        expect_harmless(target.run(*line.split()))

    explore(check, st.tuples(changed_bytes(genuine), st.sampled_from(lines)), rounds)
