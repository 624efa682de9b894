"""A trainer chooses a question for a school and opens it.

Each step is a page or a form of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from flask import abort, redirect, request, url_for

from course import clock
from course.content.outline import ModuleOutline
from course.domain.people.roles import Actor, Permission
from course.domain.study_days import Phase, can_be_asked
from course.kinds.registry import wording_named
from course.store import transaction
from course.store.courses import releases
from course.store.people import words
from course.store.people.directory import SchoolRow
from course.store.study_days import leading
from course.store.study_days.rows import StudyDayRow, Subject
from course.store.submissions import OtherContentsError
from course.web.http import drawn
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, answer, or_404
from course.web.page.fields import Fields
from course.web.page.formats import counted, long_date
from course.web.page.frame import explain
from course.web.page.parts import FieldError, FormOption, Task
from course.web.page.query import PAGE_SIZE, page_of, paging
from course.web.page.school_choice import school_of, schools_to_choose
from course.web.study_days import bp, wording
from course.web.study_days.pages import OpenPage


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
            askable = [
                one for one in lesson.items if can_be_asked(lesson, one, names, school.sector)
            ]
            for item in askable:
                value = f"{lesson.slug}/{item.key}"
                hint = f"{lesson.title} · {wording_named(item.kind).kicker}"
                found[value] = FormOption(value, item.label, hint)
        return found


@bp.get("/trainen/studiedag")
@allow(Permission.ASSIGN)
def show_open() -> Answer:
    """Choose a school and a module, then a question."""
    return _page(request.args, ())


@bp.post("/trainen/studiedag")
@allow(Permission.ASSIGN)
def open_day() -> Answer:
    """Open a question for a school.

    The same form again, from a double click, shows the study day that was made.
    """
    actor, fields = current_person(), Fields(request.form)
    school = school_of(Permission.ASSIGN, fields.text("school"))
    shelf = or_404(_shelves().get(fields.text("module")))
    questions = shelf.questions(school, words.values_of(school.id))
    chosen = fields.choice("vraag", questions, wording.NO_QUESTION)
    if chosen is None:
        return _page(request.form, tuple(fields.errors))
    lesson, _, item = chosen.value.partition("/")
    subject = Subject(shelf.release, shelf.module.slug, lesson, item)
    before = _before(request.form.get("na", ""), school)
    transaction.begin(may_write=True)
    try:
        ref = _opened(actor, school, subject, before)
    except OtherContentsError:
        transaction.rollback()
        return _page(request.form, (FieldError("vraag", wording.OTHER),), 409)
    transaction.commit()
    if ref is None and before is not None:
        explain("De studiedag stond al verder. U ziet nu waar de groep is.")
        ref = before.ref
    if ref is None:
        abort(404)
    return redirect(url_for("study_days.show_screen", ref=ref), 303)


def _opened(
    actor: Actor, school: SchoolRow, subject: Subject, before: StudyDayRow | None
) -> str | None:
    """A first question gets a code, a next one has that of the question before."""
    if before is not None:
        return leading.ask_next(actor, before, subject, drawn.token(), clock.now())
    return leading.open_day(actor, school.id, subject, drawn.token(), clock.now(), clock.today())


def _before(ref: str, school: SchoolRow) -> StudyDayRow | None:
    """The question that a next one follows; None for a first. Out of reach is not there."""
    if not ref:
        return None
    found = leading.led(current_person(), ref, clock.today())
    if found is None or found.school_id != school.id:
        abort(404)
    return found


def _page(sent: Mapping[str, str], errors: tuple[FieldError, ...], status: int = 422) -> Answer:
    actor, fields = current_person(), Fields(sent)
    choice = schools_to_choose(actor, Permission.ASSIGN)
    school = _asked_or_first(fields.text("school"), choice.schools)
    shelves = _shelves()
    shelf = shelves.get(fields.text("module")) or next(iter(shelves.values()), None)
    number, days = page_of(
        request.args.get("bladzijde", ""),
        partial(leading.recent, actor, clock.today(), limit=PAGE_SIZE),
    )
    page = OpenPage(
        schools=choice.options,
        schools_hint=choice.hint,
        modules=tuple(FormOption(value, one.title) for value, one in shelves.items()),
        chosen=fields.text("vraag"),
        days=tuple(map(_task, days.rows)),
        paging=paging(request.path, {}, number, days.total, "studiedagen"),
        errors=errors,
    )
    if school:
        before = _before(fields.text("na"), school)
        page = replace(page, school=school.code, before=before.ref if before else "")
    if shelf:
        page = replace(page, module=shelf.value)
    if school and shelf:
        questions = shelf.questions(school, words.values_of(school.id))
        page = replace(page, questions=tuple(questions.values()))
    return answer("study_days/open.html", page, errors, status)


def _asked_or_first(code: str, schools: Sequence[SchoolRow]) -> SchoolRow | None:
    """The school of the address, or the first to choose from; None when there is none."""
    if not code:
        return next(iter(schools), None)
    return school_of(Permission.ASSIGN, code)


def _shelves() -> dict[str, Shelf]:
    """Every module of every published course, as it is now, by its value in the form.

    With more courses the course is named too.
    """
    courses = releases.published()
    found = {}
    for course in courses:
        modules = releases.outline(course.release).modules
        for number, module in enumerate(modules, start=1):
            name = f"{number}. {module.title}"
            if len(courses) > 1:
                name = f"{course.title}: {name}"
            value = f"{course.slug}/{module.slug}"
            found[value] = Shelf(value, name, course.release, module)
    return found


def title_of(study_day: StudyDayRow) -> str:
    """What a study day is about, in the words of its lesson."""
    subject = study_day.subject
    module = releases.outline(subject.release).module(subject.module)
    if module is None:
        return subject.lesson
    lesson = module.lesson(subject.lesson)
    if lesson is None:
        return subject.lesson
    return lesson.title


def _task(study_day: StudyDayRow) -> Task:
    there = counted(study_day.present, "aanwezige", "aanwezigen")
    if study_day.phase.is_over:
        there = f"{there}, {counted(study_day.signed_off, 'tekende', 'tekenden')} af"
    return Task(
        title=title_of(study_day),
        url=url_for("study_days.show_screen", ref=study_day.ref),
        meta=f"{study_day.school} · {long_date(study_day.day)} · {there}",
        status="Afgerond" if study_day.phase is Phase.CLOSED else "Bezig",
    )
