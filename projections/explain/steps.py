"""What happened to a certification, day by day, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from projections.explain.words import Sentence, governed, until_words, use_words
from projections.trace import (
    Extended,
    Floored,
    Governed,
    Granted,
    Lapsed,
    NotTarget,
    Record,
    Renewed,
    Retired,
    Revoked,
    Used,
)


def steps_told(code: str, records: Sequence[Record], unit: str) -> Iterator[Sentence]:
    """Yield what happened to a certification, in order, each with the dated value that governed it."""
    governing: dict[str, Governed] = {}
    for at, record in enumerate(records):
        match record:
            case Governed():
                governing[record.dated.clause.rpartition(".")[0]] = record
            case Renewed() if record.certification == code:
                yield _renewed(record, records[:at], governing, unit)
            case NotTarget() if record.certification == code:
                text = f"Option {record.option} was met, but credits are for the highest: {record.target or 'none'}."
                yield Sentence(record.on, text, "renew.target")
            case _:
                step = _step(code, record, governing)
                if step is not None:
                    yield step


def _step(code: str, record: Record, governing: dict[str, Governed]) -> Sentence | None:
    """Return the sentence of a record that needs no look back, if it is about this certification."""
    match record:
        case Granted(on, subject, until, before) if subject == code:
            again = "" if before == "none" else f" again (it was {before})"
            return governed(on, f"Earned{again}: active {until_words(until)}.", governing.get("duration"))
        case Lapsed(on, subject, until, "suspended", grace) if subject == code:
            by = governing.get("grace")
            of = f" ({by.dated.value})" if by else ""
            return governed(on, f"Suspended: its last active day was {until}; grace until {grace}{of}.", by)
        case Lapsed(on, subject, until) if subject == code:
            return Sentence(on, f"Expired: its last active day was {until}.")
        case Extended(on, subject, until, extension, months) if subject == code:
            text = f"Extended by {months} months: active {until_words(until)}. {extension.title}."
            return Sentence(on, text, extension.id, cite=extension.cite)
        case Revoked(on, subject, until) if subject == code:
            return Sentence(on, f"Revoked: its last active day was {until}.")
        case Retired(on, subject) if subject == code:
            return Sentence(on, "Retired: it is renewed no more.", "retired.renewable")
        case Floored(on, subject, until, computed) if subject == code:
            text = f"Kept active {until_words(until)}, as recorded; the replay gives {computed}."
            return governed(on, text, governing.get("renew"))
        case _:
            return None


def _renewed(record: Renewed, before: Sequence[Record], governing: dict[str, Governed], unit: str) -> Sentence:
    """Return the sentence of a renewal: by what, from what, until when."""
    if record.option is None:
        by = f"by the grant of {record.by}"
    else:
        own = "" if record.by == record.certification else f" of {record.by}"
        uses = [each for each in before if isinstance(each, Used) and _same_renewal(each, record)]
        by = f"by option {record.option}{own}, from {', '.join(use_words(each, unit) for each in uses)}"
    cycle = "" if record.cycle_from == record.on else f" Its new cycle begins on {record.cycle_from}."
    text = f"Recertified {by}: active {until_words(record.until)}{_anchored(record, governing)}.{cycle}"
    return governed(record.on, text, governing.get("duration"))


def _anchored(record: Renewed, governing: dict[str, Governed]) -> str:
    """Return from which day the new term counts, and the clause that says so; a grant's is its own day."""
    anchor = governing.get("renew.anchor")
    if record.option is None or anchor is None:
        return ""
    since = "the old expiry" if anchor.dated.value == "previous_expiry" else "the day it was met"
    return f", counted from {since} ({anchor.dated.clause}, {anchor.dated.revision})"


def _same_renewal(used: Used, renewed: Renewed) -> bool:
    return (used.on, used.certification, used.option) == (renewed.on, renewed.by, renewed.option)
