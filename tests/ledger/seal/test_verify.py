"""The verifier that stands alone: the vectors of others, and every way in which a proof may be spoiled."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger import NotFoundError, prove_events
from ledger.seal import verify
from ledger.seal.proofs import Proven
from ledger.seal.verify import Invalid, ed25519, read_key, read_note, signed
from tests.ledger.seal.scene import Scene

VECTORS = Path(__file__).parent / "vectors"
FILE = Path(verify.__file__)
SPOILING = str(Path(__file__).with_name("spoiling.py"))


def signatures() -> Iterator[Any]:
    groups = json.loads((VECTORS / "wycheproof_ed25519.json").read_text(encoding="utf-8"))["testGroups"]
    for group in groups:
        for case in group["tests"]:
            yield pytest.param(group["publicKey"]["pk"], case, id=str(case["tcId"]))


@pytest.mark.parametrize(("public", "case"), list(signatures()))
def test_ed25519_decides_as_wycheproof_says(public: str, case: dict[str, Any]) -> None:
    key, message, signature = (bytes.fromhex(each) for each in (public, case["msg"], case["sig"]))
    if case["result"] == "acceptable":  # Keys of small or mixed order: only the former are never one of ours.
        assert ed25519(key, message, signature) is ("SmallOrderPublicKey" not in case["flags"])
    else:
        assert ed25519(key, message, signature) is (case["result"] == "valid")


@pytest.mark.parametrize("vector", json.loads((VECTORS / "notes.json").read_text(encoding="utf-8")))
def test_a_published_note_verifies_and_no_other_text_does(vector: dict[str, str]) -> None:
    key, note = read_key(vector["key"]), read_note(vector["note"])
    assert str(key) == vector["key"]
    assert signed(note, key) == 0
    with pytest.raises(Invalid):
        signed((note[0].replace("i", "j"), note[1]), key)


def test_base64_that_decodes_alike_is_not_alike() -> None:
    assert verify.decode("QQ==") == b"A"
    for text in ("QR==", "QQ=", "QQ", "QQ==\n", " QQ==", "QQ==QQ==", "Q\u0661=="):
        with pytest.raises(Invalid):
            verify.decode(text)


@pytest.fixture
def proofs(scene: Scene) -> list[Proven]:
    """The proofs of H-1, whose events the witness has seen."""
    with scene.open() as ledger:
        return prove_events(ledger, "H-1", scene.log)


def run(scene: Scene, proofs: list[Proven], *keys: str) -> subprocess.CompletedProcess[str]:
    """Check proofs with nothing but the file and Python."""
    folder = scene.folder / "bundle"
    folder.mkdir(exist_ok=True)
    for proof in proofs:
        (folder / proof.name).write_text(proof.text, encoding="utf-8")
    files = [str(folder / proof.name) for proof in proofs]
    command = [sys.executable, "-I", "-S", str(FILE), "--log", str(scene.log.key), *keys, *files]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_bundle_is_checked_without_our_software(scene: Scene, proofs: list[Proven]) -> None:
    done = run(scene, proofs, "--witness", str(scene.witness.key))
    assert (done.returncode, done.stderr) == (0, "")
    assert "holder-H-1 version 2, certification.granted.v1, leaf 6 of 7, seen by example.com/witness" in done.stdout
    assert done.stdout.splitlines()[-1].endswith("holder-H-1 ended at version 2, and all are proven")


def test_a_bundle_that_leaves_out_an_event_is_refused(scene: Scene, proofs: list[Proven]) -> None:
    done = run(scene, proofs[1:])
    assert done.returncode == 3
    assert "not all versions of holder-H-1 up to 2 are proven" in done.stdout


def test_keys_that_are_wrong_do_not_verify(scene: Scene, proofs: list[Proven]) -> None:
    assert run(scene, proofs, "--witness", str(scene.log.key._replace(kind=verify.WITNESS))).returncode == 3
    assert run(scene, proofs, "--witness", "hello").returncode == 2


def test_the_verifier_needs_the_standard_library_alone_and_fits_on_a_few_pages() -> None:
    assert len(FILE.read_text(encoding="utf-8").splitlines()) <= 250
    listing = "import runpy, sys\nsys.argv[1:] = ['-h']\ntry: runpy.run_path({!r}, run_name='__main__')\n"
    listing += "except SystemExit: pass\n"
    script = listing.format(str(FILE)) + "print(sorted(set(sys.modules) & {'ledger', 'cryptography', 'pydantic'}))"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 19])
def test_every_flip_of_a_bit_and_every_truncation_is_refused(scene: Scene, proofs: list[Proven], every: int) -> None:
    """Of both proofs of H-1 with the checkpoint in them, of the end of its stream, and of the checkpoint itself.

    Each flip in a note costs a signature, so that every run of the tests tries one in nineteen, and `make long` all.
    """
    texts = {**{proof.name: proof.text for proof in proofs}, "checkpoint": proofs[0].text.partition("\n\n")[2]}
    assert [Path(name).suffix for name in texts] == [".tlog-proof", ".tlog-proof", ".end", ""]
    for name, text in texts.items():
        (scene.folder / name).write_text(text, encoding="utf-8")
    files = [str(scene.folder / name) for name in texts]
    keys = [str(scene.log.key), str(scene.witness.key)]
    command = [sys.executable, "-I", "-S", SPOILING, str(every), str(FILE), *keys, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    sizes = [len(text.encode()) for text in texts.values()]
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"bits": -(-8 * size // every), "beginnings": size, "passed": [[], [], []]} for size in sizes
    ]


@pytest.mark.parametrize("where", ["an event", "a hash of the path", "a signature"])
def test_a_proof_with_one_bit_turned_is_refused_by_the_verifier_as_it_is_run(
    scene: Scene, proofs: list[Proven], where: str
) -> None:
    lines = bytearray(proofs[0].text.encode()).split(b"\n")[:-1]
    lines[{"an event": 1, "a hash of the path": 3, "a signature": -1}[where]][-8] ^= 1
    spoiled = proofs[0]._replace(text=b"\n".join([*lines, b""]).decode())
    assert run(scene, [spoiled], "--witness", str(scene.witness.key)).returncode == 3
    assert run(scene, proofs[:1], "--witness", str(scene.witness.key)).returncode == 0


def test_a_proof_of_what_is_newer_than_the_checkpoint_is_not_given(scene: Scene) -> None:
    with scene.open() as ledger:
        with pytest.raises(NotFoundError, match="newer than the last checkpoint"):
            prove_events(ledger, "H-4")
        assert [proof.name for proof in prove_events(ledger, "@5")] == ["5.tlog-proof"]


@pytest.mark.parametrize("what", ["H-99", "@99", "@99999999999999999999", "@", "@x"])
def test_there_is_no_proof_of_what_is_not_recorded(scene: Scene, what: str) -> None:
    with scene.open() as ledger, pytest.raises(NotFoundError):
        prove_events(ledger, what)
