"""Four processes that import into one ledger at once, one of which meets a fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from tests.faults.acts import LEDGER, claims, grants, write_entries
from tests.faults.checking import Row, looked_at, lost, sound, truthful, verified_here
from tests.faults.running import Done, Fault, Started, recert, traced
from tests.faults.trials import Bench, Outcome, as_left, swept

KILLS = (0.0, 0.1, 0.2, 0.3, 0.4)
"""Seconds after which the first of four who import one file is killed."""

FAULTS = (
    Fault("fdatasync", "1", "KILL"),
    Fault("fdatasync", "2", "KILL"),
    Fault("fdatasync", "4", "KILL"),
    Fault("pwrite64", "60", "KILL"),
    Fault("fdatasync", "1", "EIO"),
    Fault("fdatasync", "1+", "EIO"),
    Fault("fdatasync", "2+", "EIO"),
    Fault("pwrite64", "60+", "ENOSPC"),
)
_WRITERS = 4
_HOLDERS = 150
"""So many holders with two entries each are recorded in one transaction, and the import's own event in another."""

Identities: TypeAlias = frozenset[tuple[str, int, str, str]]


class Contest(NamedTuple):
    """What four writers have to say: a file each, or all the same one; `said` is what each file adds to the ledger."""

    files: tuple[str, ...]
    before: tuple[Row, ...]
    said: dict[str, Identities]


def prepared(bench: Bench, *, alike: bool) -> Contest:
    """Import one file after the other, undisturbed, and note what each adds."""
    files = tuple("w0.jsonl" if alike else f"w{number}.jsonl" for number in range(_WRITERS))
    folder = _desk(bench, f"{len(set(files))} files, one after the other", files)
    before = tuple(looked_at(folder).rows)
    said: dict[str, Identities] = {}
    for file in files:
        there = set(looked_at(folder).identities)
        done = recert(folder, *_importing(file))
        assert done.code == 0, done.err
        said.setdefault(file, frozenset(set(looked_at(folder).identities) - there))
    return Contest(files, before, said)


def contested(bench: Bench, contest: Contest, fault: Fault | float, name: str) -> Outcome:
    """Let four processes import at once, the first of them with a fault; look, and let it import again.

    A number is the seconds after which it is killed.
    """
    folder = _desk(bench, name, contest.files)
    first = _first(folder, contest, fault)
    others = [Started(folder, _importing(file)) for file in contest.files[1:]]
    done = first.killed(fault) if isinstance(fault, float) else first.ended()
    others_done = [other.ended() for other in others]
    desk, wrong = as_left(folder)
    there, own = frozenset(desk.identities), contest.said[contest.files[0]]
    wrong += [*sound(desk.rows), *_foreign(contest, there), *_complaints(others_done)]
    now = len(own & there)
    alone = contest.files.count(contest.files[0]) == 1
    wrong += truthful(done, before=0 if alone else now, now=now, whole=len(own), newest=len(desk.rows))
    gone = lost(contest.before, desk.rows)
    for each, file in zip([done, *others_done], contest.files, strict=True):
        gone += lost(contest.said[file], there) if each.code == 0 else []
    unmended = list(_again(folder, contest))
    unsaid = done.code != 0 and now > 0
    return swept(folder, Outcome(name, done.hit, done, unsaid, not unmended, (), tuple(gone), tuple(wrong + unmended)))


def _first(folder: Path, contest: Contest, fault: Fault | float) -> Started:
    own = _importing(contest.files[0])
    return Started(folder, own) if isinstance(fault, float) else traced(folder, own, fault)


def _desk(bench: Bench, name: str, files: Sequence[str]) -> Path:
    folder = bench.copied("open", name)
    for file in files:
        prefix = file.partition(".")[0].upper()
        write_entries(folder / file, [*grants(prefix, holders=_HOLDERS), *claims(prefix, holders=_HOLDERS)])
    return folder


def _importing(file: str) -> tuple[str, ...]:
    return "--ledger", LEDGER, "import", file


def _complaints(others: Sequence[Done]) -> Iterator[str]:
    """Yield what went wrong for those that no fault was meant for."""
    yield from (f"another writer: exit {done.code}, {done.err}" for done in others if done.code != 0)


def _foreign(contest: Contest, there: Identities) -> Iterator[str]:
    """Yield events that nobody said, and parts of transactions; of an import of one file there may be several ends."""
    before = frozenset(row.identity for row in contest.before)
    for stream, version, topic, _ in there - before.union(*contest.said.values()):
        if not stream.startswith("batch-"):
            yield f"nobody said {topic} of {stream}, version {version}"
    for file, said in contest.said.items():
        if len(said & there) not in (0, len(said) - 1, len(said)):
            yield f"of {file} {len(said & there)} events are there, which is no whole transaction"


def _again(folder: Path, contest: Contest) -> Iterator[str]:
    done = recert(folder, *_importing(contest.files[0]))
    if done.code != 0:
        yield f"again: exit {done.code}, {done.err}"
    yield from (f"after saying it again: {each}" for each in verified_here(folder))
    there = frozenset(looked_at(folder).identities)
    yield from (f"after saying it again: {each}" for said in contest.said.values() for each in lost(said, there))
    yield from (f"after saying it again: {each}" for each in _foreign(contest, there))
