"""What few histories hold, and some clauses decide alone: recorded renewals, and items that come back."""

from __future__ import annotations

from tests.strategies.claims import submit_on
from tests.strategies.story import Entry, Story, days

_GROUPED: Entry = {"item": "IT-8", "group": "G-7"}


def write_rare(story: Story) -> None:
    """Let another system have recorded a renewal, an item change its group, and an item be taken again much later."""
    if story.chance(0.4):
        write_recorded_renewal(story)
    if story.claims() and story.chance(0.4):
        write_regrouped(story)
    if story.claims() and story.chance(0.3):
        write_taken_again(story)


def write_recorded_renewal(story: Story) -> None:
    """Record a renewal that the facts may bear out, or not at all, with an end before or after theirs."""
    code = story.rng.choice(story.codes)
    on = story.past(story.rng.choice([story.start, story.inside(), story.end, *story.fact_days()]))
    granted = min(entry["on"] for entry in story.events if entry.get("grant") == code)
    until = story.rng.choice([story.end, on]) + days(story.pick(1, 200, 600, 1096))
    story.events.append({"recertified": code, "on": max(on, granted), "until": max(until, on, granted)})


def write_regrouped(story: Story) -> None:
    """Claim two items that are one group on the day of completion, or of submission, or of decision, but not on all."""
    first = story.rng.choice(story.claims())
    second = dict(first) | {"claim": f"C-{len(story.claims()) + 1}", "item": "IT-7"}
    second["completed"] = story.past(first["completed"] + days(story.pick(0, 30, 90)))
    submit_on(second, second["completed"] + days(5))
    first["item"] = "IT-8"
    last = second["completed"] + days(story.pick(0, 0, 4, 5, 5, 8))
    groups = story.rng.choice([("G-7", "G-9"), ("G-9", "G-7")])
    story.events += [
        second,
        _GROUPED,
        {"item": "IT-7", "until": last, "group": groups[0]},
        {"item": "IT-7", "from": last + days(1), "group": groups[1]},
    ]


def write_taken_again(story: Story) -> None:
    """Claim an item again after everything else was done, and so perhaps in another cycle."""
    first = story.rng.choice(story.claims())
    again = dict(first) | {"claim": f"C-{len(story.claims()) + 1}", "item": first.get("item", "IT-9")}
    first["item"] = again["item"]
    again["completed"] = story.past(max(story.fact_days()) + days(story.pick(1, 30, 90)))
    submit_on(again, again["completed"] + days(5))
    story.events.append(again)
