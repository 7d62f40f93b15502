"""What follows from what was said: facts, rules, the fold, and the answers made of them. The face of the package.

A name is loaded when it is first asked for: whoever asks for one standing does not wait for what closing needs.
So no name here may be that of a module, which Python would put in its place.
"""

# ruff: noqa: I001 - One line a name: an alias to itself is what makes a name public.

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from projections.adoption import Adoption as Adoption, adoptions as adoptions, day_text as day_text
    from projections.cause import Cause as Cause
    from projections.closing import consequences as consequences
    from projections.drift import CLASSES as CLASSES, Drift as Drift, Reconciliation as Reconciliation
    from projections.explain import (
        Explanation as Explanation,
        Sentence as Sentence,
        explanations as explanations,
    )
    from projections.replay import (
        Cell as Cell,
        ChangedCertification as ChangedCertification,
        ChangedHolder as ChangedHolder,
        Divergence as Divergence,
        Happening as Happening,
        Replay as Replay,
    )
    from projections.scenario import (
        HOLDER as HOLDER,
        Failure as Failure,
        ScenarioResult as ScenarioResult,
        build as build,
        run_scenarios as run_scenarios,
    )
    from projections.standing import (
        Bench as Bench,
        CertificationStanding as CertificationStanding,
        ClaimFate as ClaimFate,
        Contingent as Contingent,
        Standing as Standing,
        Term as Term,
        adopted as adopted,
        standing_of as standing_of,
    )
    from projections.timeline import Change as Change, changes as changes
    from projections.undo import Move as Move, Undoing as Undoing

_HOMES = {
    "projections.adoption": "Adoption adoptions day_text",
    "projections.cause": "Cause",
    "projections.closing": "consequences",
    "projections.drift": "CLASSES Drift Reconciliation",
    "projections.explain": "Explanation Sentence explanations",
    "projections.replay": "Cell ChangedCertification ChangedHolder Divergence Happening Replay",
    "projections.scenario": "HOLDER Failure ScenarioResult build run_scenarios",
    "projections.standing": """
        Bench CertificationStanding ClaimFate Contingent Standing Term adopted standing_of
    """,
    "projections.timeline": "Change changes",
    "projections.undo": "Move Undoing",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOME[name]), name)
    return value


def __dir__() -> list[str]:
    return __all__
