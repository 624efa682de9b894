"""A list is its columns: one tuple of fields draws the heads, the cells and the lines of a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Generic, TypeVar

from course.domain.duties.states import DutyState
from course.sheets.xlsx_files import FileKind
from course.web.page.formats import calendar_day, instant_or_dash, short_or_dash, whole
from course.web.page.labels import STATES
from course.web.page.parts import Cell, Column, Sorted
from course.web.page.query import address, filled

RowT_contra = TypeVar("RowT_contra", contravariant=True)
FoundT = TypeVar("FoundT")
CodeT = TypeVar("CodeT")
DASH = "–"
NO_DUTY = "Geen opdracht"
_LINES_AT_ONCE = 200


@dataclass(frozen=True)
class Field(Generic[RowT_contra]):
    """One column of a list of rows, on screen and in its file."""

    head: str
    sort: str = ""  # the word in the address that orders by it; empty: nobody can
    cell: Callable[[RowT_contra], Cell] | None = None  # None: only in the file
    file: Callable[[RowT_contra], str] | None = None  # None: only on screen
    numeric: bool = False
    in_file: FileKind = "text"  # what the text of `file` is, where a file knows more than text

    def only_in_file(self) -> Field[RowT_contra]:
        """The same column, where the screen has no room for it."""
        return replace(self, cell=None)


@dataclass(frozen=True)
class Sorting:
    """By which column a list is ordered, and which way."""

    by: str
    descending: bool
    ordinary: str  # the order of a list when nobody asks for another

    @property
    def values(self) -> dict[str, str]:
        """What addresses of this list take along; nothing for the ordinary order."""
        if self.descending:
            return {"sorteer": self.by, "richting": "af"}
        if self.by != self.ordinary:
            return {"sorteer": self.by, "richting": ""}
        return {"sorteer": "", "richting": ""}

    @property
    def hidden(self) -> dict[str, str]:
        """The same as fields of a form."""
        return filled(self.values)

    def state_of(self, sort: str) -> Sorted:
        """What `aria-sort` says about a column."""
        if sort != self.by:
            return ""
        if self.descending:
            return "descending"
        return "ascending"


def read_sorting(args: Mapping[str, str], orders: Collection[str], ordinary: str) -> Sorting:
    """The order that an address asks for. One that does not exist is the ordinary one."""
    asked = args.get("sorteer", "")
    descending = args.get("richting") == "af"
    if asked not in orders:
        return Sorting(ordinary, descending, ordinary)
    return Sorting(asked, descending, ordinary)


_NEXT_WAY: dict[Sorted, str] = {"": "", "ascending": "af", "descending": ""}


def columns(fields: Iterable[Field[RowT_contra]]) -> tuple[Column, ...]:
    """The heads of a list that has one order."""
    return tuple(
        Column(field.head, numeric=field.numeric) for field in fields if field.cell is not None
    )


def sortable_columns(
    fields: Iterable[Field[RowT_contra]], sorting: Sorting, path: str, values: Mapping[str, str]
) -> tuple[Column, ...]:
    """The heads of a list; each that can be sorted links to the list in that order.

    The column that orders the list now links to the same order the other way round.
    """

    def column(field: Field[RowT_contra]) -> Column:
        if not field.sort:
            return Column(field.head, numeric=field.numeric)
        state = sorting.state_of(field.sort)
        url = address(path, values, sorteer=field.sort, richting=_NEXT_WAY[state])
        return Column(field.head, url, state, numeric=field.numeric)

    return tuple(column(field) for field in fields if field.cell is not None)


def cells(fields: Iterable[Field[RowT_contra]], row: RowT_contra) -> tuple[Cell, ...]:
    """One row on screen."""
    return tuple(field.cell(row) for field in fields if field.cell is not None)


def rows_of(
    fields: Sequence[Field[RowT_contra]], rows: Iterable[RowT_contra]
) -> tuple[tuple[Cell, ...], ...]:
    """All rows on screen."""
    return tuple(cells(fields, row) for row in rows)


def ticked_rows(
    fields: Sequence[Field[RowT_contra]],
    rows: Iterable[RowT_contra],
    tick: Callable[[RowT_contra], str],
) -> tuple[tuple[Cell, ...], ...]:
    """All rows on screen, each of which may be chosen by the value that `tick` finds in it."""
    return tuple(ticked(cells(fields, row), tick(row)) for row in rows)


def ticked(row: tuple[Cell, ...], value: str) -> tuple[Cell, ...]:
    """The same row, which may be chosen by a box before its first cell."""
    return (replace(row[0], tick=value), *row[1:])


def file_header(fields: Iterable[Field[RowT_contra]]) -> tuple[str, ...]:
    """The first line of the file."""
    return tuple(field.head for field in fields if field.file is not None)


def file_kinds(fields: Iterable[Field[RowT_contra]]) -> tuple[FileKind, ...]:
    """What stands in each column of the file: text, a day as year-month-day, or a whole number."""
    return tuple(field.in_file for field in fields if field.file is not None)


def file_lines(
    fields: Iterable[Field[RowT_contra]], rows: Iterable[RowT_contra]
) -> Iterator[Sequence[str]]:
    """The other lines of the file, one at a time."""
    makers = [field.file for field in fields if field.file is not None]
    left = iter(rows)
    while some := list(islice(left, _LINES_AT_ONCE)):
        yield from zip(*(map(make, some) for make in makers), strict=True)


def words(
    head: str, of: str | Callable[[RowT_contra], str | None], sort: str = ""
) -> Field[RowT_contra]:
    """A column of words; where there are none the screen has a dash and the file is empty.

    Here and below, `of` finds what stands in a line: a function, or the name of what the row has.
    """
    return _column(head, of, _shown_words, _written_words, sort)


def words_in_file(head: str, of: str | Callable[[RowT_contra], str | None]) -> Field[RowT_contra]:
    """A column of words for which the screen has no room."""
    return replace(words(head, of), cell=None)


def linked(
    head: str, of: str | Callable[[RowT_contra], str], url: str | Callable[[RowT_contra], str]
) -> Field[RowT_contra]:
    """A column of words that lead somewhere from the screen."""
    found, way = _finder(of), _finder(url)

    def cell(row: RowT_contra) -> Cell:
        return Cell(found(row), way(row))

    return replace(words(head, found), cell=cell)


def told(
    head: str, of: str | Callable[[RowT_contra], FoundT], say: Callable[[FoundT], str]
) -> Field[RowT_contra]:
    """A column of what `say` makes of what a row has."""
    found = _finder(of)

    def said(row: RowT_contra) -> str:
        return say(found(row))

    return words(head, said)


def coded(
    head: str, of: str | Callable[[RowT_contra], CodeT], table: Mapping[CodeT, str]
) -> Field[RowT_contra]:
    """A column of codes, each in its words."""
    return told(head, of, table.__getitem__)


def figure(head: str, of: str | Callable[[RowT_contra], str | None]) -> Field[RowT_contra]:
    """A column of figures that are words already; only on screen."""
    return replace(words(head, of), file=None, numeric=True)


def day(
    head: str, of: str | Callable[[RowT_contra], date | None], sort: str = ""
) -> Field[RowT_contra]:
    """A column of days: short on screen, as year-month-day in the file. An instant is its day."""
    found: Field[RowT_contra] = _column(head, of, _shown_day, iso_day, sort)
    return replace(found, in_file="day")


def instant(head: str, of: str | Callable[[RowT_contra], datetime | None]) -> Field[RowT_contra]:
    """A column of days with the time of day."""
    return _column(head, of, _shown_instant, instant_or_dash)


def number(head: str, of: str | Callable[[RowT_contra], int]) -> Field[RowT_contra]:
    """A column of whole numbers."""
    found: Field[RowT_contra] = _column(head, of, _shown_number, str)
    return replace(found, numeric=True, in_file="number")


def status(
    head: str, of: str | Callable[[RowT_contra], DutyState | None], sort: str = ""
) -> Field[RowT_contra]:
    """A column with the state of a duty: a tag on screen, its word in the file. None: no duty."""
    return _column(head, of, _shown_state, _written_state, sort)


def _column(
    head: str,
    of: str | Callable[[RowT_contra], FoundT],
    shown: Callable[[FoundT], Cell],
    written: Callable[[FoundT], str],
    sort: str = "",
) -> Field[RowT_contra]:
    """A column of what `of` finds in a row, as it is shown on screen and written in a file."""
    found = _finder(of)

    def cell(row: RowT_contra) -> Cell:
        return shown(found(row))

    def file(row: RowT_contra) -> str:
        return written(found(row))

    return Field(head, sort, cell, file)


def _finder(of: str | Callable[[RowT_contra], FoundT]) -> Callable[[RowT_contra], FoundT]:
    """By name no type checker sees what a row has: tests/web/page/test_named_columns.py does."""
    if isinstance(of, str):
        return attrgetter(of)
    return of


def _shown_words(found: str | None) -> Cell:
    return Cell(found or DASH)


def _written_words(found: str | None) -> str:
    return found or ""


def _shown_day(found: date | None) -> Cell:
    return Cell(short_or_dash(found))


def _shown_instant(found: datetime | None) -> Cell:
    return Cell(instant_or_dash(found))


def _shown_number(found: int) -> Cell:
    return Cell(whole(found))


def _shown_state(state: DutyState | None) -> Cell:
    if state is None:
        return Cell(NO_DUTY)
    return Cell(STATES[state], status=STATES[state])


def _written_state(state: DutyState | None) -> str:
    if state is None:
        return NO_DUTY
    return STATES[state]


def fixed_in_file(head: str, text: str, in_file: FileKind = "text") -> Field[object]:
    """What every line of a file says, so that a line which is copied out still says it."""

    def file(_: object) -> str:
        return text

    return Field(head, file=file, in_file=in_file)


@lru_cache(maxsize=2000)  # a long list has few days, each of them often
def iso_day(found: date | None) -> str:
    """A day, or that of an instant, as year-month-day; empty when there is none."""
    if found is None:
        return ""
    return calendar_day(found).isoformat()
