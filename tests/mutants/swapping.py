"""A fault goes into a module that is loaded already: functions get other code, and what any module
made of them, or of its values, is made again.

Importing the application anew for each fault would cost a second; this costs a few milliseconds.
Only for a process that is thrown away afterwards.
"""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterable, Iterator
from types import CodeType, FunctionType, ModuleType

from tests.mutants.depending import Again, again
from tests.mutants.planting import Mutant

_Place = tuple[str, int]  # qualified name and first line


def plant(module: ModuleType, mutant: Mutant) -> None:
    """The module behaves with this fault in it, for everybody who imported something from it."""
    assert module.__file__ is not None
    tree = mutant.tree()
    new = {place(code): code for code in _codes(compile(tree, module.__file__, "exec"))}
    for function in _functions(module.__file__):
        if (code := new.get(place(function.__code__))) is not None:
            function.__code__ = code
    _make_values_again(again(module, tree, mutant.function, tree.body[mutant.statement]))
    forget_caches("course", "tests")


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


def _make_values_again(made: Iterable[Again]) -> None:
    for one in made:
        part = ast.Module([one.statement], [])
        exec(compile(part, str(one.module.__file__), "exec"), one.module.__dict__)


def forget_caches(*packages: str) -> None:
    """What functions of these remember was made without the fault; statements, and what a database
    of tests puts back, as well.
    """
    for found in gc.get_objects():
        kind = type(found).__name__
        if kind == "_lru_cache_wrapper" and found.__module__.startswith(packages):
            found.cache_clear()
        elif kind == "PreparedStatement":
            found._plans.clear()
        elif kind == "SqliteDatabase":
            found.scenes.clear()
