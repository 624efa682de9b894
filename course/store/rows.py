"""A row of a SELECT becomes a dataclass by the labels of its columns, never by their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, EnumType
from functools import cache
from inspect import signature
from typing import Any, Generic, TypeVar

from sqlalchemy import Result, func

RowT = TypeVar("RowT")
RowT_co = TypeVar("RowT_co", covariant=True)
Found = Result[*tuple[Any, ...]]
Make = Callable[[Any], Any]
# How long the whole list is, on every row of a part of it. It is the field of no row.
ALL_ROWS = func.count().over().label("all_rows")


@dataclass(frozen=True)
class ListPart(Generic[RowT_co]):
    """A part of a list, and how long the whole list is; 0 for a part beyond its end."""

    rows: tuple[RowT_co, ...]
    total: int


def each(kind: type[RowT], found: Found, **made: Make) -> Iterator[RowT]:
    """Every row as one of these, in the order of the SELECT, one at a time.

    `made` turns the value of a column into that of the field: `response=tuple`, for what the
    database keeps as a list.

    Errors: TypeError when the labels are not the fields, whichever of the two is missing one;
            ValueError for a `made` that names no column.
    """
    return map(reader(kind, tuple(found.keys()), made), found)


def read(kind: type[RowT], found: Found, **made: Make) -> list[RowT]:
    """Every row as one of these, as `each` reads it, all at once."""
    return list(each(kind, found, **made))


def first(kind: type[RowT], found: Found, **made: Make) -> RowT | None:
    """The first row as one of these, as `each` reads it; None when there is none."""
    return next(iter(read(kind, found, **made)), None)


def part(kind: type[RowT], found: Found, **made: Make) -> ListPart[RowT]:
    """The rows of a SELECT that asks for `ALL_ROWS` too, as `each` reads them.

    Errors: those of `each`; AttributeError for a SELECT that does not ask for it.
    """
    read_row = reader(kind, tuple(found.keys()), made)
    listed = found.all()
    total = listed[0].all_rows if listed else 0
    return ListPart(tuple(map(read_row, listed)), total)


def reader(
    kind: Callable[..., RowT],
    labels: tuple[str, ...],
    made: Mapping[str, Make],
    first: Iterable[tuple[int, Make]] = (),
) -> Callable[[Sequence[Any]], RowT]:
    """What makes a `kind` of a row with these labels. `first` comes before `made`, by the place of
    a column. Errors: those of `each`.
    """
    makers = [*first, *((labels.index(label), _quick(make)) for label, make in made.items())]
    places = _in_order(kind, labels)

    def read_row(row: Sequence[Any]) -> RowT:
        values = list(row)
        for place, make in makers:
            values[place] = make(values[place])
        return kind(*[values[place] for place in places])

    return read_row


def _quick(make: Make) -> Make:
    """The members of an enumeration by value: it looks them up ten times as slowly itself."""
    if not isinstance(make, EnumType):
        return make
    members: Iterable[Enum] = make
    return {one.value: one for one in members}.__getitem__


@cache
def _in_order(kind: Callable[..., Any], labels: tuple[str, ...]) -> tuple[int, ...]:
    """Where each field stands among the labels, in the order in which `kind` takes them.

    Errors: TypeError when the labels are not the fields, or leave one out before another.
    """
    places = {label: place for place, label in enumerate(labels) if label != ALL_ROWS.name}
    taken = signature(kind).bind(**places).args
    if len(taken) != len(places):
        raise TypeError(f"{kind} takes a field by name alone, or one before it is left out")
    return taken
