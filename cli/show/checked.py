"""What came of scenarios: every expectation that does not hold, and the count."""

from __future__ import annotations

from collections.abc import Sequence

from cli.show.output import document, put
from projections import ScenarioResult


def results(done: Sequence[ScenarioResult]) -> None:
    """Show each failing expectation as expected and got, then the count of scenarios as the last line."""
    for failure in (failure for result in done for failure in result.failures):
        put(f"{failure.place}: {failure.what}: expected {failure.expected}, got {failure.got}")
    passed = sum(result.passed for result in done)
    put(f"{len(done)} scenarios, {passed} passed, {len(done) - passed} failed")


def results_document(done: Sequence[ScenarioResult]) -> None:
    """Write the results as one JSON document."""
    listed = [
        {"name": result.name, "passed": result.passed, "failures": [each._asdict() for each in result.failures]}
        for result in done
    ]
    passed = sum(result.passed for result in done)
    document({"schema": 1, "scenarios": len(done), "passed": passed, "failed": len(done) - passed, "results": listed})
