"""Mijn training, a course, a module, a lesson: what is there, and what is next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from course import clock
from course.content.outline import LessonOutline
from course.content.types import LessonKind
from course.domain.learning.progress import ModuleState, totals
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.courses import releases
from course.store.learning import reading
from course.store.learning.reading import Learning, OwnDuty
from course.web.http.access import allow, current_person
from course.web.learn import bp, dilemmas, printing, testing
from course.web.learn.around import go_on_label, lesson_url
from course.web.learn.entry import entry_way
from course.web.learn.learner import Learner, find_learner, learner_of, note_visit, open_lesson
from course.web.learn.lessons import render_lesson
from course.web.learn.pages import CoursePage, HomePage, LeftPage, ModulePage, Resume
from course.web.page.formats import counted, long_date, minutes
from course.web.page.parts import Link, Task

DONE, BUSY, TO_DO, NEW, LATE, FINISHED = (
    "Klaar",
    "Bezig",
    "Nog te doen",
    "Nog niet begonnen",
    "Te laat",
    "Afgerond",
)


@bp.get("")
@allow(Permission.LEARN)
def show_home() -> str:
    """What now, how long, by when."""
    actor, today = current_person(), clock.today()
    duties = {duty.course: duty for duty in reading.own_duties(actor.id, today)}
    learners = [learner_of(actor, found) for found in reading.all_learning(actor.id, today)]
    learners.sort(key=lambda learner: (_due(learner, duties), learner.course.title))
    busy = [learner for learner in learners if learner.found.completed_on is None]
    finished = [learner for learner in learners if learner.found.completed_on is not None]
    page = HomePage(
        first_name=actor.name.split()[0],
        resume=_first_resume(busy, duties, today),
        tasks=[_course_task(learner, duties, today) for learner in busy],
        finished=[_course_task(learner, duties, today) for learner in finished],
        offered=_offered({learner.course.slug for learner in learners}),
    )
    return render_template("learn/home.html", page=page)


@bp.get("/<course>")
@allow(Permission.LEARN)
def show_course(course: str) -> str:
    """One course: its modules in order, and what is left."""
    learner = find_learner(course)
    if learner is None:
        return _offer(course)
    today = clock.today()
    due_on, is_late = _deadline(_own_duty(learner, today), today)
    counts = totals(learner.states)
    page = CoursePage(
        title=learner.course.title,
        intro=learner.course.intro,
        slug=course,
        is_enrolled=True,
        modules=[_module_task(learner, state) for state in learner.states],
        done=counts["done"],
        total=max(1, counts["total"]),
        minutes_left=sum(state.minutes_left for state in learner.states),
        due_on=due_on,
        is_late=is_late,
        completed_on=learner.found.completed_on,
        resume=_resume_link(learner),
        entry=entry_way(learner),
    )
    return render_template("learn/course.html", page=page)


@bp.post("/<course>/begin")
@allow(Permission.LEARN)
def begin_course(course: str) -> Response:
    """Start a course of one's own accord."""
    transaction.begin(may_write=True)
    if not reading.enrol(current_person().id, course, clock.now()):
        abort(404)
    transaction.commit()
    return redirect(url_for("learn.show_course", course=course), 303)


@bp.get("/<course>/nog-te-doen")
@allow(Permission.LEARN)
def show_left(course: str) -> str:
    """Exactly what is left, by module."""
    learner = find_learner(course)
    if learner is None:
        abort(404)
    groups = [_left_group(learner, state) for state in learner.states if state.left]
    page = LeftPage(
        crumbs=[
            Link("Mijn training", url_for("learn.show_home")),
            Link(learner.course.title, url_for("learn.show_course", course=course)),
        ],
        course=learner.course.title,
        groups=groups,
        minutes_left=sum(state.minutes_left for state in learner.states),
    )
    return render_template("learn/left.html", page=page)


