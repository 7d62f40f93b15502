"""Spoil files in every way, and print which of them the verifier lets pass. Runs alone, with `python -I -S`.

    python -I -S spoiling.py EVERY VERIFIER LOG_KEY WITNESS_KEY FILE...

FILEs are proofs, then ends of streams, then checkpoints. For each, one line of JSON: how many bits were turned, one
in EVERY, how many beginnings were tried, and those that passed. Exit code: 0 when every file holds as it is.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from argparse import Namespace
from collections.abc import Callable
from functools import cache
from typing import Any


def loaded(file: str) -> Any:
    """Return the verifier. Signatures seen to hold or not are remembered, since most flips leave them alone."""
    spec = importlib.util.spec_from_file_location("verifier", file)
    assert spec
    assert spec.loader
    module = sys.modules["verifier"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ed25519 = cache(module.ed25519)  # type: ignore[attr-defined]
    return module


def holds(check: Callable[[str], object], raw: bytes) -> bool:
    """Say whether the verifier lets a file pass; it reads files as text, and refuses by `ValueError` alone."""
    try:
        check(raw.decode())
    except ValueError:
        return False
    return True


def flipped(raw: bytes, bit: int) -> bytes:
    return raw[: bit // 8] + bytes([raw[bit // 8] ^ 1 << bit % 8]) + raw[bit // 8 + 1 :]


def main(every: str, verifier: str, log: str, witness: str, *files: str) -> None:
    module = loaded(verifier)
    given = Namespace(log=module.read_key(log), witness=[module.read_key(witness)])
    proven: dict[str, set[int]] = {}

    def check(text: str) -> object:
        if text.startswith((module.PROOF, module.END)):
            return module._check(text, given, {stream: {*versions} for stream, versions in proven.items()})
        return module.trusted(text, given.log, given.witness)

    for file in files:
        with open(file, "rb") as opened:
            raw = opened.read()
        if file.endswith(".tlog-proof"):
            module._check(raw.decode(), given, proven)
        check(raw.decode())
        turned = range(0, 8 * len(raw), int(every))
        bits = [bit for bit in turned if holds(check, flipped(raw, bit))]
        beginnings = [length for length in range(len(raw)) if holds(check, raw[:length])]
        longer = [more for more in ("\n", "\0", " ", "\u2014") if holds(check, raw + more.encode())]
        tried = {"bits": len(turned), "beginnings": len(raw)}
        sys.stdout.write(json.dumps({**tried, "passed": [bits, beginnings, longer]}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
