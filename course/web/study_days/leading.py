"""The big screen: one phase at a time, and the buttons that move on."""

from __future__ import annotations

import segno
from flask import abort, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from course import clock
from course.config import Mode
from course.domain.people.roles import Permission
from course.domain.study_days import CODE_LENGTH, Phase
from course.store import transaction
from course.store.courses import releases
from course.store.study_days import leading
from course.store.study_days.rows import StudyDayRow
from course.web.http.access import allow, current_person
from course.web.http.settings import settings
from course.web.page.answering import or_404
from course.web.page.frame import explain
from course.web.study_days import bp, showing, wording
from course.web.study_days.pages import ScreenPage
from course.web.study_days.showing import board, item_of


@bp.get("/trainen/studiedag/<ref>")
@allow(Permission.ASSIGN)
def show_screen(ref: str) -> str | Response:
    """What the room sees now; after the last question under this code, that one."""
    found = _study_day(ref)
    if (newest := showing.newer(found)) is not None:
        return redirect(url_for("study_days.show_screen", ref=newest), 303)
    words = wording.WORDS[found.phase]
    page = ScreenPage(
        url=request.path,
        phase=found.phase.value,
        title=words.title,
        lead=words.screen,
        news=words.news,
        code=_code(found),
        site=_site(),
        school=found.school,
        board=board(found, item_of(found)),
        following=found.phase.following or "",
        next_label=words.next_label,
        picture=_picture(found),
        next_url=_next_url(found),
    )
    transaction.rollback()  # all is read: nobody's vote waits while this page is drawn
    return render_template("study_days/screen.html", page=page)


@bp.post("/trainen/studiedag/<ref>")
@allow(Permission.ASSIGN)
def move_on(ref: str) -> Response:
    """Go to the next phase, or to the end.

    The form says from where, so that a double click skips nothing.
    """
    found = _study_day(ref)
    try:
        seen, asked = Phase(request.form.get("van", "")), Phase(request.form.get("naar", ""))
    except ValueError:
        abort(422)
    transaction.begin(may_write=True)
    moved = seen is found.phase and leading.move(found, asked, clock.now())
    transaction.commit()
    if not moved:
        explain("De studiedag stond al verder. U ziet nu waar de groep is.")
    return redirect(url_for("study_days.show_screen", ref=ref), 303)


def _study_day(ref: str) -> StudyDayRow:
    """The study day of the address. Out of reach and not there look the same."""
    return or_404(leading.led(current_person(), ref, clock.today()))


def _code(found: StudyDayRow) -> str:
    """In two parts, to read aloud; nothing once nobody can come in."""
    if not found.phase.may_join:
        return ""
    half = CODE_LENGTH // 2
    return f"{found.code[:half]} {found.code[half:]}"


def _site() -> str:
    """What people type in their browser."""
    return _address().split("://", 1)[-1]


def _address() -> str:
    host = request.host_url.rstrip("/")
    if settings().mode is Mode.PRODUCTION:
        host = settings().base_url
    return f"{host}{url_for('study_days.show_join')}"


def _next_url(found: StudyDayRow) -> str:
    """Where a trainer chooses a next question for this group; empty before the outcome."""
    if found.phase is not Phase.RESULT:
        return ""
    module = f"{releases.outline(found.release).slug}/{found.module}"
    return url_for("study_days.show_open", na=found.ref, school=found.school_code, module=module)


def _picture(found: StudyDayRow) -> str:
    """The address with the code in it, for a camera; drawn here, so without a network too."""
    if found.phase is not Phase.JOIN:
        return ""
    drawn = segno.make(f"{_address()}?code={found.code}", micro=False)
    svg = drawn.svg_inline(omitsize=True, light="#fff", svgclass=None, lineclass=None)
    return Markup(svg)  # drawn by the library, of letters of ours
