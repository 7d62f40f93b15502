"""What a programme's rules say: dated, cited, checked against a closed registry of clauses.

What only a what-if needs is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ledger.policy.clauses import CLAUSES, LEVEL_CLAUSES, ClauseSpec, Kind, Pin, Question, clause_names, spec_of
from ledger.policy.model import (
    Clause,
    ClauseValue,
    CreditsLeaf,
    Dated,
    ExamsLeaf,
    Extension,
    Group,
    Leaf,
    Level,
    PaidLeaf,
    Policy,
    Revision,
    Term,
)
from ledger.policy.options import Option, options
from ledger.policy.read import policy_of, read_policy

if TYPE_CHECKING:
    from ledger.policy.changes import Change as Change
    from ledger.policy.changes import diff as diff
    from ledger.policy.mix import with_parts as with_parts
    from ledger.policy.remarks import Remark as Remark
    from ledger.policy.remarks import lint as lint
    from ledger.policy.revise import base_of, read_overlay, with_set

_LATER = {
    "Change": "ledger.policy.changes",
    "diff": "ledger.policy.changes",
    "Remark": "ledger.policy.remarks",
    "lint": "ledger.policy.remarks",
    "with_parts": "ledger.policy.mix",
    "base_of": "ledger.policy.revise",
    "read_overlay": "ledger.policy.revise",
    "with_set": "ledger.policy.revise",
}

__all__ = [
    "CLAUSES",
    "LEVEL_CLAUSES",
    "Change",
    "Clause",
    "ClauseSpec",
    "ClauseValue",
    "CreditsLeaf",
    "Dated",
    "ExamsLeaf",
    "Extension",
    "Group",
    "Kind",
    "Leaf",
    "Level",
    "Option",
    "PaidLeaf",
    "Pin",
    "Policy",
    "Question",
    "Remark",
    "Revision",
    "Term",
    "base_of",
    "clause_names",
    "diff",
    "lint",
    "options",
    "policy_of",
    "read_overlay",
    "read_policy",
    "spec_of",
    "with_parts",
    "with_set",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_LATER[name]), name)  # Kept: `diff` and `lint` are modules too.
    return value
