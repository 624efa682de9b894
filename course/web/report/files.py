"""The people of a school as a file: the rows of the screen, by the same filter, without pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from course import clock, logs
from course.domain.people.audited import ListTold
from course.domain.people.roles import Permission
from course.domain.people.sight import ORDER, Sight
from course.sheets.csv_files import csv_response
from course.sheets.xlsx_files import Sheet, xlsx_response
from course.store import transaction
from course.store.duties import people_list, whole_list
from course.store.duties import totals as reporting
from course.store.duties.people_list import PeopleFilter, ReportedPerson
from course.store.duties.reach import Reach, reach_of
from course.store.people.directory import SchoolRow
from course.web.http.access import allow, current_person, proved_lately
from course.web.http.exporting import Counted, note_export
from course.web.http.settings import settings
from course.web.page.frame import explain
from course.web.page.lists import Field, file_header, file_kinds, file_lines
from course.web.page.paper import printed
from course.web.page.parts import Link
from course.web.page.query import address
from course.web.page.school_choice import school_of
from course.web.report import bp, wording
from course.web.report.called import as_called_then
from course.web.report.forms import EVERYONE, ReportQuery, read_people, read_report
from course.web.report.paper_lists import paper_list
from course.web.report.rows import people_fields

MOST_ON_PAPER = 500  # people in a PDF that somebody waits for
MOST_PRINTED = 2000  # … also of a worker: its machine holds all of a paper at once


@dataclass(frozen=True)
class AskedList:
    """The list that an address asks for."""

    school: SchoolRow
    query: ReportQuery
    reach: Reach
    filter: PeopleFilter
    sight: Sight  # how much this reader sees
    values: Mapping[str, str]  # what the address says of it

    @property
    def fields(self) -> tuple[Field[ReportedPerson], ...]:
        """Its columns."""
        return people_fields(self.school, self.query, self.sight)

    def name(self, kind: str) -> str:
        """What the file is called."""
        return f"rapport-{self.school.code}-{self.query.moment.day.isoformat()}.{kind}"

    def note(self, kind: str, rows: int) -> None:
        """In the audit trail: that it was downloaded."""
        course = self.query.course.slug
        note_export(ListTold.REPORT, self.school.id, rows, course=course, file=kind)


@bp.get("/scholen/<code>.csv")
@allow(Permission.SCHOOL_REPORT)
@proved_lately
def download_csv(code: str) -> Response:
    """As text, for any program."""
    asked = _asked(code)
    with transaction.batches():
        rows = people_list.people_rows(asked.reach, asked.query.moment, asked.filter)
        lines = Counted(file_lines(asked.fields, rows))
        file = csv_response(asked.name("csv"), file_header(asked.fields), lines)
    asked.note("csv", lines.count)
    return file


@bp.get("/scholen/<code>.xlsx")
@allow(Permission.SCHOOL_REPORT)
@proved_lately
def download_xlsx(code: str) -> Response:
    """As a spreadsheet."""
    asked = _asked(code)
    with transaction.batches():
        rows = people_list.people_rows(asked.reach, asked.query.moment, asked.filter)
        lines = Counted(file_lines(asked.fields, rows))
        sheet = Sheet(
            title=wording.list_title(asked.school.name, asked.query.course.title),
            header=file_header(asked.fields),
            kinds=file_kinds(asked.fields),
            rows=lines,
            day=asked.query.moment.day,
        )
        file = xlsx_response(asked.name("xlsx"), sheet)
    asked.note("xlsx", lines.count)
    return file


@bp.get("/scholen/<code>.pdf")
@allow(Permission.SCHOOL_REPORT)
@proved_lately
def download_pdf(code: str) -> BaseResponse:
    """As paper. Too long for that, or no PDF can be made here: the page says so instead."""
    asked = _asked(code)
    found = people_list.people_rows(
        asked.reach, asked.query.moment, asked.filter, limit=MOST_ON_PAPER + 1
    )
    lines = tuple(file_lines(asked.fields, found))
    if len(lines) > MOST_ON_PAPER:
        return _too_long(asked)
    title = wording.list_title(asked.school.name, asked.query.course.title)
    heads = tuple(zip(file_header(asked.fields), file_kinds(asked.fields), strict=True))
    page = paper_list(settings().brand, title, asked.query.moment.day, heads, lines)
    html = render_template("papers/list.html", page=page)
    paper = printed(html, asked.name("pdf"))
    if paper is None:
        return _instead(asked, wording.NO_PRESS)
    logs.note("exported", file=asked.name("pdf"))
    asked.note("pdf", len(lines))
    response = Response(paper, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{asked.name("pdf")}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def files_of(code: str, values: Mapping[str, str]) -> tuple[Link, ...]:
    """The list of a page as each kind of file."""
    return (
        Link("Download als spreadsheet (XLSX)", _url("report.download_xlsx", code, values)),
        Link("Download als CSV", _url("report.download_csv", code, values)),
        Link("Download als PDF", _url("report.download_pdf", code, values)),
    )


def _url(endpoint: str, code: str, values: Mapping[str, str]) -> str:
    return address(url_for(endpoint, code=code), values)


def _asked(code: str) -> AskedList:
    school, courses = school_of(Permission.SCHOOL_REPORT, code), reporting.offered_courses()
    if not courses:
        abort(404)
    query = read_report(request.args, courses, clock.today())
    reach = reach_of(current_person(), [school.id])
    named = request.args.get("team")  # to look at everybody for, when one is
    teams = reporting.school_totals(reach, query.moment).teams if named else ()
    sight = ORDER[whole_list.ranks_of(reach, query.moment)[school.id]]
    chosen = read_people(request.args, teams, query.moment, sight)
    if query.errors or chosen.errors:
        abort(422)
    called = as_called_then(school, query.moment)
    return AskedList(called, query, reach, chosen.filter, sight, query.values | chosen.values)


def _too_long(asked: AskedList) -> BaseResponse:
    """Where a worker makes one: under the list over schools, of this one. That list has the status
    and nothing else to narrow it; what is narrowed otherwise has to be shorter.
    """
    if asked.filter.words or set(asked.filter.asked) - {"state"}:
        return _instead(asked, wording.too_long_for_paper(MOST_ON_PAPER))
    explain(wording.paper_by_worker(MOST_ON_PAPER, MOST_PRINTED))
    values = {"school": asked.school.code, "wie": asked.values["status"]}
    return redirect(address(url_for("report.show_people"), asked.query.values, **values), 303)


def _instead(asked: AskedList, words: str) -> BaseResponse:
    """The page with everybody on it, which prints."""
    explain(words)
    page = url_for("report.show_school", code=asked.school.code)
    return redirect(address(page, asked.values, lijst=EVERYONE), 303)
