"""What a certificate says was learned: the modules that were done, with their goals."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from course.content.outline import CourseOutline
from course.domain.learning.progress import LessonKey


@dataclass(frozen=True)
class LearnedModule:
    """A module that was done, and what somebody can since."""

    title: str
    goals: tuple[str, ...]


def learned(course: CourseOutline, modules: Collection[str]) -> tuple[LearnedModule, ...]:
    """The modules of these names, in the order of the course."""
    found = []
    for module in course.modules:
        if module.slug in modules:
            goals = tuple(goal.text for goal in module.goals)
            found.append(LearnedModule(module.title, goals))
    return tuple(found)


def study_minutes(course: CourseOutline, done: Collection[LessonKey]) -> int:
    """How long the lessons that were done take, by the course itself. Whole minutes.

    Counted as the course says it beforehand: without what is not required, so that a colleague who
    also opened a page more has no other hours.
    """
    minutes = 0
    for module in course.modules:
        for lesson in module.lessons:
            if lesson.required and (module.slug, lesson.slug) in done:
                minutes += lesson.minutes
    return minutes
