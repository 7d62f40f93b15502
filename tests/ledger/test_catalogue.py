from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ledger.catalogue import Alias, Catalogue, Tag, misfits, read_catalogue
from ledger.errors import InputError
from ledger.policy import read_policy
from ledger.programmes import read_pack

CERTIFICATIONS = """code,title,level,track,formerly,formerly_title,renamed_on,retired_on,source
NEW,New title,junior,one,OLD,Old title,2026-02-03,,a page
GONE,Gone,junior,one,,,,2020-02-24,illustrative
"""
EXAMS = """code,title,tags,source
E-1,An exam,written;core@2020-02-24;old@..2020-02-23;short@2020-01-01..2020-12-31,a page
"""
ITEMS = """item,title,credits,category,provider,listed_from,listed_until,group,source
I-1,"A course, in person",7.5,A,P-1,2024-01-01,2024-12-31,G,illustrative
I-1,The same later,8,,,2025-01-01,,,illustrative
"""


def catalogue(certifications: str = CERTIFICATIONS, exams: str = EXAMS, items: str = ITEMS) -> Catalogue:
    return read_catalogue(certifications, exams, items, place="pack")


def test_a_certification_is_found_under_its_code_and_its_older_code() -> None:
    found = catalogue().certification("OLD")
    assert found is not None
    assert found == catalogue().certification("NEW")
    assert found.aliases == (Alias("OLD", "Old title", date(2026, 2, 3)),)
    assert catalogue().certification("NEVER") is None


def test_a_title_changes_on_the_day_of_the_renaming() -> None:
    found = catalogue().certifications["NEW"]
    assert [found.title_on(date(2026, 2, day)) for day in (2, 3)] == ["Old title", "New title"]


def test_tags_may_begin_and_end() -> None:
    assert catalogue().exams["E-1"].tags == (
        Tag("written", None, None),
        Tag("core", date(2020, 2, 24), None),
        Tag("old", None, date(2020, 2, 23)),
        Tag("short", date(2020, 1, 1), date(2020, 12, 31)),
    )


def test_an_item_may_be_listed_more_than_once_at_different_times() -> None:
    first, second = catalogue().items
    assert (first.credits, first.category, first.listed_until) == (Decimal("7.5"), "A", date(2024, 12, 31))
    assert (second.credits, second.provider, second.listed_until) == (Decimal(8), None, None)


def test_columns_may_come_in_any_order_and_lines_may_end_as_on_other_systems() -> None:
    turned = "source,tags,title,code\r\na page,written,An exam,E-1\r\n\r\n"
    assert catalogue(exams=turned).exams["E-1"].title == "An exam"


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("certifications", "retired_on", "retired", "Not so: retired, retired_on. Did you mean 'retired_on'? @ pack/"),
        ("certifications", "2026-02-03", "2026-02-30", "is not a day of the calendar"),
        ("certifications", "2026-02-03", "", "`renamed_on` is empty beside `formerly`. Fill it in."),
        ("certifications", "GONE,Gone", "NEW,Gone", "The code 'NEW' is used twice."),
        ("certifications", "OLD", "GONE", "'GONE', the older code of 'NEW', names another certification too."),
        ("certifications", "NEW,", "N W,", "`code`: 'N W' is not an identifier."),
        ("exams", ",a page", "", "The row has 3 fields, the header 4. Make them agree. @ pack/exams.csv:2"),
        ("exams", "written;", "written;;", "`tags`: '' is not a tag."),
        ("exams", "@2020-02-24", "@soon", "'soon' is not a date."),
        ("exams", "An exam", "An\0exam", "The file holds a NUL byte."),
        ("items", "7.5", "7.125", "`credits`: '7.125' is no number of credits."),
        ("items", "7.5", "-7", "`credits`: '-7' is no number of credits."),
        ("items", "7.5", "\u0663", "is no number of credits."),
        ("items", "2025-01-01", "2024-01-01", "The item 'I-1' is listed twice from one day."),
        ("items", "The same later", "", "`title` is empty. Fill it in. @ pack/items.csv:3"),
        ("items", ITEMS, "", "The header must name these columns once each"),
    ],
)
def test_a_wrong_row_is_refused_with_its_file_and_line(file: str, old: str, new: str, message: str) -> None:
    texts = {"certifications": CERTIFICATIONS, "exams": EXAMS, "items": ITEMS}
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    with pytest.raises(InputError) as caught:
        catalogue(**texts)
    assert message in str(caught.value)
    assert f"pack/{file}.csv" in str(caught.value)


def test_a_quoted_field_that_never_ends_is_refused() -> None:
    with pytest.raises(InputError, match="This is not CSV"):
        catalogue(exams=EXAMS.replace("An exam", '"An exam'))


def test_levels_and_tags_that_the_policy_does_not_declare_are_misfits() -> None:
    policy = read_policy(read_pack("cisco-ce").policy, place="policy.toml")
    found = misfits(catalogue(), policy)
    assert "Certification 'NEW' has level 'junior', which the policy does not declare." in found
    assert "Exam 'E-1' has tag 'written', which the policy does not declare. Did you mean 'expert_written'?" in found
