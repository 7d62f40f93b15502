"""Random policies: the shipped one with a few clauses settled otherwise, with other pins and dated values."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from random import Random
from typing import Any

from ledger.policy.clauses import CLAUSES, LEVEL_CLAUSES, ClauseSpec

_ONE_WORD = ("credit.consumption", "credit.cycle")
_BY_LEVEL = ("renew.anchor", "grace")
_DAYS = (0, 1, 30, 90, 365, "unlimited")
_MONTHS = (6, 12, 24, 36)
_GRACE_MONTHS = (1, 3, 12)
_MOST_CLAUSES, _MOST_VALUES = 5, 3


def random_policy(document: Mapping[str, Any], random: Random) -> dict[str, Any]:
    """Return a policy document with up to five clauses replaced: any pin they allow, up to three dated values."""
    policy: dict[str, Any] = copy.deepcopy(dict(document))
    names = [name for name in CLAUSES if name not in _ONE_WORD]
    names += [f"{clause}.{level}" for clause in _BY_LEVEL for level in policy["levels"]]
    for name in random.sample(names, random.randint(1, _MOST_CLAUSES)):
        spec = CLAUSES.get(name) or LEVEL_CLAUSES[name.rpartition(".")[0]]
        policy["clause"][name] = _clause(spec, policy["revision"], random)
    policy["clause"].setdefault(
        "credit.carry_over_months",
        {"kind": "months", "cite": "-", "values": [{"rev": policy["revision"][0]["id"], "value": 6}]},
    )
    return policy


def _clause(spec: ClauseSpec, revisions: list[Mapping[str, Any]], random: Random) -> dict[str, Any]:
    """Return a clause's table, its values in the order of their revisions."""
    chosen = random.sample(range(len(revisions)), random.randint(1, _MOST_VALUES))
    values = [{"rev": revisions[at]["id"], "value": _value(spec, random)} for at in sorted(chosen)]
    pin = {"pin": random.choice(spec.pins)} if random.random() < 0.5 else {}
    return {"kind": spec.kind, "cite": "-", **pin, "values": values}


def _value(spec: ClauseSpec, random: Random) -> Any:
    match spec.kind:
        case "days":
            return random.choice(_DAYS)
        case "months":
            return random.choice((*_MONTHS, *spec.words))
        case "grace":
            grace = {"months": random.choice(_GRACE_MONTHS), "options": random.choice(("all", "exams", "credits"))}
            return random.choice(("none", grace, grace))
        case _:
            return random.choice(spec.words)
