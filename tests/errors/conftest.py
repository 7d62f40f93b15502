"""The desk of the command line's tests, for the gallery of what it refuses."""

from __future__ import annotations

from tests.cli.conftest import desk, recert

__all__ = ["desk", "recert"]
