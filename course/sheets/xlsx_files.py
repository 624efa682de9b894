"""Lists as spreadsheets: text stays text, days and numbers are real, the head stays in sight.

A row is written as it comes, so that a long list does not fill the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any, Literal

from flask import Response

from course.sheets.sending import file_response
from course.text.signs import seen

FileKind = Literal["text", "day", "number"]
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32767  # signs that a cell can hold
DAY_ZERO = date(1899, 12, 30)  # a day in a spreadsheet is how many days it comes after this one
_WIDEST = 40
_AS_TEXT = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class Sheet:
    """A list: its name, its columns, its rows, and the day that it is about."""

    title: str
    header: Sequence[str]
    kinds: Sequence[FileKind]
    rows: Iterable[Sequence[str]]
    day: date  # the same list of the same day is the same file


def xlsx_response(name: str, sheet: Sheet) -> Response:
    """A file of that name. Errors: as for `file_response`."""
    return file_response(name, TYPE, lambda file: write_sheet(file, sheet))


def write_sheet(file: IO[bytes], sheet: Sheet) -> None:
    """The whole file."""
    import xlsxwriter  # only who asks for one needs it

    book = xlsxwriter.Workbook(file, _AS_TEXT)
    made = datetime.combine(sheet.day, time())
    book.set_properties({"title": sheet.title, "created": made})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    day = book.add_format({"num_format": "dd-mm-yyyy", "align": "left"})
    page = book.add_worksheet("Lijst")
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for place, words in enumerate(sheet.header):
        page.set_column(place, place, min(_WIDEST, max(12, len(words) + 4)))
        page.write_string(0, place, words, head)
    last = 0
    for last, row in enumerate(sheet.rows, 1):
        for place, (kind, text) in enumerate(zip(sheet.kinds, row, strict=True)):
            _write(page, (last, place), kind, text, day)
    page.autofilter(0, 0, last, len(sheet.header) - 1)
    book.close()


def _write(page: Any, at: tuple[int, int], kind: FileKind, text: str, day: Any) -> None:
    """One cell; nothing for what is empty."""
    if not text:
        return
    if kind == "day":
        page.write_number(*at, (date.fromisoformat(text) - DAY_ZERO).days, day)
    elif kind == "number":
        page.write_number(*at, int(text))
    else:
        page.write_string(*at, seen(text, kept="\t\r\n")[:LONGEST])
