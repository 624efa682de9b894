"""Work that somebody asked for: how far it is, and the file that came of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, render_template, request

from course.domain.messages.attempts import JobOutcome
from course.domain.people.roles import Permission
from course.sheets.sending import file_response
from course.store.messages import job_files, overview
from course.store.messages.overview import OwnJob
from course.web.http.access import allow, current_person
from course.web.page.labels import JOB_KINDS
from course.web.site.blueprint import bp


@dataclass(frozen=True)
class WaitingPage:
    """How far work is, in words."""

    title: str
    ended: bool
    failed: bool
    progress: tuple[int, int] | None  # done, of how many
    message: str
    file_url: str
    again: str


@bp.get("/bezig/<ref>")
@allow(Permission.LEARN)
def show_waiting(ref: str) -> str:
    """For who asked for it; for anybody else it is not there."""
    found = _own(ref)
    file_url = f"/bezig/{ref}/bestand" if found.file_name else ""
    page = WaitingPage(
        title=JOB_KINDS.get(found.kind, "Uw taak"),
        ended=found.outcome is not None,
        failed=found.outcome is JobOutcome.FAILED,
        progress=(found.done, found.total) if found.total else None,
        message=found.message or "",
        file_url=file_url,
        again=request.path,
    )
    return render_template("site/waiting.html", page=page)


@bp.get("/bezig/<ref>/bestand")
@allow(Permission.LEARN)
def fetch_made(ref: str) -> Response:
    """The file. Who stalls a download holds nothing: it waits in a temporary file."""
    found = _own(ref)
    if found.outcome is not JobOutcome.DONE or not found.file_name:
        abort(404)
    content_type = found.file_type or "application/octet-stream"
    pieces = job_files.made(found.id)
    return file_response(found.file_name, content_type, lambda file: file.writelines(pieces))


def _own(ref: str) -> OwnJob:
    found = overview.own(current_person().id, ref)
    if found is None:
        abort(404)
    return found
