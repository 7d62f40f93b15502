"""Claims of a random history: enough credits, nearly enough or too many, and one thing wrong with one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from tests.strategies.story import Entry, Story, days

NEW_WINDOW = date(2023, 7, 1)


def write_claims(story: Story) -> None:
    """Submit claims for the credits of the plan, well decided, then spoil one."""
    amounts = parts(story, story.plan.credits)
    if story.chance(0.15):
        amounts += parts(story, story.rng.choice([10, 30, 40, 80]))
    for amount, completed in zip(amounts, sorted(story.a_day() for _ in amounts), strict=True):
        story.events.append(claim(story, amount, completed))
    written = story.claims()
    for _ in range(story.pick(0, 1, 1, 1, 2) if story.careful else story.pick(1, 2, 3)):
        spoil = story.rng.choice(BLEMISHES)
        spoil(story, story.rng.choice(written))


def write_more_credits(story: Story) -> None:
    """Claim credits beside a plan of exams."""
    for amount in parts(story, story.rng.choice([10, 30, 40])):
        story.events.append(claim(story, amount, story.a_day()))


def parts(story: Story, need: int) -> list[Decimal]:
    """Split a number of credits, or one a little off it, into claims."""
    total = need + Decimal(story.rng.choice(["0", "0", "0", "0", "0", "-1", "10", "30", "-0.25", "0.5"]))
    if story.chance(0.08):
        return [Decimal(30 if need >= 40 else 20)] * 2
    found: list[Decimal] = []
    for _ in range(story.pick(0, 0, 1, 1, 2, 3)):
        part = Decimal(story.rng.randrange(1, max(2, int(total))))
        if total - part < 1:
            break
        found.append(part)
        total -= part
    return [*found, total]


def claim(story: Story, amount: Decimal, completed: date) -> Entry:
    """Return a claim that was submitted and validated soon."""
    submitted = completed + days(story.pick(0, 1, 5, 30))
    entry: Entry = {
        "claim": f"C-{len(story.claims()) + 1}",
        "credits": int(amount) if amount == int(amount) else amount,
        "completed": completed,
        "submitted": submitted,
        "validated": submitted + days(story.pick(0, 2, 10)),
    }
    if story.chance(0.05):
        entry["source"] = "provider"
    if story.chance(0.05):
        entry["began"] = completed - days(story.pick(0, 5, 60))
    return entry


def undecide(entry: Entry) -> None:
    """Take every decision off a claim."""
    for what in ("validated", "rejected", "withdrawn", "reversed", "awarded"):
        entry.pop(what, None)


def submit_on(entry: Entry, day: date) -> None:
    """Move a submission, and every decision with it."""
    by = max(day, entry["completed"]) - entry["submitted"]
    for what in ("submitted", "validated", "rejected", "withdrawn", "reversed"):
        if what in entry:
            entry[what] += by


def pending(story: Story, entry: Entry) -> None:
    """Leave a claim undecided."""
    undecide(entry)


def all_pending(story: Story, entry: Entry) -> None:
    """Leave every claim undecided."""
    for each in story.claims():
        undecide(each)


def validated_late(story: Story, entry: Entry) -> None:
    """Decide a claim only after the term ended."""
    if "validated" in entry:
        entry["validated"] = max(story.end, entry["submitted"]) + days(story.pick(0, 1, 10, 60))


def refused(story: Story, entry: Entry) -> None:
    """Reject, withdraw or reverse a claim, perhaps decided anew, perhaps on one day."""
    quick = entry["submitted"] + days(story.pick(0, 2, 10))
    late = max(story.end, entry["submitted"]) + days(story.pick(1, 20))
    undecide(entry)
    match story.pick(0, 1, 2, 2, 2, 3, 3, 3, 4, 5):
        case 0:
            entry["rejected"] = quick
        case 1:
            entry["rejected"] = late
        case 2:
            entry["withdrawn"] = quick
        case 3:
            entry |= {"validated": quick, "reversed": story.rng.choice([quick, quick + days(3), late])}
        case 4:
            entry |= {"rejected": quick, "reversed": quick + days(5), "validated": quick + days(9)}
        case _:
            entry |= {"validated": quick, "reversed": quick + days(4), "rejected": quick + days(30)}


def late(story: Story, entry: Entry) -> None:
    """Submit a claim around the end of a claim window, of either length."""
    submit_on(entry, entry["completed"] + days(story.pick(89, 90, 91, 364, 365, 366, 366)))


def after_expiry(story: Story, entry: Entry) -> None:
    """Complete a claim shortly before the term's end and submit it around that."""
    entry["completed"] = story.past(story.end - days(story.pick(0, 5, 40)))
    submit_on(entry, story.end + days(story.pick(-1, 0, 1, 1, 30)))


