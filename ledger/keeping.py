"""What is long in the making and always the same is kept between runs: never an answer, only what computes one.

Kept in the folder that the environment variable RECERT_CACHE names, else in ``recert`` in the folder of caches
(XDG_CACHE_HOME, else ~/.cache); with an empty RECERT_CACHE, nowhere. A file there is as trusted as the bytecode that
Python keeps: it is read only where nobody else could have written it, or anything in its folder. Its name is a digest
of everything that it was made from, the program included, so that nothing in it is ever out of date; it begins with a
digest of itself, so that nothing damaged is used. What cannot be read is made anew, and what cannot be written is not
kept.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeVar, cast

from pydantic_core import __version__ as pydantic_version

T = TypeVar("T")

_PACKAGES = ("ledger", "projections")
_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_DIGEST = 32
_READ_ONLY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)  # No link, no waiting pipe.
_MOST = 16
"""How many files of one name stay."""


def kept(name: str, make: Callable[[], T], *, of: bytes = b"") -> T:
    """Return what `make` returns, a value that pickle can keep; `of` is what it is made from besides the program."""
    folder = _folder()
    if folder is None:
        return make()
    digest = hashlib.sha256(_program() + of).hexdigest()
    path = os.path.join(folder, f"{name}-{digest}")
    try:
        return cast("T", _read(path))
    except Exception:  # Whatever is wrong with a file there, or with its pickle, the value can be made.
        value = make()
        _write(path, name, pickle.dumps(value))
        return value


def _folder() -> str | None:
    if (named := os.environ.get("RECERT_CACHE")) is not None:
        return named or None
    caches = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(caches, "recert") if os.path.isabs(caches) else None


def _read(path: str) -> object:
    if not _ours_alone(os.stat(os.path.dirname(path))):
        raise PermissionError(path)
    with open(os.open(path, _READ_ONLY), "rb") as file:
        if not _ours_alone(os.fstat(file.fileno())):
            raise PermissionError(path)
        digest, content = file.read(_DIGEST), file.read()
    if hashlib.sha256(content).digest() != digest:
        raise ValueError(path)
    return pickle.loads(content)


def _ours_alone(said: os.stat_result) -> bool:
    """Say whether nobody else may write a file or in a folder; where a system does not tell, bytecode is no safer."""
    return not hasattr(os, "geteuid") or (said.st_uid == os.geteuid() and not said.st_mode & 0o022)


def _write(path: str, name: str, content: bytes) -> None:
    """Write a file whole or not at all, and let the oldest of its name go."""
    folder = os.path.dirname(path)
    unfinished = f"{path}.{os.getpid()}"
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(hashlib.sha256(content).digest() + content)
        os.replace(unfinished, path)
        with os.scandir(folder) as entries:
            ours = [entry for entry in entries if entry.name.startswith(f"{name}-")]
        for entry in sorted(ours, key=lambda entry: entry.stat().st_mtime_ns)[:-_MOST]:
            os.unlink(entry.path)
    except OSError:
        return


@cache
def _program() -> bytes:
    """Return a digest of this program: Python, pydantic's core, and the size and time of each source file."""
    sources = "\n".join(
        sorted(f"{path} {size} {time}" for package in _PACKAGES for path, size, time in _files(package))
    )
    return hashlib.sha256(f"{sys.version}\n{pydantic_version}\n{sources}".encode()).digest()


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(os.path.join(_ROOT, folder)) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                said = entry.stat()
                yield f"{folder}/{entry.name}", said.st_size, said.st_mtime_ns
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _files(f"{folder}/{entry.name}")
