"""Whether a policy makes sense: names, kinds, pins, choices, dates and trees, against the registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice

from ledger.policy.clauses import ClauseSpec, spec_of
from ledger.policy.model import Clause, CreditsLeaf, ExamsLeaf, Group, PaidLeaf, Policy, Term
from ledger.policy.options import MOST_OPTIONS, count
from ledger.policy.problems import MOST_JUDGED, Path, Problem, one_of, unknown_clauses
from ledger.when import FIRST_YEAR, LAST_YEAR

Tree = CreditsLeaf | ExamsLeaf | PaidLeaf | Group


def check(policy: Policy) -> list[Problem]:
    """Return what contradicts the registry or the document itself, in the document's order."""
    found = chain(_levels(policy), _revisions(policy), _extensions(policy), _clauses(policy))
    return list(islice(found, MOST_JUDGED)) or [*_needed(policy)]


def _levels(policy: Policy) -> Iterator[Problem]:
    seen: dict[int, str] = {}
    for name, level in policy.levels.items():
        if level.rank is not None and (other := seen.setdefault(level.rank, name)) != name:
            yield Problem(("levels", name, "rank"), f"Level {other!r} has rank {level.rank} too. Give each its own.")


def _revisions(policy: Policy) -> Iterator[Problem]:
    yield from _repeated("revision", [revision.id for revision in policy.revisions])
    for at, revision in enumerate(policy.revisions):
        yield from _in_range(("revision", at, "effective"), revision.effective)
        if revision.enacted is not None:
            yield from _in_range(("revision", at, "enacted"), revision.enacted)


def _extensions(policy: Policy) -> Iterator[Problem]:
    yield from _repeated("extension", [extension.id for extension in policy.extensions])
    for at, extension in enumerate(policy.extensions):
        yield from _in_range(("extension", at, "on"), extension.on)
        if extension.rev is not None and extension.rev not in policy.effective:
            yield Problem(
                ("extension", at, "rev"), one_of(extension.rev, policy.effective, "a revision of this policy")
            )


def _repeated(table: str, ids: list[str]) -> Iterator[Problem]:
    seen = set[str]()
    for at, name in enumerate(ids):
        if name in seen:
            yield Problem((table, at, "id"), f"{name!r} names another {table} too. Give each its own id.")
        seen.add(name)


def _in_range(path: Path, day: date) -> Iterator[Problem]:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        yield Problem(path, f"{day} is out of range. Years run from {FIRST_YEAR} to {LAST_YEAR}.")


def _clauses(policy: Policy) -> Iterator[Problem]:
    if unknown := unknown_clauses(policy.document):
        yield from (Problem(path, message) for path, message, _ in unknown)
        return
    owner: dict[str, str] = {}
    for name, clause in policy.clauses.items():
        spec = spec_of(name, policy.levels)
        yield from _head(spec, clause)
        yield from _days(policy, name, clause)
        for at, entry in enumerate(clause.values):
            path = ("clause", name, "values", at, "value")
            yield from (Problem(path, message) for message in _value(spec, entry.value))
            if isinstance(entry.value, Tree) and spec.kind == "requirement":
                yield from _tree(policy, path, name, entry.value, owner)


def _head(spec: ClauseSpec, clause: Clause) -> Iterator[Problem]:
    if clause.kind != spec.kind:
        yield Problem(("clause", spec.name, "kind"), f"The kind of this clause is {spec.kind!r}, not {clause.kind!r}.")
    if clause.pin is not None and clause.pin not in spec.pins:
        yield Problem(("clause", spec.name, "pin"), one_of(clause.pin, spec.pins, "a pin that this clause allows"))


def _days(policy: Policy, name: str, clause: Clause) -> Iterator[Problem]:
    """Check that each value has a revision, and each day one value."""
    seen: dict[date, str] = {}
    for at, entry in enumerate(clause.values):
        path = ("clause", name, "values", at, "rev")
        day = policy.effective.get(entry.rev)
        if day is None:
            yield Problem(path, one_of(entry.rev, policy.effective, "a revision of this policy"))
        elif day in seen:
            yield Problem(path, f"The value of {seen[day]!r} begins on {day} too. Keep one value for a day.")
        else:
            seen[day] = entry.rev


def _value(spec: ClauseSpec, value: object) -> Iterator[str]:
    """Say what is wrong with a value, by the clause's kind."""
    if isinstance(value, str):
        if value not in spec.words:
            yield one_of(value, spec.words, "a choice of this clause") if spec.kind == "choice" else _wanted(spec)
    elif isinstance(value, Term):
        if spec.kind not in ("duration", "grace"):
            yield _wanted(spec)
        elif (value.options is not None) != (spec.kind == "grace"):
            yield "A grace says which `options` it leaves open: all, exams or credits. A duration says only its months."
    elif isinstance(value, int) != (spec.kind in ("days", "months")) or spec.kind in ("choice", "duration", "grace"):
        yield _wanted(spec)


_SHAPES = {
    "days": "a whole number of days",
    "months": "a whole number of months",
    "duration": "{ months = N }",
    "grace": '{ months = N, options = "all" | "exams" | "credits" }',
    "requirement": "a tree of `any_of`, `all_of`, `credits`, `exams` and `paid`",
}


def _wanted(spec: ClauseSpec) -> str:
    """Say which values a clause takes."""
    words = " or ".join(repr(word) for word in spec.words)
    shapes = [text for text in (_SHAPES.get(spec.kind), words) if text]
    return f"This is no value of {spec.name}. Write {', or '.join(shapes)}."


def _tree(policy: Policy, path: Path, clause: str, tree: Tree, owner: dict[str, str]) -> Iterator[Problem]:
    """Check a requirement: node ids of its own, tags that exist, caps with a category, not too many options."""
    seen = set[str]()
    for here, node in _placed(tree, path):
        if node.id in seen or owner.setdefault(node.id, clause) != clause:
            yield Problem((*here, "id"), f"{node.id!r} names another node too. Give every node its own id.")
        seen.add(node.id)
        if isinstance(node, ExamsLeaf) and node.tag not in policy.exam_tags:
            yield Problem((*here, "tag"), one_of(node.tag, policy.exam_tags, "a tag of [exam_tags]"))
        if isinstance(node, CreditsLeaf) and node.at_most is not None and node.category is None:
            yield Problem((*here, "at_most"), "A maximum is one of a `category`. Name it, or take the maximum out.")
    if count(tree) > MOST_OPTIONS:
        yield Problem(path, f"The tree has {count(tree)} options. Keep it to {MOST_OPTIONS}.")


def _placed(tree: Tree, path: Path) -> Iterator[tuple[Path, Tree]]:
    """Yield every node of a tree with its path."""
    yield path, tree
    if isinstance(tree, Group):
        for at, node in enumerate(tree.of):
            yield from _placed(node, (*path, "of", at))


def _needed(policy: Policy) -> Iterable[Problem]:
    """Check what one clause needs of another."""
    carry = policy.clauses.get("credit.carry_over")
    if carry is None or "credit.carry_over_months" in policy.clauses:
        return
    for at, entry in enumerate(carry.values):
        if entry.value == "window":
            path = ("clause", "credit.carry_over", "values", at, "value")
            yield Problem(path, "A window needs a length. Add the clause credit.carry_over_months.")
