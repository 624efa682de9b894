"""A spreadsheet as another program reads it."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from course.sheets.xlsx_files import Sheet, write_sheet

DAY = date(2026, 3, 12)
TEXTS = ["=1+1", "@SUM(A1)", "0012", "1-2", "3/4", "http://voorbeeld.example", "Ł – é", "x" * 40000]


def made(*texts: str) -> bytes:
    rows = [[text, "2026-02-28", "7"] for text in texts]
    file = BytesIO()
    header, kinds = ("Naam", "Klaar op", "Lessen"), ("text", "day", "number")
    write_sheet(file, Sheet("Lijst", header, kinds, rows, DAY))  # type: ignore[arg-type]
    return file.getvalue()


def read(file: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:12])
def test_text_stays_text_and_days_and_numbers_are_real(text: str) -> None:
    header, row = read(made(text))
    assert header == ["Naam", "Klaar op", "Lessen"]
    assert row == [text[:32767], date(2026, 2, 28), 7]


def test_what_is_empty_is_an_empty_cell() -> None:
    file = BytesIO()
    write_sheet(file, Sheet("Lijst", ("A", "B"), ("text", "day"), [["a", ""], ["", ""]], DAY))
    assert read(file.getvalue())[1] == ["a", ""]


def test_the_head_stays_in_sight_and_filters_and_nothing_is_a_formula() -> None:
    page = ZipFile(BytesIO(made("=1+1", "b"))).read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in page
    assert '<autoFilter ref="A1:C3"/>' in page
    assert "<f>" not in page


def test_the_same_list_is_the_same_file() -> None:
    assert made("a", "b") == made("a", "b")
    assert b"2026-03-12" in ZipFile(BytesIO(made("a"))).read("docProps/core.xml")


def test_a_list_of_nobody_opens() -> None:
    assert read(made()) == [["Naam", "Klaar op", "Lessen"]]
