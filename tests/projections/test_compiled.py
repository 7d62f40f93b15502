"""The kernel's functions compiled as they stand give the same answers and the same traces."""

from __future__ import annotations

from datetime import date

from ledger import day_number
from projections import HOLDER, Bench, build
from projections.facts import facts_of
from projections.folding import run
from projections.kernel import Question, shapes
from tests.agreement import shipped_pack, shipped_policy
from tests.projections.compiled import compiled_fold, run_compiled
from tests.strategies import history


def test_interpreted_and_compiled_folds_agree_on_answers_and_traces() -> None:
    fold = compiled_fold()
    for seed in range(60):
        programme, holders = build(history(seed, "both"), shipped_pack(), "a history")
        if HOLDER not in holders:
            continue
        bench = Bench(programme, policy=shipped_policy())
        table = facts_of(holders[HOLDER].events, bench.book.codes)
        for on, known_at in ((date(2026, 6, 1), shapes.ENDLESS), (date(2020, 6, 1), len(programme) + 3)):
            question = Question(day_number(on), known_at, shapes.AS_DECIDED, shapes.MISSING)
            interpreted = run(bench.book, table.columns, question)
            compiled = run_compiled(fold, bench.book, table.columns, question)
            assert compiled.rows == interpreted.rows
            for column, other in zip(interpreted.state, compiled.state, strict=True):
                assert list(other) == column
