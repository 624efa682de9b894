"""A bundle of evidence: what was known of a school, or of a board with all its schools, at the end
of a day, in one ZIP.

The same day gives the same bytes later, so only a day that is over has one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import IO

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.people.audited import ListTold
from course.domain.people.roles import Permission
from course.sheets.sending import file_response
from course.store import transaction
from course.store.duties import totals as reporting
from course.store.duties.reach import reach_of_evidence
from course.store.people import organising
from course.store.people.directory import SchoolRow
from course.store.proof import bundle
from course.web.http.access import allow, current_person
from course.web.http.exporting import note_exports
from course.web.http.settings import settings
from course.web.page.paper import printed
from course.web.page.query import address
from course.web.page.school_choice import school_of
from course.web.report import bp, evidence_facts, wording
from course.web.report import evidence_tables as tables
from course.web.report import evidence_texts as texts
from course.web.report.evidence_facts import BundleFacts
from course.web.report.forms import ReportQuery, read_report
from course.web.report.packing import Packed, packing, sealed
from course.web.report.pages import PaperBoardEvidence, PaperEvidence


@bp.get("/scholen/<code>/bewijs.zip")
@allow(Permission.SCHOOL_REPORT)
def download_evidence(code: str) -> Response:
    """Everything about one school and one course on a day that is over."""
    school, query = school_of(Permission.SCHOOL_REPORT, code), _asked()
    back = address(url_for("report.show_school", code=code), {"cursus": query.course.slug})
    release = bundle.release_on(query.course.slug, query.moment.day)
    why = _why_not(school.id, release, query)
    if release is None or why:
        return _refused(why, back)
    reach = reach_of_evidence(current_person(), [school.id])
    found = evidence_facts.of_school(school, query, release, reach)
    return _sent(found)


@bp.get("/besturen/<code>/bewijs.zip")
@allow(Permission.SCHOOL_REPORT)
def download_board_evidence(code: str) -> Response:
    """The same about every school that a board had on that day. Who may see a whole board may have
    it, also of a school that has gone to another board since.
    """
    board_id, query = _whole_board(code), _asked()
    if board_id is None:
        abort(404)
    asked = {"cursus": query.course.slug, "bestuur": code}
    back = address(url_for("report.show_overview"), asked)
    day = query.moment.day
    release = bundle.release_on(query.course.slug, day)
    if day >= query.moment.today:
        return _refused(wording.DAY_NOT_OVER, back)
    board = bundle.board_on(board_id, day)
    if release is None or not board.schools:
        return _refused(wording.NO_SCHOOL_YET if release else wording.NO_COURSE_YET, back)
    found = evidence_facts.of_board(board_id, query, release, board)
    return _sent(found)


def evidence_url(school: SchoolRow, query: ReportQuery) -> str:
    """Where the bundle of a report is; for today that of yesterday, since today is not over."""
    return address(url_for("report.download_evidence", code=school.code), _values(query))


def board_evidence_url(code: str, query: ReportQuery) -> str:
    """Where that of a board is; empty when this reader does not see the whole of it."""
    if _whole_board(code) is None:
        return ""
    return address(url_for("report.download_board_evidence", code=code), _values(query))


def _values(query: ReportQuery) -> dict[str, str]:
    day = min(query.moment.day, query.moment.today - timedelta(days=1))
    return {"cursus": query.course.slug, "peildatum": day.isoformat()}


def _whole_board(code: str) -> int | None:
    """The id of a board of which this reader may see every school; None for any other."""
    found, actor = organising.board_by_code(code), current_person()
    if found is None or not actor.holds_for_board(Permission.SCHOOL_REPORT, found.id):
        return None
    return found.id


def _asked() -> ReportQuery:
    courses = reporting.offered_courses()
    if not courses:
        abort(404)
    query = read_report(request.args, courses, clock.today())
    if query.errors:
        abort(422)
    return query


def _why_not(school_id: int, release: str | None, query: ReportQuery) -> str:
    day = query.moment.day
    if day >= query.moment.today:
        return wording.DAY_NOT_OVER
    first = bundle.first_days([school_id]).get(school_id)
    if first is None or day < first:
        return wording.before_first(first)
    return "" if release else wording.NO_COURSE_YET


def _refused(why: str, back: str) -> Response:
    flash(why)
    return redirect(back, 303)


def _sent(found: BundleFacts) -> Response:
    """The ZIP, noted with the hash of all of it, so that one which was changed is found out."""
    summary, kind = _summary(found)
    said = texts.checking(settings().brand)
    seals: list[str] = []

    def fill(file: IO[bytes]) -> None:
        with transaction.batches(), packing(file) as zipped:
            packed = Packed(zipped)
            packed.add(f"samenvatting.{kind}", [summary])
            packed.add("cursus.txt", [texts.course_text(found).encode()])
            for table in (tables.people_table, tables.norm_table, tables.mail_table):
                packed.add_table(table(found), found.day)
            for name, text in (*texts.code_files(found), *texts.setting_files(found)):
                packed.add(name, [text.encode()])
            packed.finish(said)
        seals.append(sealed(file))

    course = found.query.course.slug
    name = f"bewijs-{found.code}-{course}-{found.day.isoformat()}.zip"
    file = file_response(name, "application/zip", fill)
    rows = {one.school.id: one.group.listed for one in found.schools}
    note_exports(ListTold.EVIDENCE, rows, course=course, file="zip", sha256=seals[0])
    return file


def _summary(found: BundleFacts) -> tuple[bytes, str]:
    """As PDF; where this machine makes none, as the page that it would have printed."""
    html = _board_page(found) if found.board_id is not None else _school_page(found)
    paper = printed(html, f"bewijs-{found.release}-{found.day.isoformat()}")
    return (html.encode(), "html") if paper is None else (paper, "pdf")


def _school_page(found: BundleFacts) -> str:
    totals = reporting.school_totals(found.reach, found.query.moment)
    modules = reporting.module_totals(found.reach, found.query.moment)
    page = PaperEvidence(
        brand=settings().brand,
        evidence=found,
        finding=texts.finding(found),
        codes=found.schools[0].codes,
        states=tuple(texts.state_rows(found.whole)),
        teams=tuple(texts.team_rows(totals.teams)),
        modules=tuple(texts.module_rows(found, modules)),
    )
    return render_template("papers/evidence.html", page=page)


def _board_page(found: BundleFacts) -> str:
    page = PaperBoardEvidence(
        brand=settings().brand,
        evidence=found,
        finding=texts.finding(found),
        states=tuple(texts.state_rows(found.whole)),
    )
    return render_template("papers/board_evidence.html", page=page)
