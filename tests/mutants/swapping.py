"""A fault goes into a module that is loaded already: functions get other code, values of the module
are made again.

Importing the application anew for each fault would cost a second; this costs a few milliseconds.
Only for a process that is thrown away afterwards.
"""

from __future__ import annotations

import ast
import gc
import sys
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

_Place = tuple[str, int]  # qualified name and first line


def plant(module: ModuleType, tree: ast.Module) -> None:
    """The module behaves as this tree says, for everybody who imported something from it."""
    assert module.__file__ is not None
    new = {place(code): code for code in _codes(compile(tree, module.__file__, "exec"))}
    for function in _functions(module.__file__):
        if (code := new.get(place(function.__code__))) is not None:
            function.__code__ = code
    _make_values_again(module, tree)
    forget_caches()


def place(code: CodeType) -> _Place:
    """What tells the code of one function of a module from another's."""
    return code.co_qualname, code.co_firstlineno


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _functions(file: str) -> list[FunctionType]:
    """Every function that was made from this file, also those behind a decorator."""
    return [
        found
        for found in gc.get_objects()
        if isinstance(found, FunctionType) and found.__code__.co_filename == file
    ]


def _make_values_again(module: ModuleType, tree: ast.Module) -> None:
    """Assignments of the module that differ now, and those that were made with them; wherever they
    were imported.
    """
    before = ast.parse(open(str(module.__file__), encoding="utf-8").read())  # noqa: SIM115, PTH123
    changed: set[str] = set()
    for old, new in zip(before.body, tree.body, strict=True):
        if not isinstance(new, ast.Assign | ast.AnnAssign):
            continue
        used = {node.id for node in ast.walk(new) if isinstance(node, ast.Name)}
        if ast.dump(old) == ast.dump(new) and not used & changed:
            continue
        targets = new.targets if isinstance(new, ast.Assign) else [new.target]
        names = {
            node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)
        }
        values = {name: module.__dict__.get(name) for name in names}
        exec(compile(ast.Module([new], []), str(module.__file__), "exec"), module.__dict__)
        changed |= names
        for name, value in values.items():
            _hand_out(value, module.__dict__[name])


def _hand_out(old: Any, new: Any) -> None:
    for other in list(sys.modules.values()):
        if getattr(other, "__name__", "").startswith("course"):
            for name, value in list(vars(other).items()):
                if value is old:
                    setattr(other, name, new)


def forget_caches() -> None:
    """What functions of the application remember was made without the fault."""
    for found in gc.get_objects():
        if type(found).__name__ == "_lru_cache_wrapper" and found.__module__.startswith("course"):
            found.cache_clear()