@bp.get("/<course>/<module>")
@allow(Permission.LEARN)
def show_module(course: str, module: str) -> str:
    """One module: what it is for, its lessons, and exactly what is left."""
    learner = find_learner(course)
    if learner is None:
        abort(404)
    state = learner.module(module)
    number = learner.number(module)
    done, total = state.counted
    page = ModulePage(
        crumbs=[
            Link("Mijn training", url_for("learn.show_home")),
            Link(learner.course.title, url_for("learn.show_course", course=course)),
        ],
        number=number,
        title=state.module.title,
        motto=state.module.motto,
        goals=state.module.goals,
        excludes=state.module.excludes,
        lessons=[_lesson_task(learner, state, lesson) for lesson in state.lessons],
        done=done,
        total=max(1, total),
        minutes_left=state.minutes_left,
        locked_until=_lock(learner, state),
        resume=_module_resume(learner, state),
        plan=_plan(learner, state),
        following=_following(learner, state),
        handout=printing.handout_url(learner, state),
    )
    return render_template("learn/module.html", page=page)


@bp.get("/<course>/<module>/<lesson>")
@allow(Permission.LEARN)
def show_lesson(course: str, module: str, lesson: str) -> str | Response:
    """One lesson of the release that this person is pinned to."""
    opened = open_lesson(course, module, lesson)
    if opened is None:
        flash("Deze module is nog niet open.")
        return redirect(url_for("learn.show_module", course=course, module=module), 303)
    opened = note_visit(opened)
    if opened.outline.kind is LessonKind.TEST:
        return testing.render_door(opened)
    if opened.outline.kind is LessonKind.DILEMMA:
        return dilemmas.render_scene(opened)
    return render_lesson(opened)


def _own_duty(learner: Learner, today: date) -> OwnDuty | None:
    """What somebody still owes in this course; None when it is done, or was never asked."""
    if learner.found.completed_on is not None:
        return None
    duties = reading.own_duties(learner.actor.id, today)
    return next((duty for duty in duties if duty.course == learner.course.slug), None)


def _deadline(duty: OwnDuty | None, today: date) -> tuple[date | None, bool]:
    """By when, and whether that day is over."""
    if duty is None:
        return None, False
    return duty.due_on, duty.due_on < today


def _offer(course: str) -> str:
    """A published course that somebody is not enrolled in: what it is, and a button to begin."""
    release = releases.current(course)
    if release is None:
        abort(404)
    outline = releases.outline(release)
    page = CoursePage(
        title=outline.title,
        intro=outline.intro,
        slug=course,
        is_enrolled=False,
        modules=[Task(module.title, meta=minutes(module.minutes)) for module in outline.modules],
        done=0,
        total=1,
        minutes_left=sum(module.minutes for module in outline.modules),
        due_on=None,
        is_late=False,
        completed_on=None,
        resume=None,
        entry=None,
    )
    return render_template("learn/course.html", page=page)


def _offered(known: set[str]) -> list[Task]:
    """The published courses that somebody does not follow yet."""
    return [
        Task(title, url_for("learn.show_course", course=slug))
        for slug, title in releases.published()
        if slug not in known
    ]


def _due(learner: Learner, duties: dict[str, OwnDuty]) -> date:
    duty = duties.get(learner.course.slug)
    return duty.due_on if duty else date.max


def _first_resume(busy: list[Learner], duties: dict[str, OwnDuty], today: date) -> Resume | None:
    """Where to go on, in the first course that has something left."""
    for learner in busy:
        resume = _resume(learner, duties, today)
        if resume is not None:
            return resume
    return None


def _resume(learner: Learner, duties: dict[str, OwnDuty], today: date) -> Resume | None:
    lesson = _next_lesson(learner)
    if lesson is None:
        return None
    due_on, is_late = _deadline(duties.get(learner.course.slug), today)
    counts = totals(learner.states)
    return Resume(
        course=learner.course.title,
        lesson=lesson.label,
        url=lesson.url,
        minutes_left=sum(state.minutes_left for state in learner.states),
        due_on=due_on,
        is_late=is_late,
        started=learner.found.started_on is not None,
        done=counts["done"],
        total=max(1, counts["total"]),
    )


def _next_lesson(learner: Learner) -> Link | None:
    """The lesson where somebody goes on, by its title."""
    at = learner.next()
    if at is None:
        return None
    lesson = learner.module(at[0]).module.lesson(at[1])
    if lesson is None:
        return None
    return Link(lesson.title, lesson_url(learner.course.slug, *at))


def _resume_link(learner: Learner) -> Link | None:
    lesson = _next_lesson(learner)
    if lesson is None:
        return None
    words = "Ga verder met" if learner.found.started_on else "Begin met"
    return Link(f"{words}: {lesson.label}", lesson.url)


