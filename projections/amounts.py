"""Hundredths of credits as people and other systems read them."""

from __future__ import annotations


def shortest(hundredths: int) -> str:
    """Return hundredths of credits as the shortest decimal text: ``12``, ``0.5``, ``40``."""
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02}".rstrip("0") if part else str(whole)
