"""What modules made when they were read, of a function or a value that a fault changes.

A query that is made once, of what another function or module says, would go on as it was before the
fault; and the tests that ask it would not be among those that are run.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

_MAKERS = {"__init__", "__new__", "__post_init__"}  # what a class does when it is called


@dataclass(frozen=True)
class Again:
    """A statement of a module to execute anew, which gives these names another value.

    A name of a module that was imported stands with it: `marks.EARNED`.
    """

    module: ModuleType
    statement: ast.stmt
    names: frozenset[str]


@dataclass(frozen=True)
class _Read:
    """A statement, the names in what it does when it is executed or called, and what it calls."""

    statement: ast.stmt
    used: frozenset[str]
    called: frozenset[str]


def again(module: ModuleType, tree: ast.Module, function: str, statement: ast.stmt) -> list[Again]:
    """All that is made anew after a change in a function, or outside each in a statement, in an
    order in which it can be made.
    """
    read = list(map(_read, tree.body))
    if function:
        found = _within(module, read, set(_caller(function)), set())
    else:
        found = _within(module, read, set(), set(), statement)
    last: dict[tuple[str, ast.stmt], Again] = {}
    for one in found:  # what is made of several things comes after the last of them
        place = (one.module.__name__, one.statement)
        before = last.pop(place, one)
        last[place] = replace(one, names=one.names | before.names)
    return list(last.values())


def _caller(function: str) -> Iterator[str]:
    """By which name of its module a function is called, if at all: of a method, none."""
    name, *inner = function.split(".")
    if not inner or not name.lstrip("_")[0].isupper() or inner[0] in _MAKERS:
        yield name


def _within(
    module: ModuleType,
    statements: Iterable[_Read],
    makers: set[str],
    made: set[str],
    first: ast.stmt | None = None,
) -> Iterator[Again]:
    """`makers`: what is called and says something else by now; `made`: what has another value."""
    for one in statements:
        if isinstance(one.statement, ast.FunctionDef | ast.ClassDef):
            if one.used & (makers | made):
                makers.add(one.statement.name)
        elif one.statement is first or one.used & made or one.called & makers:
            names = stored(one.statement)
            made |= names
            if names:
                yield Again(module, one.statement, frozenset(names))
    yield from _elsewhere(module, _own(makers), _own(made))


def _own(names: set[str]) -> set[str]:
    return {name for name in names if "." not in name}


def _elsewhere(module: ModuleType, makers: set[str], made: set[str]) -> Iterator[Again]:
    """In every module that imports something of it by name, or the module itself."""
    for other, imports in _imports().get(module.__name__, ()):
        called = {alias.asname or alias.name for alias in imports.names if alias.name in makers}
        values = {alias.asname or alias.name for alias in imports.names if alias.name in made}
        if values:
            yield Again(other, imports, frozenset(values))
        if values or called:
            yield from _within(other, _statements(other), called, values)
    package, _, name = module.__name__.rpartition(".")
    for other, imports in _imports().get(package, ()):
        for known in (alias.asname or name for alias in imports.names if alias.name == name):
            values = {f"{known}.{one}" for one in made}
            if values:
                yield Again(other, imports, frozenset(values))
            called = {f"{known}.{one}" for one in makers}
            yield from _within(other, _statements(other), called, values)


@cache
def _imports() -> dict[str, list[tuple[ModuleType, ast.ImportFrom]]]:
    """By module or package: which of ours import something from it when they are read."""
    found: dict[str, list[tuple[ModuleType, ast.ImportFrom]]] = {}
    for name, module in sorted(sys.modules.items()):
        if name.partition(".")[0] == "course" and getattr(module, "__file__", None):
            for one in _statements(module):
                if isinstance(one.statement, ast.ImportFrom) and one.statement.module:
                    found.setdefault(one.statement.module, []).append((module, one.statement))
    return found


@cache
def _statements(module: ModuleType) -> list[_Read]:
    return list(map(_read, ast.parse(Path(str(module.__file__)).read_text("utf-8")).body))


def _read(statement: ast.stmt) -> _Read:
    inside = [node for part in _when_it_runs(statement) for node in ast.walk(part)]
    calls = [node for node in inside if isinstance(node, ast.Call)]
    return _Read(
        statement, frozenset(map(_name, inside)), frozenset(_name(one.func) for one in calls)
    )


def _when_it_runs(statement: ast.stmt) -> list[ast.stmt]:
    if isinstance(statement, ast.FunctionDef):
        return statement.body
    if isinstance(statement, ast.ClassDef):
        found = [one for one in statement.body if isinstance(one, ast.FunctionDef)]
        return [one for one in found if one.name in _MAKERS]
    return [statement]


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Subscript):  # a class with the type of what it holds
        return _name(node.value)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def stored(statement: Any) -> set[str]:
    """The names to which an assignment of a module gives a value; none for another statement."""
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
        return set()
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    inside = [node for target in targets for node in ast.walk(target)]
    return {node.id for node in inside if isinstance(node, ast.Name)}
