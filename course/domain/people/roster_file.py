"""A school's list of people: from the bytes of a file to rows, with every problem by row
and column.

What the rows mean for a school is for `roster_plan.py` to say.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice

from course.domain.people.roster_problems import MOST_ROWS, Fault, Problems, RowProblem
from course.kinds.item import Audience
from course.text.names import (
    MAX_LENGTH,
    fold,
    fold_email,
    full_name,
    is_email,
    said_name,
    sort_key,
    sort_name,
    tidy,
)

MAX_BYTES = 700_000
MAX_ROWS = 10_000
LONGEST_NUMBER = 40  # characters of a staff number
SHOWN_OF_CELL, SHOWN_OF_EMAIL = 40, 60  # characters of what is not right, to be shown again
MAX_CELL = 1_000  # characters that are looked at; no column may hold as many


class ListColumn(StrEnum):
    """What a column may hold, by the name that messages use."""

    STAFF_NUMBER = "personeelsnummer"
    FIRST = "voornaam"
    PREFIX = "tussenvoegsel"
    SURNAME = "achternaam"
    NAME = "naam"
    EMAIL = "e-mail"
    TEAM = "team"
    AUDIENCE = "functie"


_HEADERS: dict[str, ListColumn] = {
    **{column.value: column for column in ListColumn},
    **dict.fromkeys(
        ("personeelsnr", "personeelsnr.", "medewerkernummer", "medewerkersnummer"),
        ListColumn.STAFF_NUMBER,
    ),
    **dict.fromkeys(("roepnaam",), ListColumn.FIRST),
    **dict.fromkeys(("tussenvoegsels", "voorvoegsel", "voorvoegsels"), ListColumn.PREFIX),
    **dict.fromkeys(("volledige naam",), ListColumn.NAME),
    **dict.fromkeys(("email", "e-mailadres", "emailadres", "mail", "mailadres"), ListColumn.EMAIL),
    **dict.fromkeys(("afdeling",), ListColumn.TEAM),
    **dict.fromkeys(("functiegroep",), ListColumn.AUDIENCE),
}

_AUDIENCES: dict[str, Audience] = {
    "onderwijzend": Audience.TEACHING,
    "ondersteunend": Audience.SUPPORT,
    "leidinggevende": Audience.LEADER,
    "leidinggevend": Audience.LEADER,
    "stagiair": Audience.INTERN,
    "stagiaire": Audience.INTERN,
}

_SEPARATORS = (";", ",", "\t")
_HINT = re.compile(
    r"sep=.", re.IGNORECASE | re.ASCII
)  # what Excel writes for itself on the first line


@dataclass(frozen=True)
class PersonLine:
    """One row of the file that could be read. Empty fields are None."""

    row: int
    staff_number: str | None
    name: str
    sort_name: str
    email: str
    team: str | None
    audience: Audience | None


@dataclass(frozen=True)
class PeopleFile:
    """All rows of a file, and what is wrong with it: the first problems, and how many there are in
    all.
    """

    lines: tuple[PersonLine, ...]
    columns: frozenset[ListColumn]
    problems: tuple[RowProblem, ...]
    problem_count: int = 0


def read_people(data: bytes) -> PeopleFile:
    """Every row of a CSV file as the program of the school wrote it, with all problems at once, up
    to 200.

    Separators ; , and tab; UTF-8 with or without mark, UTF-16 and Windows-1252. Errors are values,
    never exceptions.
    """
    rows = _rows(data)
    if isinstance(rows, Fault):
        return _unreadable(rows)
    (number, header), *others = rows
    problems = Problems()
    places = _header(number, header, problems)
    if problems.count:
        return PeopleFile((), frozenset(), tuple(problems.told), problems.count)
    if not others:
        return _unreadable(Fault.NOBODY)
    if len(others) > MAX_ROWS:
        return _unreadable(Fault.TOO_MANY_ROWS)
    read = [_Row(number, cells, header, places).line(problems) for number, cells in others]
    lines = tuple(filter(None, read))
    for problem in _repeated(lines):
        problems.add(problem)
    return PeopleFile(lines, frozenset(places), problems.in_order(), problems.count)


def _rows(data: bytes) -> list[tuple[int, list[str]]] | Fault:
    """The filled rows of a file with their numbers, at least one, or why there are none."""
    if len(data) > MAX_BYTES:
        return Fault.TOO_LARGE
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Fault.SPREADSHEET
    text = _decoded(data)
    if text is None:
        return Fault.UNREADABLE
    try:
        return _records(text) or Fault.EMPTY
    except csv.Error:
        return Fault.NO_CSV


def _unreadable(fault: Fault) -> PeopleFile:
    return PeopleFile((), frozenset(), (RowProblem(0, "", fault),), 1)


def _decoded(data: bytes) -> str | None:
    """The text of a file. Windows-1252 comes last, because almost anything can be read as that."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[:200].count(0) > len(data[:200]) // 4:
        encodings = ["utf-16-le" if data[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _records(text: str) -> list[tuple[int, list[str]]]:
    """Rows with their number in a spreadsheet; rows without anything in them are left out.

    Reading stops one row after the most that a file may hold: what comes then changes nothing any
    more.
    """
    first, _, rest = text.partition("\n")
    offset = 1
    if _HINT.fullmatch(first.strip()):
        text, offset = rest, 2
        first = rest.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = ([tidy(cell[:MAX_CELL]) for cell in row] for row in reader)
    filled = ((number, cells) for number, cells in enumerate(rows, offset) if any(cells))
    return list(islice(filled, MAX_ROWS + 2))


def _header(number: int, cells: list[str], problems: Problems) -> dict[ListColumn, int]:
    """Where each column stands.

    A column that we do not know is a mistake more often than an extra.
    """
    places: dict[ListColumn, int] = {}
    for place, cell in enumerate(cells):
        column = _HEADERS.get(fold(cell))
        if column is None and cell:
            name = cell[:SHOWN_OF_CELL]
            problems.add(RowProblem(number, name, Fault.UNKNOWN_COLUMN, name))
        elif column is not None and column in places:
            problems.add(RowProblem(number, cell, Fault.DOUBLE_COLUMN))
        elif column is not None:
            places[column] = place
    if ListColumn.EMAIL not in places:
        problems.add(RowProblem(number, "", Fault.NO_EMAIL_COLUMN))
    if places.keys().isdisjoint((ListColumn.NAME, ListColumn.SURNAME)):
        problems.add(RowProblem(number, "", Fault.NO_NAME_COLUMN))
    return places


@dataclass(frozen=True)
class _Row:
    """One row, and where its columns stand."""

    number: int
    cells: list[str]
    header: list[str]
    places: Mapping[ListColumn, int]

    def line(self, problems: Problems) -> PersonLine | None:
        """The row as a person; None when anything is wrong with it, which is reported."""
        faults = list(self._faults())
        for problem in faults:
            problems.add(problem)
        if faults:
            return None
        name, key = self._name
        return PersonLine(
            row=self.number,
            staff_number=self._cell(ListColumn.STAFF_NUMBER) or None,
            name=name,
            sort_name=key,
            email=self._cell(ListColumn.EMAIL),
            team=self._cell(ListColumn.TEAM) or None,
            audience=_AUDIENCES.get(fold(self._cell(ListColumn.AUDIENCE))),
        )

    def _cell(self, column: ListColumn) -> str:
        place = self.places.get(column, len(self.cells))
        return self.cells[place] if place < len(self.cells) else ""

    @cached_property
    def _name(self) -> tuple[str, str]:
        """The name as it is said, and as it sorts. A name in parts counts where there is no whole
        one.
        """
        whole = self._cell(ListColumn.NAME)
        if whole:
            return said_name(whole), sort_name(whole)
        if ListColumn.SURNAME not in self.places:
            return "", ""
        parts = [*map(self._cell, (ListColumn.FIRST, ListColumn.PREFIX, ListColumn.SURNAME))]
        return full_name(*parts), sort_key(*parts)

    def _faults(self) -> Iterator[RowProblem]:
        if any(self.cells[len(self.header) :]):
            yield RowProblem(self.number, "", Fault.TOO_MANY_CELLS)
        yield from self._faults_of_name()
        email = self._cell(ListColumn.EMAIL)
        if not email:
            yield self._wrong(ListColumn.EMAIL, Fault.NO_EMAIL)
        elif not is_email(email):
            yield self._wrong(ListColumn.EMAIL, Fault.NOT_AN_EMAIL, email[:SHOWN_OF_EMAIL])
        if len(self._cell(ListColumn.STAFF_NUMBER)) > LONGEST_NUMBER:
            yield self._wrong(ListColumn.STAFF_NUMBER, Fault.LONG_NUMBER)
        if len(self._cell(ListColumn.TEAM)) > MAX_LENGTH:
            yield self._wrong(ListColumn.TEAM, Fault.LONG_TEAM)
        word = self._cell(ListColumn.AUDIENCE)
        if word and fold(word) not in _AUDIENCES:
            yield self._wrong(ListColumn.AUDIENCE, Fault.UNKNOWN_FUNCTION, word[:SHOWN_OF_CELL])

    def _faults_of_name(self) -> Iterator[RowProblem]:
        name, _ = self._name
        in_parts = not self._cell(ListColumn.NAME) and ListColumn.SURNAME in self.places
        column = ListColumn.SURNAME if in_parts else ListColumn.NAME
        if not name:
            yield self._wrong(column, Fault.NO_NAME)
        elif len(name) > MAX_LENGTH:
            yield self._wrong(column, Fault.LONG_NAME)

    def _wrong(self, column: ListColumn, fault: Fault, given: str = "") -> RowProblem:
        return RowProblem(self.number, self.header[self.places[column]], fault, given)


def _repeated(lines: Sequence[PersonLine]) -> Iterator[RowProblem]:
    """A mail address or staff number that stands in several rows: all of them are named."""
    emails: defaultdict[str, list[int]] = defaultdict(list)
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for line in lines:
        emails[fold_email(line.email)].append(line.row)
        if line.staff_number:
            numbers[line.staff_number].append(line.row)
    yield from _twice(emails.values(), ListColumn.EMAIL, Fault.EMAIL_TWICE)
    yield from _twice(numbers.values(), ListColumn.STAFF_NUMBER, Fault.NUMBER_TWICE)


def _twice(
    found: Iterable[Sequence[int]], column: ListColumn, fault: Fault
) -> Iterator[RowProblem]:
    for rows in found:
        for row in rows if len(rows) > 1 else ():
            others = (other for other in rows if other != row)
            yield RowProblem(row, column.value, fault, rows=tuple(islice(others, MOST_ROWS)))
