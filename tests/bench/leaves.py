"""Fill a ledger with many events, seal it, or verify it, each in a process of its own that says how large it became.

    python -m tests.bench.leaves fill|seal|verify FILE EVENTS

What the process says is a number of MB: its largest size since it began, as Linux counts it. `ru_maxrss` begins with
the size of the process that started this one.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from eventsourcing.persistence import StoredEvent

from ledger.seal.full import FullVerification
from ledger.seal.log import seal
from ledger.store import Log
from ledger.store.seals import seals_of
from tests.ledger.logs import open_sqlite

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE, STREAM = 5_000, 20
TOPIC = "certification.granted.v1"
STATE = (
    b'{"actor":"test","certification":"CCNA","command_id":"00000000-0000-4000-8000-000000000001",'
    b'"event_id":"00000000-0000-4000-8000-%012d","holder":"H-%d","on":"2026-03-01","recorded_at":"2026-03-01T12:00:00Z"}'
)


def fill(log: Log, events: int) -> None:
    """Record grants, twenty a holder, in transactions of one page."""
    for start in range(0, events, PAGE):
        numbers = range(start, min(start + PAGE, events))
        rows = [
            StoredEvent(f"holder-H-{n // STREAM}", n % STREAM + 1, TOPIC, STATE % (n, n // STREAM)) for n in numbers
        ]
        log.insert_events(rows, recorded_at=AT)


def verify(log: Log, events: int) -> None:
    """Verify in full; a sound record has no findings."""
    check = FullVerification(log, seals_of(log))
    found = [finding for finding, _ in zip(check, range(10), strict=False)]
    if found or check.sealed != events:
        sys.exit(f"{check.sealed} of {events} are sealed; {found}")


def main(what: str, file: str, events: str) -> None:
    with open_sqlite(Path(file), create=what == "fill") as factory:
        log: Log = factory.application_recorder()  # type: ignore[assignment]
        match what:
            case "fill":
                fill(log, int(events))
            case "seal":
                seal(log, seals_of(log))
            case _:
                verify(log, int(events))
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(int(status.partition("VmHWM:")[2].split()[0]) / 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
