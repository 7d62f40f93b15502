"""Keys stay with whom they belong to, and what was signed last outlasts a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ledger import InputError, RefusedError, TamperedError, new_key, publish_checkpoint, read_public, read_signer
from ledger.seal.verify import ed25519, read_note
from tests.ledger.seal.scene import Scene


def test_a_signature_of_ours_verifies_with_both_implementations(scene: Scene) -> None:
    text = "a text\n"
    ((name, key_id, signature),) = read_note(f"{text}\n{scene.log.line(text)}")[1]
    public = scene.log.key.public
    Ed25519PublicKey.from_public_bytes(public).verify(signature, text.encode())
    assert ed25519(public, text.encode(), signature)
    assert (name, key_id) == ("example.com/log", scene.log.key.id)


def test_a_key_file_is_for_its_owner_alone(scene: Scene) -> None:
    file = scene.folder / "log" / "key"
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o640)
    with pytest.raises(RefusedError, match="Others may read"):
        read_signer(file)


def test_a_key_in_the_folder_of_the_ledger_is_refused(scene: Scene) -> None:
    inside = scene.file.parent / "key"
    with pytest.raises(RefusedError, match="lies in the ledger's folder"):
        new_key(inside, "example.com/x", ledger=scene.file)
    os.rename(scene.folder / "log" / "key", inside)
    with pytest.raises(RefusedError, match="lies in the ledger's folder"):
        read_signer(inside, ledger=scene.file)
    link = scene.folder / "link"
    link.symlink_to(inside)
    with pytest.raises(RefusedError, match="lies in the ledger's folder"):
        read_signer(link, ledger=scene.file)


def test_a_key_file_that_exists_is_left_alone(scene: Scene) -> None:
    before = scene.log
    with pytest.raises(RefusedError, match="left alone"):
        new_key(scene.folder / "log" / "key", "example.com/log")
    assert scene.log == before


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb"])
def test_a_name_that_no_note_can_carry_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        new_key(tmp_path / "key", name)
    assert not (tmp_path / "key").exists()


@pytest.mark.parametrize("text", ["", "hello", "PRIVATE+KEY+a+00000000+AAAA", "a+b+c+d", "\x00"])
def test_what_is_no_key_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "key"
    file.touch(0o600)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        read_signer(file)
    with pytest.raises(InputError):
        read_public(text)


def test_a_ledger_is_not_signed_with_the_key_of_a_witness(scene: Scene) -> None:
    with scene.open() as ledger, pytest.raises(RefusedError, match="another kind"):
        publish_checkpoint(ledger, scene.witness, last=scene.folder / "last")


def test_a_last_note_that_somebody_changed_stops_the_signer(scene: Scene) -> None:
    last = scene.folder / "log" / "last"
    last.write_text(last.read_text(encoding="utf-8").replace("7", "8", 1), encoding="utf-8")
    with pytest.raises(TamperedError, match="signed last"):
        scene.publish()


WITNESS = """
import sys
from cli.main import main
main(["witness", "cosign", sys.argv[1], "--log", sys.argv[2], "--state", sys.argv[3], "--key", sys.argv[4]])
"""


def test_a_witness_killed_before_it_answers_still_knows_what_it_saw(scene: Scene) -> None:
    """The answer goes into a full pipe, so that the witness stands between writing down and answering when it dies."""
    state = scene.folder / "witness" / "state" / f"{scene.log.key.id.hex()}.checkpoint"
    request, before = scene.publish(), state.read_text(encoding="utf-8")
    asked = request.read_text(encoding="utf-8")
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    while _fill(writer):
        pass
    os.set_blocking(writer, True)
    arguments = [str(request), str(scene.log.key), str(state.parent), str(scene.folder / "witness" / "key")]
    process = subprocess.Popen([sys.executable, "-c", WITNESS, *arguments], stdout=writer)
    while state.read_text(encoding="utf-8") == before:
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    os.close(reader)
    os.close(writer)
    scene.attack("UPDATE stored_events SET topic = 'certification.revoked.v1' WHERE rowid = 8")
    scene.reseal()
    (scene.folder / "log" / "last").unlink()
    with pytest.raises(TamperedError, match="contradict"):
        scene.cosign(scene.publish(since=7))
    request.write_text(asked, encoding="utf-8")
    assert scene.cosign(request).exists()


def _fill(writer: int) -> bool:
    try:
        os.write(writer, b"\0" * 4096)
    except BlockingIOError:
        return False
    return True
