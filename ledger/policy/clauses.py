"""The closed registry of clauses: what a policy may settle, with which values, selected by which day.

A programme that needs another clause adds it here, and to the tables, the kernel and the oracle.
Numbers belong to policies: no default here is one, except nought.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Kind = Literal["days", "months", "choice", "duration", "grace", "requirement"]
Pin = Literal["completed", "submitted", "decided", "granted", "cycle_start", "expiry", "checkpoint", "latest"]

BY_CLAIM: tuple[Pin, ...] = ("completed", "submitted", "decided")
BY_STANDING: tuple[Pin, ...] = ("checkpoint", "granted", "cycle_start", "expiry", "latest")
BY_CHECKPOINT: tuple[Pin, ...] = ("checkpoint",)
SCOPES = ("self", "level", "level_and_below", "track_and_below")


PIN = "(pin)"


class Question(NamedTuple):
    """What no source settles: answered by the clause's values, by its pin (`PIN`), or for every policy alike."""

    text: str
    answer: str = ""


class ClauseSpec(NamedTuple):
    """What the registry knows of a clause.

    `words` are the values that are spelt out: the choices, or the word beside a number or a table.
    The first of `pins` is the default one. `questions` are what no source settles; lint asks them.
    """

    name: str
    kind: Kind
    words: tuple[str, ...]
    pins: tuple[Pin, ...]
    default: int | str
    questions: tuple[Question, ...] = ()


def _first(pin: Pin, pins: tuple[Pin, ...]) -> tuple[Pin, ...]:
    """Put the default pin in front."""
    return (pin, *(other for other in pins if other != pin))


def _choice(name: str, words: str, pins: tuple[Pin, ...], *questions: Question | str, default: str = "") -> ClauseSpec:
    """Describe a clause with named values; the first is the default unless another is named."""
    listed = tuple(words.split())
    asked = tuple(Question(one) if isinstance(one, str) else one for one in questions)
    return ClauseSpec(name, "choice", listed, pins, default or listed[0], asked)


