"""A spreadsheet as another program reads it."""

from __future__ import annotations

import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from course.sheets.xlsx_files import Sheet, write_sheet
from tests import machine

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


def test_a_spreadsheet_program_sees_texts_days_and_a_head_that_stays(tmp_path: Path) -> None:
    """Gnumeric opens it, and says what it took each cell for: 60 a text, 40 a number."""
    program = machine.find_proxy("ssconvert")
    if program is None:
        machine.unavailable("no spreadsheet program is installed: gnumeric")
    before, after = tmp_path / "lijst.xlsx", tmp_path / "lijst.xml"
    before.write_bytes(made("=1+1", "0012", "1-2", "Ł – é"))
    plain = "--export-type=Gnumeric_XmlIO:sax:0"
    subprocess.run([program, plain, str(before), str(after)], check=True, capture_output=True)
    page = ElementTree.parse(after)
    name = "{http://www.gnumeric.org/v10.dtd}"
    cells = [(one.get("ValueType"), one.text) for one in page.iter(f"{name}Cell")]
    days = (date(2026, 2, 28) - date(1899, 12, 30)).days
    of_row = [("40", str(days)), ("40", "7")]
    texts = ("=1+1", "0012", "1-2", "Ł – é")
    assert cells[3:] == [one for text in texts for one in (("60", text), *of_row)]
    assert [one.get("Area") for one in page.iter(f"{name}Filter")] == ["A1:C5"]
    assert [one.get("UnfrozenTopLeft") for one in page.iter(f"{name}FreezePanes")] == ["A2"]


def test_what_no_spreadsheet_may_hold_is_left_out() -> None:
    """XML forbids two of these: the whole file would be broken for one name."""
    (_, row) = read(made("No\ufffeor\uffff\x01\tvan\n\ufdd0"))
    assert row[0] == "Noor\tvan\n"


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
