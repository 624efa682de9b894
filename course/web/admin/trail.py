"""What was done with accounts, roles and workplaces, and taking a deed back."""

from __future__ import annotations

from functools import partial

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from course import logs
from course.domain.people.audited import Audited
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.people import trail, undoing
from course.store.people.trail import TrailRow
from course.text.names import tidy
from course.web.admin import bp, trail_words
from course.web.admin.deed import begin_deed, deed_moment
from course.web.admin.pages import TrailPage
from course.web.http.access import allow, current_person, proved_lately
from course.web.page.formats import counted
from course.web.page.frame import explain, tell
from course.web.page.lists import Field, columns, rows_of, words
from course.web.page.options import table_options
from course.web.page.parts import Cell
from course.web.page.query import PAGE_SIZE, page_of, paging


def _about(row: TrailRow) -> Cell:
    if row.person is None:
        return Cell("–")
    return Cell(row.person, url_for("admin.show_person", ref=row.person_ref))


FIELDS: tuple[Field[TrailRow], ...] = (
    words("Wanneer", trail_words.when),
    Field("Over wie", cell=_about),
    words("Wat", trail_words.what),
    words("Waar", trail_words.where),
    words("Door wie", trail_words.who),
)
CHOICES = table_options(trail_words.ACTIONS)


@bp.get("/logboek")
@allow(Permission.PEOPLE)
def show_trail() -> str:
    """What was done within reach, the newest first."""
    typed, chosen = tidy(request.args.get("zoek", ""))[:100], request.args.get("wat", "")
    action = Audited(chosen) if chosen in list(Audited) else None
    number, found = page_of(
        request.args.get("bladzijde", ""),
        partial(trail.search, current_person(), typed, action, limit=PAGE_SIZE),
    )
    asked = {"zoek": typed, "wat": action or ""}
    page = TrailPage(
        words=typed,
        chosen=action or "",
        choices=CHOICES,
        action=request.path,
        filtered=bool(typed or action),
        caption=f"{counted(found.total, 'regel', 'regels')}, de nieuwste eerst",
        columns=columns(FIELDS),
        rows=rows_of(FIELDS, found.rows),
        paging=paging(request.path, asked, number, found.total, "regels"),
    )
    return render_template("admin/trail.html", page=page)


@bp.post("/logboek/<deed>/ongedaan")
@allow(Permission.PEOPLE)
@proved_lately
def undo(deed: str) -> ResponseReturnValue:
    """Take a deed back, for everybody for whom nothing came after it."""
    actor, moment = current_person(), deed_moment()
    people = undoing.people_of(actor, deed, moment.today)
    if not people:
        abort(404)
    begin_deed(people, moment)
    undone = undoing.undo(actor, deed, moment)
    transaction.commit()
    logs.note("deed undone", people=undone.people, by=actor.ref)
    (tell if undone.people else explain)(_said(undone))
    return _back(deed)


def _said(undone: undoing.Undone) -> str:
    if not undone.people:
        return "Dit kan niet meer ongedaan worden: er is daarna iets anders gewijzigd."
    if undone.stays:
        done = counted(undone.people, "persoon", "mensen")
        return f"Ongedaan gemaakt voor {done}. Voor {undone.stays} bleef het zoals het was."
    return "Ongedaan gemaakt."


def _back(deed: str) -> Response:
    """To the person that it was about, or to the list when there were more."""
    ref = trail.only_person(current_person(), deed)
    if ref is None:
        return redirect(url_for("admin.show_people"), 303)
    return redirect(url_for("admin.show_person", ref=ref), 303)
