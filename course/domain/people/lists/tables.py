"""A list as rows and cells: where the header stands, and rows by the number that a spreadsheet
gives them.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from course.domain.people.lists.letters import decoded
from course.domain.people.roster_problems import Fault, RowProblem
from course.text.names import fold, tidy

MAX_BYTES = 8_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELL = 1_000  # characters that are looked at; no column may hold as many
ABOVE = 10  # filled rows at the top, among which the header is

_SEPARATORS = (";", ",", "\t", "|")
# what Excel writes for itself on the first line
_HINT = re.compile(r"sep=.", re.IGNORECASE | re.ASCII)
_VERSION = re.compile(r"version:\s*v?[\d.]+", re.IGNORECASE)  # above a bulk file of Entra

Row = tuple[int, Sequence[str]]
Known = Callable[[str], bool]


@dataclass(frozen=True)
class ListTable:
    """The header of a list and its filled rows, each with its number in a spreadsheet.

    `bare`: there is no header; the columns are called A, B and so on. `turned`: cells of which a
    spreadsheet made a day or a number, by row and place.
    """

    header_row: int
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    bare: bool = False
    turned: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class NoTable:
    """Why a file is no list."""

    problem: RowProblem

    @classmethod
    def because(cls, fault: Fault, row: int = 0, given: str = "") -> NoTable:
        """With the row, when there is one."""
        return cls(RowProblem(row, "", fault, given))


def read_csv(data: bytes, known: Known) -> ListTable | NoTable:
    """A table from text with ; , tab or | between cells. `known`: whether a header is one of ours.

    Errors are values, never exceptions.
    """
    if len(data) > MAX_BYTES:
        return NoTable.because(Fault.TOO_LARGE)
    text = decoded(data)
    if isinstance(text, Fault):
        return NoTable.because(text)
    if unlike := _no_list(text):
        return NoTable.because(unlike)
    rows = _records(text)
    if isinstance(rows, NoTable):
        return rows
    return table_of(rows, known)


def table_of(
    rows: Sequence[Row], known: Known, turned: frozenset[tuple[int, int]] = frozenset()
) -> ListTable | NoTable:
    """Filled rows with their header found among the first ten."""
    if not rows:
        return NoTable.because(Fault.EMPTY)
    place = _header_place(rows, known)
    number, header = rows[place]
    if _width(rows) > MAX_COLUMNS:
        return NoTable.because(Fault.TOO_WIDE, number)
    if "@" in "".join(header):
        return _bare(rows[place:], turned)
    others = _other_than(header, rows[place + 1 :])
    if not others:
        return NoTable.because(Fault.NOBODY)
    if len(others) > MAX_ROWS:
        return NoTable.because(Fault.TOO_MANY_ROWS)
    return ListTable(number, tuple(header), _frozen(others), turned=turned)


def _bare(rows: Sequence[Row], turned: frozenset[tuple[int, int]]) -> ListTable | NoTable:
    """A table without a header."""
    if len(rows) > MAX_ROWS:
        return NoTable.because(Fault.TOO_MANY_ROWS)
    header = tuple(map(letter, range(_width(rows))))
    return ListTable(0, header, _frozen(rows), bare=True, turned=turned)


def _width(rows: Sequence[Row]) -> int:
    return max(len(cells) for _, cells in rows)


def _other_than(header: Sequence[str], rows: Sequence[Row]) -> list[Row]:
    """The rows without those that say the header once more."""
    plain = list(map(fold, header))
    return [(number, cells) for number, cells in rows if list(map(fold, cells)) != plain]


def _frozen(rows: Sequence[Row]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple((number, tuple(cells)) for number, cells in rows)


def letter(place: int) -> str:
    """What a spreadsheet calls a column: A, B … Z, AA."""
    last = chr(ord("A") + place % 26)
    if place < 26:
        return last
    return letter(place // 26 - 1) + last


def _no_list(text: str) -> Fault | None:
    """What a file is instead, by how it begins."""
    start = text[:2000].lstrip().lower()
    if "<edex" in start:
        return Fault.EDEXML
    if start.startswith(("<", "{", "[{", "%pdf")):
        return Fault.NO_CSV
    return None


def _records(text: str) -> list[Row] | NoTable:
    """Rows with their number in a spreadsheet; rows without anything in them are left out.

    Reading stops some rows after the most that a file may hold: what comes then changes nothing.
    """
    first, _, rest = text.partition("\n")
    offset = 1
    if _HINT.fullmatch(first.strip()):
        text, offset = rest, 2
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    found: list[Row] = []
    number = offset
    try:
        for number, row in enumerate(reader, offset):
            cells = [tidy(cell[:MAX_CELL]) for cell in row]
            if any(cells):
                found.append((number, cells))
            if len(found) > MAX_ROWS + ABOVE:
                break
    except csv.Error:
        broken = number + 1 if found or number > offset else offset
        return NoTable.because(Fault.OPEN_QUOTE, broken)
    return found


def _separator(text: str) -> str:
    """What stands equally often in most of the first lines."""
    lines = list(filter(str.strip, islice(io.StringIO(text), 2 * ABOVE)))
    return max(_SEPARATORS, key=partial(_evenness, lines))


def _evenness(lines: Sequence[str], sign: str) -> tuple[int, int]:
    counts = Counter(line.count(sign) for line in lines)
    del counts[0]
    times, many = max(((times, many) for many, times in counts.items()), default=(0, 0))
    return (times * many, many)


def _header_place(rows: Sequence[Row], known: Known) -> int:
    """The first row with two column names that are known; else the first that can be a header."""
    top = [cells for _, cells in rows[:ABOVE]]
    for place, cells in enumerate(top):
        if sum(map(known, filter(None, cells))) >= 2:
            return place
    widths = [sum(map(bool, cells)) for cells in top]
    for place, cells in enumerate(top):
        if widths[place] * 2 >= max(widths) and not _VERSION.match(cells[0]):
            return place
    return 0
