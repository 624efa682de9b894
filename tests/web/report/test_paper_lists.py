"""A list on paper: width is for what differs."""

from __future__ import annotations

from datetime import date

from course.sheets.xlsx_files import FileKind
from course.web.report.paper_lists import PaperList, paper_list

COLUMNS: list[tuple[str, FileKind]] = [
    ("Naam", "text"),
    ("Klaar op", "day"),
    ("Lessen", "number"),
    ("Cursus", "text"),
    ("Personeelsnummer", "text"),
]


def paper(*lines: tuple[str, ...]) -> PaperList:
    return paper_list("Deelwijs", "Lijst", date(2026, 11, 30), COLUMNS, lines)


def test_what_is_the_same_in_each_row_is_said_once_above() -> None:
    found = paper(
        ("Mens Een", "2026-11-02", "3", "Sociale media", ""),
        ("Mens Twee", "", "4", "Sociale media", ""),
    )
    assert found.same == (("Cursus", "Sociale media"), ("Personeelsnummer", ""))
    assert found.header == ("Naam", "Klaar op", "Lessen")
    assert found.kinds == ("text", "day", "number")
    assert found.lines == (("Mens Een", "2026-11-02", "3"), ("Mens Twee", "", "4"))


def test_of_one_row_every_column_stays_and_of_two_of_one_name_that_name() -> None:
    line = ("Mens Een", "", "3", "Sociale media", "")
    assert paper(line).lines == (line,)
    assert paper(line, line).header == ("Naam",)
    assert paper().lines == ()
