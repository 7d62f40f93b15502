"""What tests of salvage share: spoiling a file, and reading what was saved of it."""

from __future__ import annotations

import base64
import json
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ledger import Salvaged, salvage_ledger
from tests.ledger.seal.scene import Scene

PAGE = 4096
Event = tuple[str, int, str, bytes]


def recorded(path: Path) -> dict[int, Event]:
    columns = "rowid, originator_id, originator_version, topic, state"
    with closing(sqlite3.connect(path)) as connection:
        return {row[0]: row[1:] for row in connection.execute(f"SELECT {columns} FROM stored_events")}


def pages_of(path: Path, *names: str) -> list[int]:
    """Return the numbers of the pages that tables and indexes lie on."""
    with closing(sqlite3.connect(path)) as connection:
        marks = ", ".join("?" * len(names))
        return [number for (number,) in connection.execute(f"SELECT pageno FROM dbstat WHERE name IN ({marks})", names)]


def garble(path: Path, *numbers: int, seed: int = 1) -> None:
    raw, chance = bytearray(path.read_bytes()), random.Random(seed)
    for number in numbers:
        raw[(number - 1) * PAGE : number * PAGE] = chance.randbytes(PAGE)
    path.write_bytes(raw)


def salvaged(scene: Scene, *files: Path, name: str = "saved") -> Salvaged:
    shutil.rmtree(scene.folder / name, ignore_errors=True)
    return salvage_ledger(str(scene.file), str(scene.folder / name), files=files)


def lines(done: Salvaged, file: str = "events.jsonl") -> list[dict[str, Any]]:
    text = (Path(done.path) / file).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def saved(done: Salvaged) -> dict[int, tuple[str, Event]]:
    """Return the events that were saved, each with its standing."""
    return {
        line["position"]: (line["standing"], (line["stream"], line["version"], line["topic"], state(line)))
        for line in lines(done)
        if line["standing"] != "missing"
    }


def state(line: dict[str, Any]) -> bytes:
    return line["state"].encode() if "state" in line else base64.b64decode(line["state_base64"])


@pytest.fixture
def large(scene: Scene) -> Scene:
    """The scene with 300 holders more, on many pages; the witness holds a checkpoint of 257 events."""
    scene.record(*(f"H-{number}" for number in range(100, 349)))
    scene.held()
    scene.record(*(f"H-{number}" for number in range(400, 451)))
    return scene
