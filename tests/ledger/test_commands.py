"""Entries become commands, or say everything that is wrong with them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Finding, InputError, LedgerError, RefusedError
from ledger.commands import KINDS, Exam, Fee, Grant, Item, Submit, check, keys, read_entry
from tests.ledger.saying import CATALOGUE, SUBMISSION, TODAY

GRANT: dict[str, Any] = {"kind": "grant", "holder": "H-1", "certification": "CCNA", "on": "2024-01-01"}


def findings(entry: dict[str, Any]) -> tuple[Finding, ...]:
    with pytest.raises(InputError) as failed:
        read_entry(entry)
    return failed.value.findings


def the_finding(entry: dict[str, Any]) -> Finding:
    (only,) = findings(entry)
    return only


def checked(entry: dict[str, Any]) -> Any:
    return check(read_entry(entry), catalogue=CATALOGUE, today=TODAY)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("enrol", "holder on terms reason_code"),
        ("grant", "holder certification on reason_code"),
        ("revoke", "holder certification on reason_code"),
        ("exam", "holder exam on attempt"),
        ("exam_void", "holder attempt on reason_code"),
        ("validate", "claim on credits validator"),
        ("reject", "claim on reason_code"),
        ("withdraw", "claim on reason_code"),
        ("reverse", "claim on reason_code"),
        ("fee", "holder fee on amount currency reference reason_code"),
        ("expired", "holder certification on until"),
        ("recertified", "holder certification on until"),
        ("retire", "certification on reason_code"),
        ("item", "item title credits category provider from until group reason_code"),
        ("provider", "provider on authorised reason_code"),
        (
            "submit",
            "holder claim item credits completed_on submitted_on provider source began_on edition replaces evidence",
        ),
    ],
)
def test_a_kind_has_the_keys_of_the_format_and_an_origin(kind: str, expected: str) -> None:
    assert keys(KINDS[kind]) == (*expected.split(), "origin")


def test_there_are_exactly_the_kinds_of_the_format() -> None:
    decisions = {"validate", "reject", "withdraw", "reverse"}
    acts = {"enrol", "grant", "revoke", "exam", "exam_void", "submit", "fee", "expired", "recertified"}
    assert set(KINDS) == acts | decisions | {"retire", "item", "provider"}


@pytest.mark.parametrize(
    ("given_", "exact"),
    [(12, "12"), (Decimal("12.5"), "12.5"), ("12.50", "12.5"), ("0.01", "0.01"), (9999999, "9999999"), (0.1, "0.1")],
)
def test_credits_are_read_exactly(given_: object, exact: str) -> None:
    command = read_entry(SUBMISSION | {"credits": given_})
    assert isinstance(command, Submit)
    assert command.credits == Decimal(exact)


@pytest.mark.parametrize(
    "wrong",
    [
        0, "0.00", -1, "-0.5", "12.345", Decimal("1E+2"), Decimal("NaN"), Decimal("Infinity"), "1e2", "1_000", " 12",
        "12 ", "\u0663", "", "abc", True, None, [], {}, 10**30, 10_000_000, "9" * 5000, Decimal("1e-20"), float("inf"),
    ],
)  # fmt: skip
def test_credits_that_are_not_a_sound_amount_above_zero_are_refused(wrong: object) -> None:
    assert the_finding(SUBMISSION | {"credits": wrong}).column == "credits"


def test_true_is_not_one_credit_even_after_one_credit_was_read() -> None:
    read_entry(SUBMISSION | {"credits": 1})
    assert the_finding(SUBMISSION | {"credits": True}).code == "CREDITS"


@pytest.mark.parametrize(
    "wrong",
    [
        "2025-5-01", "2025-05-1", "20250501", "2025-13-01", "2025-02-29", "1899-12-31", "2201-01-01",
        "\u0662\u0660\u0662\u0665-05-01",
        "2025-05-01T00:00:00", " 2025-05-01", "2025-05-01\n", 20250501, 1700000000, "1700000000", True, None, [], {},
    ],
)  # fmt: skip
def test_a_day_that_is_not_written_as_a_date_is_refused(wrong: object) -> None:
    assert the_finding(GRANT | {"on": wrong}).column == "on"


@pytest.mark.parametrize("day", ["1900-01-01", "2200-12-31", "2024-02-29"])
def test_days_from_1900_to_2200_are_read(day: str) -> None:
    command = read_entry(GRANT | {"on": day})
    assert isinstance(command, Grant)
    assert command.on == date.fromisoformat(day)


@pytest.mark.parametrize("wrong", ["", " H-1", "H 1", "H-1\n", "Jürgen", "-H", "x" * 81, 7, None, ["H-1"], "H\u0000"])
def test_an_identifier_is_ascii_by_pattern(wrong: object) -> None:
    assert the_finding(GRANT | {"holder": wrong}).column == "holder"


@pytest.mark.parametrize("wrong", ["true", 1, 0, "yes", None])
def test_only_true_and_false_are_flags(wrong: object) -> None:
    entry = {"kind": "provider", "provider": "P-1", "on": "2024-01-01", "authorised": wrong}
    assert the_finding(entry).column == "authorised"


def test_the_value_of_a_personal_field_is_never_repeated() -> None:
    entry = SUBMISSION | {"holder": "Jane Doe", "provider": "Jane's School", "evidence": ["jane"], "origin": {"x": "J"}}
    said = " ".join(f"{finding.message} {finding.fix}" for finding in findings(entry))
    assert "Jane" not in said
    assert "jane" not in said


def test_a_very_long_value_is_cut_in_the_message() -> None:
    assert len(the_finding(GRANT | {"on": "9" * 100_000}).message) < 100
    assert len(the_finding(GRANT | {"k" * 100_000: 1}).message) < 100


def test_control_characters_reach_no_message() -> None:
    entry = GRANT | {"on": "\x1b[31m", "\x1b[2J": 1}
    assert "\x1b" not in "".join("".join(finding) for finding in findings(entry))


def test_everything_wrong_with_an_entry_is_said_at_once() -> None:
    entry = SUBMISSION | {"credits": -1, "completed_on": "soon", "colour": "red"}
    assert [finding.column for finding in findings(entry)] == ["credits", "completed_on", "colour"]


def test_a_misspelt_key_comes_with_what_was_meant() -> None:
    entry = {key: value for key, value in SUBMISSION.items() if key != "completed_on"} | {"complted_on": "2025-05-01"}
    missing, unknown = findings(entry)
    assert (missing.column, missing.code) == ("completed_on", "MISSING")
    assert unknown.fix == "Did you mean 'completed_on'?"


def test_a_misspelt_kind_comes_with_what_was_meant() -> None:
    assert the_finding(GRANT | {"kind": "grnat"}).fix == "Did you mean 'grant'?"


@pytest.mark.parametrize("kind", [None, 7, [], "", "decision", "batch", "rename"])
def test_what_is_no_kind_of_entry_is_refused(kind: object) -> None:
    assert the_finding(GRANT | {"kind": kind}).column == "kind"


def test_an_optional_key_may_be_null() -> None:
    assert read_entry(GRANT | {"reason_code": None}) == read_entry(GRANT)


def test_an_unknown_certification_comes_with_the_nearest_code() -> None:
    with pytest.raises(InputError) as failed:
        checked(GRANT | {"certification": "CCNP-ENTT"})
    (finding,) = failed.value.findings
    assert (finding.column, finding.code) == ("certification", "UNKNOWN_CERTIFICATION")
    assert finding.fix == "Did you mean 'CCNP-ENT'?"


def test_an_unknown_exam_is_refused() -> None:
    with pytest.raises(InputError, match="no exam '350-999'"):
        checked({"kind": "exam", "holder": "H-1", "exam": "350-999", "on": "2024-01-01"})


def test_an_alias_becomes_the_canonical_code() -> None:
    alias, canonical = next(iter(CATALOGUE.canonical.items()))
    command = checked(GRANT | {"certification": alias})
    assert command.certification == canonical
    assert command.natural_key() == read_entry(GRANT | {"certification": canonical}).natural_key()


def test_an_act_of_today_is_recorded_and_one_of_tomorrow_refused() -> None:
    assert checked(GRANT | {"on": "2026-03-20"}).on == TODAY
    with pytest.raises(RefusedError, match="2026-03-21 lies ahead"):
        checked(GRANT | {"on": "2026-03-21"})


@pytest.mark.parametrize(
    ("more", "column"),
    [
        ({"completed_on": "2025-05-04"}, "submitted_on"),
        ({"began_on": "2025-05-02"}, "completed_on"),
        ({"submitted_on": "2026-03-21"}, "submitted_on"),
    ],
)
def test_days_of_a_claim_that_contradict_each_other_are_refused(more: dict[str, Any], column: str) -> None:
    with pytest.raises(RefusedError) as failed:
        checked(SUBMISSION | more)
    assert failed.value.findings[0].column == column


def test_a_claim_begun_completed_and_submitted_on_one_day_is_sound() -> None:
    assert checked(SUBMISSION | {"began_on": "2025-05-03", "completed_on": "2025-05-03"})


def test_a_listing_may_lie_ahead_but_not_end_before_it_begins() -> None:
    entry = {"kind": "item", "item": "IT-1", "title": "A course", "credits": 8, "from": "2030-01-01"}
    command = checked(entry | {"until": "2030-01-01"})
    assert isinstance(command, Item)
    with pytest.raises(RefusedError):
        checked(entry | {"until": "2029-12-31"})


def test_what_an_expiry_says_of_its_last_active_day_must_agree() -> None:
    entry = {"kind": "expired", "holder": "H-1", "certification": "CCNA", "on": "2026-03-02"}
    assert checked(entry)
    assert checked(entry | {"until": "2026-03-01"})
    with pytest.raises(RefusedError):
        checked(entry | {"until": "2026-03-02"})


def test_defaults_name_an_attempt_and_a_payment() -> None:
    exam = read_entry({"kind": "exam", "holder": "H-1", "exam": "350-401", "on": "2024-01-01"})
    fee = read_entry({"kind": "fee", "holder": "H-1", "fee": "CE-2017", "on": "2024-01-01"})
    assert isinstance(exam, Exam)
    assert isinstance(fee, Fee)
    assert (exam.sitting(), fee.receipt()) == ("350-401@2024-01-01", "2024-01-01")


def test_an_origin_is_kept_and_its_instant_needs_an_offset() -> None:
    origin = {"system": "old-portal", "record_id": "4711", "recorded_at": "2024-01-01T10:00:00+02:00"}
    command = read_entry(GRANT | {"origin": origin})
    assert command.origin is not None
    assert command.origin.record_id == "4711"
    for instant in ("2024-01-01T10:00:00", "1700000000", 1700000000, "2024-01-01"):
        assert the_finding(GRANT | {"origin": origin | {"recorded_at": instant}}).column == "origin"


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(KINDS)), st.dictionaries(st.sampled_from([*SUBMISSION, "on", "until", "x"]), _json))
def test_no_entry_whatever_it_holds_causes_another_error(kind: str, entry: dict[str, Any]) -> None:
    error: LedgerError | None = None
    try:
        checked(entry | {"kind": kind})
    except LedgerError as refused:
        error = refused
    for finding in error.findings if error else ():
        assert finding.message.isascii()
        assert len(finding.message) < 300
    assert error is None or error.findings
