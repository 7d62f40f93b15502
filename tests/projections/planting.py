"""Planting a bug in the kernel: one line of one function changed, everywhere the function is known."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import NamedTuple

from projections.kernel import MODULES


class Bug(NamedTuple):
    """A bug to plant: in which function, and which text takes the place of which."""

    name: str
    function: str
    right: str
    wrong: str


BUGS = (
    Bug("off by one at expiry", "has_passed", "state.until[slot] < day", "state.until[slot] <= day"),
    Bug("off by one at day 365", "reason_for", "submitted - completed > ", "submitted - completed >= "),
    Bug("retroactive rule ignored", "reason_for", "return RETRO", "pass"),
    Bug("scope one level short", "in_scope", "rules.rank[two] > rules.rank[one]", "rules.rank[two] >= rules.rank[one]"),
    Bug(
        "surplus kept",
        "close_cycle",
        "elif state.counts_for[lot] == slot:",
        "elif state.counts_for[lot] == slot and lapsed:",
    ),
)


@contextmanager
def planted(bug: Bug) -> Iterator[None]:
    """Let the kernel have a bug for a while."""
    home = next(module for module in MODULES if _is_home(module, bug))
    right = vars(home)[bug.function]
    source = inspect.getsource(right)
    assert bug.right in source, f"{bug.function} no longer says {bug.right!r}"
    scope: dict[str, object] = {}
    exec(source.replace(bug.right, bug.wrong), vars(home), scope)
    users = [module for module in MODULES if vars(module).get(bug.function) is right]
    try:
        for module in users:
            setattr(module, bug.function, scope[bug.function])
        yield
    finally:
        for module in users:
            setattr(module, bug.function, right)


def _is_home(module: ModuleType, bug: Bug) -> bool:
    function = vars(module).get(bug.function)
    return function is not None and function.__module__ == module.__name__
