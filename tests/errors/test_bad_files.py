"""Every message that a bad file can cause, as a person reads it: one golden text a file.

``FILE.jsonl`` or ``KIND.csv`` is imported into a new ledger whose today is 2026-03-20; what comes of it is in
``FILE.expected``.
``pytest --update`` rewrites the golden texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import ledger
from ledger import LedgerError
from ledger.intake import Report, import_file
from tests.ledger.importing import new_ledger

HERE = Path(__file__).parent
FILES = sorted([*HERE.glob("*.jsonl"), *HERE.glob("*.csv")])

_CODE = re.compile(r'(?:_wrong\(|Finding\(\s*(?:column|act|later|"[a-z_]*"),)\s*"([A-Z_]+)"')
_CAUSED_OTHERWISE = {
    "SUPERSEDED",  # closing the books, while somebody else does
    "UNKNOWN_ENTRY",  # taking back what no import recorded
    "RESTED_ON",  # taking an import back, while somebody decides on a claim of it
    "REFUSED",  # an error of the store, which has no column
    "TOO_LONG",  # a line longer than anything worth keeping here
}


def outcome(file: Path, folder: Path) -> str:
    copy = folder / file.name
    copy.write_bytes(file.read_bytes())
    kind = file.stem if file.suffix == ".csv" else None
    try:
        with new_ledger() as new:
            return "".join(f"{line}\n" for line in told(import_file(new, str(copy), kind=kind)))
    except LedgerError as error:
        return f"exit {error.exit_code}: {error}\n".replace(str(folder), ".")


def told(report: Report) -> Iterator[str]:
    yield f"{report.read} read, {report.recorded} recorded, {report.skipped} skipped, {report.rejected} rejected"
    for error in report.errors:
        yield f"{error.line} {error.column or '-'} {error.code}"
        yield f"    {error.message} {error.fix}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))
def test_a_bad_file_is_answered_clearly(file: Path, tmp_path: Path, update: bool) -> None:
    expected = file.with_suffix(".expected")
    text = outcome(file, tmp_path)
    if update:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def test_every_code_of_an_error_has_a_case_here() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(ledger.__path__[0]).rglob("*.py"))
    shown = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("*.expected"))
    codes = set(_CODE.findall(source))
    assert len(codes) > 20
    assert {code for code in codes if f" {code}\n" not in shown} == _CAUSED_OTHERWISE
