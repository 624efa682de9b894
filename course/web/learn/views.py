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
from course.store.learning import enrolling, reading
from course.store.learning.reading import Learning, OwnDuty
from course.web.http.access import allow, current_person
from course.web.learn import bp, dilemmas, printing, testing
from course.web.learn.entry import entry_way
from course.web.learn.lessons import render_lesson
from course.web.learn.pages import CoursePage, HomePage, LeftPage, ModulePage, Resume
from course.web.learn.study import (
    Study,
    find_study,
    go_on_label,
    lesson_url,
    note_visit,
    open_desk,
    study_of,
)
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
    studies = [study_of(actor, found) for found in reading.all_learning(actor.id, today)]
    studies.sort(key=lambda study: (_due(study, duties), study.course.title))
    busy = [study for study in studies if study.found.completed_on is None]
    resumes = [resume for study in busy if (resume := _resume(study, duties, today))]
    known = {study.course.slug for study in studies}
    page = HomePage(
        first_name=actor.name.split()[0],
        resume=resumes[0] if resumes else None,
        tasks=[_course_task(study, duties, today) for study in busy],
        finished=[
            _course_task(study, duties, today)
            for study in studies
            if study.found.completed_on is not None
        ],
        offered=[
            Task(one.title, url_for("learn.show_course", course=one.slug))
            for one in releases.published()
            if one.slug not in known
        ],
    )
    return render_template("learn/home.html", page=page)


