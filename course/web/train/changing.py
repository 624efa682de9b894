"""Another day for an assignment, and undoing a withdrawal: what it does first,
then the question.
"""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.duties.mending import FURTHEST_DAY
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.duties import calendars, changing
from course.store.duties.changing import GivenBack
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, answer, or_404
from course.web.page.fields import Fields
from course.web.page.formats import by_count, long_date
from course.web.page.frame import tell
from course.web.page.free_days import due_warnings
from course.web.page.parts import FieldError
from course.web.train import bp, effects, wording
from course.web.train.pages import ConfirmChangePage, DayPage
from course.web.train.views import assignment_of
from course.web.train.withdrawing import TOGETHER, named


@bp.get("/toewijzingen/<ref>/datum")
@allow(Permission.ASSIGN)
def show_day(ref: str) -> Answer:
    """The form; with a day in the address, what that day does."""
    row = assignment_of(ref)
    if row.withdrawn_at is not None:
        abort(404)
    if "datum" not in request.args:
        return _day_form(ref, ())
    fields = Fields(request.args)
    today = clock.today()
    day = fields.day("datum", today, "Kies vandaag of een dag daarna.")
    if day is not None and day > today + FURTHEST_DAY:
        fields.wrong("datum", "Kies een dag binnen drie jaar.")
    if day == row.due_on:
        fields.wrong("datum", "Dit is de datum die er al staat.")
    if day is None or fields.errors:
        return _day_form(ref, tuple(fields.errors))
    found = or_404(changing.day_effect(current_person(), ref, day, today))
    page = ConfirmChangePage(
        title=f"Verandert u de datum in {long_date(day)}?",
        told=(
            *effects.told_of_day(found, row.due_on, day),
            *due_warnings(day, calendars.of_codes([row.school_code])),
        ),
        action=request.path,
        hidden={"datum": day.isoformat()},
        back=request.path,
        submit="Verander de datum",
        keep="Kies een andere datum",
    )
    return render_template("train/confirm_change.html", page=page)


@bp.post("/toewijzingen/<ref>/datum")
@allow(Permission.ASSIGN)
def change_day(ref: str) -> Answer:
    """Change it, for who has it and for who comes later."""
    row = assignment_of(ref)
    fields = Fields(request.form)
    today = clock.today()
    day = fields.day("datum", today, "Kies vandaag of een dag daarna.")
    if day is None or day > today + FURTHEST_DAY:
        return _day_form(ref, tuple(fields.errors) or (FieldError("datum", wording.TOO_FAR),))
    transaction.begin(may_write=True)
    actor = current_person()
    done = or_404(changing.change_day(actor, ref, day, DeedMoment(clock.now(), by=actor.id)))
    transaction.commit()
    tell(" ".join(effects.told_of_day(done, row.due_on, day)))
    return redirect(url_for("train.show_assignment", ref=ref), 303)


@bp.get("/toewijzingen/<ref>/terugdraaien")
@allow(Permission.ASSIGN)
def ask_restore(ref: str) -> str:
    """The last question before a withdrawal is undone."""
    rows = named(ref, together=bool(request.args.get(TOGETHER)), withdrawn=True)
    actor, today = current_person(), clock.today()
    told = [changing.restore_effect(actor, row.ref, today) for row in rows]
    found = or_404(GivenBack.together(filter(None, told)))
    page = ConfirmChangePage(
        title="Draait u de intrekking terug?",
        told=effects.told_of_restoring(found),
        action=request.path,
        hidden={TOGETHER: "1"} if len(rows) > 1 else {},
        back=url_for("train.show_assignment", ref=ref),
        submit="Draai de intrekking terug",
        keep="Laat de opdracht ingetrokken",
    )
    return render_template("train/confirm_change.html", page=page)


@bp.post("/toewijzingen/<ref>/terugdraaien")
@allow(Permission.ASSIGN)
def restore(ref: str) -> Response:
    """Everybody in it has it again, by the day that they had."""
    actor = current_person()
    rows = named(ref, together=bool(request.form.get(TOGETHER)), withdrawn=True)
    transaction.begin(may_write=True)
    moment = DeedMoment(clock.now(), by=actor.id)
    if not all(changing.restore(actor, row.ref, moment) for row in rows):
        abort(404)
    transaction.commit()
    told = by_count(len(rows), "De opdracht geldt", f"{len(rows)} opdrachten gelden")
    tell(f"{told} weer, met de datums van voor de intrekking.")
    return redirect(url_for("train.show_assignment", ref=ref), 303)


def _day_form(ref: str, errors: tuple[FieldError, ...]) -> Answer:
    row = assignment_of(ref)
    page = DayPage(
        ref=ref,
        who=wording.who_of(row),
        due_on=row.due_on,
        action=request.path,
        sent=request.values.get("datum", ""),
        errors=errors,
    )
    return answer("train/day.html", page, errors)
