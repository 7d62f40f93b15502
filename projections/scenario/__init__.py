"""Scenario files: worked cases with expected answers, told to the same fold as a ledger."""

from __future__ import annotations

from projections.scenario.entries import HOLDER
from projections.scenario.events import build
from projections.scenario.run import Failure, ScenarioResult, run_scenarios

__all__ = ["HOLDER", "Failure", "ScenarioResult", "build", "run_scenarios"]
