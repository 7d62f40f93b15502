"""When events were recorded, as a witness can tell: beside a history, and beside the facts of an explanation."""

from __future__ import annotations

import ast
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ledger import read_pack
from tests.cli.conftest import NOON, Parties, Recert

HOUR = timedelta(hours=1)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def watched(desk: Recert, parties: Parties) -> Recert:
    """The same with six events that the witness saw at noon, and a decision at one that it saw at two."""
    hand_over(desk, parties, 6, at=NOON)
    assert desk("claim", "validate", "C-1", "--on", "2025-05-10", at=NOON + HOUR).code == 0
    hand_over(desk, parties, 7, at=NOON + 2 * HOUR)
    return desk


def hand_over(desk: Recert, parties: Parties, size: int, *, at: datetime) -> None:
    """Publish what is sealed, let the witness cosign it, and take that back."""
    desk("checkpoint", "publish", "--to", "out", "--key", str(parties.log))
    cosigned = desk("witness", "cosign", f"out/{size}.request", "--log", str(parties.log_public), "--state", "seen",
                    "--key", str(parties.witness), at=at)  # fmt: skip
    Path("back").write_text(cosigned.out, encoding="utf-8")
    taken = ("checkpoint", "take", "back", "--log", str(parties.log_public), "--witness", str(parties.witness_public))
    assert desk(*taken).code == 0


def test_a_history_says_between_when_a_witness_came_to_see_each_event(watched: Recert, parties: Parties) -> None:
    assert watched("grant", "H-1", "CCNA", "--on", "2024-03-01", at=NOON + 3 * HOUR).code == 0
    answer = watched("history", "H-1", "--witness", str(parties.witness_public))
    assert answer.out.splitlines()[-5:] == [
        "",
        "When, as others can tell:",
        "  @4 to @6: recorded by 2026-03-10T12:00:00Z (witness example.com/witness).",
        "  @7: recorded between 2026-03-10T12:00:00Z and 2026-03-10T14:00:00Z (witness example.com/witness).",
        "  @8: sealed, not seen yet by example.com/witness.",
    ]
    assert answer.err.startswith("A witness vouches that by the later instant it was shown the event")
    assert answer.out.startswith(watched("history", "H-1").out)


def test_a_history_as_json_carries_what_a_witness_can_tell_of_each_event(watched: Recert, parties: Parties) -> None:
    key = parties.witness_public.read_text(encoding="utf-8").strip()
    events = watched("history", "H-1", "--json", "--witness", key).json["events"]
    name = "example.com/witness"
    first = {"witness": name, "after": None, "by": "2026-03-10T12:00:00Z"}
    second = {"witness": name, "after": "2026-03-10T12:00:00Z", "by": "2026-03-10T14:00:00Z"}
    assert [each.pop("witnessed") for each in events] == [
        *({"sealed": True, "bounds": [bounds], "unseen_by": []} for bounds in (first, first, second))
    ]
    assert events == watched("history", "H-1", "--json").json["events"]


def test_an_explanation_says_when_the_facts_behind_it_were_recorded(watched: Recert, parties: Parties) -> None:
    key = str(parties.witness_public)
    answer = watched("explain", "H-1", "--on", "2026-01-01", "--witness", key)
    begun = "  @2: policy adopted, cisco-ce, digest 1bbee626e960."
    first = "    recorded by 2026-03-10T12:00:00Z (witness example.com/witness)."
    lines = answer.out.splitlines()
    assert lines[lines.index(begun) - 1 :] == [
        "The facts behind that, and when they were recorded, as others can tell:",
        begun, first,
        "  @4 H-1: certification granted 2023-03-01, CCNP-ENT.", first,
        "  @6 H-1: claim submitted 2025-05-03, C-1, 64 credits: ENCOR-ILT completed 2025-05-01.", first,
        "  @7 H-1: claim validated 2025-05-10, C-1, 64 credits.",
        "    recorded between 2026-03-10T12:00:00Z and 2026-03-10T14:00:00Z (witness example.com/witness).",
    ]  # fmt: skip
    assert answer.out.startswith(watched("explain", "H-1", "--on", "2026-01-01").out)


