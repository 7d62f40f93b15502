"""The corpus: folders of hostile files, each with a table ``cases.toml`` that says what is to come of them."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from tests.hostile.generated import GENERATED

HERE = Path(__file__).parent
TABLE = "cases.toml"


class Case(NamedTuple):
    """One attack: its name and file, the exit codes that it may end with, words of the answer, and how it is made."""

    attack: str
    file: str
    codes: tuple[int, ...]
    says: str
    arguments: tuple[str, ...]
    adds: int
    more: dict[str, Any]

    def __str__(self) -> str:
        return self.attack


def cases(folder: str, table: str = TABLE) -> list[Case]:
    """Return the cases of a table of a folder of the corpus, in its order."""
    return [_case(row) for row in tomllib.loads((HERE / folder / table).read_text(encoding="utf-8"))["case"]]


def files(folder: str) -> set[str]:
    """Return the names of the hostile files of a folder, generated ones among them."""
    generated = {name.partition("/")[2] for name in GENERATED if name.startswith(f"{folder}/")}
    return {path.name for path in (HERE / folder).iterdir() if path.name != TABLE} | generated


def lay_out(folder: str, name: str, to: Path) -> Path:
    """Put a hostile file into a folder, and return where it is."""
    made, path = GENERATED.get(f"{folder}/{name}"), to / name
    if made is None:
        shutil.copyfile(HERE / folder / name, path)
    else:
        path.write_bytes(made())
    return path


def _case(row: dict[str, Any]) -> Case:
    known = {"attack", "file", "exit", "says", "args", "adds"}
    codes = row["exit"] if isinstance(row["exit"], list) else [row["exit"]]
    return Case(
        attack=row.get("attack") or row["file"],
        file=row.get("file", ""),
        codes=tuple(codes),
        says=row.get("says", ""),
        arguments=tuple(map(_argument, row.get("args", ()))),
        adds=row.get("adds", 0),
        more={key: value for key, value in row.items() if key not in known},
    )


def _argument(said: str | dict[str, Any]) -> str:
    """Return an argument: text as it is, or some text so many times, between two others.

    U+F8FF stands for a byte that is no text, which TOML cannot write, as Python decodes it.
    """
    if isinstance(said, str):
        return said.replace("\uf8ff", "\udcff")
    return str(said.get("before", "") + said["repeat"] * said["times"] + said.get("after", ""))
