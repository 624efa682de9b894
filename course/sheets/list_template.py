"""An empty list of people, to fill in."""

from __future__ import annotations

from io import BytesIO

from course.domain.people.lists.columns import ListColumn

COLUMNS = (
    ListColumn.STAFF_NUMBER,
    ListColumn.FIRST,
    ListColumn.PREFIX,
    ListColumn.SURNAME,
    ListColumn.EMAIL,
    ListColumn.TEAM,
    ListColumn.AUDIENCE,
)
_WIDTH = 22


def workbook() -> bytes:
    """As an Excel workbook in which every column is text: a team 1-2 stays what it is."""
    from xlsxwriter import Workbook  # only who asks for one needs it

    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Medewerkers")
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"num_format": "@", "bold": True})
        sheet.set_column(0, len(COLUMNS) - 1, _WIDTH, text)
        for place, column in enumerate(COLUMNS):
            sheet.write_string(0, place, column.value, head)
        sheet.freeze_panes(1, 0)
    return file.getvalue()
