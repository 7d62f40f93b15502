"""Hostile files too large or too dull to keep: each is made when a case asks for it."""

from __future__ import annotations

from collections.abc import Callable

_GRANT = b'{"kind": "grant", "holder": "H-2", "certification": "CCNA", "on": "2024-01-01"'
_HEADER = b"holder,certification,on"
_ITEMS = b"item,title,credits,category,provider,listed_from,listed_until,group,source\n"
_ROW = b"H-2,CCNA,2024-01-01"

GENERATED: dict[str, Callable[[], bytes]] = {
    "import/deep-lists.jsonl": lambda: b"[" * 60_000 + b"\n",
    "import/deep-objects.jsonl": lambda: b'{"a":' * 10_000 + b"1" + b"}" * 10_000 + b"\n",
    "import/deep-within-an-entry.jsonl": lambda: _GRANT + b', "origin": ' + b"[" * 20_000 + b"]" * 20_000 + b"}\n",
    "import/a-line-without-end.jsonl": lambda: _GRANT + b" " * 1_000_000 + b"}",
    "import/a-number-of-60000-digits.jsonl": lambda: (
        b'{"kind": "submit", "holder": "H-2", "claim": "C-9", "item": "I", "credits": 0.' + b"0" * 60_000 + b"1, "
        b'"completed_on": "2024-01-01", "submitted_on": "2024-01-01"}\n'
    ),
    "import/the-same-wrong-line-5000-times.jsonl": lambda: b'{"kind": "grunt"}\n' * 5_000,
    "import/sixty-thousand-cells.csv": lambda: _HEADER + b"\nH-2" + b"," * 60_000 + b"\n",
    "import/sixty-thousand-columns.csv": lambda: _HEADER + b"," * 60_000 + b"\n" + _ROW + b"\n",
    "import/a-header-without-end.csv": lambda: _HEADER + b",c" * 500_000,
    "import/a-cell-of-65000-characters.csv": lambda: _HEADER + b"\n" + b"H" * 65_000 + b",CCNA,2024-01-01\n",
    "policy/deep-lists.toml": lambda: b"a = " + b"[" * 100_000,
    "policy/deep-tables.toml": lambda: b"a = " + b"{a = " * 50_000,
    "policy/a-key-of-20000-parts.toml": lambda: b"a" + b".a" * 20_000 + b" = 1\n",
    "policy/a-table-of-20000-parts.toml": lambda: b"[a" + b".a" * 20_000 + b"]\n",
    "policy/a-quoted-key-of-20000-parts.toml": lambda: b'"a"' + b" . 'a'" * 20_000 + b" = 1\n",
    "policy/hexadecimal-without-end.toml": lambda: b"schema = 0x" + b"f" * 100_000 + b"\n",
    "policy/octal-without-end.toml": lambda: b"schema = 0o" + b"7" * 100_000 + b"\n",
    "policy/binary-without-end.toml": lambda: b"schema = 0b" + b"1" * 300_000 + b"\n",
    "policy/a-million-and-one-characters.toml": lambda: b"#" * 1_000_001,
    "policy/more-than-any-document.toml": lambda: b"#\n" * 9_000_000,
    "policy/two-thousand-unknown-keys.toml": lambda: b"".join(b"k%d = 1\n" % at for at in range(2_000)),
    "policy/two-thousand-levels.toml": lambda: b"".join(b"[levels.l%d]\n" % at for at in range(2_000)),
    "policy/two-thousand-clauses.toml": lambda: b"".join(b"[clause.c%d]\n" % at for at in range(2_000)),
    "policy/five-thousand-tables-of-one-name.toml": lambda: b"[[revision]]\n" * 5_000,
    "policy/a-string-never-closed.toml": lambda: b'title = """' + b"x" * 100_000,
    "scenario/deep-lists.toml": lambda: b"a = " + b"[" * 100_000,
    "scenario/a-key-of-20000-parts.toml": lambda: b"a" + b".a" * 20_000 + b" = 1\n",
    "scenario/more-events-than-any-case.toml": lambda: (
        b'[[scenario]]\nname = "x"\nevents = [' + b'{ grant = "CCNA", on = 2024-01-01 },' * 3_000 + b"]\n"
    ),
    "scenario/more-expectations-than-any-case.toml": lambda: (
        b'[[scenario]]\nname = "x"\n' + b"[[scenario.expect]]\non = 2024-01-01\n" * 2_000
    ),
    "scenario/more-than-any-file.toml": lambda: b"#\n" * 9_000_000,
    "catalogue/200000-columns.csv": lambda: b"x," * 200_000 + b"\n",
    "catalogue/a-field-of-200000-letters.csv": lambda: _ITEMS + b"I-1," + b"x" * 200_000 + b",1,,,,,,x\n",
    "catalogue/more-than-any-catalogue.csv": lambda: _ITEMS + b"I-1,a,1,,,,,,x\n" * 1_200_000,
    "seal/a-million-signatures.txt": lambda: (
        b"example.com/log\n1\n" + b"A" * 43 + b"=\n\n" + b"\xe2\x80\x94 example.com/log AAAAAAAA\n" * 20_000
    ),
    "seal/more-than-any-checkpoint.txt": lambda: b"example.com/log\n" * 100_000,
    "seal/line-feeds-without-end.txt": lambda: b"\n" * 900_000,
}
"""What makes each file, by folder and name."""
