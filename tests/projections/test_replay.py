"""Everyone under other rules: directions, the first day on which two replays part, and the clauses behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ledger import History, Policy, with_parts, with_set
from projections import ChangedHolder, Divergence, Replay, standing_of
from tests.agreement import shipped_policy
from tests.projections.histories import EVERYTHING, PENDING_AT_EXPIRY, claim, day, exam, grant, told
from tests.strategies import case

ON = "2026-03-21"
LATE_TWICE = (
    grant("CCNP-ENT", "2023-03-01"),
    claim("C-1", 40, "2025-05-01"),
    claim("C-2", 40, "2025-12-01", submitted="2026-03-15"),
)
"""The second claim is submitted 104 days after completion, and two weeks after the expiry."""


def varied(**settings: object) -> Policy:
    """Return the shipped policy with clauses set for all dates; a double underscore stands for a point."""
    return with_set(shipped_policy(), {name.replace("__", "."): value for name, value in settings.items()})


def replay(*histories: History, policy: Policy, against: Policy | None = None, on: str = ON) -> Replay:
    return Replay(
        histories[0].programme,
        policy=policy,
        against=against or shipped_policy(),
        valid_on=day(on),
        known=EVERYTHING,
    )


def changed(*histories: History, policy: Policy, against: Policy | None = None, on: str = ON) -> list[ChangedHolder]:
    return list(replay(*histories, policy=policy, against=against, on=on).each(histories))


def diverged(history: History, *, policy: Policy, against: Policy | None = None, on: str = ON) -> Divergence:
    (holder,) = changed(history, policy=policy, against=against, on=on)
    (certification,) = holder.certifications
    return certification.diverged


def terms(holder: ChangedHolder) -> dict[str, tuple[str, str, str, str]]:
    return {
        each.certification: (each.before.status, str(each.before.until), each.after.status, str(each.after.until))
        for each in holder.certifications
    }


def test_the_same_rules_change_nobody() -> None:
    history = told(*PENDING_AT_EXPIRY)
    again = replay(history, policy=shipped_policy())
    assert list(again.each([history])) == []
    assert (again.holders, again.certifications) == (1, 1)


def test_a_shorter_window_takes_a_renewal_away_on_the_day_it_took_effect() -> None:
    history = told(*PENDING_AT_EXPIRY)
    (holder,) = changed(history, policy=varied(claim__window=4))
    assert holder.direction == "loss"
    assert terms(holder) == {"CCNP-ENT": ("active", "2029-02-20", "expired", "2026-03-01")}
    parted = holder.certifications[0].diverged
    assert (str(parted.on), parted.after) == ("2026-02-20", None)
    assert parted.before is not None
    assert (parted.before.what, str(parted.before.until)) == ("recertified", "2029-02-20")
    assert (parted.cause.clauses, parted.cause.together) == (("claim.window",), False)


def test_the_other_way_round_it_is_a_gain() -> None:
    history = told(*PENDING_AT_EXPIRY)
    (holder,) = changed(history, policy=shipped_policy(), against=varied(claim__window=4))
    assert holder.direction == "gain"
    assert terms(holder) == {"CCNP-ENT": ("expired", "2026-03-01", "active", "2029-02-20")}
    assert holder.certifications[0].diverged.before is None


def test_another_anchor_moves_only_a_date() -> None:
    history = told(*PENDING_AT_EXPIRY)
    policy = varied(renew__anchor__professional="previous_expiry")
    (later,) = changed(history, policy=policy)
    (earlier,) = changed(history, policy=shipped_policy(), against=policy)
    assert (later.direction, earlier.direction) == ("date only", "date only")
    assert terms(later) == {"CCNP-ENT": ("active", "2029-02-20", "active", "2029-03-01")}
    assert earlier.rank < later.rank


def test_a_shorter_term_parts_the_replays_on_the_day_of_the_grant() -> None:
    parted = diverged(told(grant("CCNP-ENT", "2024-03-01")), policy=varied(duration__professional="{ months = 12 }"))
    assert str(parted.on) == "2024-03-01"
    assert parted.before is not None
    assert parted.after is not None
    assert (parted.before.what, str(parted.before.until)) == ("granted", "2027-03-01")
    assert (parted.after.what, str(parted.after.until)) == ("granted", "2025-03-01")


def test_two_clauses_that_only_matter_together_are_named_together() -> None:
    policy = varied(claim__window=90, claim__retroactive="submitted_by_expiry", exam__from="same_day")
    laxer = varied(claim__window=365, claim__retroactive="completed_by_expiry")
    cause = diverged(told(*LATE_TWICE), policy=laxer, against=policy).cause
    assert cause.together
    assert set(cause.clauses) == {"claim.window", "claim.retroactive"}


def test_two_clauses_of_which_each_suffices_are_both_named() -> None:
    policy = varied(claim__window=90, claim__retroactive="submitted_by_expiry")
    laxer = varied(claim__window=365, claim__retroactive="completed_by_expiry")
    cause = diverged(told(*LATE_TWICE), policy=policy, against=laxer).cause
    assert (set(cause.clauses), cause.together) == ({"claim.window", "claim.retroactive"}, False)


def test_a_clause_that_changed_beside_and_does_nothing_is_not_named() -> None:
    policy = varied(claim__window=4, duration__expert="{ months = 12 }", exam__reuse="never")
    assert diverged(told(*PENDING_AT_EXPIRY), policy=policy).cause.clauses == ("claim.window",)


def test_one_certification_lost_makes_a_loss_whatever_another_gains() -> None:
    history = told(
        grant("CCNA", "2023-03-01"),
        grant("CCNP-ENT", "2023-03-01"),
        claim("C-1", 30, "2025-05-01"),
    )
    each = varied(renew__target="each")
    (holder,) = changed(history, policy=varied(duration__professional="{ months = 240 }"), against=each)
    directions = {one.certification: one.direction for one in holder.certifications}
    assert directions == {"CCNP-ENT": "gain", "CCNA": "loss"}
    assert holder.direction == "loss"


def test_the_document_names_the_certification_that_parted_first() -> None:
    history = told(grant("CCNA", "2022-03-01"), grant("CCNP-ENT", "2023-03-01"))
    policy = varied(duration__professional="{ months = 12 }", duration__associate="{ months = 12 }")
    (holder,) = changed(history, policy=policy, on="2023-04-01")
    first = holder.document()["first"]
    assert (first["certification"], first["on"]) == ("CCNA", "2022-03-01")


VARIANTS: tuple[Mapping[str, Any], ...] = (
    {"claim.window": 5},
    {"credit.effective": "submitted"},
    {"renew.target": "each", "credit.carry_over": "remainder"},
    {"claim.retroactive": "completed_by_expiry", "claim.window": "unlimited", "renew.scope": "self"},
    {"duration.expert": "{ months = 24 }", "renew.anchor.expert": "previous_expiry", "exam.reuse": "never"},
    {"expiry.last_day": "exclusive", "grace.professional": '{ months = 3, options = "all" }'},
)


@pytest.mark.parametrize("settings", VARIANTS, ids=lambda settings: "+".join(settings))
def test_before_and_after_are_the_standings_and_the_matrix_sums(settings: Mapping[str, Any]) -> None:
    policy, against = with_set(shipped_policy(), settings), shipped_policy()
    seen = 0
    for seed in range(70):
        events, on, _ = case(seed, "today")
        history = told(*events)
        found = Replay(history.programme, policy=policy, against=against, valid_on=on, known=EVERYTHING)
        got = {each.certification: each for holder in found.each([history]) for each in holder.certifications}
        sides = [standing_of(history, on, known=EVERYTHING, policy=one) for one in (against, policy)]
        before, after = (
            {each.certification: (each.status, each.until) for each in one.certifications} for one in sides
        )
        assert {code for code in after if before[code] != after[code]} == got.keys()
        assert all((before[code], after[code]) == (each.before, each.after) for code, each in got.items())
        assert sum(found.matrix.values()) == found.certifications == len(after) == len(before)
        for each in got.values():
            seen += 1
            assert each.diverged.on <= on
            assert each.diverged.before != each.diverged.after
            assert set(each.diverged.cause.clauses) <= settings.keys()
            assert len(each.diverged.cause.clauses) > each.diverged.cause.together
    assert seen > 1


def test_a_clause_named_alone_gives_the_decision_when_it_is_changed_alone() -> None:
    settings = {"claim.window": 5, "renew.target": "each", "credit.carry_over": "remainder", "exam.reuse": "never"}
    policy, against = with_set(shipped_policy(), settings), shipped_policy()
    alone = lasting = 0
    for seed in range(100):
        events, on, _ = case(seed, "today")
        history = told(*events)
        for holder in changed(history, policy=policy, on=str(on)):
            for each in holder.certifications:
                for clause in () if each.diverged.cause.together else each.diverged.cause.clauses:
                    alone += 1
                    one = with_parts(against, policy, [clause], place="one")
                    (again,) = changed(history, policy=one, on=str(each.diverged.on))
                    (same,) = (other for other in again.certifications if other.certification == each.certification)
                    assert (same.diverged.on, same.diverged.after) == (each.diverged.on, each.diverged.after)
                    # By the day of the question the two may have come together again; if not, they parted then.
                    later = (o for h in changed(history, policy=one, on=str(on)) for o in h.certifications)
                    parted = [other for other in later if other.certification == each.certification]
                    assert [other.diverged.on for other in parted] in ([], [each.diverged.on])
                    lasting += len(parted)
    assert alone > 10
    assert lasting > alone // 2


def test_of_clauses_that_matter_together_no_more_are_named_than_it_takes() -> None:
    strict = varied(claim__window=90, claim__retroactive="submitted_by_expiry", credit__duplicate="ever")
    lax = varied(claim__window=365, claim__retroactive="completed_by_expiry", credit__duplicate="allowed")
    cause = diverged(told(*LATE_TWICE), policy=lax, against=strict).cause
    assert (set(cause.clauses), cause.together) == ({"claim.window", "claim.retroactive"}, True)


def test_a_renewal_on_the_day_asked_about_is_set_against_nothing() -> None:
    history = told(grant("CCNP-ENT", "2023-03-01"), claim("C-1", 80, "2025-05-01"))
    parted = diverged(history, policy=varied(require__professional="none"), on="2025-05-01")
    assert parted.before is not None
    assert (str(parted.on), parted.before.what, parted.after) == ("2025-05-01", "recertified", None)


def test_exams_too_are_replayed() -> None:
    history = told(grant("CCNP-ENT", "2023-03-01"), exam("350-401", "2025-03-01"))
    stricter = varied(require__professional='{ op = "credits", id = "P.ce", at_least = 80 }')
    (holder,) = changed(history, policy=stricter)
    assert holder.certifications[0].diverged.cause.clauses == ("require.professional",)
