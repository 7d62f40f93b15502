"""From a trace to sentences. Holds no rule: records and the names in them are all it gets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from projections.explain.claims import claims_told
from projections.explain.options import options_told
from projections.explain.steps import steps_told
from projections.explain.words import Sentence, until_words
from projections.trace import Lapsed, Record, Result

__all__ = ["Explanation", "Sentence", "explanations"]


class Explanation(NamedTuple):
    """How one certification came to stand as it does.

    `answer` is one line; `steps` what happened, by day; `options` what each way to recertify had and needed on
    `options_on`, the day asked about or the last active one; `claims` what became of every claim of the holder.
    """

    certification: str
    answer: str
    steps: tuple[Sentence, ...]
    options_on: date | None
    options: tuple[str, ...]
    claims: tuple[Sentence, ...]

    def document(self) -> dict[str, Any]:
        """Return the explanation as JSON."""
        return {
            "certification": self.certification,
            "answer": self.answer,
            "steps": [step.document() for step in self.steps],
            "options_on": self.options_on and self.options_on.isoformat(),
            "options": list(self.options),
            "claims": [claim.document() for claim in self.claims],
        }


def explanations(records: Sequence[Record], *, unit: str, certification: str | None = None) -> tuple[Explanation, ...]:
    """Explain every certification of a trace, or one of them; `unit` is what a credit is called."""
    results = [each for each in records if isinstance(each, Result)]
    return tuple(_explanation(each, records, unit) for each in results if certification in (None, each.certification))


def _explanation(result: Result, records: Sequence[Record], unit: str) -> Explanation:
    """Assemble the explanation of one certification."""
    code = result.certification
    options = options_told(code, records, unit)
    nearest = min(options, key=lambda option: option.unmet, default=None)
    claims = tuple(claims_told(records, unit))
    answer = _answer(result, records)
    if result.status in ("expired", "suspended") and nearest is not None:
        missed = " ".join(claim.words for claim in claims if "not counted" in claim.text)
        answer = f"{answer[:-1]}: {nearest.text}. {missed}".rstrip()
    steps = tuple(steps_told(code, records, unit))
    on = options[0].on if options else None
    return Explanation(code, answer, steps, on, tuple(option.text for option in options), claims)


def _answer(result: Result, records: Sequence[Record]) -> str:
    """Return where a certification stands, in a sentence."""
    code = result.certification
    if result.status == "active":
        how = f"recertified with effect from {result.renewed_on}" if result.renewed_on else "not renewed since"
        return f"{code} is active {until_words(result.until)}: {how}."
    lapses = (each.on for each in reversed(records) if isinstance(each, Lapsed) and each.certification == code)
    when = next(lapses, None)
    if result.status == "expired" and when is not None:
        return f"{code} expired on {when}, its last active day was {result.until}."
    return f"{code} is {result.status}, its last active day was {result.until}."
