"""Explanations and timelines: the sentences that a trace gave, with their days and clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cli.show.output import Column, document, put, table
from cli.show.standings import heading
from projections import Change, Explanation, Sentence

if TYPE_CHECKING:
    from cli.show.witnessed import Seen
    from ledger import History, Recorded

_CHANGES = tuple(map(Column, ("day", "certification", "what", "until", "by")))
_NOTHING: Mapping[int, Any] = {}
_KNOBS = ("schema", "engine", "holder", "valid_on", "known_at", "policy")


def explanations(answer: dict[str, Any], told: Sequence[Explanation], names: Sequence[str] = ()) -> None:
    """Show why each certification stands as it does: the answer in a line, then every step with its clause.

    `names` say what renamed certifications were called.
    """
    put(heading(answer))
    if not told:
        put("No certification had been earned by then.")
    for each in told:
        put()
        put(each.answer)
        _list("Step by step:", map(_step, each.steps))
        _list(f"Its options on {each.options_on}:", each.options)
        _list("Claims:", map(_step, each.claims))
    if names:
        put()
    for name in names:
        put(name)


def grounds(events: Iterable[Recorded], seen: Seen, *, everything: History) -> None:
    """Show the events that an answer rests on, with what witnesses can tell of each; nothing where nobody asked."""
    if not seen:
        return
    from cli.show.recorded import sentence
    from cli.show.witnessed import told
    from cli.show.words import among

    where = among((*everything.programme, *everything.events))
    told([(each, sentence(each, where)) for each in events], seen)


def explanations_document(
    answer: dict[str, Any], told: Sequence[Explanation], events: Iterable[Recorded] = (), seen: Seen = _NOTHING
) -> None:
    """Write both as one JSON document."""
    shown: dict[str, Any] = {**_knobs(answer), "explanations": [each.document() for each in told]}
    if seen:
        from cli.show.recorded import listing

        shown["grounds"] = listing(events, seen)
    document(shown)


def changes(answer: dict[str, Any], changed: Sequence[Change]) -> None:
    """Show the days on which a standing changed."""
    put(heading(answer))
    put()
    rows = [each.document() for each in changed]
    table(_CHANGES, [(row["on"], row["certification"], row["what"], row["until"] or "-", row["by"]) for row in rows])


def changes_document(answer: dict[str, Any], changed: Sequence[Change]) -> None:
    """Write the same as one JSON document."""
    document({**_knobs(answer), "changes": [each.document() for each in changed]})


def _knobs(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: answer[key] for key in _KNOBS}


def _list(title: str, lines: Iterator[str] | Sequence[str]) -> None:
    listed = list(lines)
    if listed:
        put(f"  {title}")
    for text in listed:
        put(f"    {text}")


def _step(step: Sentence) -> str:
    return f"{step.on}  {step.words}"
