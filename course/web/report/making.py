"""A list of people over schools as a file of each kind, from rows that come page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

from flask import current_app

from course.sheets.csv_files import csv_text
from course.sheets.xlsx_files import TYPE, Sheet, write_sheet
from course.store.duties.whole_list import ListedPerson
from course.web.http.settings import settings
from course.web.page.lists import file_header, file_kinds, file_lines
from course.web.page.paper import printed
from course.web.report.asked import AskedPeople
from course.web.report.paper_lists import paper_list

FILE_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": TYPE, "pdf": "application/pdf"}


class TooLongError(Exception):
    """More people than a paper of this kind can have."""


class NoPaperError(Exception):
    """This machine makes no PDF."""


@dataclass
class RowsBySchool:
    """How many rows of which school went by."""

    by_school: Counter[int] = field(default_factory=Counter)

    def counted(self, rows: Iterable[ListedPerson]) -> Iterator[ListedPerson]:
        """The same rows."""
        for row in rows:
            self.by_school[row.school_id] += 1
            yield row

    @property
    def people(self) -> int:
        """All of them."""
        return self.by_school.total()


def write_file(
    file: IO[bytes], kind: str, asked: AskedPeople, rows: Iterable[ListedPerson], most: int
) -> None:
    """The whole file. `most`: people in a PDF.

    Errors: TooLongError, NoPaperError.
    """
    header, lines = file_header(asked.fields), file_lines(asked.fields, rows)
    if kind == "csv":
        for piece in csv_text(header, lines):
            file.write(piece.encode())
    elif kind == "xlsx":
        kinds, day = file_kinds(asked.fields), asked.query.moment.day
        write_sheet(file, Sheet(asked.title, header, kinds, lines, day))
    else:
        file.write(_paper(asked, lines, most))


def _paper(asked: AskedPeople, lines: Iterator[Sequence[str]], most: int) -> bytes:
    heads = tuple(zip(file_header(asked.fields), file_kinds(asked.fields), strict=True))
    found = tuple(_at_most(lines, most))
    page = paper_list(settings().brand, asked.title, asked.query.moment.day, heads, found)
    template = current_app.jinja_env.get_template("papers/list.html")  # also where nobody asks
    paper = printed(template.render(page=page), asked.name("pdf"))
    if paper is None:
        raise NoPaperError
    return paper


def _at_most(lines: Iterator[Sequence[str]], most: int) -> Iterator[Sequence[str]]:
    for number, line in enumerate(lines, 1):
        if number > most:
            raise TooLongError
        yield line
