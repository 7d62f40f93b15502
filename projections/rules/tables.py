"""The part of the tables that the programme's own acts and its catalogue give."""

from __future__ import annotations

from ledger import Extension, Policy, day_number
from projections.codes import Codes, Numbers
from projections.kernel import shapes
from projections.programme import Programme
from projections.rules.columns import Columns, grouped, span


def certifications(policy: Policy, programme: Programme, codes: Codes) -> dict[str, list[int]]:
    """Lay out level, rank, track and retirement of each certification, by code."""
    entries = [programme.catalogue.certifications[code] for code in codes.certifications.codes()]
    levels, tracks = Numbers(policy.levels), Numbers()
    never = shapes.ENDLESS
    return {
        "level": [levels.find(entry.level) for entry in entries],
        "rank": [policy.levels[entry.level].rank or shapes.MISSING for entry in entries],
        "track": [tracks.number(entry.track) for entry in entries],
        "retired_on": [
            day_number(programme.retired[entry.code]) if entry.code in programme.retired else never for entry in entries
        ],
    }


def tags(programme: Programme, codes: Codes, tags: Numbers) -> dict[str, list[int]]:
    """Lay out the tags of each exam, each with the days on which it carries it."""
    rows, spans = Columns(3), Columns(2)
    for code in codes.exams.codes():
        first = len(rows)
        for tag in programme.catalogue.exams[code].tags:
            rows.add(tags.number(tag.tag), *span(tag.tagged_from, tag.tagged_until))
        spans.add(first, len(rows))
    return dict(
        zip(("tag", "tag_from", "tag_until", "tag_first", "tag_last"), rows.columns + spans.columns, strict=True)
    )


def listings(programme: Programme, codes: Codes, categories: Numbers) -> dict[str, list[int]]:
    """Lay out when each item was listed, and as what; of several rows of one day the last that began is read."""
    groups = Numbers()
    by_item: dict[str, list[tuple[int, ...]]] = {}
    for row in programme.listings:
        by_item.setdefault(row.item, []).append(
            (
                *span(row.listed_from, row.listed_until),
                categories.number(row.category),
                groups.number(row.group),
            )
        )
    keys = ("listed_from", "listed_until", "category", "group", "listing_first", "listing_last")
    return grouped(keys, (sorted(by_item[item]) for item in codes.items.codes()), 4)


def authority(programme: Programme, codes: Codes) -> dict[str, list[int]]:
    """Lay out since when each provider may or may not deliver; of several acts of one day the last recorded holds."""
    by_provider: dict[str, list[tuple[int, ...]]] = {}
    for provider, on, may in programme.authority:
        by_provider.setdefault(provider, []).append((day_number(on), int(may)))
    ordered = (sorted(by_provider.get(code, []), key=lambda row: row[0]) for code in codes.providers.codes())
    return grouped(("authority_since", "authorised", "authority_first", "authority_last"), ordered, 2)


def extensions_by_day(policy: Policy) -> list[Extension]:
    """Return the policy's extensions by day."""
    return sorted(policy.extensions, key=lambda extension: (extension.on, extension.id))


def calendar(policy: Policy, programme: Programme) -> dict[str, list[int]]:
    """Lay out the days on which the rules themselves may change an answer."""
    extensions = extensions_by_day(policy)
    days = {day_number(revision.effective) for revision in policy.revisions}
    days.update(day_number(day) for day in programme.retired.values())
    days.update(day_number(extension.on) for extension in extensions)
    return {
        "boundary": sorted(days),
        "extension_on": [day_number(extension.on) for extension in extensions],
        "extension_months": [extension.months for extension in extensions],
    }
