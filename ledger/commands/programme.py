"""Commands about the programme."""

from __future__ import annotations

from hashlib import sha256

from pydantic import Field

from ledger.commands.base import Command
from ledger.commands.fields import Amount, Day, Flag, Title
from ledger.events import Code


class Item(Command):
    """An item is in the catalogue from a day to a day inclusive; either may be open."""

    kind = "item"
    scope = "programme"
    acts = ()
    ordered_by = "from"
    item: Code
    title: Title
    credits: Amount
    category: Code | None = None
    provider: Code | None = None
    listed_from: Day | None = Field(default=None, alias="from")
    listed_until: Day | None = Field(default=None, alias="until")
    group: Code | None = None
    reason_code: Code | None = None

    def natural_key(self) -> str:
        """Return item and first day."""
        return f"item|{self.item}|{self.listed_from or ''}"


class ItemWithdraw(Command):
    """An item leaves the catalogue after a last listed day, which may lie ahead."""

    kind = "item_withdraw"
    scope = "programme"
    rank = 1
    acts = ()
    item: Code
    on: Day
    reason_code: Code | None = None

    def natural_key(self) -> str:
        """Return item and day."""
        return f"item_withdraw|{self.item}|{self.on}"


class Provider(Command):
    """A provider may, or may no longer, deliver activities from a day on."""

    kind = "provider"
    scope = "programme"
    rank = 2
    provider: Code
    on: Day
    authorised: Flag
    reason_code: Code | None = None

    def natural_key(self) -> str:
        """Return provider and day."""
        return f"provider|{self.provider}|{self.on}"


class Retire(Command):
    """A certification is neither issued nor renewed from a day on."""

    kind = "retire"
    scope = "programme"
    rank = 3
    certification: Code
    on: Day
    reason_code: Code | None = None

    def natural_key(self) -> str:
        """Return the certification: it retires once."""
        return f"retire|{self.certification}"


class Rename(Command):
    """A certification is also known by another code and title from a day on."""

    kind = "rename"
    scope = "programme"
    rank = 4
    certification: Code
    alias: Code
    title: Title
    on: Day

    def natural_key(self) -> str:
        """Return certification and alias."""
        return f"rename|{self.certification}|{self.alias}"


class AdoptPolicy(Command):
    """A policy document, whole, becomes the rules from now on; what it says of earlier days holds for them too."""

    kind = "policy"
    scope = "programme"
    acts = ()
    text: str

    def natural_key(self) -> str:
        """Return what tells the text apart; the how-manieth document it is, only the history can tell."""
        return f"policy|{sha256(self.text.encode()).hexdigest()}"
