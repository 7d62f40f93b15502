"""Everyone under one policy against another: who loses, who gains, whose dates move, and by which clause."""

from __future__ import annotations

from projections.replay.changed import ChangedCertification, ChangedHolder, Direction, Divergence, Happening
from projections.replay.everyone import Cell, Replay

__all__ = [
    "Cell",
    "ChangedCertification",
    "ChangedHolder",
    "Direction",
    "Divergence",
    "Happening",
    "Replay",
]
