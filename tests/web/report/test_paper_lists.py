"""A list on paper: width is for what differs."""

from __future__ import annotations

from datetime import date

from flask import Flask

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
    assert found.same == (("Cursus", "text", "Sociale media"), ("Personeelsnummer", "text", ""))
    assert found.header == ("Naam", "Klaar op", "Lessen")
    assert found.kinds == ("text", "day", "number")
    assert found.lines == (("Mens Een", "2026-11-02", "3"), ("Mens Twee", "", "4"))


def test_a_day_on_paper_is_one_for_people(app: Flask) -> None:
    """In the file beside it a program reads it: there it is year, month, day."""
    page = paper(
        ("Mens Een", "2026-11-02", "3", "a", ""), ("Mens Twee", "2026-12-01", "4", "b", "")
    )
    html = app.jinja_env.get_template("papers/list.html").render(page=page)
    assert '<td class="is-day">2\u00a0nov\u00a02026</td>' in html


def test_of_one_row_every_column_stays_and_of_two_of_one_name_that_name() -> None:
    line = ("Mens Een", "", "3", "Sociale media", "")
    assert paper(line).lines == (line,)
    assert paper(line, line).header == ("Naam",)
    assert paper().lines == ()
