"""What came of a backup and of restoring one: where the copy lies, what it agrees with, and what was found."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cli.show.output import counted, document, put, talk
from ledger import Copied

_VERDICTS = {0: "nothing found", 1: "not everything agrees", 3: "the record does not match its seal"}
_MEANING = (
    "Whoever signed that checkpoint will sign nothing of this ledger. Record again what is missing; then make a new "
    "key under another name, publish with it, and say why."
)


@contextmanager
def progress(doing: str) -> Iterator[Callable[[int, int], object] | None]:
    """Draw a progress bar on a terminal while the caller works on pages; None, and nothing drawn, anywhere else."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, pages: bar.update(task, completed=done, total=pages)


def backed_up(done: Copied, *, as_json: bool) -> int:
    """Show what came of a backup; return 0, 1 or 3."""
    lost = "The ledger does not match its seal, so there is no backup. Keep its file as it is, and run `recert verify`."
    return _shown(done, f"Backed up {_events(done)} to {done.path}.", lost, as_json=as_json)


def restored(done: Copied, *, as_json: bool) -> int:
    """Show what came of restoring a backup; return 0, 1 or 3."""
    lost = "The backup does not match its seal, so nothing was restored. Try an older one."
    code = _shown(done, f"Restored {_events(done)} to {done.path}.", lost, as_json=as_json)
    if any(finding.code == "older" for finding in done.findings):
        talk(_MEANING)
    return code


def _shown(done: Copied, made: str, lost: str, *, as_json: bool) -> int:
    code = max((3 if finding.tampered else 1 for finding in done.findings), default=0)
    if as_json:
        _document(done, code)
        return code
    for finding in done.findings:
        put(f"{'TAMPERED' if finding.tampered else 'FOUND'} {finding.code}: {finding.message}")
    put(f"{made} {_agreement(done)}" if done.kept else lost)
    return code


def _document(done: Copied, code: int) -> None:
    check = done.check
    document({
        "schema": 1,
        "verdict": _VERDICTS[code],
        "file": done.path if done.kept else None,
        "ledger_id": str(done.ledger_id),
        "position": done.position,
        "sealed": check.sealed,
        "unsealed": check.unsealed,
        "root": check.head.root.hex(),
        "agreed": check.agreed,
        "findings": [finding._asdict() for finding in done.findings],
    })  # fmt: skip


def _events(done: Copied) -> str:
    return f"{counted(done.check.sealed + done.check.unsealed, 'event')}, up to @{done.position},"


def _agreement(done: Copied) -> str:
    check = done.check
    numbers = f"{check.sealed} are sealed, {check.unsealed} are not"
    if check.agreed:
        return f"{numbers}; it agrees with the checkpoint of {counted(check.agreed, 'event')}."
    return f"{numbers}; there was no checkpoint to hold it against."
