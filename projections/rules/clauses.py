"""The part of the tables that a policy's clauses give: dated values, and requirements as options and leaves."""

from __future__ import annotations

from datetime import date

from ledger import CreditsLeaf, Dated, ExamsLeaf, Group, Leaf, PaidLeaf, Policy, Term, day_number, options, spec_of
from projections.codes import Codes, Numbers
from projections.kernel import shapes
from projections.names import DatedName, LeafName
from projections.rules.columns import Columns

PINS = ("completed", "submitted", "decided", "granted", "cycle_start", "expiry", "checkpoint", "latest")

# As the kernel numbers the options that a grace leaves open, none last.
_GRACE_OPTIONS = ("all", "exams", "credits")

# The kernel's clause numbers, in order.
CLAUSES = (
    "claim.window",
    "claim.retroactive",
    "claim.provisional",
    "claim.terms",
    "claim.catalogue",
    "credit.effective",
    "credit.value_on",
    "credit.duplicate",
    "credit.carry_over",
    "credit.carry_over_months",
    "credit.valid_months",
    "renew.when",
    "renew.target",
    "renew.scope",
    "renew.recorded",
    "grant.renews",
    "expiry.last_day",
    "retired.renewable",
    "exam.from",
    "exam.reuse",
    "calendar.month_end",
    "credit.cycle",
    "credit.consumption",
)
LEVEL_CLAUSES = ("duration", "renew.anchor", "grace", "grace", "require")


class Laying:
    """The part of the tables that comes from the policy's clauses."""

    def __init__(self, policy: Policy, codes: Codes) -> None:
        self.policy = policy
        self.codes = codes
        self.tags = Numbers(policy.exam_tags)
        self.categories = Numbers()
        self.dated: list[DatedName] = []
        self.option_ids: list[str] = []
        self.leaf_names: list[LeafName] = []
        self.seats = 0
        self.requirement = Columns(2)
        self.option = Columns(3)
        self.leaf = Columns(4)
        per_level = tuple(f"{prefix}.{level}" for level in policy.levels for prefix in LEVEL_CLAUSES)
        self.clause_names = (*CLAUSES, *per_level)
        self._titles = {revision.id: revision.title for revision in policy.revisions}

    def clauses(self) -> dict[str, list[int]]:
        """Lay out every clause's dated values."""
        clause, value = Columns(3), Columns(2)
        for number, name in enumerate(self.clause_names):
            first = len(value)
            which = number - shapes.PER_LEVEL
            part = which % shapes.LEVEL_CLAUSES if which >= 0 else shapes.MISSING
            for dated in self.policy.dated(name):
                value.add(_first_day(dated.effective), self._number(name, part, dated))
                self.dated.append(self._dated_name(name, dated))
            clause.add(first, len(value), PINS.index(self.policy.pin(name)))
        first_column, last_column, pin = clause.columns
        since, values = value.columns
        return {"clause_first": first_column, "clause_last": last_column, "pin": pin, "since": since, "value": values}

    def requirements(self) -> dict[str, list[int]]:
        """Return the requirement trees that `clauses` met, flattened to options and leaves."""
        option_first, option_last = self.requirement.columns
        leaf_first, leaf_last, spends = self.option.columns
        leaf_kind, leaf_need, leaf_of, leaf_cap = self.leaf.columns
        return {
            "option_first": option_first,
            "option_last": option_last,
            "leaf_first": leaf_first,
            "leaf_last": leaf_last,
            "spends": spends,
            "leaf_kind": leaf_kind,
            "leaf_need": leaf_need,
            "leaf_of": leaf_of,
            "leaf_cap": leaf_cap,
        }

    def _dated_name(self, name: str, dated: Dated) -> DatedName:
        title = self._titles.get(dated.revision, "")
        return DatedName(name, dated.revision, title, _value_text(dated.value), self.policy.cite(name))

    def _number(self, name: str, part: int, dated: Dated) -> int:
        """Return a dated value as the kernel's integer; `part` says which of a level's clauses it is."""
        value = dated.value
        match value:
            case int():
                return value
            case Term() if part == shapes.GRACE_OPTIONS:
                return _GRACE_OPTIONS.index(value.options or "all")
            case Term():
                return value.months
            case "lifetime":
                return shapes.LIFETIME
            case "unlimited":
                return shapes.LIFETIME if name == "claim.window" else shapes.UNLIMITED
            case "none" if part == shapes.GRACE_OPTIONS:
                return shapes.GRACE_NONE
            case "none" if part == shapes.GRACE_MONTHS:
                return 0
            case "none" if part == shapes.REQUIRE:
                return self.requirement.add(len(self.option), len(self.option))
            case str():
                return spec_of(name, self.policy.levels).words.index(value)
            case _:
                return self._requirement(value)

    def _requirement(self, tree: Group | Leaf) -> int:
        """Lay out one requirement as options in listed order."""
        first = len(self.option)
        for option in options(tree):
            leaf_first = len(self.leaf)
            for leaf in option.leaves:
                self._leaf(leaf)
            spends = any(isinstance(leaf, CreditsLeaf) for leaf in option.leaves)
            self.option.add(leaf_first, len(self.leaf), int(spends))
            self.option_ids.append(option.id)
            seats = sum(leaf.at_least for leaf in option.leaves if isinstance(leaf, ExamsLeaf))
            self.seats = max(self.seats, seats)
        return self.requirement.add(first, len(self.option))

    def _leaf(self, leaf: Leaf) -> None:
        """Lay out one leaf."""
        none = shapes.MISSING
        match leaf:
            case CreditsLeaf():
                cap = none if leaf.cap is None else leaf.cap
                self.leaf.add(shapes.CREDITS_LEAF, leaf.need, self.categories.number(leaf.category), cap)
                self.leaf_names.append(LeafName(leaf.id, "credits", leaf.category or ""))
            case ExamsLeaf():
                self.leaf.add(shapes.EXAMS_LEAF, leaf.at_least, self.tags.number(leaf.tag), none)
                self.leaf_names.append(LeafName(leaf.id, "exams", self.policy.exam_tags[leaf.tag]))
            case PaidLeaf():
                self.leaf.add(shapes.PAID_LEAF, 1, self.codes.fees.number(leaf.fee), none)
                self.leaf_names.append(LeafName(leaf.id, "paid", leaf.fee))


def _value_text(value: object) -> str:
    """Return a dated value as people read it."""
    match value:
        case Term():
            return f"{value.months} months" + (f", {value.options}" if value.options else "")
        case int() | str():
            return str(value)
        case _:
            return ", or ".join(option.id for option in options(value))  # type: ignore[arg-type]


def _first_day(day: date) -> int:
    return -shapes.ENDLESS if day == date.min else day_number(day)
