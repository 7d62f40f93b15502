"""Importing again what was taken back: as it was, or corrected."""

from __future__ import annotations

from typing import Any

from tests.cli.conftest import Recert, standings, undone
from tests.cli.test_undo import CLAIM


def test_the_same_file_goes_in_again_after_it_was_taken_back(desk: Recert, imported: Any) -> None:
    rows = (
        {"kind": "grant", "holder": "H-2", "certification": "CCNA", "on": "2025-02-01"},
        {"kind": "exam", "holder": "H-2", "exam": "350-401", "on": "2025-03-01"},
        CLAIM | {"holder": "H-2", "claim": "C-2"},
        {"kind": "validate", "claim": "C-1", "on": "2025-05-10"},
    )
    batch = imported(*rows)
    once = standings(desk)
    undone(desk, batch)
    assert standings(desk) != once
    assert imported(*rows) == batch
    assert standings(desk) == once
    assert undone(desk, batch)["recorded"] == 4


def test_a_corrected_file_may_say_otherwise_of_the_same_claims(desk: Recert, imported: Any) -> None:
    wrong = (
        CLAIM | {"holder": "H-1", "claim": "C-2", "credits": 8},
        {"kind": "validate", "claim": "C-2", "on": "2026-02-20"},
        {"kind": "validate", "claim": "C-1", "on": "2025-05-10"},
    )
    undone(desk, imported(*wrong))
    imported(CLAIM | {"holder": "H-1", "claim": "C-2", "credits": 16}, *wrong[1:])
    (held,) = standings(desk)["H-1"]
    assert (held["status"], held["until"]) == ("active", "2029-02-01")


def test_a_claim_submitted_anew_is_pending_whatever_was_decided_on_the_one_undone(desk: Recert, imported: Any) -> None:
    batch = imported(CLAIM | {"holder": "H-1", "claim": "C-2"})
    assert desk("claim", "validate", "C-2", "--on", "2026-02-20").code == 0
    assert desk("claim", "reverse", "C-2", "--on", "2026-02-21").code == 0
    undone(desk, batch)
    imported(CLAIM | {"holder": "H-1", "claim": "C-2"})
    (line,) = (each for each in desk("status", "H-1").out.splitlines() if each.startswith("Not counted"))
    assert line == "Not counted: C-1 (PENDING), C-2 (PENDING)."


def test_the_id_of_a_claim_that_was_undone_still_belongs_to_its_holder(desk: Recert, imported: Any) -> None:
    undone(desk, imported(CLAIM | {"holder": "H-1", "claim": "C-2"}))
    imported(CLAIM | {"holder": "H-2", "claim": "C-2"}, complete=False)