_CLAIMS = (
    ClauseSpec(
        "claim.window",
        "days",
        ("unlimited",),
        _first("submitted", BY_CLAIM + BY_STANDING),
        "unlimited",
        (
            Question("How many days after completion may a claim be submitted?"),
            Question("Which version of the claim window governs a claim?", PIN),
            Question(
                "Is the last day of the window in time?", "yes: counted in days from completion, the last one included"
            ),
        ),
    ),
    _choice(
        "claim.retroactive",
        "none submitted_by_expiry completed_by_expiry",
        _first("submitted", BY_CLAIM + BY_STANDING),
        "Must a claim be submitted by the expiry, or is completion by then enough?",
        default="submitted_by_expiry",
    ),
    _choice("claim.provisional", "excluded counted", BY_CLAIM, "Do credits count while their claim is undecided?"),
    _choice(
        "claim.terms",
        "when_recorded required not_required",
        _first("submitted", BY_CLAIM),
        "What if the acceptance of the programme's terms was never recorded for a holder?",
    ),
    _choice("claim.catalogue", "required not_required", BY_CLAIM, "Must the item be listed, the provider authorised?"),
)
_CREDITS = (
    _choice("credit.effective", "completed submitted decided", BY_CLAIM, "Which date makes a credit effective?"),
    _choice("credit.value_on", "completed submitted decided", BY_CLAIM, "As of which date is an item's value read?"),
    _choice("credit.cycle", "running", BY_CHECKPOINT, "To which cycle does a credit belong?"),
    _choice(
        "credit.duplicate",
        "ever cycle allowed",
        BY_CLAIM + BY_STANDING,
        "Is an item credited once for ever, or once in each cycle?",
    ),
    _choice("credit.consumption", "fifo", BY_CHECKPOINT, "Which credits does a renewal use first?"),
    _choice(
        "credit.carry_over",
        "none remainder window",
        BY_CHECKPOINT,
        "What becomes of surplus credits after a renewal, and of the balance after a renewal by exam?",
    ),
    ClauseSpec(
        "credit.carry_over_months", "months", (), BY_CHECKPOINT, 0, (Question("From how far back may surplus carry?"),)
    ),
    ClauseSpec(
        "credit.valid_months", "months", ("unlimited",), BY_CLAIM, "unlimited", (Question("Do credits grow too old?"),)
    ),
)
_RENEWALS = (
    _choice("renew.when", "met expiry", BY_CHECKPOINT, "Does a renewal take effect when it is met, or at the expiry?"),
    _choice(
        "renew.target",
        "highest each",
        BY_CHECKPOINT,
        "Do lower certifications renew at their own thresholds on the way to the highest?",
        Question("What if the highest certification is retired?", "the next highest becomes the target"),
    ),
    _choice(
        "renew.scope",
        " ".join(SCOPES),
        BY_CHECKPOINT,
        "What does a renewal renew besides the certification itself?",
        default="level_and_below",
    ),
    _choice(
        "renew.recorded",
        "recompute floor",
        BY_CHECKPOINT,
        "May a late validation move a recertification already recorded, to the holder's loss?",
    ),
    _choice(
        "grant.renews",
        " ".join((*SCOPES, "none")),
        BY_CHECKPOINT,
        "What does a new certification renew?",
        Question("May a new certification shorten the term of another?", "no: a grant never shortens one"),
        default="level_and_below",
    ),
    _choice("expiry.last_day", "inclusive exclusive", BY_CHECKPOINT, "Is the day of expiry itself still active?"),
    _choice("retired.renewable", "no yes", BY_CHECKPOINT, "Is a retired certification still renewed?"),
    _choice(
        "exam.from",
        "day_after same_day",
        BY_CHECKPOINT,
        "Does an exam passed on the day of a grant count for the new cycle?",
    ),
    _choice(
        "exam.reuse",
        "higher_level never",
        BY_CHECKPOINT,
        "May an exam that renewed a lower certification serve a higher one?",
    ),
    _choice("calendar.month_end", "clamp roll", BY_CHECKPOINT, "When does a term end that began on 29 February?"),
)
_LEVELS = (
    _choice("renew.anchor", "met_date previous_expiry", BY_STANDING, "From which day does the next term run?"),
    ClauseSpec(
        "grace",
        "grace",
        ("none",),
        _first("expiry", BY_STANDING),
        "none",
        (Question("What may still renew after the expiry?"),),
    ),
    ClauseSpec(
        "duration",
        "duration",
        ("lifetime",),
        ("checkpoint", "granted", "latest"),
        "lifetime",
        (Question("How long does a certification of this level last?"),),
    ),
    ClauseSpec(
        "require",
        "requirement",
        ("none",),
        BY_STANDING,
        "none",
        (Question("Which options recertify this level?"), Question("Which version of a requirement governs?", PIN)),
    ),
)

CLAUSES: dict[str, ClauseSpec] = {spec.name: spec for spec in (*_CLAIMS, *_CREDITS, *_RENEWALS)}
"""The clauses with one value for the programme, by name."""

LEVEL_CLAUSES: dict[str, ClauseSpec] = {spec.name: spec for spec in _LEVELS}
"""The clauses with one value for each level: the name of one is ``<prefix>.<level>``."""


def clause_names(levels: Iterable[str]) -> tuple[str, ...]:
    """Return the name of every clause that a policy with these levels may state, in the registry's order."""
    return (*CLAUSES, *(f"{prefix}.{level}" for prefix in LEVEL_CLAUSES for level in levels))


def spec_of(name: str, levels: Iterable[str]) -> ClauseSpec:
    """Return what the registry knows of a clause; `KeyError` when there is no such clause or level."""
    found = CLAUSES.get(name)
    if found is not None:
        return found
    prefix, _, level = name.rpartition(".")
    if level not in levels:
        raise KeyError(name)
    return LEVEL_CLAUSES[prefix]._replace(name=name)
