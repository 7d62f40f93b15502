"""Input without end, in processes that may have 1 GiB of memory and five minutes of processor: each ends by itself."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.hostile.target import Target

ROOT = Path(__file__).parents[2]
MEMORY_BYTES = 1 << 30
SECONDS = 300
MEGABYTE = 1 << 20
GRANT = b'{"kind": "grant", "holder": "H-2", "certification": "CCNA", "on": "2024-01-01"}\n'
NUMBER = (
    b'{"kind": "submit", "holder": "H-2", "claim": "C-9", "item": "I", "completed_on": "2024-01-01", '
    b'"submitted_on": "2024-01-01", "credits": '
)

pytestmark = pytest.mark.long


class Stream(NamedTuple):
    """What comes out of a pipe: a beginning, a part so many times, an end; and what is to come of it."""

    attack: str
    begin: bytes
    part: bytes
    times: int
    end: bytes
    arguments: tuple[str, ...]
    code: int
    says: str

    def __str__(self) -> str:
        return self.attack

    def blocks(self) -> Iterator[bytes]:
        """Yield it block by block."""
        yield self.begin
        yield from repeat(self.part, self.times)
        yield self.end


JSONL, CSV = ("import", "/dev/stdin"), ("import", "/dev/stdin", "--kind", "grant")
SCENARIO = ("scenario", "run", "/dev/stdin")
STREAMS = (
    Stream("a line of 1 GB", b"", b"x" * MEGABYTE, 1_000, b"\n", JSONL, 1, "longer than 65,536 bytes"),
    Stream("a number of 200 MB", NUMBER, b"9" * MEGABYTE, 200, b"}\n", JSONL, 1, "longer than 65,536 bytes"),
    Stream("a nesting of 500 MB", b"", b"[" * MEGABYTE, 500, b"", JSONL, 1, "longer than 65,536 bytes"),
    Stream("2,000 nestings of 50,000", b"", b"[" * 50_000 + b"\n", 2_000, b"", JSONL, 1, "nested too deeply"),
    Stream("a key of 60 KB 3,000 times", b"", b'{"' + b"k" * 60_000 + b'": 1}\n', 3_000, b"", JSONL, 1, "does not say"),
    Stream("a wrong line 100,000 times", b"", b'{"kind": "grunt"}\n' * 1_000, 100, b"", JSONL, 1, "and 99990 more"),
    Stream("a sound line 50,000 times", b"", GRANT * 1_000, 50, b"", JSONL, 0, "49999"),
    Stream("lines that are blank, 50 MB", b"", b"\n" * MEGABYTE, 50, b"", JSONL, 2, "The file is empty"),
    Stream("spaces of 500 MB", b"", b" " * MEGABYTE, 500, b"", JSONL, 1, "longer than 65,536 bytes"),
    Stream("zeros of 1 GB", b"", bytes(MEGABYTE), 1_000, b"", JSONL, 2, "not a text file"),
    Stream("zeros behind a line", GRANT, bytes(MEGABYTE), 1_000, b"", JSONL, 2, "not a text file"),
    Stream("a header of 500 million columns", b"holder", b",c" * (MEGABYTE >> 1), 1_000, b"\n", CSV, 2, "longer than"),
    Stream("a cell of 1 GB", b"holder,certification,on\n", b"H" * MEGABYTE, 1_000, b"", CSV, 1, "longer than"),
    Stream("a quote over 100,000 lines", b'holder,certification,on\n"', b"H\n" * 1_000, 100, b"", CSV, 1, "more"),
    Stream("a scenario of 1 GB", b"", b"#" * MEGABYTE, 1_000, b"", SCENARIO, 2, "more than 16777216 bytes"),
    Stream("a scenario nested in 900,000", b"a = ", b"[" * 900_000, 1, b"", SCENARIO, 2, "nested too deep"),
    Stream("a scenario of 300,000 numbers", b"a = [", b"1, " * 1_000, 300, b"]\n", SCENARIO, 2, "is not a key"),
    Stream("a scenario of 60,000 tables", b"", b"[[scenario]]\n", 60_000, b"", SCENARIO, 2, "needs a name"),
    Stream(
        "a scenario as large as one may be",
        b'[[scenario]]\nname = "x"\nevents = [',
        b'{ claim = "C-1", credits = 30, completed = 2025-01-01, submitted = 2025-01-01 },',
        1_000,
        b"]\n" + b"[[scenario.expect]]\non = 2026-01-01\n" * 500,
        SCENARIO,
        0,
        "1 passed",
    ),
)
POLICIES: dict[str, Callable[[], str]] = {
    "300,000 numbers": lambda: "a = [" + "1, " * 300_000 + "]\n",
    "70,000 keys": lambda: "".join(f"k{at} = 1\n" for at in range(70_000)),
    "80,000 tables": lambda: "".join(f"[t{at}]\n" for at in range(80_000)),
    "70,000 tables of one name": lambda: "[[revision]]\n" * 70_000,
    "40,000 levels": lambda: "".join(f"[levels.l{at}]\nrank = 1\n" for at in range(40_000)),
    "30,000 clauses": lambda: "".join(f'[clause."claim.{at}"]\nkind = 1\n' for at in range(30_000)),
    "30,000 keys of 12 parts": lambda: "".join(f"{'a.' * 11}k{at} = 1\n" for at in range(30_000)),
    "a string of 900,000 letters": lambda: f'title = "{"x" * 900_000}"\n',
    "a key of 900,000 letters": lambda: f"{'k' * 900_000} = 1\n",
    "a list 300 deep, 1,600 times": lambda: "".join(f"k{at} = {'[' * 300}{']' * 300}\n" for at in range(1_600)),
}


def limited() -> None:
    """Give a child what it may use, and no more."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def run(folder: Path, command: list[str], blocks: Iterable[bytes] = ()) -> tuple[int, str]:
    """Run a command in a process of its own, feeding it, and return its exit code and all that it said."""
    said = folder / "said.txt"
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder), "RECERT_CACHE": ""}
    with said.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=out, stderr=out, preexec_fn=limited
        )
        assert process.stdin is not None
        try:
            with process.stdin as pipe:
                for block in blocks:
                    pipe.write(block)
        except BrokenPipeError:
            pass  # It has seen enough.
        code = process.wait()
    return code, said.read_text(encoding="utf-8")