@pytest.mark.parametrize(
    ("knobs", "positions"),
    [
        ((), [2, 4, 6, 7]),
        (("--known-at", "@6"), [2, 4, 6]),
        (("--on", "2025-04-30"), [2, 4]),
        (("--policy", "current"), [2, 4, 6, 7]),
        (("--policy", "other.toml"), [4, 6, 7]),
    ],
)
def test_the_facts_behind_an_explanation_are_those_of_its_question(
    watched: Recert, parties: Parties, knobs: tuple[str, ...], positions: list[int]
) -> None:
    text = read_pack("cisco-ce").policy.replace('id = "cisco-ce"', 'id = "other"', 1)
    Path("other.toml").write_text(text, encoding="utf-8")
    plain = watched("explain", "H-1", "--json", *knobs).json
    answer = watched("explain", "H-1", "--json", *knobs, "--witness", str(parties.witness_public)).json
    assert [each["position"] for each in answer.pop("grounds")] == positions
    assert answer == plain


def test_an_event_whose_own_instant_a_witness_contradicts_is_named(watched: Recert, parties: Parties) -> None:
    assert watched("grant", "H-1", "CCNA", "--on", "2024-03-01", at=NOON - 300 * HOUR).code == 0
    assert watched("grant", "H-1", "CCDA", "--on", "2016-03-01", at=NOON + 9 * HOUR).code == 0
    hand_over(watched, parties, 9, at=NOON + 4 * HOUR)
    for command in ("history", "explain"):
        assert watched(command, "H-1", "--witness", str(parties.witness_public)).out.splitlines()[-2:] == [
            "  @8 itself says 2026-02-26T00:00:00Z, which is earlier: it was shown to example.com/witness late, or "
            "dated back.",
            "  @9 itself says 2026-03-10T21:00:00Z, which is later: the clock of the ledger or of example.com/witness "
            "was wrong.",
        ]


@pytest.mark.parametrize("command", ["history", "explain"])
def test_a_record_that_was_tampered_with_is_not_dated(watched: Recert, parties: Parties, command: str) -> None:
    connection = sqlite3.connect("recert.db")
    connection.execute("DROP TRIGGER stored_events_no_UPDATE")
    connection.execute(
        "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), '2023-03-01', '2023-04-01') AS BLOB)"
    )
    connection.commit()
    connection.close()
    answer = watched(command, "H-1", "--witness", str(parties.witness_public))
    assert (answer.code, answer.out) == (3, "")
    assert answer.err == "recert: @4 is not what was sealed. Run `recert verify`.\n"


@pytest.mark.parametrize("command", ["history", "explain"])
def test_only_the_verifier_key_of_a_witness_will_do(watched: Recert, parties: Parties, command: str) -> None:
    assert watched(command, "H-1", "--witness", str(parties.log_public)).err == (
        "recert: This takes a witness's key, and that of example.com/log is of another kind. Name the other one.\n"
    )
    assert watched(command, "H-1", "--witness", "nonsense").code == 2


@pytest.mark.parametrize("command", ["history", "explain"])
def test_whoever_names_no_witness_waits_for_no_seal(desk: Recert, command: str) -> None:
    script = "import sys; from cli.main import main; main(sys.argv[1:]); print([*sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script, command, "H-1"],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    loaded = ast.literal_eval(done.stdout.splitlines()[-1])
    assert f"cli.{command}" in loaded
    assert [name for name in loaded if name.startswith("ledger.seal.") or name == "cli.show.witnessed"] == []


@pytest.mark.parametrize("kept", [False, True])
def test_a_recorded_renewal_is_a_fact_only_where_it_kept_a_later_day(
    recert: Recert, tmp_path_factory: pytest.TempPathFactory, kept: bool
) -> None:
    story = ROOT / "examples" / "late-validation"
    change = f'[[set]]\nclause = "renew.recorded"\nrev = "R2000"\nvalue = "{"floor" if kept else "recompute"}"\n'
    Path("rules.toml").write_text(f'base = "cisco-ce"\nid = "rules"\ntitle = "Rules"\n{change}', encoding="utf-8")
    at = datetime(2026, 5, 4, 9, tzinfo=UTC)
    assert recert("init", at=at).code == 0
    assert recert("import", str(story / "1-before.jsonl"), at=at).code == 0
    assert recert("close", "--through", "2026-05-03", at=at).code == 0
    assert recert("import", str(story / "2-late.jsonl"), at=at + 1_000 * HOUR).code == 0
    witness = tmp_path_factory.mktemp("witness") / "key"
    public = recert("key", "new", "example.com/witness", "--witness", "--to", str(witness)).out.strip()
    asked = ("explain", "H-5", "--policy", "rules.toml", "--json", "--witness", public)
    grounds = recert(*asked, at=at + 1_000 * HOUR).json["grounds"]
    assert ("certification.recertified.v1" in [each["topic"] for each in grounds]) is kept
