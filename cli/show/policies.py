"""Policies beside each other: which were adopted, how two differ, and what one settles without a source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from cli.show.output import DIGEST_SHOWN, Column, counted, document, put, table
from cli.show.recorded import fields, sentence
from ledger import Change, Outcome, Policy, Remark, instant_text
from projections import Adoption, day_text

_ADOPTED = (
    Column("policy"),
    Column("digest"),
    Column("position", right=True),
    Column("recorded at"),
    Column("changes from"),
    Column("retroactive"),
    Column(""),
)
_CHANGES = tuple(map(Column, ("clause", "at", "from", "before", "after")))
_REMARKS = tuple(map(Column, ("clause", "question", "choice")))
_DOUBTS = tuple(map(Column, ("clause", "what", "advice")))
_LATE_SHOWN = 10


def listed(adopted: Sequence[Adoption]) -> None:
    """Show every document ever adopted, the oldest first, and which one is current."""
    table(_ADOPTED, [_row(each) for each in adopted])


def listed_document(adopted: Sequence[Adoption]) -> None:
    """Write the same as one JSON document."""
    document({"schema": 1, "policies": [each.document() for each in adopted]})


def adopted(outcome: Outcome, adoption: Adoption) -> None:
    """Show that a document was adopted, from when it counts, and what of it reaches back."""
    if outcome.status == "skipped":
        put(f"{adoption.policy} ({adoption.digest[:DIGEST_SHOWN]}) is in force already; nothing added.")
        return
    for each in outcome.recorded:
        put(f"Recorded {sentence(each)}")
    if adoption.effective_from is None:
        put("It changes nothing that an answer depends on.")
    else:
        put(f"It changes answers from {day_text(adoption.effective_from)} on.")
    if adoption.retroactive:
        put(f"Retroactive, before today, {adoption.adopted_on}:")
    for line in adoption.retroactive[:_LATE_SHOWN]:
        put(f"  {line}")
    if len(adoption.retroactive) > _LATE_SHOWN:
        put(f"  and {len(adoption.retroactive) - _LATE_SHOWN} more")


def adopted_document(outcome: Outcome, adoption: Adoption) -> None:
    """Write the same as one JSON document."""
    events = [fields(each) for each in outcome.recorded]
    document({"schema": 1, "status": outcome.status, "policy": adoption.document(), "events": events})


def differences(before: Policy, after: Policy, changes: Sequence[Change]) -> None:
    """Show every changed atom: its clause, its place in the value, its first day, and both sides."""
    put(f"{_called(before)} -> {_called(after)}")
    if changes:
        put()
        table(_CHANGES, [_change(each) for each in changes])
        put()
    clauses = len({each.clause for each in changes})
    put(f"{counted(len(changes), 'change')} in {counted(clauses, 'clause')}." if changes else "They say the same.")


def differences_document(before: Policy, after: Policy, changes: Sequence[Change]) -> None:
    """Write the same as one JSON document."""
    listed = [
        {
            "clause": each.clause,
            "at": each.at,
            "from": each.since and each.since.isoformat(),
            "before": _plain(each.before),
            "after": _plain(each.after),
        }
        for each in changes
    ]
    sides = {name: {"id": one.id, "digest": one.digest} for name, one in (("before", before), ("after", after))}
    document({"schema": 1, **sides, "changes": listed})


def remarks(policy: Policy, told: Sequence[Remark]) -> None:
    """Show what no source settles, what the policy does not state, and what looks wrong in it."""
    by_kind = {kind: [each for each in told if each.kind == kind] for kind in ("default", "unstated", "doubtful")}
    put(f"{policy.title} ({policy.id}), digest {policy.digest[:DIGEST_SHOWN]}")
    _list("No source settles these; the programme chose:", _REMARKS, by_kind["default"])
    _list("The policy does not state these; the registry's default holds:", _REMARKS, by_kind["unstated"])
    _list("Doubtful:", _DOUBTS, by_kind["doubtful"])
    put()
    default, unstated, doubtful = (len(each) for each in by_kind.values())
    put(f"{default} settled without a source, {unstated} not stated, {doubtful} doubtful.")


def remarks_document(policy: Policy, told: Sequence[Remark]) -> None:
    """Write the same as one JSON document."""
    listed = [each._asdict() for each in told]
    document({"schema": 1, "policy": {"id": policy.id, "digest": policy.digest}, "remarks": listed})


def _list(title: str, columns: Sequence[Column], told: Sequence[Remark]) -> None:
    if told:
        put()
        put(title)
        table(columns, [(each.clause, each.question, each.answer) for each in told])


def _row(each: Adoption) -> tuple[str, ...]:
    return (
        each.policy,
        each.digest[:DIGEST_SHOWN],
        f"@{each.position}",
        instant_text(each.recorded_at),
        day_text(each.effective_from) or "-",
        "retroactive" if each.retroactive else "-",
        "current" if each.is_current else "",
    )


def _change(each: Change) -> tuple[str, ...]:
    return (each.clause, each.at, str(each.since or "always"), _text(each.before), _text(each.after))


def _called(policy: Policy) -> str:
    return f"{policy.id} ({policy.digest[:DIGEST_SHOWN]})"


def _text(value: object) -> str:
    return "-" if value is None else ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _plain(value: object) -> object:
    """Return an atom as JSON."""
    match value:
        case Decimal() | date():
            return str(value)
        case tuple():
            return list(value)
        case _:
            return value
