"""Real faults against real commands: nothing acknowledged is lost, and no answer stays in doubt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.campaign import Campaign
from tests.faults.table import drawn

_LEAST = 200


@pytest.mark.long
def test_no_fault_loses_what_was_acknowledged_and_every_command_given_again_ends_well(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    campaign = Campaign(tmp_path)
    try:
        campaign.run()
    finally:
        record_property("table", drawn(campaign.lines))
    problems = [problem for line in campaign.lines for problem in line.problems()]
    assert problems == [], "\n".join(problems)
    injected = sum(line.injected for line in campaign.lines)
    if injected < _LEAST and (reasons := {line.skipped for line in campaign.lines} - {""}):
        pytest.skip(f"{injected} faults could be injected here: {', '.join(sorted(reasons))}")
    assert injected >= _LEAST
