"""TOML text to a policy: parsed, shaped, checked, or refused with everything that is wrong with it."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from ledger.documents import read_toml
from ledger.errors import PolicyError
from ledger.policy.check import check
from ledger.policy.model import Policy
from ledger.policy.problems import refusal


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
    return read_toml(text, place=place, error=PolicyError)