def recert(target: Target, *arguments: str, blocks: Iterable[bytes] = ()) -> tuple[int, str]:
    return run(target.ledger, [sys.executable, "-m", "cli.main", *arguments], blocks)


@pytest.mark.parametrize("stream", STREAMS, ids=str)
def test_a_stream_without_end_is_answered_within_bounds(stream: Stream, target: Target) -> None:
    before = target.events()
    code, said = recert(target, *stream.arguments, blocks=stream.blocks())
    assert (code, "Traceback" in said) == (stream.code, False), said[-1_000:]
    assert stream.says in said
    assert target.events() - before == (2 if stream.code == 0 and stream.arguments == JSONL else 0)


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_as_large_as_one_may_be_is_answered_within_bounds(name: str, target: Target) -> None:
    (target.ledger / "rules.toml").write_text(POLICIES[name](), encoding="utf-8")
    before = target.events()
    code, said = recert(target, "policy", "adopt", "rules.toml")
    assert (code, "Traceback" in said) == (2, False), said[-1_000:]
    assert target.events() == before


@pytest.mark.parametrize("content", [b"\0", b"\n", b"A"], ids=["zeros", "lines", "text"])
def test_the_verifier_that_stands_alone_reads_no_more_than_it_needs(content: bytes, target: Target) -> None:
    proof = target.folder / "proofs" / "large.tlog-proof"
    with proof.open("wb") as file:
        file.writelines(repeat(content * MEGABYTE, 64))
        file.truncate(200 << 30)
    script = ROOT / "ledger" / "seal" / "verify.py"
    key = (target.folder / "keys" / "log.pub").read_text("utf-8").strip()
    code, said = run(target.ledger, [sys.executable, "-I", "-S", str(script), "--log", key, str(proof)])
    assert (code, "Traceback" in said) == (3, False), said[-1_000:]
