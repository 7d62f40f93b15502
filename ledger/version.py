"""The version of the software, in the one place that says it."""

from __future__ import annotations

VERSION = "0.1.0"
"""What every answer names as the engine that gave it, and what the package is called on installing."""
