"""A file's entries, set aside on disk until they can be recorded in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.errors import Finding
from ledger.store.scratch import room, scratch

if TYPE_CHECKING:
    import sqlite3

_PAGE = 500

_TABLES = """
CREATE TABLE rows (
    line INTEGER PRIMARY KEY, kind TEXT, holder TEXT, claim TEXT, day TEXT, rank INTEGER, entry BLOB
) STRICT;
CREATE TABLE owners (claim TEXT PRIMARY KEY, holder TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE errors (
    line INTEGER, number INTEGER, "column" TEXT, code TEXT, message TEXT, fix TEXT, PRIMARY KEY (line, number)
) STRICT, WITHOUT ROWID;
"""
_SUBMISSIONS = "CREATE INDEX submissions ON rows (claim, holder, day) WHERE kind = 'submit'"
_OWNERLESS = """
SELECT DISTINCT claim FROM rows
WHERE holder IS NULL AND NOT EXISTS (SELECT 1 FROM rows AS s WHERE s.kind = 'submit' AND s.claim = rows.claim)
"""
_CONTESTED = """
SELECT claim, holder, line, entry FROM rows
WHERE kind = 'submit' AND claim IN (
    SELECT claim FROM rows WHERE kind = 'submit' GROUP BY claim HAVING MIN(holder) < MAX(holder))
ORDER BY claim, holder, line
"""
_ORDERED = """
SELECT line, kind, holder, entry FROM (
    SELECT r.line, r.kind, r.rank, r.entry,
        COALESCE(r.holder, (SELECT o.holder FROM owners AS o WHERE o.claim = r.claim), s.holder) AS holder,
        MAX(r.day, COALESCE(s.day, r.day)) AS day
    FROM rows AS r LEFT JOIN rows AS s ON r.holder IS NULL AND s.line = (
        SELECT f.line FROM rows AS f WHERE f.kind = 'submit' AND f.claim = r.claim ORDER BY f.holder, f.day LIMIT 1))
ORDER BY holder, day, rank, entry, line
"""


class Row(NamedTuple):
    """An entry, and what orders it.

    `holder` is None for a decision on a claim, whose holder the submission names, and the empty text for the
    programme, which comes first.
    """

    line: int
    kind: str
    holder: str | None
    claim: str | None
    day: str
    rank: int
    entry: bytes


class Submission(NamedTuple):
    """A submission of a claim that several holders submit."""

    claim: str
    holder: str
    line: int
    entry: bytes


class Spooled(NamedTuple):
    """An entry as it comes out, in the order of recording; `holder` is None when nobody submits the claim."""

    line: int
    kind: str
    holder: str | None
    entry: bytes


class Spool:
    """Entries in, in the order of the file; entries out, in the order of recording; errors by line."""

    def __init__(self) -> None:
        self._rows = scratch(_TABLES)

    def add(self, rows: Iterable[Row]) -> None:
        """Set entries aside."""
        self._many("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def complete(self) -> None:
        """Say that the last entry was added; the questions below can be asked from here on."""
        with room():
            self._rows.execute(_SUBMISSIONS)

    def ownerless(self) -> Iterator[list[str]]:
        """Yield, in pages, the claims that are decided but not submitted in the file."""
        for page in self._pages(_OWNERLESS):
            yield [claim for (claim,) in page]

    def contested(self) -> Iterator[Submission]:
        """Yield the submissions of every claim that several holders submit, by claim and holder."""
        for page in self._pages(_CONTESTED):
            yield from (Submission(*row) for row in page)

    def own(self, owners: Iterable[tuple[str, str]]) -> None:
        """Set down whose a claim is, where the file alone does not tell."""
        self._many("INSERT OR IGNORE INTO owners VALUES (?, ?)", owners)

    def ordered(self) -> Iterator[Spooled]:
        """Yield the entries in the order of recording: the programme's, then by holder, day, kind and content."""
        for page in self._pages(_ORDERED):
            yield from (Spooled(*row) for row in page)

    def refuse(self, line: int, findings: Sequence[Finding]) -> None:
        """Set down what is wrong with a line."""
        rows = ((line, number, *finding) for number, finding in enumerate(findings))
        self._many("INSERT OR REPLACE INTO errors VALUES (?, ?, ?, ?, ?, ?)", rows)

    def drop_refused(self) -> None:
        """Take out the entries that errors have been set down for."""
        with room():
            self._rows.execute("DELETE FROM rows WHERE line IN (SELECT line FROM errors)")

    def errors(self) -> Iterator[tuple[int, str, str, str, str]]:
        """Yield line, column, code, message and fix of every error, by line."""
        for page in self._pages('SELECT line, "column", code, message, fix FROM errors ORDER BY line, number'):
            yield from page

    def count_errors(self) -> int:
        """Return the number of errors set down."""
        with room():
            number: int = self._rows.execute("SELECT COUNT(*) FROM errors").fetchone()[0]
        return number

    def close(self) -> None:
        """Let the spool vanish."""
        self._rows.close()

    def _many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        with room():
            self._rows.executemany(statement, rows)

    def _pages(self, statement: str) -> Iterator[list[Any]]:
        with room():
            cursor = self._rows.execute(statement)
        while page := self._page(cursor):
            yield page

    def _page(self, cursor: sqlite3.Cursor) -> list[Any]:
        with room():
            return cursor.fetchmany(_PAGE)
