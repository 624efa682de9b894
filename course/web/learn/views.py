"""Mijn training, a course, a module, a lesson: what is there, and what is next."""

from __future__ import annotations

from datetime import date

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from course import clock
from course.content.types import LessonKind
from course.domain.learning.progress import minutes_left, module_states, totals
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.courses import releases
from course.store.learning import enrolling, reading, renewing
from course.store.learning.reading import OwnDuty
from course.web.http.access import allow, current_person
from course.web.learn import asked_now, bp, dilemmas, printing, testing
from course.web.learn.deadlines import a_week, deadline, own_duty, renewal, still_owed
from course.web.learn.entry import entry_way
from course.web.learn.going_on import course_moment, into_module, moment_of, next_step
from course.web.learn.knowing import waiting_url
from course.web.learn.learner import Learner, find_learner, learner_of, note_visit, open_lesson
from course.web.learn.lessons import render_lesson
from course.web.learn.pages import CoursePage, Deadline, HomePage, LeftPage, ModulePage, Resume
from course.web.learn.plans import plan_of
from course.web.learn.tasks import (
    course_task,
    left_group,
    length_of,
    lesson_task,
    module_task,
    opens_when,
)
from course.web.learn.welcome import Welcome, welcome
from course.web.page.answering import or_404
from course.web.page.frame import explain
from course.web.page.parts import Link, Task
from course.web.site.conduct_signing import open_links


@bp.get("")
@allow(Permission.LEARN)
def show_home() -> str:
    """What now, how long, by when."""
    actor, today = current_person(), clock.today()
    owed = {duty.course: duty for duty in reading.own_duties(actor.id, today)}
    learners = [learner_of(actor, found) for found in reading.all_learning(actor.id, today)]
    duties = still_owed_by_course(learners, owed, today)
    learners.sort(key=lambda learner: (_due(learner, duties), learner.course.title))
    busy, finished = _busy_and_finished(learners, duties)
    resume = _first_resume(busy, duties, today)
    page = HomePage(
        first_name=actor.name.split()[0],
        resume=resume,
        welcome=_greeting(actor.id, resume, today),
        tasks=[course_task(learner, duties, today) for learner in busy],
        finished=[course_task(learner, duties, today) for learner in finished],
        offered=_offered(learners),
        refresher=waiting_url(actor.id, today) if finished else "",
        to_sign=open_links(actor.id),
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
    counts, duty = totals(learner.states), own_duty(learner, today)
    left = minutes_left(learner.states)
    page = CoursePage(
        title=learner.course.title,
        intro=learner.course.intro,
        slug=course,
        is_enrolled=True,
        modules=[module_task(learner, state) for state in learner.states],
        done=counts["done"],
        total=max(1, counts["total"]),
        minutes_left=left,
        a_week=a_week(duty, left, today),
        deadline=deadline(duty, today),
        completed_on=learner.found.completed_on,
        step=next_step(learner),
        moment=course_moment(learner) if learner.found.completed_on else None,
        entry=entry_way(learner),
        renewal=renewal(learner, today),
    )
    return render_template("learn/course.html", page=page)


@bp.post("/<course>/opnieuw")
@allow(Permission.LEARN)
def renew_course(course: str) -> Response:
    """Do a course again: a cycle of its own, beside what was done."""
    transaction.begin(may_write=True)
    if not renewing.renew(current_person().id, course, clock.now()):
        abort(404)
    transaction.commit()
    return redirect(url_for("learn.show_course", course=course), 303)


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
    learner = or_404(find_learner(course))
    groups = [left_group(learner, state) for state in learner.states if state.left]
    page = LeftPage(
        crumbs=[
            Link("Mijn training", url_for("learn.show_home")),
            Link(learner.course.title, url_for("learn.show_course", course=course)),
        ],
        course=learner.course.title,
        groups=groups,
        minutes_left=minutes_left(learner.states),
    )
    return render_template("learn/left.html", page=page)


@bp.get("/<course>/<module>")
@allow(Permission.LEARN)
def show_module(course: str, module: str) -> str:
    """One module: what it is for, its lessons, and exactly what is left."""
    learner = or_404(find_learner(course))
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
        resume=into_module(learner, state),
        moment=moment_of(learner, state),
        is_optional=state.is_optional,
        plan=plan_of(learner, state),
        handout=printing.handout_url(learner, state),
    )
    return render_template("learn/module.html", page=page)


