"""A list in an Excel workbook, as a table. What is in the file is looked at before it is opened:
a small file may hold a large one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from course.domain.people.lists.tables import (
    ABOVE,
    MAX_BYTES,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    ListTable,
    NoTable,
    read_csv,
    table_of,
)
from course.domain.people.roster_problems import Fault
from course.text.names import tidy
from course.text.packed import BrokenZipError, opened_zip

MAX_INSIDE = 80_000_000  # bytes of everything in a workbook
MOST_PARTS, MOST_SHEETS = 500, 30
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
# pictures, PDF, RTF and other packed files, by how they begin
_NO_LIST = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"%PDF", b"{\\rtf"),
    *(b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!"),
)
# what only a sheet of LibreOffice, a binary one of Excel or one of Apple has in it
_OTHERS = frozenset({"mimetype", "xl/workbook.bin", "Index/Document.iwa"})
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# a cell with something in it, and where it stands
_FILLED = re.compile(rb"""\br=["']([A-Z]{1,9})(\d{1,9})["'][^<>]{0,40}(?<!/)>""")
_MOST_LETTERS = 3  # of a column: no spreadsheet has one with more
Known = Callable[[str], bool]
Turned = set[tuple[int, int]]


def read_list(data: bytes, known: Known) -> ListTable | NoTable:
    """A list of people from a workbook or from text. Errors are values, never exceptions."""
    if len(data) > MAX_BYTES:
        return NoTable.because(Fault.TOO_LARGE)
    if data.startswith(_OLD_EXCEL):
        return NoTable.because(Fault.PASSWORD if _LOCKED in data else Fault.OLD_EXCEL)
    if data.startswith(_NO_LIST):
        return NoTable.because(Fault.NO_CSV)
    if not data.startswith(b"PK"):
        return read_csv(data, known)
    if fault := _unsafe(data):
        return NoTable.because(fault)
    try:
        return _table(CalamineWorkbook.from_filelike(BytesIO(data)), known)
    except (CalamineError, ValueError, OSError):
        return NoTable.because(Fault.BROKEN_EXCEL)


def _unsafe(data: bytes) -> Fault | None:
    """Why a workbook is not opened: it is broken, or too much is in it."""
    try:
        with opened_zip(data) as parts:
            inside = parts.infolist()
            bytes_inside = sum(one.file_size for one in inside)
            if len(inside) > MOST_PARTS or bytes_inside > MAX_INSIDE:
                return Fault.LARGE_INSIDE
            if any(one.flag_bits & 1 for one in inside):
                return Fault.PASSWORD
            names = set(parts.namelist())
            if not names.isdisjoint(_OTHERS):
                return Fault.OTHER_SHEET
            if "xl/workbook.xml" not in names or parts.testzip() is not None:
                return Fault.BROKEN_EXCEL
            return _too_wide(parts)
    except BrokenZipError:
        return Fault.BROKEN_EXCEL


def _too_wide(parts: ZipFile) -> Fault | None:
    """One cell far away makes a sheet of a thousand million cells. What is kept meanwhile does not
    grow with the file.
    """
    for name in parts.namelist():
        if not name.startswith("xl/worksheets/"):
            continue
        columns, last = {b""}, 0
        for found in _FILLED.finditer(parts.read(name)):
            if len(found[1]) > _MOST_LETTERS:
                return Fault.TOO_WIDE
            columns.add(found[1])
            last = max(last, int(found[2]))
        if max(map(_width, columns)) > MAX_COLUMNS:
            return Fault.TOO_WIDE
        if last > MAX_ROWS + 1000:
            return Fault.TOO_MANY_ROWS
    return None


def _width(letters: bytes) -> int:
    """How many columns there are up to one that is called so: A is 1, Z 26, AA 27."""
    width = 0
    for sign in letters:
        width = width * 26 + sign - ord("A") + 1
    return width


def _table(book: CalamineWorkbook, known: Known) -> ListTable | NoTable:
    """The one list of a workbook; of several, the one that has two heads that are known."""
    tables = _filled_sheets(book, known)
    lists = [one for one in tables.values() if isinstance(one, ListTable)]
    if not lists:
        return next(iter(tables.values()), NoTable.because(Fault.EMPTY))
    meant = [one for one in lists if sum(map(known, one.header)) >= 2]
    chosen = meant if len(meant) == 1 else lists
    if len(chosen) > 1:
        return NoTable.because(Fault.SEVERAL_SHEETS, given=", ".join(tables)[:200])
    return chosen[0]


def _filled_sheets(book: CalamineWorkbook, known: Known) -> dict[str, ListTable | NoTable]:
    """The sheets that are shown and not empty, by name."""
    visible = [one.name for one in book.sheets_metadata if one.visible is SheetVisibleEnum.Visible]
    tables: dict[str, ListTable | NoTable] = {}
    for name in visible[:MOST_SHEETS]:
        found = _sheet(book.get_sheet_by_name(name), known)
        if isinstance(found, ListTable) or found.problem.fault is not Fault.EMPTY:
            tables[name] = found
    return tables


def _sheet(sheet: Any, known: Known) -> ListTable | NoTable:
    most = MAX_ROWS + 2 * ABOVE
    raw: Sequence[Sequence[Any]] = sheet.to_python(skip_empty_area=False, nrows=most)
    turned: Turned = set()
    filled = []
    for number, raw_cells in enumerate(raw, 1):
        cells = _cells(number, raw_cells, turned)
        if any(cells):
            filled.append((number, cells))
    table = table_of(filled, known, frozenset(turned))
    if isinstance(table, NoTable):
        return table
    merged = _merged_below(sheet.merged_cell_ranges or (), table.header_row)
    return NoTable.because(Fault.MERGED, merged) if merged else table


def _merged_below(ranges: Iterable[Any], header_row: int) -> int:
    """The first row with cells that are one, from the header on; 0 when there is none."""
    firsts = [max(first[0] + 1, header_row) for first, last in ranges if last[0] + 1 >= header_row]
    return min(firsts, default=0)


def _cells(number: int, cells: Sequence[Any], turned: Turned) -> list[str]:
    found = []
    for place, cell in enumerate(cells):
        if isinstance(cell, date | time | timedelta):
            turned.add((number, place))
        found.append(_text(cell))
    while found and not found[-1]:
        found.pop()
    return found


def _text(cell: Any) -> str:
    """A cell as it is read in a list: a whole number without its point, a day as a day."""
    if isinstance(cell, str):
        return tidy(cell[:MAX_CELL])
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, date):  # a datetime is one too
        return f"{cell:%d-%m-%Y}"
    if not isinstance(cell, float):
        return tidy(str(cell))
    if cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).replace(".", ",")