@bp.get("/<course>")
@allow(Permission.LEARN)
def show_course(course: str) -> str:
    """One course: its modules in order, and what is left."""
    study = find_study(course)
    if study is None:
        return _offer(course)
    today = clock.today()
    duty = next(
        (duty for duty in reading.own_duties(study.actor.id, today) if duty.course == course), None
    )
    counts = totals(study.states)
    completed = study.found.completed_on
    page = CoursePage(
        title=study.course.title,
        intro=study.course.intro,
        slug=course,
        is_enrolled=True,
        modules=[_module_task(study, state) for state in study.states],
        done=counts["done"],
        total=max(1, counts["total"]),
        minutes_left=sum(state.minutes_left for state in study.states),
        due_on=duty.due_on if duty and completed is None else None,
        is_late=bool(duty and completed is None and duty.due_on < today),
        completed_on=completed,
        resume=_resume_link(study),
        entry=entry_way(study),
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
    study = find_study(course)
    if study is None:
        abort(404)
    groups = [
        (
            f"Module {study.number(state.module.slug)}: {state.module.title}",
            [
                replace(_lesson_task(study, state, lesson), status="") for lesson in state.left
            ],  # all are still to do
        )
        for state in study.states
        if state.left
    ]
    page = LeftPage(
        crumbs=[
            Link("Mijn training", url_for("learn.show_home")),
            Link(study.course.title, url_for("learn.show_course", course=course)),
        ],
        course=study.course.title,
        groups=groups,
        minutes_left=sum(state.minutes_left for state in study.states),
    )
    return render_template("learn/left.html", page=page)


@bp.get("/<course>/<module>")
@allow(Permission.LEARN)
def show_module(course: str, module: str) -> str:
    """One module: what it is for, its lessons, and exactly what is left."""
    study = find_study(course)
    if study is None:
        abort(404)
    state = study.module(module)
    number = study.number(module)
    after = study.states[number] if number < len(study.states) else None
    done, total = state.counted
    page = ModulePage(
        crumbs=[
            Link("Mijn training", url_for("learn.show_home")),
            Link(study.course.title, url_for("learn.show_course", course=course)),
        ],
        number=number,
        title=state.module.title,
        motto=state.module.motto,
        goals=state.module.goals,
        excludes=state.module.excludes,
        lessons=[_lesson_task(study, state, lesson) for lesson in state.lessons],
        done=done,
        total=max(1, total),
        minutes_left=state.minutes_left,
        locked_until=_lock(study, state),
        resume=_module_resume(study, state),
        plan=_plan(study, state),
        following=(
            Link(
                f"Ga verder met module {number + 1}: {after.module.title}",
                _module_url(study, after),
            )
            if after and state.is_complete
            else None
        ),
        handout=printing.handout_url(study, state),
    )
    return render_template("learn/module.html", page=page)


@bp.get("/<course>/<module>/<lesson>")
@allow(Permission.LEARN)
def show_lesson(course: str, module: str, lesson: str) -> str | Response:
    """One lesson of the release that this person is pinned to."""
    desk = open_desk(course, module, lesson)
    if desk is None:
        flash("Deze module is nog niet open.")
        return redirect(url_for("learn.show_module", course=course, module=module), 303)
    desk = note_visit(desk)
    if desk.outline.kind is LessonKind.TEST:
        return testing.render_door(desk)
    if desk.outline.kind is LessonKind.DILEMMA:
        return dilemmas.render_scene(desk)
    return render_lesson(desk)


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


def _due(study: Study, duties: dict[str, OwnDuty]) -> date:
    duty = duties.get(study.course.slug)
    return duty.due_on if duty else date.max


def _resume(study: Study, duties: dict[str, OwnDuty], today: date) -> Resume | None:
    at = study.next()
    if at is None:
        return None
    lesson = study.module(at[0]).module.lesson(at[1])
    duty = duties.get(study.course.slug)
    counts = totals(study.states)
    return Resume(
        course=study.course.title,
        lesson=lesson.title if lesson else "",
        url=lesson_url(study.course.slug, *at),
        minutes_left=sum(state.minutes_left for state in study.states),
        due_on=duty.due_on if duty else None,
        is_late=bool(duty and duty.due_on < today),
        started=study.found.started_on is not None,
        done=counts["done"],
        total=max(1, counts["total"]),
    )


def _resume_link(study: Study) -> Link | None:
    at = study.next()
    if at is None:
        return None
    lesson = study.module(at[0]).module.lesson(at[1])
    words = "Ga verder met" if study.found.started_on else "Begin met"
    return Link(f"{words}: {lesson.title if lesson else ''}", lesson_url(study.course.slug, *at))


def _course_task(study: Study, duties: dict[str, OwnDuty], today: date) -> Task:
    duty = duties.get(study.course.slug)
    counts = totals(study.states)
    return Task(
        title=study.course.title,
        url=url_for("learn.show_course", course=study.course.slug),
        meta=_course_meta(study.found, duty, counts["done"], counts["total"]),
        status=_course_status(study.found, duty, today),
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


def _module_task(study: Study, state: ModuleState) -> Task:
    title = f"{study.number(state.module.slug)}. {state.module.title}"
    length = minutes(state.module.minutes)
    if state.module.slug in study.found.short:
        whole = sum(lesson.minutes for lesson in state.required)
        length = f"{minutes(whole)}, korte route"
    if state.locked:
        return Task(title, meta=length, reason=_lock(study, state))
    status = DONE if state.is_complete else BUSY if state.done else TO_DO
    left = f"nog {minutes(state.minutes_left)}" if state.done and not state.is_complete else ""
    return Task(title, _module_url(study, state), left or length, status)


def _lesson_task(study: Study, state: ModuleState, lesson: LessonOutline) -> Task:
    done = lesson.slug in state.done
    optional = "" if lesson.required else " · niet verplicht"
    if state.locked:
        return Task(lesson.title, meta=minutes(lesson.minutes), reason=_lock(study, state))
    return Task(
        title=lesson.title,
        url=lesson_url(study.course.slug, state.module.slug, lesson.slug),
        meta=f"{minutes(lesson.minutes)}{optional}",
        status=DONE if done else TO_DO if lesson.required else "",
    )


def _lock(study: Study, state: ModuleState) -> str:
    """When a module that is still closed will open."""
    if not state.locked:
        return ""
    first = study.course.first
    if first is not None and not study.module(first).is_complete:
        return f"Na module {study.number(first)}"
    return f"Na {state.module.opens_after} modules"


def _module_url(study: Study, state: ModuleState) -> str:
    return url_for("learn.show_module", course=study.course.slug, module=state.module.slug)


def _module_resume(study: Study, state: ModuleState) -> Link | None:
    if state.locked or state.is_complete:
        return None
    begun = bool(state.done)
    lesson = state.left[0] if begun else state.lessons[0]
    label = go_on_label(lesson) if begun else f"Begin met: {lesson.title}"
    return Link(label, lesson_url(study.course.slug, state.module.slug, lesson.slug))


def _plan(study: Study, state: ModuleState) -> tuple[str, str] | None:
    """The if-then plan that somebody made in this module."""
    for lesson in state.lessons:
        if lesson.kind is LessonKind.PLAN and lesson.items and lesson.slug in state.done:
            given = reading.last_response(study.found.enrolment_id, lesson.items[0].key)
            if given is not None and len(given) == 2:
                return given[0], given[1]
    return None
