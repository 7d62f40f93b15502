"""Readings of source text that no linter has: each takes a parsed module and returns what is wrong, line by line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("ledger", "projections", "cli")

_CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"),
           ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime")}  # fmt: skip
_BANNED_IN_KERNEL = {
    ast.Dict: "a dict", ast.Set: "a set", ast.List: "a list", ast.ListComp: "an allocation", ast.SetComp: "a set",
    ast.DictComp: "a dict", ast.GeneratorExp: "a generator", ast.JoinedStr: "a string", ast.Try: "a try",
    ast.TryStar: "a try", ast.Raise: "a raise", ast.Lambda: "a lambda", ast.With: "a with", ast.Yield: "a yield",
    ast.Global: "a global", ast.Nonlocal: "a nonlocal", ast.Div: "a division that gives a float", ast.Await: "an await",
    ast.AsyncFunctionDef: "an async function", ast.Assert: "an assert",
}  # fmt: skip


def modules(package: str) -> list[Path]:
    """Return every module of a product package, sorted."""
    return sorted((ROOT / package).rglob("*.py"))


def parse(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of every module that a module imports, wherever it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def past_the_face(tree: ast.Module, package: str) -> list[str]:
    """Find imports of another product package's inside, and relative ones; `package` is where the module lives."""
    return [
        f"{line}: imports {name}"
        for line, name in imported(tree)
        if name.startswith(".") or _is_inside_another(name, package)
    ]


def clock_readings(tree: ast.Module) -> list[str]:
    """Find calls that read the wall clock."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value).rpartition(".")[2]
            if (owner, node.func.attr) in _CLOCKS:
                found.append(f"{node.lineno}: {ast.unparse(node.func)}()")
    return found


def beyond_the_kernel(tree: ast.Module) -> list[str]:
    """Find what the kernel's restricted Python does not have, except recursion, which needs all its modules."""
    found = [f"{line}: imports {name}" for line, name in imported(tree) if not _may_import(name)]
    strings = _free_strings(tree)
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.decorator_list:
            found.append(f"{line}: a decorator on {node.name}")
        if isinstance(node, ast.ClassDef):
            found.extend(_class_with_behaviour(node))
        if isinstance(node, ast.Constant) and _is_beyond(node, strings):
            found.append(f"{line}: the constant {node.value!r}")
        if type(node) in _BANNED_IN_KERNEL:
            found.append(f"{line}: {_BANNED_IN_KERNEL[type(node)]}")
    return found


def calls(tree: ast.Module) -> dict[str, set[str]]:
    """Return, for every function of a module, the plain names that it calls."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {function.name: set(_called(function)) for function in functions}


def _called(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def recursive(graph: dict[str, set[str]]) -> set[str]:
    """Return the functions that can reach themselves."""
    reach = {name: set(graph[name]) for name in graph}
    for middle in graph:
        for name in graph:
            if middle in reach[name]:
                reach[name] |= reach[middle]
    return {name for name in graph if name in reach[name]}


def _is_inside_another(name: str, package: str) -> bool:
    top, _, inside = name.partition(".")
    return top in PACKAGES and top != package and inside != ""


def _may_import(name: str) -> bool:
    return name in {"typing", "__future__"} or name.startswith("projections.kernel")


def _class_with_behaviour(node: ast.ClassDef) -> Iterator[str]:
    if [ast.unparse(base) for base in node.bases] != ["NamedTuple"]:
        yield f"{node.lineno}: {node.name} is not a plain NamedTuple"
    for inside in node.body:
        if not isinstance(inside, ast.AnnAssign) and not _is_text(inside):
            yield f"{inside.lineno}: {node.name} has behaviour"


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _free_strings(tree: ast.Module) -> set[int]:
    """Return the ids of the string constants a kernel may have: docstrings, and the names in ``__all__``."""
    free = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            free |= {id(inside) for inside in ast.walk(node.value)}
    return free


def _is_beyond(node: ast.Constant, free: set[int]) -> bool:
    if isinstance(node.value, str):
        return id(node) not in free
    return not isinstance(node.value, (int, type(None)))
