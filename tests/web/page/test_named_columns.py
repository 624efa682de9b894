"""A column may say by name what it shows. Then the row has it, and it is what such a column takes."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from importlib import import_module
from itertools import chain
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import pytest
from sqlalchemy.orm import Mapped

from course.config import ROOT
from course.domain.duties.states import DutyState
from course.web.page import lists

FoundT = TypeVar("FoundT")
TAKEN: dict[str, tuple[type, ...]] = {
    "words": (str, NoneType),
    "words_in_file": (str, NoneType),
    "linked": (str,),
    "figure": (str, NoneType),
    "coded": (object,),  # its table says which; a code without words is a KeyError
    "told": (object,),
    "day": (date, NoneType),
    "instant": (datetime, NoneType),
    "number": (int,),
    "status": (DutyState, NoneType),
}


@dataclass(frozen=True)
class Named:
    """A column that says by name what it shows: where it stands, of which row, and what it takes."""

    where: str
    module: str
    row: str
    name: str
    takes: tuple[type, ...]


def named_columns(source: str, module: str) -> Iterator[Named]:
    """The columns of a module, each with the row that its list is annotated with."""
    tree = ast.parse(source)
    known = dict(_makers(tree))
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign(annotation=annotation) | ast.FunctionDef(returns=annotation):
                rows = [*_rows(annotation)]
            case _:
                continue
        for row in rows:
            yield from _inside(node, module, row, known)


def _makers(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """What makes a column, by the name that it has in this module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == lists.__name__:
            yield from ((one.asname or one.name, one.name) for one in node.names)


def _rows(annotation: ast.AST | None) -> Iterator[str]:
    for node in ast.walk(annotation or ast.Pass()):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Field":
            yield ast.unparse(node.slice)


def _inside(node: ast.AST, module: str, row: str, known: dict[str, str]) -> Iterator[Named]:
    for call in ast.walk(node):
        maker = known.get(ast.unparse(call.func)) if isinstance(call, ast.Call) else None
        if maker not in TAKEN:
            continue
        for part in call.args[1 : 3 if maker == "linked" else 2]:
            if isinstance(part, ast.Constant):
                where = f"{module}:{part.lineno}"
                yield Named(where, module, row, part.value, TAKEN[maker])


def type_of(row: Any, name: str) -> Any:
    """What stands under this name in a row of this class, by its annotations."""
    return reduce(_step, name.split("."), row)


def _step(owner: Any, name: str) -> Any:
    found = getattr(owner, name, None)
    if isinstance(found, property):
        return get_type_hints(found.fget)["return"]
    hint = get_type_hints(owner)[name]
    return get_args(hint)[0] if get_origin(hint) is Mapped else hint


def fits(found: Any, takes: tuple[type, ...]) -> bool:
    parts = get_args(found) if isinstance(found, UnionType) else (get_origin(found) or found,)
    return all(issubclass(part, takes) for part in parts)


def every_module(read: Callable[[str, str], FoundT]) -> Iterator[FoundT]:
    for path in sorted((ROOT / "course" / "web").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        yield read(path.read_text("utf-8"), module)


ALL = tuple(chain.from_iterable(every_module(named_columns)))


@pytest.mark.parametrize("column", ALL, ids=lambda column: column.where)
def test_the_row_has_what_its_column_names(column: Named) -> None:
    module = import_module(column.module)
    found = type_of(getattr(module, column.row), column.name)
    assert fits(found, column.takes), f"{column.where}: {column.name} is {found}"


def test_no_column_by_name_is_missed() -> None:
    """One whose list has no annotation stands in no list above."""
    checked = {(one.where, one.name) for one in ALL}
    assert checked == set(chain.from_iterable(every_module(_anywhere)))


def _anywhere(source: str, module: str) -> Iterator[tuple[str, str]]:
    tree = ast.parse(source)
    for one in _inside(tree, module, "", dict(_makers(tree))):
        yield one.where, one.name


@dataclass(frozen=True)
class Planted:
    """A row of a list that is wrong."""

    name: str
    people: int
    since: date | None


WRONG = """
from course.web.page.lists import Field, day, number
from course.web.page.lists import words as text

LIST: tuple[Field[Planted], ...] = (text("Naam", "{}"), number("Mensen", "{}"), day("Op", "{}"))
"""


@pytest.mark.parametrize(
    ("names", "right"),
    [
        (("name", "people", "since"), [True, True, True]),
        (("people", "name", "name"), [False, False, False]),
        (("since", "since", "since"), [False, False, True]),
    ],
)
def test_a_column_of_something_else_is_found(names: tuple[str, ...], right: list[bool]) -> None:
    found = list(named_columns(WRONG.format(*names), __name__))
    rows = [getattr(sys.modules[__name__], one.row) for one in found]
    told = [type_of(row, one.name) for row, one in zip(rows, found, strict=True)]
    assert [fits(kind, one.takes) for kind, one in zip(told, found, strict=True)] == right


def test_a_name_that_a_row_has_not_is_found() -> None:
    with pytest.raises(KeyError):
        type_of(Planted, "nobody")
