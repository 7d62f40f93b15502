"""Which policy a name stands for: adopted, shipped, or in a file, which may be an overlay of another."""

from __future__ import annotations

import re
from pathlib import Path

from cli.show import DIGEST_SHOWN
from ledger import (
    InputError,
    Ledger,
    Policy,
    PolicyAdopted,
    Recorded,
    base_of,
    misfits,
    read_overlay,
    read_pack,
    read_policy,
    read_text,
    shipped,
)

_AT = re.compile(r"(?P<id>.+)@(?P<position>\d{1,18})", re.ASCII)


def find_policy(ledger: Ledger | None, name: str | None, position: int | None = None) -> Policy | None:
    """Return the policy that a name stands for; None for None.

    A name is ``current``, ``ID@POSITION``, the id or the first digits of the digest of one that was adopted, a file,
    or the id of a shipped programme. Of several adopted under one id, the last by `position` counts, or else the last
    of all. `InputError` when there is none of that name, or it does not fit the ledger's catalogue; `PolicyError` when
    the file is no policy.
    """
    if name is None:
        return None
    if ledger is not None and (adopted := adopted_as(ledger, name, position)) is not None:
        return read_policy(adopted[0], place=adopted[1])
    policy = _from_file(ledger, Path(name), position) if Path(name).is_file() else _from_pack(name)
    if ledger is not None and (wrong := misfits(ledger.catalogue, policy)):
        raise InputError(f"{wrong[0]} Name a policy of this ledger's programme.", name)
    return policy


def adopted_as(ledger: Ledger, name: str, position: int | None = None) -> tuple[str, str] | None:
    """Return the text of the adopted document that a name stands for, and what to call it; None if there is none."""
    found = [each for each in ledger.programme() if isinstance(each.event, PolicyAdopted) and _is_called(each, name)]
    within = [each for each in found if position is None or each.position <= position or name == "current"]
    for recorded in (within or found)[-1:]:
        assert isinstance(recorded.event, PolicyAdopted)
        return recorded.event.text, f"policy {recorded.event.policy}@{recorded.position}"
    return None


def document_to_adopt(ledger: Ledger, name: str) -> str:
    """Return the whole text that a name stands for: a file, a document adopted before, or a shipped programme's.

    An overlay is laid over the current policy, which must be its base, and written out as a document of its own.
    """
    if not Path(name).is_file():
        known = name not in shipped() and adopted_as(ledger, name)
        return known[0] if known else _pack_text(name)
    text = text_of(Path(name))
    if base_of(text, place=name) is None:
        read_policy(text, place=name)
        return text
    from tomli_w import dumps

    current = find_policy(ledger, "current")
    assert current is not None
    return dumps(read_overlay(text, current, place=name).document)


def text_of(path: Path) -> str:
    """Return the text of a policy file; `InputError` when it cannot be read as one."""
    try:
        return read_text(path)
    except (OSError, UnicodeDecodeError):
        raise InputError("The policy file cannot be read as UTF-8 text. Check the file.", str(path)) from None


def _is_called(recorded: Recorded, name: str) -> bool:
    event = recorded.event
    assert isinstance(event, PolicyAdopted)
    if name in {"current", event.policy, f"{event.policy}@{recorded.position}"}:
        return True
    return len(name) >= DIGEST_SHOWN and event.digest.startswith(name)


def _from_file(ledger: Ledger | None, path: Path, position: int | None) -> Policy:
    text = text_of(path)
    base = base_of(text, place=str(path))
    if base is None:
        return read_policy(text, place=str(path))
    return read_overlay(text, _base(ledger, base, position, path), place=str(path))


def _base(ledger: Ledger | None, name: str, position: int | None, path: Path) -> Policy:
    """Return the policy that an overlay names as its base: adopted, or shipped with that id or digest."""
    if ledger is not None and (adopted := adopted_as(ledger, name, position)) is not None:
        return read_policy(adopted[0], place=adopted[1])
    for policy in (_from_pack(programme) for programme in shipped()):
        if name in (policy.id, policy.digest):
            return policy
    raise InputError(f"There is no policy {name!r}, adopted or shipped. Correct the base.", f"{path}, base")


def _from_pack(name: str) -> Policy:
    return read_policy(_pack_text(name), place=f"policy {name}")


def _pack_text(name: str) -> str:
    if name in shipped():
        return read_pack(name).policy
    if found := _AT.fullmatch(name):
        raise InputError(f"No policy {found['id']!r} was adopted at @{found['position']}. See `recert policy list`.")
    raise InputError(
        f"There is no policy {name!r}: this ledger never adopted one, none is shipped, and no file is called so. "
        "Name one of these, or write `current`."
    )
