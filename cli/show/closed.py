"""What closing the books recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cli.show.output import counted, document, put
from cli.show.recorded import fields, sentence
from cli.show.words import among, name_of
from ledger import Recorded

LISTED = 20
"""How many decisions people are shown one by one; counts cover all."""


class Closed(NamedTuple):
    """A decision that closing recorded, and the events that it may refer to."""

    recorded: Recorded
    history: tuple[Recorded, ...]


def decisions(done: Iterable[Closed], through: date) -> None:
    """Show the decisions as they are recorded, then how many there are of each kind."""
    counts: Counter[str] = Counter()
    for recorded, history in done:
        counts[name_of(recorded.event)] += 1
        if counts.total() <= LISTED:
            put(sentence(recorded, among(history)))
    if counts.total() > LISTED:
        put(f"and {counts.total() - LISTED} more")
    kinds = sorted((name.partition(" "), number) for name, number in counts.items())
    listed = ", ".join(f"{counted(number, thing)} {happened}" for (thing, _, happened), number in kinds)
    put(f"The books are closed through {through}: {listed or 'nothing was missing'}.")


def decisions_document(done: Iterable[Closed], through: date) -> None:
    """Write the decisions as one JSON document."""
    document({"schema": 1, "through": str(through), "events": [fields(each.recorded) for each in done]})
