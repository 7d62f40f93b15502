"""Check proofs that events are part of a sealed ledger. One file that needs Python alone.

    python -I -S verify.py --log KEY [--witness KEY]... FILE...

KEYs are C2SP verifier keys, ``name+id+base64``; get them, and this file, by another way than the proofs. FILEs are
``.tlog-proof`` (https://c2sp.org/tlog-proof): an event was in the record at a checkpoint, unchanged, and each witness
named has seen that checkpoint; and ``.end``: no event of a stream was left out. Exit code: 0 all hold, 3 one does not.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from datetime import datetime, timedelta
from typing import Any, NamedTuple

LOG, WITNESS = 1, 4  # Signature types: https://c2sp.org/signed-note, https://c2sp.org/tlog-cosignature
PROOF, LEAF, END = "c2sp.org/tlog-proof@v1", b"recert/leaf/v1\0", "recert/stream-end/v1"
_P, _Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # The field and the group order of Ed25519.
_D, _ROOT = -121665 * pow(121666, -1, _P) % _P, pow(2, (_P - 1) // 4, _P)

Note = tuple[str, tuple[tuple[str, bytes, bytes], ...]]  # The text, and each signature: name, key id, bytes.
_Point = tuple[int, int, int, int]  # Extended coordinates, RFC 8032, 5.1.4.


class Invalid(ValueError):  # noqa: N818 - It says what a proof is, not what went wrong in here.
    """A key, a note or a proof does not hold; the text says why."""


class Key(NamedTuple):
    """A verifier key; `kind` is LOG or WITNESS."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that say, with the name, whose a signature is."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"


class Head(NamedTuple):
    """What a checkpoint says: whose log, how many leaves, and the root over them."""

    origin: str
    size: int
    root: bytes


def decode(text: str, length: int | None = None) -> bytes:
    """Decode base64, of which only the one text that encoding gives is taken."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise Invalid("not base64") from None
    if base64.b64encode(raw).decode() != text or length not in (None, len(raw)):
        raise Invalid("not canonical base64 of the right length")
    return raw


def number(text: str) -> int:
    """Read a decimal number: ASCII digits without a leading zero, below 10^18."""
    if not re.fullmatch("0|[1-9][0-9]{0,17}", text):
        raise Invalid("not a number")
    return int(text)


def read_key(text: str) -> Key:
    """Read a verifier key; its id must be that of its name and bytes."""
    parts = text.strip().split("+", 2)
    raw, is_name = decode(parts[-1], 33), parts[0].isprintable() and re.fullmatch(r"[^ +]+", parts[0])
    key = Key(parts[0], raw[0], raw[1:])
    if str(key) != text.strip() or not is_name or key.kind not in (LOG, WITNESS):
        raise Invalid("not the verifier key of a log or a witness")
    return key


def read_note(text: str) -> Note:
    """Take a note apart; nothing in it may be believed before `signed` says that a key you trust signed it."""
    found = re.fullmatch("([^\0-\x09\x0b-\x1f]+\n)\n((?:\u2014 [^\\s+]+ [^\\s]+\n){1,100})", text)
    if not found:
        raise Invalid("not a signed note")
    signatures = ((name, decode(raw)) for _, name, raw in (line.split(" ") for line in found[2].splitlines()))
    return found[1], tuple((name, raw[:4], raw[4:]) for name, raw in signatures)


def signed(note: Note, key: Key) -> int | None:
    """Return when `key` signed (seconds since 1970, 0 for a log), None when it did not; `Invalid` for a forgery."""
    (text, signatures), last = note, None
    for name, key_id, signature in signatures:
        if (name, key_id) == (key.name, key.id):
            cut = 8 if key.kind == WITNESS else 0
            at = int.from_bytes(signature[:cut], "big")
            said = f"cosignature/v1\ntime {at}\n{text}" if cut else text
            if at >= 1 << 37 or not ed25519(key.public, said.encode(), signature[cut:]):
                raise Invalid(f"the signature of {key.name} does not verify")
            last = max(at, last or 0)
    return last


def read_head(text: str) -> Head:
    """Read a checkpoint's text: origin, size, root, and no other line (https://c2sp.org/tlog-checkpoint)."""
    lines = text.split("\n")
    if len(lines) != 4 or not lines[0] or lines[3]:
        raise Invalid("not a checkpoint")
    return Head(lines[0], number(lines[1]), decode(lines[2], 32))


def read_proof(text: str) -> tuple[bytes, bytes, int, tuple[bytes, ...], str]:
    """Return an event's header, its bytes as stored, its index, the path from there, and the checkpoint's text."""
    above, _, checkpoint = text.partition("\n\n")
    lines = above.split("\n")
    if len(lines) < 3 or lines[0] != PROOF or lines[1][:6] != "extra " or lines[2][:6] != "index ":
        raise Invalid("not a proof")
    extra = decode(lines[1][6:])
    topic = 10 + int.from_bytes(extra[:2], "big")
    end = topic + 2 + int.from_bytes(extra[topic : topic + 2], "big")
    if end > len(extra):
        raise Invalid("the event is cut short")
    return extra[:end], extra[end:], number(lines[2][6:]), tuple(decode(line, 32) for line in lines[3:]), checkpoint


def named(header: bytes) -> tuple[str, int, str]:
    """Return the stream, version and topic that a header names."""
    cut = 2 + int.from_bytes(header[:2], "big")
    stream, topic = header[2:cut].decode("ascii", "replace"), header[cut + 10 :].decode("ascii", "replace")
    return stream, int.from_bytes(header[cut : cut + 8], "big"), topic


