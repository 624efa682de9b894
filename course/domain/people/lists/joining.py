"""Several files about the same people become one table: names in one, mail or teams in another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

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


def join(tables: Sequence[ListTable], answers: ListAnswers) -> ListTable | NoTable:
    """One table: that with the names, and beside it what the others know of the same people.

    They are the same by staff number, else by abbreviation, by mail address or by name.
    """
    others = [_part(table, answers) for table in tables]
    main = next((part for part in others if part.layout.has_names), others[0])
    others.remove(main)
    for other in others:
        joined = _beside(main, other)
        if isinstance(joined, NoTable):
            return joined
        main = _part(joined, answers)
    return main.table


def without_private(table: ListTable) -> ListTable:
    """The same table, in which nothing stands in columns that nobody may keep."""
    plain = _without_citizens(without_phones(table))
    known = set(recognise(plain.header, {}).places.values())
    gone: set[int] = set()
    for place, name in enumerate(plain.header):
        if place not in known and (is_private(name) or looks_private(plain, place)):
            gone.add(place)
    rows = tuple((number, _blank(cells, gone, known)) for number, cells in plain.rows)
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
    kept = list(cells)
    for place, cell in enumerate(cells):
        if place in gone or (place not in known and is_secret(cell)):
            kept[place] = ""
    return tuple(kept)


def without_phones(table: ListTable) -> ListTable:
    """Of a file of Youforce with telephones: the rows that are mail addresses."""
    names = [normal(name) for name in table.header]
    if not {"typenummer", "telefoonnummer"} <= set(names):
        return table
    kind, value = names.index("typenummer"), names.index("telefoonnummer")
    mail = [row for row in table.rows if "".join(row[1][kind : kind + 1]).lower() in _MAIL_KINDS]
    header = list(table.header)
    header[value] = ListColumn.EMAIL.value
    return replace(table, header=tuple(header), rows=tuple(mail))


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
    known[""] = empty  # a row without anything to know it by is nobody's
    width = len(main.table.header)
    rows = []
    for row in main.rows:
        own = _filled(row.cells, width)
        rows.append((row.number, own + known.get(key(row), empty)))
    header = main.table.header + tuple(column.value for column in new)
    return replace(main.table, header=header, rows=tuple(rows))


def _filled(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells[:width] + ("",) * (width - len(cells))


def _key(one: Layout, other: Layout) -> Key | None:
    both = one.places.keys() & other.places.keys()
    for column in (ListColumn.STAFF_NUMBER, ListColumn.CODE, ListColumn.EMAIL):
        if column in both:
            return partial(_folded, column=column)
    if other.has_names:  # then the one with the names has them too
        return _sort_name
    return None


def _folded(row: ListRow, column: ListColumn) -> str:
    return row.cell(column).casefold()


def _sort_name(row: ListRow) -> str:
    return row.name[1]
