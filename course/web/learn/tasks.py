"""Courses, modules and lessons as rows of a list: how long, how far, and when one opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import url_for

from course.content.outline import LessonOutline
from course.domain.learning.progress import ModuleState, totals
from course.store.learning.reading import Learning, OwnDuty
from course.web.learn import deadlines
from course.web.learn.around import lesson_url
from course.web.learn.going_on import module_name, module_url
from course.web.learn.learner import Learner
from course.web.page.formats import counted, long_date, minutes, until_words
from course.web.page.parts import Task

DONE, BUSY, TO_DO = "Klaar", "Bezig", "Nog te doen"


def course_task(learner: Learner, duties: dict[str, OwnDuty], today: date) -> Task:
    """A course that somebody follows."""
    duty = duties.get(learner.course.slug)
    counts = totals(learner.states)
    return Task(
        title=learner.course.title,
        url=url_for("learn.show_course", course=learner.course.slug),
        meta=_course_meta(learner.found, duty, counts["done"], counts["total"]),
        status=deadlines.status(learner.found, duty, today),
    )


def _course_meta(found: Learning, duty: OwnDuty | None, done: int, total: int) -> str:
    if found.completed_on is not None:
        return " · ".join(filter(None, (_done_on(found.completed_on), _valid(found))))
    words = f"{done} van {counted(total, 'les', 'lessen')} klaar"
    return " · ".join(filter(None, (words, deadlines.by_when(duty))))


def _done_on(day: date) -> str:
    return f"afgerond op {long_date(day)}"


def _valid(found: Learning) -> str:
    if found.valid_until is None:
        return ""
    return f"geldig{until_words(found.valid_until)}"


def module_task(learner: Learner, state: ModuleState) -> Task:
    """A module by number: how long it takes, or what is left of it."""
    title = f"{learner.number(state.module.slug)}. {state.module.title}"
    length = length_of(state)
    if state.module.slug in learner.found.short:
        length = f"{length}, korte route"
    if state.locked:
        return Task(title, meta=length, reason=opens_when(learner, state))
    url = module_url(learner, state)
    if state.is_complete:
        return Task(title, url, length, DONE)
    if state.done and state.minutes_left:
        return Task(title, url, f"nog {minutes(state.minutes_left)}", BUSY)
    return Task(title, url, length, _TO_DO[state.is_optional])


def length_of(state: ModuleState) -> str:
    """How long a module takes this reader, and whether it is asked."""
    return f"{minutes(state.minutes)}{_IS_ASKED[state.is_optional]}"


# by whether it is optional
_TO_DO = {False: TO_DO, True: ""}
_IS_ASKED = {False: "", True: " · niet verplicht"}


def lesson_task(learner: Learner, state: ModuleState, lesson: LessonOutline) -> Task:
    """A lesson of a module."""
    title, length = lesson.title, minutes(lesson.minutes)
    if state.locked:
        return Task(title, meta=length, reason=opens_when(learner, state))
    url = lesson_url(learner.course.slug, state.module.slug, lesson.slug)
    length = f"{length}{_IS_ASKED[not lesson.required]}"
    if lesson.slug in state.done:
        return Task(title, url, length, DONE)
    return Task(title, url, length, _TO_DO[not lesson.required])


def opens_when(learner: Learner, state: ModuleState) -> str:
    """When a module that is still closed will open."""
    if not state.locked:
        return ""
    first, after = learner.course.first, state.module.opens_after
    if first is None or learner.module(first).is_complete:
        return f"Na {counted(after, 'andere module', 'andere modules')}"
    if after > 1:
        return f"Na {after} andere modules, waaronder module {learner.number(first)}"
    return f"Na module {learner.number(first)}"


def left_group(learner: Learner, state: ModuleState) -> tuple[str, list[Task]]:
    """A module by number, with what is left of it. Everything there is still to do."""
    title = module_name(learner, state)
    left = [lesson_task(learner, state, lesson) for lesson in state.left]
    return title, [replace(task, status="") for task in left]
