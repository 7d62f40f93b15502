"""What a policy settles without a source, and what in it is doubtful though it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from ledger.policy.clauses import PIN, Question, clause_names, spec_of
from ledger.policy.model import CreditsLeaf, Dated, ExamsLeaf, Group, PaidLeaf, Policy, Term
from ledger.policy.options import nodes, options

MARK = "PROGRAMME DEFAULT"
"""What a cite says where no source settles the value."""

OUTSIDE = (
    ("programme.zone", "In which time zone is the day of an act told?", "the zone given when the ledger was opened"),
    ("levels", "Which of several certifications of one rank is the target?", "either; the earlier expiry goes first"),
)
"""Questions that no clause answers, with the answer."""


class Remark(NamedTuple):
    """Something to know about a policy.

    ``default``: `question` has no source, and `answer` is the choice made. ``unstated``: the policy
    says nothing, and the registry answers. ``doubtful``: `question` says what looks wrong.
    """

    kind: Literal["default", "unstated", "doubtful"]
    clause: str
    question: str
    answer: str


def lint(policy: Policy) -> tuple[Remark, ...]:
    """Return what no source settles, what is not stated and what is doubtful, in the registry's order."""
    return (*_settled(policy), *_doubtful(policy))


def _settled(policy: Policy) -> Iterator[Remark]:
    """List the questions of every clause that is marked as a default of the programme, or not stated."""
    for name in clause_names(policy.levels):
        clause = policy.clauses.get(name)
        if clause is None or MARK in clause.cite or MARK in (clause.note or ""):
            for question in spec_of(name, policy.levels).questions:
                yield Remark("default" if clause else "unstated", name, question.text, _answer(policy, name, question))
    for name, asked, answer in OUTSIDE:
        yield Remark("default", name, asked, answer)


def _answer(policy: Policy, name: str, question: Question) -> str:
    """Return the choice that a policy makes: the values with their days, the pin, or what holds for every policy."""
    if question.answer == PIN:
        return f"by {policy.pin(name)}"
    if question.answer:
        return question.answer
    values = policy.dated(name)
    return "; ".join(
        _worth(dated) if len(values) == 1 else f"{_worth(dated)} from {dated.effective}" for dated in values
    )


def _worth(dated: Dated) -> str:
    """Return a value as a few words."""
    value = dated.value
    if isinstance(value, int | str):
        return str(value)
    if isinstance(value, Term):
        return f"{value.months} months" + (f", options: {value.options}" if value.options else "")
    return " or ".join(option.id for option in options(value))


def _doubtful(policy: Policy) -> Iterator[Remark]:
    yield from _idle_revisions(policy)
    yield from _idle_tags(policy)
    for name in policy.levels:
        if f"require.{name}" not in policy.clauses:
            yield _doubt(f"require.{name}", "Nothing recertifies this level.", "State its requirement, or leave it so.")
    for name in policy.clauses:
        yield from _clause(policy, name)


def _idle_revisions(policy: Policy) -> Iterator[Remark]:
    """Find revisions from which no clause takes a value."""
    used = {entry.rev for clause in policy.clauses.values() for entry in clause.values}
    used |= {extension.rev for extension in policy.extensions if extension.rev}
    for revision in policy.revisions:
        if revision.id not in used:
            yield _doubt(f"revision.{revision.id}", "No clause takes a value from this revision.", revision.title)


def _idle_tags(policy: Policy) -> Iterator[Remark]:
    """Find tags that no requirement asks for."""
    used = {node.tag for tree in _trees(policy) for node in nodes(tree) if isinstance(node, ExamsLeaf)}
    for tag in policy.exam_tags:
        if tag not in used:
            yield _doubt(f"exam_tags.{tag}", "No requirement asks for this tag.", "Take it out, or use it.")


def _trees(policy: Policy) -> Iterator[CreditsLeaf | ExamsLeaf | PaidLeaf | Group]:
    for clause in policy.clauses.values():
        for entry in clause.values:
            if isinstance(entry.value, CreditsLeaf | ExamsLeaf | PaidLeaf | Group):
                yield entry.value


def _clause(policy: Policy, name: str) -> Iterator[Remark]:
    """Find values that the pin can never reach, and caps and options that change nothing."""
    values = policy.dated(name)
    if policy.pin(name) == "latest":
        for dated in values[:-1]:
            yield _doubt(name, f"The value of {dated.revision} is never reached: the pin is latest.", "Take it out.")
    if values[0].effective > _first_day(policy):
        answer = f"Its first value, of {values[0].revision}, governs before {values[0].effective} too."
        yield _doubt(name, "The clause says nothing of the policy's first revisions.", answer)
    for dated in values:
        yield from (_doubt(name, *told) for told in _tree(dated))


def _first_day(policy: Policy) -> date:
    """Return the first day of the policy's first revision."""
    return min(policy.effective.values())


def _tree(dated: Dated) -> Iterator[tuple[str, str]]:
    """Find caps above their threshold, and options that an earlier one always forestalls."""
    value = dated.value
    if isinstance(value, int | str | Term):
        return
    for node in nodes(value):
        if isinstance(node, CreditsLeaf) and node.cap is not None and node.cap >= node.need:
            yield f"`at_most` of {node.id} is no less than its `at_least`.", "Lower it, or take it out."
    listed = options(value)
    for at, option in enumerate(listed):
        for earlier in listed[:at]:
            if _asks(earlier.leaves) <= _asks(option.leaves):
                yield f"Option {option.id} is never used: whoever meets it meets {earlier.id}.", "Put it first."
                break


def _asks(leaves: tuple[CreditsLeaf | ExamsLeaf | PaidLeaf, ...]) -> set[tuple[object, ...]]:
    """Return what an option asks for, without the ids."""
    return {tuple(held for key, held in leaf if key != "id") for leaf in leaves}


def _doubt(clause: str, question: str, answer: str) -> Remark:
    return Remark("doubtful", clause, question, answer)