def leaf_hash(header: bytes, state: bytes) -> bytes:
    """Return the hash of an event's leaf (RFC 6962, 2.1): header, then the hash of the bytes as stored."""
    return hashlib.sha256(b"\0" + LEAF + header + hashlib.sha256(state).digest()).digest()


def root_of(leaf: bytes, index: int, size: int, path: tuple[bytes, ...]) -> bytes:
    """Return the root to which an inclusion path leads (RFC 9162, 2.1.3.2); `Invalid` when it cannot be one."""
    fork = (index ^ (size - 1)).bit_length()  # From here up the path runs along the right edge of the tree.
    if not 0 <= index < size or len(path) != fork + bin(index >> fork).count("1") or len(leaf) != 32:
        raise Invalid("the path does not fit its index and the size of the tree")
    for level, sibling in enumerate(path):
        pair = sibling + leaf if level >= fork or index >> level & 1 else leaf + sibling
        leaf = hashlib.sha256(b"\1" + pair).digest()
    return leaf


def ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether an Ed25519 signature holds (RFC 8032, 5.1.7, without the cofactor); one encoding each is taken."""
    point, scalar = _point(public), int.from_bytes(signature[32:], "little")
    if point is None or len(signature) != 64 or scalar >= _Q or _times(8, point)[0] == 0:  # Nor keys of small order.
        return False
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _Q
    minus = (_P - point[0], point[1], 1, _P - point[3])
    x, y, z, _ = _add(_times(scalar, _BASE), _times(hashed, minus))
    inverse = pow(z, -1, _P)
    return (y * inverse % _P | (x * inverse % _P & 1) << 255).to_bytes(32, "little") == signature[:32]


def _point(raw: bytes) -> _Point | None:
    y, sign = int.from_bytes(raw, "little") & (1 << 255) - 1, raw[-1] >> 7
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    x = x if x * x % _P == square else x * _ROOT % _P
    if len(raw) != 32 or y >= _P or x * x % _P != square or (x == 0 and sign):
        return None
    x = x if x & 1 == sign else _P - x
    return x, y, 1, x * y % _P


def _add(one: _Point, two: _Point) -> _Point:
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % _P, (one[1] + one[0]) * (two[1] + two[0]) % _P
    c, d = 2 * one[3] * two[3] * _D % _P, 2 * one[2] * two[2] % _P
    return (b - a) * (d - c) % _P, (d + c) * (b + a) % _P, (d - c) * (d + c) % _P, (b - a) * (b + a) % _P


def _times(scalar: int, point: _Point) -> _Point:
    total = (0, 1, 1, 0)
    for bit in bin(scalar)[2:]:
        total = _add(total, total)
        total = _add(total, point) if bit == "1" else total
    return total


_BASE = _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little")) or (0, 1, 1, 0)


def trusted(text: str, log: Key, witnesses: list[Key]) -> tuple[Head, str]:
    """Return what a checkpoint says, and in words when each witness saw it; `Invalid` unless log and all signed."""
    note, seen = read_note(text), ""
    for key in (log, *witnesses):
        at = signed(note, key)
        if at is None:
            raise Invalid(f"{key.name} did not sign it")
        seen += f", seen by {key.name} at {datetime(1970, 1, 1) + timedelta(seconds=at)} UTC" if at else ""
    head = read_head(note[0])
    if head.origin != log.name:
        raise Invalid("it is of another log")
    return head, seen


def read_end(text: str, log: Key) -> tuple[str, int]:
    """Return a stream and its newest version, as the log signed them: header, origin, size, root, stream, version."""
    note = read_note(text)
    lines = note[0].split("\n")
    if signed(note, log) is None or lines[:2] != [END, log.name] or len(lines) != 7:
        raise Invalid("it is not the end of a stream, signed by the log")
    return lines[4], number(lines[5])


def _check(text: str, given: Any, proven: dict[str, set[int]]) -> str:
    if text.startswith(END):
        stream, newest = read_end(text, given.log)
        if len({each for each in proven.get(stream, ()) if each <= newest}) != newest:
            raise Invalid(f"not all versions of {stream} up to {newest} are proven")
        return f"{stream} ended at version {newest}, and all are proven"
    header, state, index, path, checkpoint = read_proof(text)
    head, seen = trusted(checkpoint, given.log, given.witness)
    if root_of(leaf_hash(header, state), index, head.size, path) != head.root:
        raise Invalid("the event is not in the tree of the checkpoint")
    stream, version, topic = named(header)
    proven.setdefault(stream, set()).add(version)
    return f"{stream} version {version}, {topic}, leaf {index} of {head.size}{seen}: {state.decode(errors='replace')}"


def main(arguments: list[str] | None = None) -> int:
    """Check the files that a command line names, proofs first; return its exit code."""
    from argparse import ArgumentParser, RawDescriptionHelpFormatter

    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--log", type=read_key, required=True, metavar="KEY", help="the log's verifier key")
    parser.add_argument("--witness", type=read_key, action="append", default=[], metavar="KEY", help="a witness's")
    parser.add_argument("files", nargs="+", metavar="FILE")
    given, refused, proven = parser.parse_args(arguments), 0, dict[str, set[int]]()
    for name in sorted(given.files, key=lambda name: name.endswith(".end")):
        try:
            with open(name, "rb") as file:
                said = "holds: " + _check(file.read(1 << 24).decode(), given, proven)
        except (OSError, ValueError) as error:
            said, refused = f"REFUSED: {error}", refused + 1
        sys.stdout.write("".join(each if each.isprintable() else ascii(each)[1:-1] for each in f"{name} {said}") + "\n")
    return 3 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
