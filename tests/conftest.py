"""What every test shares: the `--update` switch of golden files, and tables that are shown at the end."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

# The same examples every time, no deadlines: a slow machine is no finding. HYPOTHESIS_PROFILE=explore looks further.
settings.register_profile("settled", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "settled"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite golden files and console blocks")


def pytest_configure(config: pytest.Config) -> None:
    """Keep what commands keep between runs inside this project, whatever process runs them."""
    os.environ["RECERT_CACHE"] = str(config.rootpath / ".pytest_cache" / "recert")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the tables that tests drew, whichever process they ran in."""
    for outcome in ("passed", "failed", "skipped"):
        for report in terminalreporter.stats.get(outcome, ()):
            for table in (text for name, text in getattr(report, "user_properties", ()) if name == "table"):
                terminalreporter.section(report.nodeid.rpartition("::")[0])
                terminalreporter.write_line(table)


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--update"))
