"""The days on which a holder's standing changed, and by what."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from projections.standing import Standing
from projections.trace import Extended, Floored, Granted, Lapsed, Record, Renewed, Retired, Revoked, Until


class Change(NamedTuple):
    """One certification changed on a day: `what` happened, `by` what, and until when it is active since."""

    on: date
    certification: str
    what: str
    until: Until | None
    by: str

    def document(self) -> dict[str, Any]:
        """Return the change as JSON."""
        until = self.until.isoformat() if isinstance(self.until, date) else self.until
        return {
            "on": self.on.isoformat(),
            "certification": self.certification,
            "what": self.what,
            "until": until,
            "by": self.by,
        }


def changes(standing: Standing) -> tuple[Change, ...]:
    """Return every change up to `standing.valid_on`, as the replay that answered has it, by day."""
    found = (_change(record) for record in standing.records)
    return tuple(change for change in found if change is not None)


def _change(record: Record) -> Change | None:
    """Return the change that a record stands for, if any."""
    match record:
        case Granted(on, code, until, before):
            what = "granted" if before == "none" else f"granted again (was {before})"
            return Change(on, code, what, until, "a grant")
        case Renewed(on, code, until, _, None, by):
            return Change(on, code, "recertified", until, f"the grant of {by}")
        case Renewed(on, code, until, _, option, by):
            by_whom = "" if by == code else f" of {by}"
            return Change(on, code, "recertified", until, f"option {option}{by_whom}")
        case Lapsed(on, code, until, "suspended", grace):
            return Change(on, code, "suspended", until, f"its last day passed; grace until {grace}")
        case Lapsed(on, code, until, status, grace):
            by_what = "its last day passed" if grace is None else "its grace passed"
            return Change(on, code, status, until, by_what)
        case Extended(on, code, until, extension, months):
            return Change(on, code, "extended", until, f"{extension.id}, {months} months")
        case Revoked(on, code, until):
            return Change(on, code, "revoked", until, "a revocation")
        case Retired(on, code):
            return Change(on, code, "retired", None, "an act of the programme")
        case Floored(on, code, until, computed):
            return Change(on, code, "kept", until, f"the recorded decision; the replay gives {computed}")
        case _:
            return None
