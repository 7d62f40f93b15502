"""The scene that every test of the seal plays in."""

from __future__ import annotations

from tests.ledger.seal.scene import scene

__all__ = ["scene"]
