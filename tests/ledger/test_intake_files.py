"""What is no file of entries, and lines that are none."""

from __future__ import annotations

import json
import os
import tracemalloc
from io import BytesIO, RawIOBase
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import InputError
from ledger.intake import import_file
from ledger.intake.lines import LONGEST_LINE, read_lines
from tests.ledger.importing import EVERY_KIND, codes, grant, new_ledger


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(content)
    with pytest.raises(InputError, match="The file is empty"):
        import_file(new_ledger(), str(tmp_path / "a.jsonl"))


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", '{"kind": "grant"}'.encode("utf-16"), b"SQLite format 3\0", b"caf\xe9\n", b"\0"],
)
def test_a_file_that_is_no_text_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(content)
    with pytest.raises(InputError, match="This is not a text file"):
        import_file(new_ledger(), str(tmp_path / "a.jsonl"))
    assert os.listdir(tmp_path) == ["a.jsonl"]


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            import_file(new_ledger(), str(path))


def test_a_mark_of_byte_order_and_windows_line_ends_are_no_matter(tmp_path: Path) -> None:
    text = "\r\n".join(json.dumps(entry) for entry in EVERY_KIND)
    (tmp_path / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert import_file(new_ledger(), str(tmp_path / "a.jsonl")).recorded == len(EVERY_KIND)


def test_a_line_that_is_no_text_is_an_error_of_that_line(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(json.dumps(grant()).encode() + b"\ncaf\xe9\n")
    report = import_file(new_ledger(), str(tmp_path / "a.jsonl"))
    assert report.recorded == 1
    assert codes(report) == [(2, "", "NOT_TEXT")]


class _Endless(RawIOBase):
    """A file of one line of so many bytes, then a short one."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._end = BytesIO(b"\n{}\n")

    def read(self, size: int = -1, /) -> bytes:
        taken = min(size, self._left)
        self._left -= taken
        return b"x" * taken or self._end.read(size)


def test_a_line_of_200_megabytes_is_one_error_in_little_memory() -> None:
    tracemalloc.start()
    try:
        lines = list(read_lines(_Endless(200_000_000), seen=len))  # type: ignore[arg-type]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert lines == [(1, None), (2, b"{}")]
    assert peak < 5_000_000


@pytest.mark.parametrize("excess", [0, 1])
@pytest.mark.parametrize("end", [b"", b"\n"])
def test_the_longest_line_is_read_and_one_byte_more_is_not(excess: int, end: bytes) -> None:
    line = b"x" * (LONGEST_LINE + excess)
    assert list(read_lines(BytesIO(line + end), seen=len)) == [(1, None if excess else line)]


@given(st.binary(max_size=300).map(lambda data: data.replace(b"0", b"\n")), st.integers(1, 7))
def test_lines_are_those_of_a_plain_split_wherever_blocks_end(content: bytes, block: int) -> None:
    class Blocks(RawIOBase):
        def __init__(self) -> None:
            self._bytes = BytesIO(content)

        def read(self, size: int = -1, /) -> bytes:
            return self._bytes.read(block)

    expected = [(number, line) for number, line in enumerate(content.split(b"\n"), 1) if line.strip()]
    assert list(read_lines(Blocks(), seen=len)) == expected  # type: ignore[arg-type]
