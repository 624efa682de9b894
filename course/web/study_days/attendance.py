"""Who was at a training on a day, as a file for its trainer: the columns of the page, with the
address of each.
"""

from __future__ import annotations

from flask import Response

from course import clock
from course.domain.people.audited import ListTold
from course.domain.people.roles import Permission
from course.sheets.csv_files import csv_response
from course.sheets.xlsx_files import Sheet, xlsx_response
from course.store.study_days import attending, meetings
from course.store.study_days.attending import Attendee
from course.store.study_days.meetings import MeetingRow
from course.web.http.access import allow, current_person, proved_lately
from course.web.http.exporting import note_board_export, note_export
from course.web.page.answering import or_404
from course.web.page.lists import file_header, file_kinds, file_lines
from course.web.study_days import bp
from course.web.study_days.planned_pages import attendee_fields


@bp.get("/trainen/bijeenkomsten/<ref>/aanwezigheid.csv")
@allow(Permission.ASSIGN)
@proved_lately
def download_attendance_csv(ref: str) -> Response:
    """As text, for any program."""
    found, people = _asked(ref)
    fields = attendee_fields(found)
    lines = file_lines(fields, people)
    file = csv_response(_name(found, "csv"), file_header(fields), lines)
    _note(found, len(people), "csv")
    return file


@bp.get("/trainen/bijeenkomsten/<ref>/aanwezigheid.xlsx")
@allow(Permission.ASSIGN)
@proved_lately
def download_attendance_xlsx(ref: str) -> Response:
    """As a spreadsheet."""
    found, people = _asked(ref)
    fields = attendee_fields(found)
    sheet = Sheet(
        title="Aanwezigheid",
        header=file_header(fields),
        kinds=file_kinds(fields),
        rows=file_lines(fields, people),
        day=found.day,
    )
    file = xlsx_response(_name(found, "xlsx"), sheet)
    _note(found, len(people), "xlsx")
    return file


def _asked(ref: str) -> tuple[MeetingRow, list[Attendee]]:
    found = or_404(meetings.led(current_person(), ref))
    return found, attending.coming_people(found, clock.today())


def _name(found: MeetingRow, kind: str) -> str:
    return f"aanwezigheid-{found.day.isoformat()}.{kind}"


def _note(found: MeetingRow, rows: int, kind: str) -> None:
    if found.school_id is not None:
        note_export(ListTold.ATTENDANCE, found.school_id, rows, file=kind)
    if found.board_id is not None:
        note_board_export(ListTold.ATTENDANCE, found.board_id, rows, file=kind)
