"""The promises of the tree that neither a type nor an import contract can hold."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import (
    PACKAGES,
    ROOT,
    beyond_the_kernel,
    calls,
    clock_readings,
    imported,
    modules,
    parse,
    past_the_face,
    recursive,
)

LINES = 250
ALL = [path for package in PACKAGES for path in modules(package)]
KERNEL = [path for path in modules("projections/kernel") if path.name != "__init__.py"]
HEAVY = ("numba", "numpy", "rich", "asyncio", "importlib.metadata", "hypothesis")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", ALL, ids=name)
def test_a_module_fits_in_250_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES


@pytest.mark.parametrize("path", ALL, ids=name)
def test_a_module_imports_other_packages_from_their_face_and_nothing_relatively(path: Path) -> None:
    assert past_the_face(parse(path), path.relative_to(ROOT).parts[0]) == []


@pytest.mark.parametrize("path", ALL, ids=name)
def test_only_the_wall_clock_reads_the_wall_clock(path: Path) -> None:
    tree = parse(path)
    if path == ROOT / "ledger/when.py":
        (wall,) = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "WallClock")
        assert clock_readings(ast.Module([wall], [])) != []
        tree.body.remove(wall)
    assert clock_readings(tree) == []


@pytest.mark.parametrize("path", KERNEL, ids=name)
def test_the_kernel_keeps_to_its_restricted_python(path: Path) -> None:
    assert beyond_the_kernel(parse(path)) == []


def test_no_kernel_function_reaches_itself() -> None:
    graph = {function: called for path in KERNEL for function, called in calls(parse(path)).items()}
    assert len(graph) > 10
    assert recursive(graph) == set()


def test_explain_sees_a_trace_and_names_and_nothing_else() -> None:
    sources = [*modules("projections/explain"), *(ROOT / "projections").glob("explain*.py")]
    assert sources
    allowed = {"__future__", "collections.abc", "datetime", "decimal", "enum", "typing", "ledger"}
    inside = ("projections.explain", "projections.trace", "projections.names", "projections.amounts")
    for path in sources:
        strange = {module for _, module in imported(parse(path)) if not module.startswith(inside)} - allowed
        assert strange == set(), name(path)


@pytest.mark.parametrize("package", ["ledger", "projections"])
def test_a_face_lists_what_exists_and_in_order(package: str) -> None:
    face = importlib.import_module(package)
    assert list(face.__all__) == sorted(face.__all__)
    assert [listed for listed in face.__all__ if not hasattr(face, listed)] == []


def test_the_face_of_the_ledger_shows_type_checkers_what_it_loads() -> None:
    shown = {
        alias.asname
        for block in parse(ROOT / "ledger/__init__.py").body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert shown == set(importlib.import_module("ledger").__all__)


def test_reading_one_standing_imports_nothing_heavy() -> None:
    script = (
        "import sys, projections, cli.main, cli.options, cli.status\n"
        f"print([module for module in {HEAVY!r} if module in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_imports_neither_ledger_nor_projections() -> None:
    script = (
        "import sys, cli.main\n"
        "assert cli.main.main(['--help']) == 0\n"
        "print([module for module in ('ledger', 'projections', 'pydantic') if module in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("import numpy", "imports numpy"),
        ("def f():\n    return {}", "a dict"),
        ("def f(a):\n    return a / 2", "float"),
        ("HALF = 0.5", "0.5"),
        ("def f():\n    return 'text'", "'text'"),
        ("@cache\ndef f(): ...", "a decorator on f"),
        ("class A:\n    pass", "not a plain NamedTuple"),
        ("class A(NamedTuple):\n    def f(self): ...", "has behaviour"),
        ("def f():\n    try:\n        g()\n    finally:\n        h()", "a try"),
        ("def f(n):\n    return [0 for _ in range(n)]", "an allocation"),
    ],
)
def test_what_the_kernel_may_not_have_is_noticed(source: str, complaint: str) -> None:
    assert complaint in "; ".join(beyond_the_kernel(ast.parse(source)))


def test_recursion_is_noticed_through_another_function() -> None:
    graph = calls(ast.parse("def f():\n    g()\ndef g():\n    f()\ndef h():\n    f()"))
    assert recursive(graph) == {"f", "g"}


@pytest.mark.parametrize("source", ["from ledger.events import Event", "from . import options", "import ledger.store"])
def test_an_import_past_a_face_is_noticed(source: str) -> None:
    assert len(past_the_face(ast.parse(source), "cli")) == 1


@pytest.mark.parametrize("source", ["datetime.now(UTC)", "datetime.date.today()", "time.time()", "dt.date.today()"])
def test_a_reading_of_the_wall_clock_is_noticed(source: str) -> None:
    assert len(clock_readings(ast.parse(source))) == 1
