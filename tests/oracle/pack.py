"""The files of a programme's pack, read plainly: a policy document and the three lists beside it."""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

PROGRAMMES = Path(__file__).parents[2] / "ledger" / "programmes"


class Pack(NamedTuple):
    """A policy as parsed, and the catalogue: certifications, exams and items by code."""

    policy: dict[str, Any]
    catalogue: dict[str, Any]


def read(programme: str) -> Pack:
    """Read the pack of a programme from its folder."""
    folder = PROGRAMMES / programme
    catalogue: dict[str, Any] = {"certifications": {}, "exams": {}, "items": {}}
    for row in _rows(folder / "certifications.csv"):
        retired_on = _day(row.get("retired_on"))
        body = {"level": row["level"], "track": row["track"], "formerly": row["formerly"], "retired_on": retired_on}
        catalogue["certifications"][row["code"]] = body
    for row in _rows(folder / "exams.csv"):
        catalogue["exams"][row["code"]] = {"tags": row["tags"].split(";")}
    for row in _rows(folder / "items.csv"):
        listed = {"from": _day(row["listed_from"]), "until": _day(row["listed_until"])}
        catalogue["items"].setdefault(row["item"], []).append(
            {"group": row["group"], "category": row["category"], **listed}
        )
    return Pack(tomllib.loads((folder / "policy.toml").read_text(encoding="utf-8")), catalogue)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
