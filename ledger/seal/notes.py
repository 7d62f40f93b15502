"""Signing notes: keys and their files, checkpoints, cosignatures (https://c2sp.org/signed-note).

Signing takes the package `cryptography`, which the extra `seal` installs; verifying does not.
"""

from __future__ import annotations

import base64
import os
import stat
from pathlib import Path
from typing import NamedTuple

from ledger.documents import opened, read_text
from ledger.errors import InputError, RefusedError
from ledger.seal.verify import LOG, WITNESS, Head, Invalid, Key, decode, read_key

_PRIVATE = "PRIVATE+KEY+"
_MOST_BYTES = 10_000


class Signer(NamedTuple):
    """A key that signs: what verifies it, and the secret seed."""

    key: Key
    seed: bytes

    def line(self, text: str, at: int = 0) -> str:
        """Return the signature line for a text; a witness signs that it saw it `at`, in seconds since 1970."""
        said, stamp = text, b""
        if self.key.kind == WITNESS:
            said, stamp = f"cosignature/v1\ntime {at}\n{text}", at.to_bytes(8, "big")
        signature = _private(self.seed).sign(said.encode())
        return f"\u2014 {self.key.name} {base64.b64encode(self.key.id + stamp + signature).decode()}\n"


def checkpoint_text(head: Head) -> str:
    """Return what a log signs of its head (https://c2sp.org/tlog-checkpoint)."""
    return f"{head.origin}\n{head.size}\n{base64.b64encode(head.root).decode()}\n"


def new_key(path: Path, name: str, *, witness: bool = False, ledger: Path | None = None) -> Key:
    """Make a signing key and write it to a new file that only its owner can read; return what verifies it.

    `RefusedError` when a file is there already, or would lie in the folder of the ledger that it is to watch over.
    """
    _refuse_inside(path, ledger)
    seed = os.urandom(32)
    key = Key(name, WITNESS if witness else LOG, _private(seed).public_key().public_bytes_raw())
    try:
        read_key(str(key))
    except Invalid:
        raise InputError(f"{name!a} cannot name a key. Write it like a web address, without spaces or plus.") from None
    material = base64.b64encode(bytes([key.kind]) + seed).decode()
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise RefusedError(f"There is a file {path} already. It is left alone: name another.") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{_PRIVATE}{key.name}+{key.id.hex()}+{material}\n")
    return key


def read_signer(path: Path, *, ledger: Path | None = None) -> Signer:
    """Read a signing key from its file.

    `RefusedError` when others may read the file, or it lies in the ledger's folder, where whoever can change the
    record would find the key too. `InputError` when it holds no key.
    """
    _refuse_inside(path, ledger)
    with opened(path) as file:
        if os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise RefusedError(f"Others may read the key file {path}. Make a new key, and keep it for yourself alone.")
        text = file.read(_MOST_BYTES)
    try:
        name, key_id, material = text.decode().strip().removeprefix(_PRIVATE).split("+", 2)
        raw = decode(material, 33)
        key = Key(name, raw[0], _private(raw[1:]).public_key().public_bytes_raw())
        if read_key(str(key)).id.hex() != key_id:
            raise Invalid("the id is another key's")
    except ValueError:
        raise InputError("This is no signing key. Make one with `recert key new`.", str(path)) from None
    return Signer(key, raw[1:])


def read_public(text: str) -> Key:
    """Read a verifier key, or the first line of the file that `text` names."""
    try:
        return read_key(read_text(text, _MOST_BYTES) if "+" not in text else text)
    except (ValueError, OSError):
        raise InputError("This is no verifier key, name+id+base64, nor a file with one. Check it.", text[:80]) from None


def _refuse_inside(path: Path, ledger: Path | None) -> None:
    if ledger is not None and ledger.exists() and _real(path).is_relative_to(_real(ledger).parent):
        raise RefusedError(f"The key file {path} lies in the ledger's folder. Keep it elsewhere.")


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))  # `Path.resolve` raises where links lead in a circle.


def _private(seed: bytes):  # type: ignore[no-untyped-def]
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError:
        raise InputError("Signing takes the package cryptography. Install recert-ledger[seal].") from None
    return Ed25519PrivateKey.from_private_bytes(seed)
