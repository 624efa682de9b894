"""A bundle of evidence: what was known of a school, or of a board with all its schools, at the end
of a day, in one ZIP. A large one is made by a worker.

The same day gives the same bytes later, so only a day that is over has one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import IO

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.people.audited import ListTold
from course.domain.people.roles import Actor, Permission
from course.sheets.sending import file_response
from course.store.duties import totals as reporting
from course.store.people.directory import SchoolRow
from course.web.http.access import allow, current_person, proved_lately
from course.web.http.exporting import note_exports
from course.web.page.answering import or_404
from course.web.page.frame import explain
from course.web.page.query import address
from course.web.report import bp, evidence_asked, evidence_facts, file_words
from course.web.report.evidence_asked import AskedEvidence, NoEvidenceError, ReadyEvidence
from course.web.report.evidence_making import write_bundle
from course.web.report.forms import ReportQuery, read_report
from course.web.report.queued_files import EVIDENCE, NotQueuedError, queue_file

Finder = Callable[[Actor, str, ReportQuery], AskedEvidence | None]


@dataclass(frozen=True)
class LargeEvidencePage:
    """A bundle that nobody waits for."""

    name: str
    course: str
    day: date
    asked: dict[str, str]
    back: str


@bp.get("/scholen/<code>/bewijs.zip")
@allow(Permission.SCHOOL_REPORT)
@proved_lately
def download_evidence(code: str) -> Response:
    """Everything about one school and one course on a day that is over."""
    return _download(_asked(evidence_asked.of_school, code, request.args))


@bp.get("/besturen/<code>/bewijs.zip")
@allow(Permission.SCHOOL_REPORT)
@proved_lately
def download_board_evidence(code: str) -> Response:
    """The same about every school that a board had on that day. Who may see a whole board may have
    it, also of a school that has gone to another board since.
    """
    return _download(_asked(evidence_asked.of_board, code, request.args))


@bp.get("/scholen/<code>/bewijs")
@allow(Permission.SCHOOL_REPORT)
def show_evidence(code: str) -> str | Response:
    """The button for one that a worker makes."""
    return _page(_asked(evidence_asked.of_school, code, request.args))


@bp.get("/besturen/<code>/bewijs")
@allow(Permission.SCHOOL_REPORT)
def show_board_evidence(code: str) -> str | Response:
    """The same for a board."""
    return _page(_asked(evidence_asked.of_board, code, request.args))


@bp.post("/scholen/<code>/bewijs")
@allow(Permission.SCHOOL_REPORT)
def ask_for_evidence(code: str) -> Response:
    """A worker makes it."""
    return _queued(_asked(evidence_asked.of_school, code, request.form))


@bp.post("/besturen/<code>/bewijs")
@allow(Permission.SCHOOL_REPORT)
def ask_for_board_evidence(code: str) -> Response:
    """The same for a board."""
    return _queued(_asked(evidence_asked.of_board, code, request.form))


def evidence_url(school: SchoolRow, query: ReportQuery) -> str:
    """Where the bundle of a report is; for today that of yesterday, since today is not over."""
    return address(url_for("report.download_evidence", code=school.code), _values(query))


def board_evidence_url(code: str, query: ReportQuery) -> str:
    """Where that of a board is; empty when this reader does not see the whole of it."""
    if evidence_asked.of_board(current_person(), code, query) is None:
        return ""
    return address(url_for("report.download_board_evidence", code=code), _values(query))


def _values(query: ReportQuery) -> dict[str, str]:
    day = min(query.moment.day, query.moment.today - timedelta(days=1))
    return {"cursus": query.course.slug, "peildatum": day.isoformat()}


def _asked(find: Finder, code: str, sent: Mapping[str, str]) -> AskedEvidence:
    courses = reporting.offered_courses()
    if not courses:
        abort(404)
    query = read_report(sent, courses, clock.today())
    asked = or_404(find(current_person(), code, query))
    if query.errors:
        abort(422)
    return asked


def _download(asked: AskedEvidence) -> Response:
    try:
        ready = evidence_asked.ready(asked)
    except NoEvidenceError as why:
        return _refused(asked, str(why))
    if ready.is_large:
        return redirect(_door(asked), 303)
    return _sent(ready)


def _page(asked: AskedEvidence) -> str | Response:
    try:
        ready = evidence_asked.ready(asked)
    except NoEvidenceError as why:
        return _refused(asked, str(why))
    page = LargeEvidencePage(
        name=ready.name,
        course=asked.query.course.title,
        day=asked.query.moment.day,
        asked=_values(asked.query),
        back=_report(asked),
    )
    return render_template("report/evidence.html", page=page)


def _queued(asked: AskedEvidence) -> Response:
    try:
        evidence_asked.ready(asked)
        ref = queue_file(EVIDENCE, current_person(), asked.kept)
    except (NoEvidenceError, NotQueuedError) as why:
        return _refused(asked, str(why))
    return redirect(url_for("site.show_waiting", ref=ref), 303)


def _refused(asked: AskedEvidence, why: str) -> Response:
    explain(why)
    return redirect(_report(asked), 303)


def _report(asked: AskedEvidence) -> str:
    """The report from which it was asked."""
    if asked.school is None:
        values = {"cursus": asked.query.course.slug, "bestuur": asked.code}
        return address(url_for("report.show_overview"), values)
    values = {"cursus": asked.query.course.slug}
    return address(url_for("report.show_school", code=asked.code), values)


def _door(asked: AskedEvidence) -> str:
    """Where a worker is asked for it."""
    view = "report.show_board_evidence" if asked.school is None else "report.show_evidence"
    return address(url_for(view, code=asked.code), _values(asked.query))


def _sent(ready: ReadyEvidence) -> Response:
    """The ZIP, noted with the hash of all of it, so that one which was changed is found out."""
    found = evidence_facts.gathered(ready)
    seals: list[str] = []

    def fill(file: IO[bytes]) -> None:
        seals.append(write_bundle(file, found))

    file = file_response(ready.asked.name, file_words.ZIP, fill)
    rows = {one.school.id: one.group.listed for one in found.schools}
    course = ready.asked.query.course.slug
    note_exports(ListTold.EVIDENCE, rows, course=course, file="zip", sha256=seals[0])
    return file
