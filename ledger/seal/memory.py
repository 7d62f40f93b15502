"""The last note that a signer or a witness signed: written down before it leaves the house, one signature at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.disk import sync_folder
from ledger.errors import TamperedError
from ledger.seal.verify import Head, Invalid, Key, read_head, read_note, signed


class LastNote:
    """A file that holds one note; only inside `taken` may it be read or replaced."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def taken(self) -> Iterator[LastNote]:
        """Let nobody else sign meanwhile."""
        with open(f"{self._path}.lock", "a", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield self

    def read(self) -> str | None:
        """Return the note, None when there is none yet."""
        try:
            return self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def write(self, note: str) -> None:
        """Replace the note; once this returns it outlasts a crash."""
        new = f"{self._path}.new"
        with open(new, "w", encoding="utf-8") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, self._path)
        sync_folder(self._path.parent)

    def head(self, key: Key) -> Head | None:
        """Return what the note says, None when there is none; `TamperedError` when `key` did not sign it."""
        note = self.read()
        if note is None:
            return None
        try:
            read = read_note(note)
            head = read_head(read[0])
            if signed(read, key) is not None and head.origin == key.name:
                return head
        except Invalid:
            pass
        raise TamperedError(f"{self._path} does not hold what {key.name} signed last. Find out who changed it.")
