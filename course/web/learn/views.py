"""Mijn training, a course, a module, a lesson: what is there, and what is next."""

from __future__ import annotations

from datetime import date

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from course import clock
from course.content.types import LessonKind
from course.domain.learning.progress import ModuleState, totals
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.courses import releases
from course.store.learning import enrolling, reading
from course.store.learning.reading import OwnDuty
from course.web.http.access import allow, current_person
from course.web.learn import bp, dilemmas, printing, testing
from course.web.learn.around import go_on_label, lesson_url
from course.web.learn.entry import entry_way
from course.web.learn.learner import Learner, find_learner, learner_of, note_visit, open_lesson
from course.web.learn.lessons import render_lesson
from course.web.learn.pages import CoursePage, HomePage, LeftPage, ModulePage, Resume
from course.web.learn.tasks import (
    course_task,
    left_group,
    lesson_task,
    module_task,
    module_url,
    opens_when,
)
from course.web.page.formats import minutes
from course.web.page.parts import Link, Task


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
        tasks=[course_task(learner, duties, today) for learner in busy],
        finished=[course_task(learner, duties, today) for learner in finished],
        offered=_offered(learners),
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
        modules=[module_task(learner, state) for state in learner.states],
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
    if not enrolling.enrol(current_person().id, course, clock.now()):
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
    groups = [left_group(learner, state) for state in learner.states if state.left]
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
        lessons=[lesson_task(learner, state, lesson) for lesson in state.lessons],
        done=done,
        total=max(1, total),
        minutes_left=state.minutes_left,
        locked_until=opens_when(learner, state),
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


def _offered(learners: list[Learner]) -> list[Task]:
    """The published courses that somebody does not follow yet."""
    known = {learner.course.slug for learner in learners}
    return [
        Task(one.title, url_for("learn.show_course", course=one.slug))
        for one in releases.published()
        if one.slug not in known
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


def _following(learner: Learner, state: ModuleState) -> Link | None:
    """The way to the next module, once this one is done."""
    number = learner.number(state.module.slug)
    if not state.is_complete or number == len(learner.states):
        return None
    after = learner.states[number]
    label = f"Ga verder met module {number + 1}: {after.module.title}"
    return Link(label, module_url(learner, after))


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
