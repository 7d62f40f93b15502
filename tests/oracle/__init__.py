"""The oracle: a naive reading of the rules, day by day, with dates, dicts and sets.

It shares no code with the product, is slow on purpose where that keeps it plain, and exists to disagree.
"""

from __future__ import annotations

from tests.oracle.answer import standing
from tests.oracle.book import Book

__all__ = ["Book", "standing"]
