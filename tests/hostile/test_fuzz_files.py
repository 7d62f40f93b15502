"""Any line, any file: an entry or a finding, and every line accounted for."""

from __future__ import annotations

import json
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from ledger import KINDS, Origin, example, import_file, read_entry
from ledger.commands import keys
from ledger.intake.columns import columns, rows
from ledger.intake.jsonl import read_object
from tests.hostile.fuzzing import TOKENS, answered, changed, examples, explore, scalars, values, words
from tests.ledger.importing import EVERY_KIND, new_ledger

ENTRIES = [json.dumps(entry) for entry in EVERY_KIND]
kinds = st.sampled_from(sorted(KINDS))


def entries() -> st.SearchStrategy[dict[str, Any]]:
    """Return entries of every kind, with some values that do not belong there."""
    return kinds.flatmap(
        lambda kind: st.dictionaries(st.sampled_from([*keys(KINDS[kind]), "kind"]) | words, values, max_size=4).map(
            lambda strange: {**example(kind), **strange}
        )
    )


def lines() -> st.SearchStrategy[bytes]:
    """Return lines of every sort: bytes, JSON of anything, entries, and entries with something changed."""
    anything = (values | entries()).map(partial(json.dumps, ensure_ascii=False))
    texts = anything | st.sampled_from(ENTRIES).flatmap(changed)
    return st.binary(max_size=60) | texts.map(lambda text: text.encode("utf-8", "surrogatepass"))


def written(value: Any) -> Any:
    """Return a value of a command as a line of a file has it."""
    match value:
        case None | bool() | str():
            return value
        case tuple():
            return list(value)
        case Origin():
            at = value.recorded_at and value.recorded_at.isoformat()
            return {"system": value.system, "record_id": value.record_id, **({"recorded_at": at} if at else {})}
        case _:
            return str(value)


@examples
def test_any_line_is_an_object_or_a_finding_and_any_object_an_entry_or_findings(examples: int) -> None:
    def check(line: bytes) -> None:
        found = answered(lambda: read_object(line))
        if found is not None:
            answered(lambda: read_entry(found))

    explore(check, lines(), examples)


@examples
def test_an_entry_that_was_read_is_read_again_from_what_it_says(examples: int) -> None:
    def check(entry: dict[str, Any]) -> None:
        command = answered(lambda: read_entry(entry))
        if command is not None:
            shape = type(command).model_fields
            said = {shape[name].alias or name: written(value) for name, value in vars(command).items()}
            again = {"kind": command.kind, **{key: value for key, value in said.items() if value is not None}}
            assert read_entry(json.loads(json.dumps(again))) == command

    explore(check, entries(), examples)


@examples
def test_any_header_and_line_of_csv_are_read_or_refused(examples: int) -> None:
    cells = st.lists(scalars.map(str) | st.sampled_from(TOKENS), max_size=6).map(",".join)
    headers = kinds.flatmap(
        lambda kind: st.tuples(
            st.just(kind), st.lists(st.sampled_from(columns(kind)) | words, max_size=6).map(",".join) | st.text()
        )
    )

    def check(given: tuple[tuple[str, str], str, dict[str, str]]) -> None:
        (kind, header), line, aliases = given
        head = header.encode("utf-8", "surrogatepass")
        read = answered(lambda: rows(iter([(1, head)]), kind, aliases, "FILE.csv"))
        if read is not None:
            found = answered(lambda: read(line.encode("utf-8", "surrogatepass")))
            if found is not None:
                answered(lambda: read_entry(found[0]))
                assert json.loads(found[1]) == found[0]

    explore(check, st.tuples(headers, cells | st.text(), st.dictionaries(words, words, max_size=2)), examples)


@examples
def test_any_file_is_reported_on_line_by_line_or_refused_whole(examples: int) -> None:
    def check(given: tuple[list[bytes], str | None]) -> None:
        content, kind = given
        with tempfile.TemporaryDirectory() as folder, new_ledger() as ledger:
            path = Path(folder) / "FILE"
            path.write_bytes(b"\n".join(content))
            report = answered(lambda: import_file(ledger, str(path), kind=kind))
            if report is not None:
                assert report.read == report.recorded + report.skipped + report.rejected
                assert report.rejected == len({error.line for error in report.errors})

    explore(check, st.tuples(st.lists(lines(), max_size=4), st.none() | kinds), examples // 3)
