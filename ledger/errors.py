"""What can go wrong, as a tree with one class per reaction.

    LedgerError                     exit code
      RefusedError                    1   a recording rule forbids it
        NotFoundError                 1   the thing named is not in the ledger
        ConflictError                 1   the ledger already says something else
      InputError                      2   a file or an argument is not what it must be
        PolicyError                   2   a policy document is not one
      TamperedError                   3   the record does not match its seal

A message says what is wrong and what to do about it. An `InputError` ends with
the place: ``@ file:line`` or ``@ file, path``. No message holds a control
character, whatever a file or an argument held.
"""

from __future__ import annotations

from typing import NamedTuple


def plain(text: str) -> str:
    """Return text as it is, but for what a terminal acts upon or does not show: that is written as an escape."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)


class Finding(NamedTuple):
    """One thing wrong with an entry: its `column` (key), a stable `code`, what is wrong, what to do."""

    column: str
    code: str
    message: str
    fix: str


class LedgerError(Exception):
    """Anything that this package raises on purpose; `exit_code` is what a process answers with.

    `findings` are the parts of the message, where an entry was judged field by field.
    """

    exit_code = 1
    findings: tuple[Finding, ...] = ()


class RefusedError(LedgerError):
    """A recording rule forbids what was asked; nothing was written."""


class NotFoundError(RefusedError):
    """The thing named is not in the ledger, or was not yet known at the asked position."""


class ConflictError(RefusedError):
    """The ledger already says something else, or somebody else was faster."""


class InputError(LedgerError):
    """A file or an argument is not what it must be; `place` is where, as shown after the ``@``."""

    exit_code = 2

    def __init__(self, message: str, place: str | None = None) -> None:
        place = place and plain(place)
        super().__init__(f"{message} @ {place}" if place else message)
        self.message = message
        self.place = place


class PolicyError(InputError):
    """A policy document is malformed, names what does not exist, or contradicts itself."""


class TamperedError(LedgerError):
    """The stored record does not match its seal."""

    exit_code = 3
