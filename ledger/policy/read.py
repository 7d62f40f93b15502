"""TOML text to a policy: parsed, shaped, checked, or refused with everything that is wrong with it."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from ledger.errors import PolicyError
from ledger.policy.check import check
from ledger.policy.model import Policy
from ledger.policy.problems import refusal

LARGEST = 1_000_000
"""Characters that a policy document may have."""


def read_policy(text: str, *, place: str) -> Policy:
    """Return the policy that a TOML document states; `place` names the document in errors.

    A `PolicyError` names everything that is wrong, each with its path.
    """
    return policy_of(parse(text, place=place), place=place)


def policy_of(document: dict[str, Any], *, place: str) -> Policy:
    """Return the policy that a parsed document states; it keeps the document, which must not change again."""
    try:
        policy = Policy.of(document)
    except ValidationError as error:
        from ledger.policy.translate import from_validation  # Only a wrong document needs it.

        raise refusal(from_validation(error, document), place) from None
    if problems := check(policy):
        raise refusal(problems, place)
    return policy


def parse(text: str, *, place: str) -> dict[str, Any]:
    """Read TOML with exact decimals; whatever is not TOML is a `PolicyError` that shows the line."""
    if len(text) > LARGEST:
        raise PolicyError(f"The document has more than {LARGEST} characters. Make it shorter.", place)
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"This is not TOML: {error}{_line(text, str(error))}. Correct it.", place) from None
    except (RecursionError, ValueError, ArithmeticError):
        message = "This is not TOML that can be read: nested too deep, or a number too long. Simplify it."
        raise PolicyError(message, place) from None


def _line(text: str, message: str) -> str:
    """Return the line that a syntax error names, cut short."""
    at = re.search(r"at line (\d+)", message)
    lines = text.splitlines()
    return f": {lines[int(at[1]) - 1].strip()[:80]}" if at and int(at[1]) <= len(lines) else ""
