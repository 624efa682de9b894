"""Mending duties in three steps: whose, what, and the question whether that is meant. The first two
are addresses, so that every list and every page of a person can lead here.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.duties.mending import Mend, Mending
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.duties import calendars, mending, totals
from course.store.duties.mending import ChosenDuty
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, answer
from course.web.page.chosen import AGAIN, ConfirmChosenPage, beyond_first, first_names
from course.web.page.frame import explain, tell
from course.web.page.free_days import due_warnings
from course.web.page.options import course_titles
from course.web.page.parts import FieldError, FormOption
from course.web.page.query import address, filled
from course.web.train import bp, effects, wording
from course.web.train.mend_form import MendForm, WhoseDuties, read_mend, read_whose
from course.web.train.pages import MendPage


@bp.get("/aanpassen")
@allow(Permission.ASSIGN)
def show_mend() -> Answer:
    """Whose duties, and what may be done; with that chosen, what it does to whom."""
    whose, duties = _duties()
    form = read_mend(request.args, clock.today())
    if form.mend is None:
        return _form(whose, duties, form, form.errors)
    found = mending.what_it_does(current_person(), duties, form.mend)
    told = effects.told(form.mend, found)
    if not found.changed:
        return _form(whose, duties, form, (FieldError("wat", wording.nothing(told)),))
    page = ConfirmChosenPage(
        title=wording.mend_question(form.mend, len(found.changed)),
        told=(*told, *_free_day(form.mend, duties)),
        names=first_names(duties),
        more=beyond_first(duties),
        hidden=whose.hidden | filled(form.sent),
        back=address(request.path, whose.hidden | form.sent | {AGAIN: "1"}),
        submit=wording.mend_button(form.mend),
    )
    return render_template("train/confirm_mend.html", page=page)


@bp.post("/aanpassen")
@allow(Permission.ASSIGN)
def mend() -> Answer:
    """Do it. What the page afterwards says is what was done, also when somebody else was first."""
    whose, duties = _duties()
    form = read_mend(request.form, clock.today())
    if form.mend is None or whose.chosen is None:
        return _form(whose, duties, form, form.errors or (FieldError("wat", wording.CHOOSE),))
    transaction.begin(may_write=True)
    actor = current_person()
    moment = DeedMoment(clock.now(), by=actor.id)
    done = mending.mend(actor, whose.chosen, form.mend, moment)
    transaction.commit()
    if told := " ".join(effects.told(form.mend, done)):
        tell(told)
    else:
        explain(effects.NOTHING)
    return _back(duties)


def _duties() -> tuple[WhoseDuties, list[ChosenDuty]]:
    """Who was chosen. Out of reach and not there look the same."""
    whose = read_whose(request.values)
    if whose.chosen is None:
        return whose, []
    duties = mending.chosen_duties(current_person(), whose.chosen, clock.today())
    if not duties:
        abort(404)
    return whose, duties


def _form(
    whose: WhoseDuties,
    duties: list[ChosenDuty],
    form: MendForm,
    errors: tuple[FieldError, ...],
) -> Answer:
    titles = course_titles(totals.offered_courses())
    courses = sorted({titles.get(one.course, one.course) for one in duties})
    page = MendPage(
        people=len(duties),
        courses=", ".join(courses),
        names=first_names(duties),
        more=beyond_first(duties),
        deeds=tuple(_deeds(duties)),
        reasons=wording.EXEMPT_OPTIONS,
        first=mending.MOST if len(duties) == mending.MOST else 0,
        hidden=whose.hidden,
        sent=form.sent,
        errors=errors,
    )
    return answer("train/mend.html", page, errors)


def _free_day(mend: Mend, duties: list[ChosenDuty]) -> Iterator[str]:
    """That the last day is one without school, at which of their schools."""
    if mend.what is Mending.DAY and mend.day is not None:
        found = calendars.of_codes({one.school_code for one in duties})
        yield from due_warnings(mend.day, found)


def _deeds(duties: list[ChosenDuty]) -> list[FormOption]:
    """What may be done: ending a pause only where there is one."""
    relieved = any(one.now.relief for one in duties)
    return [one for one in wording.DEED_OPTIONS if relieved or one.value != "hervatten"]


def _back(duties: list[ChosenDuty]) -> Response:
    """Where it is to be seen: the person, the school, or all assignments."""
    first = duties[0]
    if len(duties) == 1:
        url = url_for("report.show_person", code=first.school_code, ref=first.person)
        return redirect(address(url, {"cursus": first.course}), 303)
    if len({one.school_code for one in duties}) == 1:
        url = url_for("report.show_school", code=first.school_code)
        return redirect(address(url, {"cursus": first.course}), 303)
    return redirect(url_for("train.show_assignments"), 303)
