"""A replay of 20,000 holders, checked against what `recert status` says of each under either policy."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.test_replay_everyone import replayed_as_status_says

HOLDERS = 20_000


@pytest.mark.bench
def test_a_replay_of_20_000_says_of_each_what_status_says_under_either_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    begun = time.monotonic()
    changed = replayed_as_status_says(HOLDERS)
    print(f"\n{HOLDERS:,} holders, changed: {changed}; {time.monotonic() - begun:.0f} s with every status asked")
