"""Many documents put in order without holding them all: piles on disk, read back one after the other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, SpooledTemporaryFile
from typing import IO, Any

from cli.show.output import compact

_IN_MEMORY_BYTES = 1 << 20


class Piles:
    """So many piles of JSON documents, each in the order in which they came; as a context, gone at the end."""

    def __init__(self, count: int) -> None:
        self._open = ExitStack()
        self._files = [self._open.enter_context(_pile()) for _ in range(count)]
        self.sizes = [0] * count

    def __enter__(self) -> Piles:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def add(self, pile: int, value: Any) -> None:
        """Put a document on a pile."""
        self._files[pile].write(f"{compact(value)}\n")
        self.sizes[pile] += 1

    def lines(self) -> Iterator[str]:
        """Yield every document as a line of JSON, pile after pile."""
        for pile in range(len(self._files)):
            yield from self._lines(pile)

    def documents(self, pile: int) -> Iterator[Any]:
        """Yield the documents of one pile."""
        import json

        yield from map(json.loads, self._lines(pile))

    def _lines(self, pile: int) -> Iterator[str]:
        self._files[pile].seek(0)
        yield from self._files[pile]


def _pile() -> SpooledTemporaryFile[str]:
    return SpooledTemporaryFile(_IN_MEMORY_BYTES, "w+", encoding="utf-8")


@contextmanager
def replacing(path: Path) -> Iterator[IO[str]]:
    """Open a file that takes the place of `path` when all of it is written, and leaves nothing when that fails."""
    with NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.", encoding="utf-8", delete=False) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            os.chmod(file.name, 0o666 & ~_umask())
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def _umask() -> int:
    """Return what files are created without; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
