"""A trainer chooses a question for a school and opens it.

Each step is a page or a form of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.content.outline import ModuleOutline
from course.domain.people.roles import Permission
from course.domain.study_days import Phase, can_be_asked
from course.kinds.registry import wording_named
from course.store import transaction
from course.store.courses import releases
from course.store.people import directory, words
from course.store.people.directory import SchoolRow
from course.store.study_days import leading
from course.store.study_days.rows import StudyDayRow, Subject
from course.store.submissions import OtherContentsError
from course.web.http import drawn
from course.web.http.access import allow, current_person
from course.web.page.fields import Fields
from course.web.page.formats import counted, long_date
from course.web.page.parts import FieldError, FormOption, Task
from course.web.page.school_choice import schools_to_choose
from course.web.study_days import bp
from course.web.study_days.pages import OpenPage

Page = str | tuple[str, int] | Response
RECENT = 10
NO_QUESTION = "Kies een vraag voor op het grote scherm."
OTHER = "Met deze pagina opende u al een andere vraag. Kijk uw keuze na en ga verder."


@dataclass(frozen=True)
class Shelf:
    """One module of a current release, with what can be asked from it at a school."""

    value: str  # course/module
    title: str
    release: str
    module: ModuleOutline

    def questions(self, school: SchoolRow, filled: Mapping[str, str]) -> dict[str, FormOption]:
        """Every question that a group of this school may vote on, under lesson/item."""
        names = [name for name, text in filled.items() if text.strip()]
        found: dict[str, FormOption] = {}
        for lesson in self.module.lessons:
            for item in lesson.items:
                if can_be_asked(lesson, item, names, school.sector):
                    value = f"{lesson.slug}/{item.key}"
                    hint = f"{lesson.title} · {wording_named(item.kind).kicker}"
                    found[value] = FormOption(value, item.label, hint)
        return found


@bp.get("/trainen/studiedag")
@allow(Permission.ASSIGN)
def show_open() -> Page:
    """Choose a school and a module, then a question."""
    return _page(request.args, ())


@bp.post("/trainen/studiedag")
@allow(Permission.ASSIGN)
def open_day() -> Page:
    """Open a question for a school.

    The same form again, from a double click, shows the study day that was made.
    """
    actor, fields = current_person(), Fields(request.form)
    school = directory.school_in_scope(actor, Permission.ASSIGN, fields.text("school"))
    shelf = next((shelf for shelf in _shelves() if shelf.value == fields.text("module")), None)
    if school is None or shelf is None:
        abort(404)
    questions = shelf.questions(school, words.values_of(school.id))
    chosen = fields.choice("vraag", questions, NO_QUESTION)
    if chosen is None:
        return _page(request.form, tuple(fields.errors))
    lesson, _, item = chosen.value.partition("/")
    subject = Subject(shelf.release, shelf.module.slug, lesson, item)
    transaction.begin(may_write=True)
    try:
        ref = leading.open_day(actor, school.id, subject, drawn.token(), clock.now(), clock.today())
    except OtherContentsError:
        transaction.rollback()
        return _page(request.form, (FieldError("vraag", OTHER),), 409)
    if ref is None:
        abort(404)
    transaction.commit()
    return redirect(url_for("study_days.show_screen", ref=ref), 303)


def _page(sent: Mapping[str, str], errors: tuple[FieldError, ...], status: int = 422) -> Page:
    actor, fields = current_person(), Fields(sent)
    choice = schools_to_choose(actor, Permission.ASSIGN)
    school = _asked_or_first(fields.text("school"), choice.schools)
    shelves = _shelves()
    shelf = next(
        (one for one in shelves if one.value == fields.text("module")), next(iter(shelves), None)
    )
    questions = shelf.questions(school, words.values_of(school.id)) if shelf and school else {}
    page = OpenPage(
        schools=choice.options,
        schools_hint=choice.hint,
        school=school.code if school else "",
        modules=tuple(FormOption(one.value, one.title) for one in shelves),
        module=shelf.value if shelf else "",
        questions=tuple(questions.values()),
        chosen=fields.text("vraag"),
        days=tuple(_task(one) for one in leading.recent(actor, clock.today(), RECENT)),
        errors=errors,
    )
    html = render_template("study_days/open.html", page=page)
    return (html, status) if errors else html


def _asked_or_first(code: str, schools: Sequence[SchoolRow]) -> SchoolRow | None:
    """The school of the address, or the first to choose from; None when there is none."""
    if not code:
        return next(iter(schools), None)
    school = directory.school_in_scope(current_person(), Permission.ASSIGN, code)
    return school or abort(404)


def _shelves() -> list[Shelf]:
    """Every module of every published course, as it is now.

    With more courses the course is named too.
    """
    courses = releases.published()
    found = []
    for course in courses:
        modules = releases.outline(course.release).modules
        for number, module in enumerate(modules, start=1):
            name = f"{number}. {module.title}"
            if len(courses) > 1:
                name = f"{course.title}: {name}"
            found.append(Shelf(f"{course.slug}/{module.slug}", name, course.release, module))
    return found


def title_of(study_day: StudyDayRow) -> str:
    """What a study day is about, in the words of its lesson."""
    subject = study_day.subject
    module = releases.outline(subject.release).module(subject.module)
    lesson = module.lesson(subject.lesson) if module else None
    return lesson.title if lesson else subject.lesson


def _task(study_day: StudyDayRow) -> Task:
    there = counted(study_day.present, "aanwezige", "aanwezigen")
    signed = f", {study_day.signed_off} tekenden af" if study_day.phase.is_over else ""
    return Task(
        title=title_of(study_day),
        url=url_for("study_days.show_screen", ref=study_day.ref),
        meta=f"{study_day.school} · {long_date(study_day.day)} · {there}{signed}",
        status="Afgerond" if study_day.phase is Phase.CLOSED else "Bezig",
    )
