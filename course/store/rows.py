"""A row of a SELECT becomes a dataclass by the labels of its columns, never by their places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Result

RowT = TypeVar("RowT")
Found = Result[*tuple[Any, ...]]
Make = Callable[[Any], Any]


def read(
    kind: type[RowT], found: Result[*tuple[Any, ...]], **made: Callable[[Any], Any]
) -> list[RowT]:
    """Every row as one of these, in the order of the SELECT.

    `made` turns the value of a column into that of the field: `response=tuple`, for what the
    database keeps as a list.

    Errors: TypeError when the labels are not the fields, whichever of the two is missing one;
            ValueError for a `made` that names no column.
    """
    labels = tuple(found.keys())
    makers = [(labels.index(label), make) for label, make in made.items()]
    rows = []
    for row in found:
        values = list(row)
        for place, make in makers:
            values[place] = make(values[place])
        rows.append(kind(**dict(zip(labels, values, strict=True))))
    return rows


def first(
    kind: type[RowT], found: Result[*tuple[Any, ...]], **made: Callable[[Any], Any]
) -> RowT | None:
    """The first row as one of these, as `read` reads it; None when there is none."""
    return next(iter(read(kind, found, **made)), None)
