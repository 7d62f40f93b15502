"""Checkpoints: the log signs its head, a witness cosigns it, and the ledger keeps what came back."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ledger.errors import InputError, RefusedError, TamperedError
from ledger.seal.log import checked_head
from ledger.seal.memory import LastNote
from ledger.seal.merkle import check_consistency
from ledger.seal.notes import Signer, checkpoint_text
from ledger.seal.tiles import Tree
from ledger.seal.verify import Head, Invalid, Key, decode, number, read_head, read_note, signed
from ledger.store.seals import Seals


class Published(NamedTuple):
    """A signed checkpoint, and the same with the proof that a witness needs who has seen `since` leaves."""

    head: Head
    note: str
    request: str


class Taken(NamedTuple):
    """What a checkpoint came to that was brought back: its head, and which witness saw it when."""

    head: Head
    seen: dict[str, datetime]


def publish(seals: Seals, signer: Signer, *, last: Path, since: int | None = None) -> Published:
    """Sign the head of what is sealed, and keep the note.

    `last` is where the signer keeps its last note, beside the key. `TamperedError` when what is sealed now does not
    go on from there: nothing is signed then. `since` is what the witness saw last, by default the newest cosigned.
    """
    sealed = checked_head(seals)
    tree = Tree(seals, sealed.size)
    head = Head(signer.key.name, sealed.size, sealed.root)
    with LastNote(last).taken() as memory:
        _expect_continued(memory.head(signer.key), tree)
        for size, note in seals.notes():
            _expect_continued(_kept_head(note), tree) if size <= sealed.size else _refuse_shorter(size, sealed.size)
        text = checkpoint_text(head)
        note = f"{text}\n{signer.line(text)}"
        memory.write(note)
    kept = dict(seals.notes()).get(head.size)
    if kept is None or read_note(kept)[0] != text:
        seals.keep_note(head.size, note)
    since = _newest_cosigned(seals) if since is None else since
    if not 0 <= since <= head.size:
        raise InputError(f"The log has {head.size} leaves, so nobody can have seen {since}. Correct --since.")
    proof = "".join(f"{base64.b64encode(each).decode()}\n" for each in tree.consistency(since))
    return Published(head, note, f"old {since}\n{proof}\n{note}")


def cosign(request: str, log: Key, signer: Signer, *, state: Path, at: datetime) -> str:
    """Return a checkpoint with a witness's cosignature, having written down what it cosigned in the folder `state`.

    `request` is a checkpoint with or without the proof before it. `TamperedError` when the log shows something
    else than before, `RefusedError` when the proof begins elsewhere than the witness's last head, `InputError`
    when it is no checkpoint that the log signed.
    """
    old, path, note = _read_request(request)
    head = _signed_head(note, log)
    state.mkdir(parents=True, exist_ok=True)
    with LastNote(state / f"{log.id.hex()}.checkpoint").taken() as memory:
        seen = memory.head(log)
        if seen is not None:
            _expect_consistent(seen, head, old, path)
        text = read_note(note)[0]
        memory.write(f"{text}\n{''.join(_lines(note, log))}")
        return f"{text}\n{''.join(_lines(note, log))}{signer.line(text, int(at.timestamp()))}"


def take(seals: Seals, note: str, log: Key, witnesses: list[Key]) -> Taken:
    """Keep a checkpoint that came back, with the cosignatures of `witnesses` and none that nobody checked.

    `TamperedError` when it is not a checkpoint of what is sealed here; `RefusedError` when no witness signed it.
    """
    head = _signed_head(note, log)
    read = read_note(note)
    try:
        times = {key.name: at for key in witnesses if (at := signed(read, key)) is not None}
    except Invalid as error:
        raise InputError(f"The checkpoint cannot be taken: {error}. Ask the witness again.") from None
    sealed = checked_head(seals)
    if head.size > sealed.size or Tree(seals, sealed.size).root(head.size) != head.root:
        raise TamperedError(f"The checkpoint of {head.size} leaves is not one of this record. Run `recert verify`.")
    if not times:
        raise RefusedError("No witness named has cosigned it. Name the witness's key with --witness.")
    earlier = dict(seals.notes()).get(head.size, "")
    before = _all_lines(earlier) if earlier.startswith(f"{read[0]}\n") else []
    checked = [line for key in (log, *witnesses) for line in _lines(note, key)]
    seals.keep_note(head.size, "".join([f"{read[0]}\n", *dict.fromkeys([*checked, *before])]))
    return Taken(head, {name: datetime.fromtimestamp(at, UTC) for name, at in times.items()})


def _read_request(request: str) -> tuple[int, tuple[bytes, ...], str]:
    if not request.startswith("old "):
        return 0, (), request
    above, _, note = request.partition("\n\n")
    first, *lines = above.split("\n")
    try:
        return number(first[4:]), tuple(decode(line, 32) for line in lines), note
    except Invalid as error:
        raise InputError(f"This is no checkpoint with its proof: {error}. Ask for it again.") from None


def _signed_head(note: str, log: Key) -> Head:
    try:
        read = read_note(note)
        head = read_head(read[0])
        if signed(read, log) is None or head.origin != log.name:
            raise Invalid(f"{log.name} did not sign it")
    except Invalid as error:
        raise InputError(f"This is no checkpoint of {log.name}: {error}. Ask for it again.") from None
    return head


def _expect_consistent(seen: Head, head: Head, old: int, path: tuple[bytes, ...]) -> None:
    """Let a head pass that goes on from what the witness has seen."""
    if head.size < seen.size:
        raise TamperedError(f"The log shows {head.size} leaves, and showed {seen.size} before. Nothing was cosigned.")
    if head.size == seen.size:
        old, path = seen.size, ()
    if old != seen.size and seen.size:
        raise RefusedError(f"The proof begins at {old} leaves. Publish with `--since {seen.size}`.")
    try:
        if seen.size:
            check_consistency(seen.size, seen.root, head.size, head.root, path)
    except Invalid as error:
        raise TamperedError(f"This checkpoint and the last one contradict: {error}. Nothing was cosigned.") from None


def _expect_continued(last: Head | None, tree: Tree) -> None:
    if last is None:
        return
    if last.size > tree.size:
        _refuse_shorter(last.size, tree.size)
    if tree.root(last.size) != last.root:
        raise TamperedError(f"What is sealed is not what was signed at {last.size} leaves. Nothing was signed.")


def _refuse_shorter(signed_size: int, size: int) -> None:
    raise TamperedError(f"{size} leaves are sealed, and {signed_size} were signed before. Nothing was signed.")


def _kept_head(note: str) -> Head:
    try:
        return read_head(read_note(note)[0])
    except Invalid as error:
        raise TamperedError(
            f"A checkpoint that the ledger keeps cannot be read: {error}. Nothing was signed."
        ) from None


def _newest_cosigned(seals: Seals) -> int:
    return max((size for size, note in seals.notes() if len(read_note(note)[1]) > 1), default=0)


def _all_lines(note: str) -> list[str]:
    return note.rpartition("\n\n")[2].splitlines(keepends=True)


def _lines(note: str, key: Key) -> list[str]:
    """Return the lines of one key, which a name alone does not tell."""
    lines = (line.split(" ") for line in _all_lines(note))
    return [" ".join(line) for line in lines if line[1] == key.name and decode(line[2].strip())[:4] == key.id]
