"""What sealing, checkpoints and proofs came to, and what verifying found."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from cli.show.output import document, put
from ledger import InputError, Proven, Published, Sealed, SealFinding, Taken, Verification, instant_text

_CAUTION = "What a checkpoint held by someone else does not cover can be changed without notice."


def sealed(done: Sealed, *, as_json: bool) -> None:
    """Show how many events were sealed now, and how many are."""
    if as_json:
        document({"schema": 1, "added": done.added, "sealed": done.head.size, "root": done.head.root.hex()})
    else:
        put(f"Sealed {done.added} events; {done.head.size} are sealed, root {done.head.root.hex()}.")


def published(done: Published, folder: Path) -> None:
    """Write a checkpoint and the request for witnesses to a folder, and say where."""
    stem = folder / str(done.head.size)
    _write(stem.with_suffix(".checkpoint"), done.note)
    _write(stem.with_suffix(".request"), done.request)
    put(f"Signed {done.head.size} events. Give {stem}.checkpoint to others, {stem}.request to witnesses.")


def taken(done: Taken) -> None:
    """Show which witness saw a checkpoint when."""
    for name, at in done.seen.items():
        put(f"{name} saw {done.head.size} events at {instant_text(at)}.")


def written(proofs: Iterable[Proven], folder: Path) -> None:
    """Write proofs to a folder and say how many."""
    count = 0
    for count, proof in enumerate(proofs, 1):  # noqa: B007 - Counted, after the last one.
        _write(folder / proof.name, proof.text)
    put(f"Wrote {count} proofs to {folder}.")


def verified(check: Verification, *, as_json: bool) -> int:
    """Show every finding as it comes, then what was checked; return 0, 1 or 3."""
    code, found = 0, []
    for finding in check:
        code = max(code, 3 if finding.tampered else 1)
        if as_json:
            found.append(finding._asdict())
        else:
            put(_line(finding))
    if as_json:
        document({"schema": 1, "verdict": _VERDICTS[code], **_counts(check), "findings": found})
    else:
        put(f"{_VERDICTS[code].capitalize()}. {_summary(check)}")
    return code


_VERDICTS = {0: "nothing found", 1: "not everything could be decided", 3: "the record does not match its seal"}


def _line(finding: SealFinding) -> str:
    return f"{'TAMPERED' if finding.tampered else 'UNDECIDED'} {finding.code}: {finding.message}"


def _counts(check: Verification) -> dict[str, Any]:
    root = check.head.root.hex()
    return {"sealed": check.sealed, "unsealed": check.unsealed, "unpublished": check.unpublished, "root": root}


def _summary(check: Verification) -> str:
    numbers = f"{check.sealed} events are sealed, {check.unsealed} are not"
    if check.agreed:
        newest = (
            f"the newest checkpoint given that holds covers {check.agreed}, so that {check.unpublished} are unpublished"
        )
        return f"{numbers}; {newest}. {_CAUTION}"
    return f"{numbers}, and no checkpoint was given that holds: all {check.unpublished} are unpublished. {_CAUTION}"


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all: there may be one already that others rely on."""
    unfinished = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise InputError(f"Nothing can be written there: {error.strerror}. Name another folder.", str(path)) from None
