"""Commands about one holder."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ledger.commands.base import Command
from ledger.commands.fields import Amount, Claimed, Currency, Day, Digest
from ledger.events import Code


class Enrol(Command):
    """A holder joins the programme, accepting a version of its terms if one is named."""

    kind = "enrol"
    rank = 0
    holder: Code
    on: Day
    terms: Code | None = None
    reason_code: Code | None = None

    def natural_key(self) -> str:
        """Return holder, terms and day."""
        return f"enrol|{self.holder}|{self.terms or ''}|{self.on}"


class Grant(Command):
    """A certification is earned."""

    kind = "grant"
    rank = 1
    holder: Code
    certification: Code
    on: Day
    reason_code: Code | None = None

    def natural_key(self) -> str:
        """Return holder, certification and day."""
        return f"grant|{self.holder}|{self.certification}|{self.on}"


class Revoke(Command):
    """A certification is taken away; the day before is its last active one."""

    kind = "revoke"
    rank = 2
    holder: Code
    certification: Code
    on: Day
    reason_code: Code | None = None

    def natural_key(self) -> str:
        """Return holder, certification and day."""
        return f"revoke|{self.holder}|{self.certification}|{self.on}"


class Submit(Command):
    """An activity is claimed: its item, the credits asked for, the last day of it, and the day of submission."""

    kind = "submit"
    rank = 3
    acts = ("submitted_on", "completed_on", "began_on")
    ordered_by = "submitted_on"
    holder: Code
    claim: Code
    item: Code
    credits: Claimed
    completed_on: Day
    submitted_on: Day
    provider: Code | None = None
    source: Literal["holder", "provider"] = "holder"
    began_on: Day | None = None
    edition: Code | None = None
    replaces: Code | None = None
    evidence: tuple[Digest, ...] = Field(default=(), max_length=100)

    def natural_key(self) -> str:
        """Return the claim: its id is unique in the ledger."""
        return f"submit|{self.claim}"


class ClaimCommand(Command):
    """What every command to decide a claim has: it knows the claim, not the holder."""

    scope = "claim"
    claim: Code
    on: Day

    def natural_key(self) -> str:
        """Return the claim; which of its decisions this is, only its history can tell."""
        return f"decision|{self.claim}"


class Validate(ClaimCommand):
    """The provider confirms a claim; without `credits`, as claimed."""

    kind = "validate"
    rank = 4
    credits: Amount | None = None
    validator: Code | None = None


class Reject(ClaimCommand):
    """The provider does not confirm a claim."""

    kind = "reject"
    rank = 5
    reason_code: Code | None = None


class Withdraw(ClaimCommand):
    """The holder takes a claim back before it is decided."""

    kind = "withdraw"
    rank = 6
    reason_code: Code | None = None


class Reverse(ClaimCommand):
    """The last decision on a claim is taken back, so that it may be decided again."""

    kind = "reverse"
    rank = 7
    reason_code: Code | None = None


class Exam(Command):
    """An exam is passed; `attempt` names the sitting."""

    kind = "exam"
    rank = 8
    holder: Code
    exam: Code
    on: Day
    attempt: Code | None = None

    def sitting(self) -> str:
        """Return the attempt, by default ``<exam>@<on>``."""
        return self.attempt or f"{self.exam}@{self.on}"

    def natural_key(self) -> str:
        """Return holder and attempt."""
        return f"exam|{self.holder}|{self.sitting()}"


class ExamVoid(Command):
    """A pass is struck out."""

    kind = "exam_void"
    rank = 9
    holder: Code
    attempt: Code
    on: Day
    reason_code: Code | None = None

    def natural_key(self) -> str:
        """Return holder and attempt."""
        return f"exam_void|{self.holder}|{self.attempt}"


class Fee(Command):
    """A fee is paid."""

    kind = "fee"
    rank = 10
    holder: Code
    fee: Code
    on: Day
    amount: Amount | None = None
    currency: Currency | None = None
    reference: Code | None = None
    reason_code: Code | None = None

    def receipt(self) -> str:
        """Return the reference, by default the day."""
        return self.reference or str(self.on)

    def natural_key(self) -> str:
        """Return holder, fee and reference."""
        return f"fee|{self.holder}|{self.fee}|{self.receipt()}"


class Recertified(Command):
    """Another system recorded a renewal: it took effect `on` a day, and runs `until` a day inclusive."""

    kind = "recertified"
    rank = 11
    holder: Code
    certification: Code
    on: Day
    until: Day

    def natural_key(self) -> str:
        """Return holder, certification, kind and day."""
        return f"recertified|{self.holder}|{self.certification}|{self.on}"


class Expired(Command):
    """Another system recorded an expiry; `on` is the day after the last active one (`until`, if it is given)."""

    kind = "expired"
    rank = 12
    holder: Code
    certification: Code
    on: Day
    until: Day | None = None

    def natural_key(self) -> str:
        """Return holder, certification, kind and day."""
        return f"expired|{self.holder}|{self.certification}|{self.on}"
