"""The scene of the seal: a ledger with its log key, and a witness who holds a checkpoint."""

from __future__ import annotations

from tests.ledger.seal.scene import scene

__all__ = ["scene"]
