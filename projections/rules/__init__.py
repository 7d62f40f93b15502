"""A policy and a programme's acts as integer tables, and the names behind them. Holds no rule: it lays them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from projections.codes import Codes
from projections.kernel import Rules
from projections.names import ExtensionName, Names

if TYPE_CHECKING:
    from ledger import Policy
    from projections.programme import Programme


class RuleBook(NamedTuple):
    """Everything that a fold of a policy needs: tables, names, dictionaries; `seats`: exams an option may need.

    `policy` and `digest` name the document that it was laid out from, whose values are all here.
    """

    policy: str
    digest: str
    rules: Rules
    names: Names
    codes: Codes
    seats: int


def codes_of(programme: Programme) -> Codes:
    """Number the codes of a programme; a holder's own follow."""
    catalogue = programme.catalogue
    return Codes(
        catalogue.certifications,
        catalogue.exams,
        items=(listing.item for listing in programme.listings),
        providers=(provider for provider, _, _ in programme.authority),
        aliases=programme.aliases,
    )


def rules_of(policy: Policy, programme: Programme) -> RuleBook:
    """Lay out a policy and what the programme did as integer tables."""
    from projections.rules import tables  # These load the model of a policy, which whoever has a book does without.
    from projections.rules.clauses import Laying

    codes = codes_of(programme)
    laying = Laying(policy, codes)
    rules = Rules(
        **tables.certifications(policy, programme, codes),
        **laying.clauses(),
        **laying.requirements(),
        **tables.tags(programme, codes, laying.tags),
        **tables.listings(programme, codes, laying.categories),
        **tables.authority(programme, codes),
        **tables.calendar(policy, programme),
    )
    levels = tuple(programme.catalogue.certifications[code].level for code in codes.certifications.codes())
    names = Names(
        unit=policy.unit,
        certifications=tuple(codes.certifications.codes()),
        levels=levels,
        clauses=laying.clause_names,
        pins=tuple(policy.pin(name) for name in laying.clause_names),
        dated=tuple(laying.dated),
        options=tuple(laying.option_ids),
        leaves=tuple(laying.leaf_names),
        extensions=tuple(ExtensionName(each.id, each.title, each.cite) for each in tables.extensions_by_day(policy)),
    )
    return RuleBook(policy.id, policy.digest, rules, names, codes, laying.seats)
