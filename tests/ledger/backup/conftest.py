"""The scene of the seal: a ledger with its log key, and a witness who holds a checkpoint; and the same, larger."""

from __future__ import annotations

from tests.ledger.backup.salvaging import large
from tests.ledger.seal.scene import scene

__all__ = ["large", "scene"]
