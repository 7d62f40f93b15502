"""What was read from a damaged file, as lines of JSON: every event with its standing, every stream that lacks one."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, get_args

from ledger.backup.judging import Judgement, Standing
from ledger.store.remains import Found, Place, Remains

MISSING = "missing"
STANDINGS = (*get_args(Standing), MISSING)
_STREAMS_SHOWN = 10


class Evidence:
    """Reads remains once, in order; then `counts` says how many events are of which standing, or missing.

    `lacking` is the number of streams that lack events, or have one that is not what was sealed; `shown` are the first.
    """

    def __init__(self, remains: Remains, judgement: Judgement) -> None:
        self._remains, self._judgement = remains, judgement
        self._contradicted: dict[str, list[int]] = {}
        self.counts: Counter[str] = Counter()
        self.lacking = 0
        self.shown: list[dict[str, Any]] = []

    def events(self) -> Iterator[str]:
        """Yield a line for every event that was read, and one for every stretch of positions of which none was."""
        lines = merge(map(self._event, self._remains.events()), self._missing(), key=itemgetter("position"))
        yield from map(_line, lines)

    def streams(self) -> Iterator[str]:
        """Yield a line for every stream that lacks events, or has one that is not what was sealed; after `events`."""
        places = self._remains.places(self._judgement.last)
        for stream, found in groupby(places, attrgetter("stream")):
            known = list(found)
            lacks, wrong = list(_lacks(known)), self._contradicted.get(stream, [])
            if lacks or wrong:
                read = sum(place.read for place in known)
                told = {"stream": stream, "read": read, "lacks": lacks, "contradicted": wrong}
                self.lacking += 1
                self.shown += [told] if self.lacking <= _STREAMS_SHOWN else []
                yield _line(told)

    def _event(self, found: Found) -> dict[str, Any]:
        row, standing = found.row, self._judgement.standing(found)
        self.counts[standing] += 1
        if standing == "contradicted":
            self._contradicted.setdefault(str(row.originator_id), []).append(row.originator_version)
        return {
            "position": row.id,
            "stream": row.originator_id,
            "version": row.originator_version,
            "topic": row.topic,
            "standing": standing,
            "leaf": found.leaf.hex(),
            **_said(row.state),
        }

    def _missing(self) -> Iterator[dict[str, Any]]:
        for first, last in self._judgement.missing():
            self.counts[MISSING] += last - first + 1
            yield {"position": first, "until": last, "standing": MISSING}


def _said(state: bytes) -> dict[str, str]:
    """Return the bytes of an event so that a person can read them, where they are text."""
    try:
        return {"state": state.decode()}
    except UnicodeDecodeError:
        return {"state_base64": base64.b64encode(state).decode()}


def _lacks(places: list[Place]) -> Iterator[dict[str, int | None]]:
    """Yield the versions of a stream that were not read, with the position where the index still names it."""
    version = 0
    for place in places:
        if place.version > version + 1:  # Not one by one: a version that is garbled may be any number.
            yield {"version": version + 1, "until": place.version - 1, "position": None}
        if not place.read:
            yield {"version": place.version, "until": place.version, "position": place.position}
        version = place.version


def _line(value: dict[str, Any]) -> str:
    return f"{json.dumps(value)}\n"
