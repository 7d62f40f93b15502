"""Catalogues that mean harm, in packs that a ledger is to be made of."""

from __future__ import annotations

import pytest

from ledger import read_pack
from tests.hostile.cases import Case, cases, files, lay_out
from tests.hostile.target import Target, expect_harmless

CASES = cases("catalogue")


def test_every_file_has_a_case() -> None:
    assert {case.file for case in CASES} == files("catalogue")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_no_ledger_is_made_of_a_hostile_catalogue(case: Case, target: Target) -> None:
    folder, shipped = target.ledger / "pack", read_pack("cisco-ce")
    folder.mkdir()
    (folder / "policy.toml").write_text(shipped.policy, encoding="utf-8")
    for name in ("certifications", "exams", "items"):
        (folder / f"{name}.csv").write_text(getattr(shipped, name), encoding="utf-8")
    lay_out("catalogue", case.file, folder).replace(folder / f"{case.more['of']}.csv")
    answer = target.run("--ledger", "new.db", "init", "--programme", "./pack")
    expect_harmless(answer, *case.codes)
    assert case.says in answer.said
    assert (target.ledger / "new.db").exists() == (answer.code == 0)
