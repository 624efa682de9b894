"""Work that somebody asked for: how far it is, and the file that came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Response, abort, make_response, render_template, url_for

from course import clock
from course.domain.messages.attempts import JobOutcome
from course.domain.people.roles import Permission
from course.sheets.sending import file_response
from course.store.messages import job_files, made, overview
from course.store.messages.overview import OwnJob
from course.web.http.access import allow, current_person, proved_lately
from course.web.page import made_files
from course.web.page.answering import or_404
from course.web.page.labels import JOB_KINDS
from course.web.site.blueprint import bp

GONE = "Dit bestand is weg: het wachtte zeven dagen. Vraag het opnieuw aan."


@dataclass(frozen=True)
class WaitingPage:
    """How far work is, in words."""

    title: str
    ended: bool
    failed: bool
    progress: tuple[int, int] | None  # done, of how many
    message: str
    refused: str  # why the reader gets no file any more
    file_url: str
    until: date | None  # the last day on which the file is there
    again: str


@bp.get("/bezig/<ref>")
@allow(Permission.LEARN)
def show_waiting(ref: str) -> str:
    """For who asked for it; for anybody else it is not there."""
    found = _own(ref)
    return _page(ref, found, _refused(ref, found))


def _page(ref: str, found: OwnJob, refused: str) -> str:
    is_there = found.file_name and not refused
    page = WaitingPage(
        title=JOB_KINDS.get(found.kind, "Uw taak"),
        ended=found.outcome is not None,
        failed=found.outcome is JobOutcome.FAILED,
        progress=(found.done, found.total) if found.total else None,
        message=found.message or "",
        refused=refused,
        file_url=url_for("site.fetch_made", ref=ref) if is_there else "",
        until=made_files.last_day(found.ended_at) if found.ended_at else None,
        again=url_for("site.show_waiting", ref=ref),
    )
    return render_template("site/waiting.html", page=page)


@bp.get("/bezig/<ref>/bestand")
@allow(Permission.LEARN)
@proved_lately
def fetch_made(ref: str) -> Response:
    """The file, for who may have it now. Who stalls a download holds nothing: it waits in a
    temporary file.
    """
    found = _own(ref)
    if found.outcome is not JobOutcome.DONE or not found.file_name:
        abort(404)
    refused = _refused(ref, found)
    if refused:
        return make_response(_page(ref, found, refused), 403)
    content_type = found.file_type or "application/octet-stream"
    pieces = job_files.made(found.id)
    file = file_response(found.file_name, content_type, lambda file: file.writelines(pieces))
    if own := made.of(current_person().id, ref):
        made_files.fetched(own)
    return file


def _refused(ref: str, found: OwnJob) -> str:
    """Why the reader does not get a file; empty when they do, or when there is none."""
    if found.outcome is not JobOutcome.DONE or found.ended_at is None or not found.file_name:
        return ""
    if clock.today() > made_files.last_day(found.ended_at):
        return GONE
    own = made.of(current_person().id, ref)
    return made_files.refused(own) if own else ""


def _own(ref: str) -> OwnJob:
    return or_404(overview.own(current_person().id, ref))
