"""Commands: what may be asked of a ledger. Files and command lines build the same ones."""

from __future__ import annotations

from ledger.commands.base import Command, Scope
from ledger.commands.check import check
from ledger.commands.closing import RecordBatch, RecordDecision
from ledger.commands.entry import ENTRY_KINDS, KINDS, keys, read_command, read_entry, shape_of
from ledger.commands.examples import example
from ledger.commands.findings import failure, nearest, shown, suggestion
from ledger.commands.holder import (
    ClaimCommand,
    Enrol,
    Exam,
    ExamVoid,
    Expired,
    Fee,
    Grant,
    Recertified,
    Reject,
    Reverse,
    Revoke,
    Submit,
    Validate,
    Withdraw,
)
from ledger.commands.programme import AdoptPolicy, Item, ItemWithdraw, Provider, Rename, Retire
from ledger.commands.undoing import UndoEntry, UndoProgrammeEntry

__all__ = [
    "ENTRY_KINDS",
    "KINDS",
    "AdoptPolicy",
    "ClaimCommand",
    "Command",
    "Enrol",
    "Exam",
    "ExamVoid",
    "Expired",
    "Fee",
    "Grant",
    "Item",
    "ItemWithdraw",
    "Provider",
    "Recertified",
    "RecordBatch",
    "RecordDecision",
    "Reject",
    "Rename",
    "Retire",
    "Reverse",
    "Revoke",
    "Scope",
    "Submit",
    "UndoEntry",
    "UndoProgrammeEntry",
    "Validate",
    "Withdraw",
    "check",
    "example",
    "failure",
    "keys",
    "nearest",
    "read_command",
    "read_entry",
    "shape_of",
    "shown",
    "suggestion",
]
