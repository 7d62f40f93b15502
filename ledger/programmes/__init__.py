"""The programmes that ship: each a folder with a policy and the three files of a catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ledger.documents import read_bytes
from ledger.errors import InputError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

POLICY_FILE = "policy.toml"
FILES = (POLICY_FILE, "certifications.csv", "exams.csv", "items.csv")


class Pack(NamedTuple):
    """A programme as data: the texts of its files, as they stand, and `place` to name them by."""

    place: str
    policy: str
    certifications: str
    exams: str
    items: str


def shipped() -> tuple[str, ...]:
    """Return the ids of the programmes that ship, sorted."""
    return tuple(sorted(folder.name for folder in _home().iterdir() if folder.joinpath(POLICY_FILE).is_file()))


def read_pack(programme: str) -> Pack:
    """Return the pack of a shipped programme, or of a folder when `programme` has a slash; else `InputError`."""
    if "/" in programme:
        return _read(Path(programme), programme.rstrip("/"))
    if programme not in shipped():
        raise InputError(
            f"There is no shipped programme {programme!r}. Use one of: {', '.join(shipped())}; or a folder, as ./NAME."
        )
    return _read(_home().joinpath(programme), programme)


def _home() -> Traversable:
    """Return the folder of the shipped packs."""
    from importlib.resources import files  # Reading a ledger needs no pack, and this import is slow.

    return files(__name__)


def _read(folder: Traversable, place: str) -> Pack:
    """Read the four files of a folder."""
    return Pack(place, *(_text(folder.joinpath(name), f"{place}/{name}") for name in FILES))


def _text(file: Traversable, place: str) -> str:
    """Return a file's text, a byte order mark taken off."""
    try:
        content = read_bytes(file) if isinstance(file, Path) else file.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise InputError(
            f"The file cannot be read: {error.strerror}. A pack needs {', '.join(FILES)}.", place
        ) from None
    except UnicodeDecodeError:
        raise InputError("The file is not UTF-8 text. Save it as UTF-8.", place) from None
