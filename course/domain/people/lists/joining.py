"""Several files about the same people become one table: names in one, mail or teams in another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from course.domain.people.lists.cells import are_citizens, is_secret, looks_private
from course.domain.people.lists.columns import (
    Layout,
    ListColumn,
    is_private,
    normal,
    recognise,
)
from course.domain.people.lists.lines import ListAnswers
from course.domain.people.lists.rows import ListRow, RowReader
from course.domain.people.lists.tables import ListTable, NoTable
from course.domain.people.roster_problems import Fault

_MAIL_KINDS = frozenset({"eml", "email", "e-mail", "mail"})
Key = Callable[[ListRow], str]


@dataclass(frozen=True)
class _Part:
    """One of the tables, with what its columns hold."""

    table: ListTable
    layout: Layout

    @property
    def rows(self) -> list[ListRow]:
        reader = RowReader(self.table.header, self.layout.places, {}, None)
        return [ListRow(number, cells, reader) for number, cells in self.table.rows]

    @property
    def has_names(self) -> bool:
        return not self.layout.places.keys().isdisjoint((ListColumn.NAME, ListColumn.SURNAME))


def join(tables: Sequence[ListTable], answers: ListAnswers) -> ListTable | NoTable:
    """One table: that with the names, and beside it what the others know of the same people.

    They are the same by staff number, else by abbreviation, by mail address or by name.
    """
    parts = [_part(table, answers) for table in tables]
    main = next((part for part in parts if part.has_names), parts[0])
    for other in parts:
        if other is not main:
            joined = _beside(main, other)
            if isinstance(joined, NoTable):
                return joined
            main = _part(joined, answers)
    return main.table


def without_private(table: ListTable) -> ListTable:
    """The same table, in which nothing stands in columns that nobody may keep."""
    plain = _without_citizens(without_phones(table))
    places = set(recognise(plain.header, {}).places.values())
    gone = {
        place
        for place, name in enumerate(plain.header)
        if place not in places and (is_private(name) or looks_private(plain, place))
    }
    rows = tuple((number, _blank(cells, gone, places)) for number, cells in plain.rows)
    return replace(plain, rows=rows)


def _without_citizens(table: ListTable) -> ListTable:
    """A column of staff numbers that are those of citizens is called by what it is."""
    place = recognise(table.header, {}).places.get(ListColumn.STAFF_NUMBER)
    if place is None or not are_citizens(table, place):
        return table
    header = list(table.header)
    header[place] = f"{header[place]} (BSN)"
    return replace(table, header=tuple(header))


def _blank(cells: Sequence[str], gone: set[int], known: set[int]) -> tuple[str, ...]:
    """A row without what stands in columns that go, and what no column that is needed may hold."""
    kept = ("" if place in gone else cell for place, cell in enumerate(cells))
    return tuple(
        cell if place in known or not is_secret(cell) else "" for place, cell in enumerate(kept)
    )


def without_phones(table: ListTable) -> ListTable:
    """Of a file of Youforce with telephones: the rows that are mail addresses."""
    names = [normal(name) for name in table.header]
    if not {"typenummer", "telefoonnummer"} <= set(names):
        return table
    kind, value = names.index("typenummer"), names.index("telefoonnummer")
    mail = [row for row in table.rows if _cell(row[1], kind).lower() in _MAIL_KINDS]
    header = list(table.header)
    header[value] = ListColumn.EMAIL.value
    return replace(table, header=tuple(header), rows=tuple(mail))


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _part(table: ListTable, answers: ListAnswers) -> _Part:
    return _Part(table, recognise(table.header, answers.columns))


def _beside(main: _Part, other: _Part) -> ListTable | NoTable:
    key = _key(main.layout, other.layout)
    if key is None:
        return NoTable.because(Fault.NO_KEY_TO_JOIN, other.table.header_row)
    new = [column for column in other.layout.places if column not in main.layout.places]
    known: dict[str, tuple[str, ...]] = {}
    for row in other.rows:
        known.setdefault(key(row), tuple(row.cell(column) for column in new))
    empty = ("",) * len(new)
    width = len(main.table.header)
    rows = tuple(
        (
            row.number,
            _filled(row.cells, width) + (known.get(key(row), empty) if key(row) else empty),
        )
        for row in main.rows
    )
    header = main.table.header + tuple(column.value for column in new)
    return replace(main.table, header=header, rows=rows)


def _filled(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells[:width] + ("",) * (width - len(cells))


def _key(one: Layout, other: Layout) -> Key | None:
    both = one.places.keys() & other.places.keys()
    for column in (ListColumn.STAFF_NUMBER, ListColumn.CODE, ListColumn.EMAIL):
        if column in both:
            return lambda row, column=column: row.cell(column).casefold()  # type: ignore[misc]
    named = (ListColumn.NAME, ListColumn.SURNAME)
    if all(not layout.places.keys().isdisjoint(named) for layout in (one, other)):
        return lambda row: row.name[1]
    return None