def across_the_new_window(story: Story, entry: Entry) -> None:
    """Submit around the day on which the claim window became longer."""
    if entry["completed"] < NEW_WINDOW:
        entry["completed"] = max(entry["completed"], NEW_WINDOW - days(story.pick(91, 200, 365)), story.start)
        submit_on(entry, NEW_WINDOW + days(story.pick(-1, 0, 0)))


def twice(story: Story, entry: Entry) -> None:
    """Claim an item, an equivalent or another edition of it again."""
    other = dict(entry) | {"claim": f"C-{len(story.claims()) + 1}"}
    other["completed"] = story.past(max(entry["completed"] + days(story.pick(-1, 0, 40, 200)), story.start))
    submit_on(other, other["completed"] + days(3))
    entry["item"], other["item"] = "IT-1", story.rng.choice(["IT-1", "IT-1", "IT-2", "IT-3"])
    if story.chance(0.25):
        entry["edition"], other["edition"] = "E1", story.rng.choice(["E1", "E2"])
    if story.chance(0.5):
        entry["credits"] = min(entry["credits"], 12)
    if story.chance(0.2):
        undecide(story.rng.choice([entry, other]))
    story.events.append(other)


def awarded_less(story: Story, entry: Entry) -> None:
    """Award fewer credits than claimed, or none."""
    whole = int(entry["credits"])
    entry["awarded"] = story.rng.choice([0, 0, whole // 2, max(0, whole - 1)])


def unlisted(story: Story, entry: Entry) -> None:
    """Complete an item around the edge of its listing."""
    entry["item"] = "IT-4"
    edge, off = story.rng.choice([("from", 0), ("from", 1), ("from", 1), ("until", -1), ("until", -1), ("until", 0)])
    listing: Entry = {"item": "IT-4", edge: entry["completed"] + days(off)}
    if all(other.get("item") != "IT-4" or "claim" in other for other in story.events):
        story.events.append(listing)


def unauthorised(story: Story, entry: Entry) -> None:
    """Take an item from a provider who lost, or regained, the authorisation around that day."""
    entry["provider"] = "P-1"
    off = entry["completed"] + days(story.pick(-30, -1, 0, 0, 1))
    story.events.append({"provider": "P-1", "on": off, "authorised": False})
    if story.chance(0.4):
        story.events.append({"provider": "P-1", "on": off + days(story.pick(1, 20, 200)), "authorised": True})


def terms_late(story: Story, entry: Entry) -> None:
    """Accept the terms around the day of a submission."""
    story.events.append({"terms": "T-2020", "on": entry["submitted"] + days(story.pick(-1, 0, 1, 1, 1, 40))})


def at_the_edge(story: Story, entry: Entry) -> None:
    """Complete an activity on the first or last day of the term, or beside it."""
    day = story.rng.choice([story.start, story.end]) + days(story.pick(-1, 0, 0, 1))
    by = story.past(day) - entry["completed"]
    entry["completed"] += by
    submit_on(entry, entry["submitted"] + by)


BLEMISHES: list[Callable[[Story, Entry], None]] = [
    *[pending] * 4, *[all_pending] * 5, *[validated_late] * 2, *[refused] * 6, *[late] * 4, *[after_expiry] * 3,
    *[across_the_new_window] * 6, *[twice] * 6, *[awarded_less] * 2, *[unlisted] * 3, *[unauthorised] * 3,
    *[terms_late] * 2, *[at_the_edge] * 2,
]  # fmt: skip