@bp.get("/<course>/<module>/<lesson>")
@allow(Permission.LEARN)
def show_lesson(course: str, module: str, lesson: str) -> str | Response:
    """One lesson of the release that this person is pinned to."""
    opened = open_lesson(course, module, lesson)
    if opened is None:
        explain("Deze module is nog niet open.")
        return redirect(url_for("learn.show_module", course=course, module=module), 303)
    asked = asked_now.asked_first(opened)
    if asked:
        return redirect(asked, 303)
    opened = note_visit(opened)
    if opened.outline.kind is LessonKind.TEST:
        return testing.render_door(opened)
    if opened.outline.kind is LessonKind.DILEMMA:
        return dilemmas.render_scene(opened)
    return render_lesson(opened)


def _offer(course: str) -> str:
    """A published course that somebody is not enrolled in: what it is, and a button to begin."""
    actor, release = current_person(), releases.current(course)
    if release is None:
        abort(404)
    outline = releases.outline(release)
    states = module_states(outline, (), reading.beginner(actor.id, actor.audience, clock.today()))
    page = CoursePage(
        title=outline.title,
        intro=outline.intro,
        slug=course,
        is_enrolled=False,
        modules=[Task(one.module.title, meta=length_of(one)) for one in states],
        done=0,
        total=1,
        minutes_left=minutes_left(states),
        a_week=0,
        deadline=Deadline(),
        completed_on=None,
        step=None,
        moment=None,
        entry=None,
        renewal=None,
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


def still_owed_by_course(
    learners: list[Learner], owed: dict[str, OwnDuty], today: date
) -> dict[str, OwnDuty]:
    """What is asked now, by course: also what was done and is valid no more."""
    found: dict[str, OwnDuty] = {}
    for learner in learners:
        duty = still_owed(learner.found, owed.get(learner.course.slug), today)
        if duty is not None:
            found[learner.course.slug] = duty
    return found


def _busy_and_finished(
    learners: list[Learner], duties: dict[str, OwnDuty]
) -> tuple[list[Learner], list[Learner]]:
    """Those with something to do, and those that are done and not asked again."""
    busy: list[Learner] = []
    finished: list[Learner] = []
    for one in learners:
        is_done = one.found.completed_on is not None and one.course.slug not in duties
        (finished if is_done else busy).append(one)
    return busy, finished


def _greeting(person_id: int, resume: Resume | None, today: date) -> Welcome | None:
    """What is read before the first lesson of a course; None once it has begun."""
    if resume is None or resume.started:
        return None
    return welcome(person_id, resume.slug, resume.minutes_left, today)


def _due(learner: Learner, duties: dict[str, OwnDuty]) -> date:
    """What is paused or was never asked comes after what has a day."""
    duty = duties.get(learner.course.slug)
    return duty.due_on if duty and duty.owed.relief is None else date.max


def _first_resume(busy: list[Learner], duties: dict[str, OwnDuty], today: date) -> Resume | None:
    """Where to go on, in the first course that has something left."""
    for learner in busy:
        resume = _resume(learner, duties, today)
        if resume is not None:
            return resume
    return None


def _resume(learner: Learner, duties: dict[str, OwnDuty], today: date) -> Resume | None:
    step = next_step(learner)
    if step is None:
        return None
    counts, duty = totals(learner.states), duties.get(learner.course.slug)
    left = minutes_left(learner.states)
    return Resume(
        course=learner.course.title,
        slug=learner.course.slug,
        step=step,
        minutes_left=left,
        a_week=a_week(duty, left, today),
        deadline=deadline(duty, today),
        started=learner.found.started_on is not None,
        done=counts["done"],
        total=max(1, counts["total"]),
    )
