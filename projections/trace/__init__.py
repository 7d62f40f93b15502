"""The trace as records: integers resolved to days, codes and names, one class a row code.

This is all that explanation, the books and the timeline get to see of a fold.
"""

from __future__ import annotations

from projections.trace.records import (
    Counted,
    Excluded,
    Extended,
    Floored,
    Forfeited,
    Governed,
    Granted,
    Held,
    Lapsed,
    LeafTold,
    Lot,
    NotTarget,
    OptionTold,
    Record,
    Renewed,
    Result,
    Retired,
    Revoked,
    Status,
    Until,
    Used,
)
from projections.trace.resolve import REASONS, STATUS, records, until_of

__all__ = [
    "REASONS",
    "STATUS",
    "Counted",
    "Excluded",
    "Extended",
    "Floored",
    "Forfeited",
    "Governed",
    "Granted",
    "Held",
    "Lapsed",
    "LeafTold",
    "Lot",
    "NotTarget",
    "OptionTold",
    "Record",
    "Renewed",
    "Result",
    "Retired",
    "Revoked",
    "Status",
    "Until",
    "Used",
    "records",
    "until_of",
]
