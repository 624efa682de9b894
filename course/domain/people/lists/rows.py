"""One row of a list, as a person or as what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from functools import cached_property

from course.domain.people.lists.cells import is_secret
from course.domain.people.lists.columns import ListColumn
from course.domain.people.lists.functions import kind_of_work
from course.domain.people.lists.lines import PersonLine
from course.domain.people.naming import Surname, is_name_of, name_use, shown_surname
from course.domain.people.roster_problems import Fault, Problems, RowProblem
from course.kinds.item import Audience
from course.text.days import written_day
from course.text.names import (
    MAX_LENGTH,
    fold,
    full_name,
    is_email,
    said_name,
    sort_key,
    sort_name,
)

LONGEST_NUMBER = 40  # characters of a staff number
SHOWN_OF_CELL, SHOWN_OF_EMAIL = 40, 60  # characters of what is not right, to be shown again
HIDDEN = "…"  # stands for what nobody may keep, where a sentence would say it again
_FORMULA = ("=", "+", "@")
_ERRORS = (
    *("N/A", "N/B", "NB", "NAME?", "NAAM?", "REF!", "VERW!", "VALUE!", "WAARDE!", "DIV/0!"),
    *("DEEL/0!", "NUM!", "GETAL!", "NULL!", "LEEG!", "SPILL!", "OVERLOOP!", "CALC!", "BEREKENEN!"),
)
_ERROR = re.compile(f"#({'|'.join(map(re.escape, _ERRORS))}|#+)")  # ###: too narrow to be shown
# Windows writes ? for a letter that its file cannot hold: Ay?e Y?ld?z
_LOST = re.compile(r"\w\?|\?\w")
_ROUNDED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
_MONTHS = "jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sep|sept|okt|oct|nov|dec"
# what a spreadsheet writes when it took "1-2" or "3/4" for a day
_DAY = re.compile(rf"\d{{1,2}}[- ]({_MONTHS})\.?([- ]\d{{2,4}})?|({_MONTHS})[- ]\d{{2}}", re.I)
_WHOLE_DAY = re.compile(
    r"(\d{1,2}[-/.]\d{1,2}[-/.](19|20)\d\d|(19|20)\d\d[-/.]\d\d[-/.]\d\d)( \d\d?:\d\d(:\d\d)?)?"
)
_SERIAL = re.compile(r"[34]\d{4}([.,]\d+)?")  # days since 1900, of 1982 to 2036
_TURNED = re.compile(
    "|".join(one.pattern for one in (_DAY, _WHOLE_DAY, _SERIAL, _ROUNDED)), re.IGNORECASE
)
_GONE = frozenset({"suspended", "geschorst", "inactief", "inactive", "uit dienst", "gearchiveerd"})
_FORMATS = ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y%m%d", "%Y/%m/%d")


class Working(Enum):
    """When the work of a row is."""

    NOW = "now"
    OVER = "over"
    LATER = "later"


@dataclass
class RowReader:
    """What holds for every row: where columns stand, what functions mean, which day it is."""

    header: tuple[str, ...]
    places: Mapping[ListColumn, int]
    functions: Mapping[str, Audience]
    today: date | None
    turned: frozenset[tuple[int, int]] = frozenset()
    unknown: Counter[str] = field(default_factory=Counter)  # functions that nobody knows
    kinds: dict[str, Audience | None] = field(default_factory=dict)

    def kind(self, word: str) -> Audience | None:
        """The kind of work of a function; what nobody knows is counted."""
        if not word:
            return None
        if word not in self.kinds:
            self.kinds[word] = kind_of_work(word, self.functions)
        if self.kinds[word] is None:
            self.unknown[word] += 1
        return self.kinds[word]


@dataclass(frozen=True)
class ListRow:
    """One row, and where its columns stand."""

    number: int
    cells: tuple[str, ...]
    reader: RowReader

    def line(self, problems: Problems) -> PersonLine | None:
        """The row as a person; None when anything is wrong with it, which is reported."""
        faults = list(self._faults())
        problems.add_all(faults)
        if faults:
            return None
        name, key = self.name
        number, team = self.cell(ListColumn.STAFF_NUMBER), self.cell(ListColumn.TEAM)
        return PersonLine(
            row=self.number,
            staff_number=number or None,
            name=name,
            sort_name=key,
            email=self.cell(ListColumn.EMAIL),
            team=team or None,
            audience=self.reader.kind(self.cell(ListColumn.AUDIENCE)),
            rows=(self.number,),
            numbers=(number,) if number else (),
            teams=(team,) if team else (),
        )

    def cell(self, column: ListColumn) -> str:
        """What stands in a column; empty where there is none."""
        place = self.reader.places.get(column, len(self.cells))
        return self.cells[place] if place < len(self.cells) else ""

    @property
    def when(self) -> Working:
        """Whether the work of this row is now, by its days and its status."""
        today = self.reader.today
        if fold(self.cell(ListColumn.STATUS)) in _GONE:
            return Working.OVER
        if today is None:
            return Working.NOW
        ends = day_of(self.cell(ListColumn.ENDS)) or today
        starts = day_of(self.cell(ListColumn.STARTS)) or today
        if ends < today:
            return Working.OVER
        if starts > today:
            return Working.LATER
        return Working.NOW

    @cached_property
    def whole_name(self) -> str:
        """The name in one cell. In some lists that column holds the school or the group: then it
        has nothing of the name in parts.
        """
        whole, first = self.cell(ListColumn.NAME), self.cell(ListColumn.FIRST)
        surnames = (self.cell(ListColumn.SURNAME), self.cell(ListColumn.PARTNER))
        return whole if is_name_of(whole, first, surnames) else ""

    @cached_property
    def name(self) -> tuple[str, str]:
        """The name as it is said, and as it sorts. A name in parts counts where there is no whole
        one.
        """
        if self.whole_name:
            return said_name(self.whole_name), sort_name(self.whole_name)
        own = Surname(self.cell(ListColumn.PREFIX), self.cell(ListColumn.SURNAME))
        partner = Surname(self.cell(ListColumn.PARTNER_PREFIX), self.cell(ListColumn.PARTNER))
        shown = shown_surname(own, partner, name_use(self.cell(ListColumn.NAME_USE)))
        if not shown.name and ListColumn.SURNAME not in self.reader.places:
            return "", ""
        first = self.cell(ListColumn.FIRST)
        return (
            full_name(first, shown.prefix, shown.name),
            sort_key(first, shown.prefix, shown.name),
        )

    def _faults(self) -> Iterator[RowProblem]:
        if any(self.cells[len(self.reader.header) :]):
            yield RowProblem(self.number, "", Fault.TOO_MANY_CELLS)
        yield from self._faults_of_name()
        yield from self._faults_of_email()
        yield from self._faults_of_number()
        yield from self._faults_of_team()

    def _faults_of_name(self) -> Iterator[RowProblem]:
        name, _ = self.name
        places = self.reader.places
        in_parts = not self.whole_name and ListColumn.SURNAME in places
        column = ListColumn.SURNAME if in_parts else ListColumn.NAME
        parts = (ListColumn.FIRST, ListColumn.PREFIX, ListColumn.SURNAME, ListColumn.NAME)
        for part in parts:
            if wrong := _no_text(self.cell(part)):
                yield self._wrong(part, wrong, self.cell(part)[:SHOWN_OF_CELL])
                return
        if _LOST.search(name):
            yield self._wrong(column, Fault.LOST_LETTER, name[:SHOWN_OF_CELL])
        elif not any(map(str.isalpha, name)):
            yield self._wrong(column, Fault.NO_NAME)
        elif len(name) > MAX_LENGTH:
            yield self._wrong(column, Fault.LONG_NAME)

    def _faults_of_email(self) -> Iterator[RowProblem]:
        email = self.cell(ListColumn.EMAIL)
        if not email:
            yield self._wrong(ListColumn.EMAIL, Fault.NO_EMAIL)
        elif not is_email(email):
            yield self._wrong(ListColumn.EMAIL, Fault.NOT_AN_EMAIL, email[:SHOWN_OF_EMAIL])

    def _faults_of_number(self) -> Iterator[RowProblem]:
        number = self.cell(ListColumn.STAFF_NUMBER)
        if len(number) > LONGEST_NUMBER:
            yield self._wrong(ListColumn.STAFF_NUMBER, Fault.LONG_NUMBER)
        elif _ROUNDED.fullmatch(number):
            yield self._wrong(ListColumn.STAFF_NUMBER, Fault.ROUNDED_NUMBER, number)
        elif _ERROR.fullmatch(number):
            yield self._wrong(ListColumn.STAFF_NUMBER, Fault.CELL_ERROR, number)

    def _faults_of_team(self) -> Iterator[RowProblem]:
        team = self.cell(ListColumn.TEAM)
        place = self.reader.places.get(ListColumn.TEAM, -1)
        is_turned = (self.number, place) in self.reader.turned or was_turned(team)
        if len(team) > MAX_LENGTH:
            yield self._wrong(ListColumn.TEAM, Fault.LONG_TEAM)
        elif wrong := _no_text(team):
            yield self._wrong(ListColumn.TEAM, wrong, team[:SHOWN_OF_CELL])
        elif team and is_turned:
            yield self._wrong(ListColumn.TEAM, Fault.TURNED, team[:SHOWN_OF_CELL])

    def _wrong(self, column: ListColumn, fault: Fault, given: str = "") -> RowProblem:
        named = column.value
        if column in self.reader.places:
            named = self.reader.header[self.reader.places[column]]
        if is_secret(given):
            given = HIDDEN
        return RowProblem(self.number, named, fault, given)


def was_turned(cell: str) -> bool:
    """Whether a spreadsheet made a day or a number of what was a text: 1-feb, 45678 or 1E+05."""
    return _TURNED.fullmatch(cell) is not None


def day_of(cell: str) -> date | None:
    """A day as HR systems write it; None when it is none."""
    if not cell:
        return None
    text = cell.split(" ", maxsplit=1)[0].split("T", maxsplit=1)[0]
    if _SERIAL.fullmatch(text):
        return date(1899, 12, 30) + timedelta(days=int(text[:5]))
    return written_day(text, _FORMATS)


def _no_text(cell: str) -> Fault | None:
    """A formula, or what a formula says when it fails, where a text belongs."""
    if cell.startswith(_FORMULA):
        return Fault.FORMULA
    if _ERROR.fullmatch(cell):
        return Fault.CELL_ERROR
    return None
