"""Standings for people, for spreadsheets and for programs; all from the one document that an answer gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cli.show.output import DIGEST_SHOWN, Column, compact, csv_lines, document, lasting, put, table

Document = dict[str, Any]

_CERTIFICATIONS = (
    Column("certification"),
    Column("level"),
    Column("status"),
    Column("until"),
    Column("renewed on"),
    Column("credits", right=True),
    Column("pending", right=True),
    Column("in the books"),
)
_CSV = ("holder", "certification", "level", "status", "until", "granted_on", "renewed_on", "cycle_from",
        "credits_available", "credits_pending", "recorded", "contingent_claims")  # fmt: skip


def standing(answer: Document, names: Iterable[str] = ()) -> None:
    """Show where one holder stands: a table, what is still open, which claims do not count.

    `names` say what renamed certifications were called.
    """
    put(heading(answer))
    put()
    if answer["certifications"]:
        table(_CERTIFICATIONS, [_row(each) for each in answer["certifications"]])
    else:
        put("No certification had been earned by then.")
    remarks = [*_open(answer), *_not_counted(answer), *names]
    if remarks:
        put()
    for remark in remarks:
        put(remark)


def heading(answer: Document) -> str:
    """Return whom an answer is about, and its three knobs, as one line."""
    known, policy = answer["known_at"], answer["policy"]
    return (
        f"{answer['holder']} on {answer['valid_on']}, as known at @{known['position']}, "
        f"under {policy['id']} ({policy['digest'][:DIGEST_SHOWN]})"
    )


def standings_table(answers: Iterable[Document]) -> None:
    """Show where everyone stands, one line a certification."""
    rows = [(answer["holder"], *_row(each)) for answer in answers for each in answer["certifications"]]
    table((Column("holder"), *_CERTIFICATIONS), rows)


def standings_document(answers: Iterable[Document]) -> None:
    """Write one JSON array, one holder a line, without holding them all."""
    opening = "["
    for answer in answers:
        put(opening + compact(answer))
        opening = ","
    put("[]" if opening == "[" else "]")


def standings_lines(answers: Iterable[Document]) -> None:
    """Write one JSON document a line, one holder each."""
    for answer in answers:
        put(compact(answer))


def standings_csv(answers: Iterable[Document]) -> None:
    """Write CSV, one line a certification."""
    csv_lines(_CSV, (row for answer in answers for row in _csv_rows(answer)))


def standing_document(answer: Document) -> None:
    """Write one standing as JSON."""
    document(answer)


def _row(each: Document) -> tuple[str, ...]:
    return (
        each["certification"],
        each["level"],
        each["status"] + (", contingent" if each["contingent"] else ""),
        each["until"],
        each["renewed_on"] or "-",
        each["credits"]["available"],
        each["credits"]["pending"],
        "recorded" if each["recorded"] else "derived, not yet recorded",
    )


def _open(answer: Document) -> Iterator[str]:
    for each in answer["certifications"]:
        if open_ := each["contingent"]:
            claims, validated, rejected = open_["claims"], open_["if_validated"], open_["if_rejected"]
            yield (
                f"{each['certification']} depends on {', '.join(claims)}, not decided yet: "
                f"if validated, {lasting(validated['status'], validated['until'])}; "
                f"if rejected, {lasting(rejected['status'], rejected['until'])}."
            )


def _not_counted(answer: Document) -> Iterator[str]:
    if answer["excluded"]:
        claims = (f"{each['claim']} ({each['reason']})" for each in answer["excluded"])
        yield f"Not counted: {', '.join(claims)}."


def _csv_rows(answer: Document) -> Iterator[tuple[str, ...]]:
    for each in answer["certifications"]:
        yield (
            answer["holder"],
            each["certification"],
            each["level"],
            each["status"],
            each["until"],
            each["granted_on"],
            each["renewed_on"] or "",
            each["cycle_from"],
            each["credits"]["available"],
            each["credits"]["pending"],
            "true" if each["recorded"] else "false",
            " ".join(each["contingent"]["claims"]) if each["contingent"] else "",
        )
