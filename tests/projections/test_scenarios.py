"""The worked cases, and what a malformed scenario file answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger import InputError
from projections import ScenarioResult, run_scenarios

SCENARIOS = Path(__file__).parents[1] / "scenarios"
FILES = sorted(SCENARIOS.glob("*.scenario.toml"))
RESULTS = [(file.name, result) for file in FILES for result in run_scenarios(file)]


@pytest.mark.parametrize(("file", "result"), RESULTS, ids=lambda value: getattr(value, "name", value))
def test_the_worked_case_comes_out_as_expected(file: str, result: ScenarioResult) -> None:
    assert result.failures == (), file


def written(folder: Path, text: str) -> Path:
    file = folder / "case.scenario.toml"
    file.write_text(f'programme = "cisco-ce"\n{text}', encoding="utf-8")
    return file


def test_a_wrong_expectation_fails_with_what_was_expected_and_what_was_got(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """
        [[scenario]]
        name = "wrong"
        events = [ { grant = "CCNA", on = 2023-05-10 } ]
        [[scenario.expect]]
        on = 2024-01-01
        status = { CCNA = "expired" }
        until = { CCNA = 2026-05-10 }
        """,
    )
    (result,) = run_scenarios(file)
    (failure,) = result.failures
    assert (failure.what, failure.expected, failure.got) == ("status of CCNA", "expired", "active")
    assert failure.place.endswith("'wrong', on 2024-01-01")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file holds no [[scenario]]"),
        ("[[scenario]]\nevents = []", "A scenario needs a name"),
        ('[[scenario]]\nname = "x"\nevent = []', "'event' is not a key here. Did you mean 'events'?"),
        ('[[scenario]]\nname = "x"\nevents = [ { grnt = "CCNA" } ]', "The event says none of"),
        ('[[scenario]]\nname = "x"\nevents = [ { grant = "CCNA" } ]', "'on' is missing"),
        (
            '[[scenario]]\nname = "x"\nevents = [ { grant = "CCNX", on = 2024-01-01 } ]',
            "'CCNX' is not in the catalogue",
        ),
        ('[[scenario]]\nname = "x"\nevents = [ { exam = "1-2", on = 2024-01-01 } ]', "'1-2' is not in the catalogue"),
        ('[[scenario]]\nname = "x"\nevents = [ { grant = "CCNA", on = 3 } ]', "on: 3 is not a day"),
        ('[[scenario]]\nname = "x"\npolicy = "no.toml"', "The overlay no.toml cannot be read"),
        ('[[scenario]]\nname = "x"\n[[scenario.expect]]\nstatus = {}', "An expectation needs a day"),
        ("[[scenario", "This is not TOML"),
    ],
)
def test_a_malformed_file_is_refused_in_a_sentence_that_names_the_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        list(run_scenarios(written(tmp_path, text)))
    assert said in str(refused.value)
    assert "case.scenario.toml" in str(refused.value)