def _course_task(learner: Learner, duties: dict[str, OwnDuty], today: date) -> Task:
    duty = duties.get(learner.course.slug)
    counts = totals(learner.states)
    return Task(
        title=learner.course.title,
        url=url_for("learn.show_course", course=learner.course.slug),
        meta=_course_meta(learner.found, duty, counts["done"], counts["total"]),
        status=_course_status(learner.found, duty, today),
    )


def _course_meta(found: Learning, duty: OwnDuty | None, done: int, total: int) -> str:
    if found.completed_on is not None:
        return f"afgerond op {long_date(found.completed_on)}"
    words = f"{done} van {counted(total, 'les', 'lessen')} klaar"
    return f"{words} · uiterlijk {long_date(duty.due_on)}" if duty else words


def _course_status(found: Learning, duty: OwnDuty | None, today: date) -> str:
    if found.completed_on is not None:
        return FINISHED
    if duty is not None and duty.due_on < today:
        return LATE
    return BUSY if found.started_on is not None else NEW


def _module_task(learner: Learner, state: ModuleState) -> Task:
    title = f"{learner.number(state.module.slug)}. {state.module.title}"
    length = minutes(state.module.minutes)
    if state.module.slug in learner.found.short:
        whole = sum(lesson.minutes for lesson in state.required)
        length = f"{minutes(whole)}, korte route"
    if state.locked:
        return Task(title, meta=length, reason=_lock(learner, state))
    url = _module_url(learner, state)
    if state.is_complete:
        return Task(title, url, length, DONE)
    if state.done:
        return Task(title, url, f"nog {minutes(state.minutes_left)}", BUSY)
    return Task(title, url, length, TO_DO)


def _lesson_task(learner: Learner, state: ModuleState, lesson: LessonOutline) -> Task:
    title, length = lesson.title, minutes(lesson.minutes)
    if state.locked:
        return Task(title, meta=length, reason=_lock(learner, state))
    url = lesson_url(learner.course.slug, state.module.slug, lesson.slug)
    if not lesson.required:
        length = f"{length} · niet verplicht"
    if lesson.slug in state.done:
        return Task(title, url, length, DONE)
    return Task(title, url, length, TO_DO if lesson.required else "")


def _lock(learner: Learner, state: ModuleState) -> str:
    """When a module that is still closed will open."""
    if not state.locked:
        return ""
    first = learner.course.first
    if first is not None and not learner.module(first).is_complete:
        return f"Na module {learner.number(first)}"
    return f"Na {state.module.opens_after} modules"


def _left_group(learner: Learner, state: ModuleState) -> tuple[str, list[Task]]:
    """A module by number, with what is left of it. Everything there is still to do."""
    title = f"Module {learner.number(state.module.slug)}: {state.module.title}"
    left = [_lesson_task(learner, state, lesson) for lesson in state.left]
    return title, [replace(task, status="") for task in left]


def _following(learner: Learner, state: ModuleState) -> Link | None:
    """The way to the next module, once this one is done."""
    number = learner.number(state.module.slug)
    if not state.is_complete or number == len(learner.states):
        return None
    after = learner.states[number]
    label = f"Ga verder met module {number + 1}: {after.module.title}"
    return Link(label, _module_url(learner, after))


def _module_url(learner: Learner, state: ModuleState) -> str:
    return url_for("learn.show_module", course=learner.course.slug, module=state.module.slug)


def _module_resume(learner: Learner, state: ModuleState) -> Link | None:
    if state.locked or state.is_complete:
        return None
    begun = bool(state.done)
    lesson = state.left[0] if begun else state.lessons[0]
    label = go_on_label(lesson) if begun else f"Begin met: {lesson.title}"
    return Link(label, lesson_url(learner.course.slug, state.module.slug, lesson.slug))


def _plan(learner: Learner, state: ModuleState) -> tuple[str, str] | None:
    """The if-then plan that somebody made in this module."""
    for lesson in state.lessons:
        if lesson.kind is LessonKind.PLAN and lesson.items and lesson.slug in state.done:
            given = reading.last_response(learner.found.enrolment_id, lesson.items[0].key)
            if given is not None and len(given) == 2:
                return given[0], given[1]
    return None
