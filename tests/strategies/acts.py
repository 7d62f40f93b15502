"""The other acts of a random history: grants, exams, what the programme does, and what the ledger learns late."""

from __future__ import annotations

from datetime import date

from tests.strategies import codes
from tests.strategies.story import FIRST, Entry, Story, days

EXTRA = {
    "today": ["CCNA", "CCNP-SEC", "CCNP-ENT", "SPEC-300-410", "CCIE-EI", "CCNA-CYBER"],
    "both": ["CCNA", "CCNP-SEC", "CCNP", "SPEC-300-410", "CCIE-RS"],
    "rare": ["CCNA", "CCNP-SEC"],
}


def write_grants(story: Story) -> None:
    """Grant the ladder on one day or apart, and perhaps something again or more."""
    apart = story.pick(0, 0, 0, 100, 400, -300)
    for rung, code in enumerate(reversed(story.codes)):
        on = story.past(story.start - days(apart * rung))
        story.events.append({"grant": code, "on": max(on, FIRST[story.era])})
    if story.chance(0.09):
        on = story.end + days(story.pick(-200, -1, 0, 1, 1, 30, 300))
        story.events.append({"grant": story.rng.choice(story.codes), "on": max(story.past(on), story.start)})
    if story.chance(0.09):
        on = max(story.past(story.around()), story.start)
        story.events.append({"grant": story.rng.choice(EXTRA[story.era]), "on": on})


def write_exams(story: Story) -> None:
    """Pass the exams of the plan, with one too few, the same twice, or one more."""
    chosen = [story.rng.choice(kind) for kind in story.plan.exams]
    if len(chosen) > 1 and story.chance(0.9):
        chosen = _distinct(story)
    if story.chance(0.06):
        chosen = chosen[1:]
    if story.chance(0.10):
        chosen.append(story.rng.choice(codes.ANY))
    one_day = story.a_day() if story.chance(0.25) else None
    for number, exam in enumerate(chosen):
        on = one_day or (story.a_day() if story.chance(0.93) else story.start)
        sit(story, exam, on, f"T-{number + 1}")


def _distinct(story: Story) -> list[str]:
    """Draw one exam of each kind, no exam twice."""
    chosen: list[str] = []
    for kind in story.plan.exams:
        chosen.append(story.rng.choice([exam for exam in kind if exam not in chosen]))
    return chosen


def sit(story: Story, exam: str, on: date, attempt: str) -> None:
    """Pass an exam, perhaps under an attempt's id, and perhaps have it struck out later."""
    entry: Entry = {"exam": exam, "on": on}
    if story.chance(0.3) or entry in story.events:
        entry["attempt"] = attempt
    story.events.append(entry)
    if story.chance(0.06):
        void = entry.get("attempt", f"{exam}@{on}")
        story.events.append({"void": void, "on": on + days(story.pick(0, 40))})


def write_coincidence(story: Story) -> None:
    """Pass an exam that renews by itself on the day of a completion."""
    exams = [
        plan.exams[0] for plan in codes.PLANS[codes.family(story.top)] if len(plan.exams) == 1 and not plan.credits
    ]
    if exams:
        sit(story, story.rng.choice(exams[0]), max(entry["completed"] for entry in story.claims()), "T-9")


def write_fees(story: Story) -> None:
    """Pay the fee of the plan, in time or not."""
    if story.plan.fee and story.chance(0.92):
        story.events.append({"fee": codes.FEE, "on": story.a_day()})
    if story.plan.fee and story.chance(0.2):
        story.events.append({"fee": codes.FEE, "on": story.past(story.around())})


def write_programme(story: Story) -> None:
    """List items in a group, and retire a certification."""
    if any(entry.get("item") == "IT-2" for entry in story.claims()) and story.chance(0.8):
        story.events += [{"item": "IT-1", "group": "G-1"}, {"item": "IT-2", "group": "G-1"}]
    code = story.rng.choice([story.top, *story.codes])
    if story.chance(0.12) and code not in codes.RETIRED:
        granted = max(entry["on"] for entry in story.events if entry.get("grant") == code)
        on = story.rng.choice([story.around(), story.completion(), story.completion() + days(1)])
        story.events.append({"retire": code, "on": max(on, granted + days(1))})


def write_misfortunes(story: Story) -> None:
    """Take a certification away, or record what another system decided."""
    if story.chance(0.06):
        code = story.rng.choice([story.top, *story.codes])
        granted = min(entry["on"] for entry in story.events if entry.get("grant") == code)
        on = story.rng.choice([story.around(), story.end + days(story.pick(0, 1, 2, 100))])
        story.events.append({"revoke": code, "on": max(story.past(on), granted)})
    if story.chance(0.04):
        story.events.append({"expired": story.top, "on": story.past(story.end) + days(1)})


def learn_late(story: Story) -> None:
    """Let the ledger learn of some acts long after they were done."""
    for entry in story.events:
        done = [value for key, value in entry.items() if isinstance(value, date) and key != "until"]
        if done and story.chance(0.3):
            entry["recorded"] = max(done) + days(story.pick(1, 30, 400))
    for entry in story.events:
        if "void" in entry:
            told = [learned(sat) for sat in story.events if "exam" in sat and entry["void"] == attempt_of(sat)]
            if max(told) > learned(entry):
                entry["recorded"] = max(told)


def attempt_of(entry: Entry) -> str:
    """Return the id of an exam's attempt."""
    return str(entry.get("attempt", f"{entry['exam']}@{entry['on']}"))


def learned(entry: Entry) -> date:
    """Return the day on which the ledger learned of an act."""
    day: date = entry["recorded"] if "recorded" in entry else entry["on"]
    return day
