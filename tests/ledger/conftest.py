"""A log and a ledger of each kind, so that every test of the store and of recording runs on all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from ledger import Ledger
from ledger.store import Log
from tests.ledger.ledgers import new
from tests.ledger.logs import open_memory, open_sqlite


@pytest.fixture(params=["memory", "sqlite"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Log]:
    """An empty log."""
    factory = open_memory() if request.param == "memory" else open_sqlite(tmp_path / "log.db", create=True)
    with factory:
        yield cast("Log", factory.application_recorder())
    factory.close()


@pytest.fixture(params=["memory", "sqlite"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    """A new ledger."""
    with new(":memory:" if request.param == "memory" else tmp_path / "ledger.db") as ledger:
        yield ledger
