"""One holder's answer with its reasons."""

from __future__ import annotations

from projections.standing.answer import (
    CertificationStanding,
    ClaimFate,
    Contingent,
    Standing,
    Term,
)
from projections.standing.bench import Bench, adopted, standing_of

__all__ = [
    "Bench",
    "CertificationStanding",
    "ClaimFate",
    "Contingent",
    "Standing",
    "Term",
    "adopted",
    "standing_of",
]
