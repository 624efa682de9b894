"""Assigning a course to several schools, boards, teams, functions and people at once: the form,
what it does by school, done.
"""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from course import clock
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.duties import giving, targets, totals
from course.store.duties.targets import SchoolEffect
from course.store.people import directory
from course.store.submissions import OtherContentsError
from course.web.http import drawn
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, answer
from course.web.page.formats import counted
from course.web.page.frame import explain, tell
from course.web.page.labels import AUDIENCES
from course.web.page.lists import Field, columns, day, number, rows_of, words
from course.web.page.options import course_options, word_options
from course.web.page.parts import FieldError, FormOption
from course.web.page.query import address, picked
from course.web.page.school_choice import MOST_SCHOOLS
from course.web.train import bp, wording
from course.web.train.broad_form import SEVERAL, SINGLE, BroadForm, Offered, read_broad
from course.web.train.pages import BroadPage, ConfirmBroadPage

SHOWN = 50  # schools in the preview; the totals hold for all

EFFECT_FIELDS: tuple[Field[SchoolEffect], ...] = (
    words("School", "school"),
    number("Nieuw", "new"),
    number("Houden hun datum", "keep"),
    number("Krijgen het eerder", "sooner"),
    number("Al klaar", "done"),
    day("Uiterste datum", "due_on"),
    day("Dag is vrij, voorstel", "proposed"),
)


@bp.get("/toewijzen/breed")
@allow(Permission.ASSIGN)
def show_broad() -> Answer:
    """The form, with what an address names already chosen."""
    several = {name: tuple(" ".join(request.args.getlist(name)).split()) for name in SEVERAL}
    single = picked(request.args, SINGLE)
    return _form(_offered(), BroadForm(several, single, None, None, ()))


@bp.post("/toewijzen/breed/controle")
@allow(Permission.ASSIGN)
def check_broad() -> Answer:
    """What it does, by school. Nothing has been written yet."""
    offered = _offered()
    form = read_broad(request.form, current_person(), offered, clock.today())
    if form.targets is None:
        return _form(offered, form)
    return render_template("train/confirm_broad.html", page=_confirm_page(form))


@bp.post("/toewijzen/breed")
@allow(Permission.ASSIGN)
def assign_broadly() -> Answer:
    """Give it. The same form again, from a double click, shows what was made."""
    offered, actor = _offered(), current_person()
    form = read_broad(request.form, actor, offered, clock.today())
    if form.targets is None:
        return _form(offered, form)
    told = wording.told_of_schools(targets.effects(actor, form.targets, clock.today()))
    transaction.begin(may_write=True)
    moment = DeedMoment(clock.now(), by=actor.id)
    try:
        made = giving.assign_broadly(actor, form.targets, drawn.token(), moment)
    except OtherContentsError:
        transaction.rollback()
        return _form(offered, form, (FieldError("cursus", wording.OTHER),), 409)
    if made is None:
        abort(404)
    transaction.commit()
    if made.new:
        tell(f"De cursus is toegewezen. {told}")
    else:
        explain("De cursus was al toegewezen.")
    return redirect(url_for("train.show_assignments"), 303)


def _offered() -> Offered:
    actor = current_person()
    return Offered(
        totals.offered_courses(),
        targets.boards_to_choose(actor, clock.today()),
        directory.schools_in_scope(actor, Permission.ASSIGN, clock.today(), MOST_SCHOOLS),
    )


def _form(
    offered: Offered, form: BroadForm, more: tuple[FieldError, ...] = (), status: int = 422
) -> Answer:
    errors = form.errors + more
    total = len(offered.schools)
    if total == MOST_SCHOOLS:
        total = directory.school_count(current_person(), Permission.ASSIGN, clock.today())
    page = BroadPage(
        courses=course_options(offered.courses),
        boards=tuple(map(wording.board_option, offered.boards)),
        schools=tuple(FormOption(one.code, one.name, one.board) for one in offered.schools),
        more_schools=total - len(offered.schools),
        functions=word_options(AUDIENCES.values()),
        several=form.several,
        single=form.single,
        errors=errors,
    )
    return answer("train/broad.html", page, errors, status)


def _confirm_page(form: BroadForm) -> ConfirmBroadPage:
    """What it does, and the Fridays that are proposed."""
    assert form.targets is not None
    found = targets.effects(current_person(), form.targets, clock.today())
    again = [one for one in SEVERAL if form.several[one]]
    back = MultiDict([(name, " ".join(form.several[name])) for name in again])
    back.update(form.single)
    title = form.course.title if form.course else ""
    return ConfirmBroadPage(
        title=wording.broad_question(sum(one.new for one in found)),
        course=title,
        told=wording.told_of_schools(found),
        who=wording.functions_words(form.targets.functions),
        weeks=form.targets.when.weeks or 0,
        columns=columns(EFFECT_FIELDS),
        rows=rows_of(EFFECT_FIELDS, found[:SHOWN]),
        more=max(0, len(found) - SHOWN),
        off=sum(one.proposed is not None for one in found),
        hidden=form.hidden,
        back=address(url_for("train.show_broad"), back.to_dict()),
        submit=f"Wijs toe op {counted(len(found), 'school', 'scholen')}",
    )
