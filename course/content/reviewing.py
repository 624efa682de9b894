"""Facts that may change: where they are used, and when somebody last looked them up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from course.content.types import Course, Fact
from course.kinds.marking import keys_of


@dataclass(frozen=True)
class Use:
    """A lesson that states the fact. `checked` is the day in its head, or None."""

    module: str
    lesson: str
    checked: date | None


@dataclass(frozen=True)
class Review:
    """One fact that may change, with the lessons that state it and those where it is due again."""

    fact: Fact
    uses: tuple[Use, ...]
    due: tuple[Use, ...]


def reviews(course: Course, today: date) -> tuple[Review, ...]:
    """Every fact of a course that is marked for review, with its uses in order.

    Units:  calendar days. A use is due when it was never looked up, or a year ago or longer.
    Source: a school year is the rhythm in which rules for schools and terms of apps tend to change.
    """
    return tuple(_review(course, fact, today) for fact in course.facts if fact.review)


def unstated(facts: Iterable[Fact], courses: Iterable[Course]) -> tuple[Review, ...]:
    """Those of these facts that are marked for review and that no lesson states: they are looked up
    before one does.
    """
    stated: set[str] = set()
    for course in courses:
        stated.update(keys_of(course.facts))
    found = []
    for fact in facts:
        if fact.review and fact.key not in stated:
            found.append(Review(fact, (), ()))
    return tuple(found)


def _review(course: Course, fact: Fact, today: date) -> Review:
    uses: list[Use] = []
    due: list[Use] = []
    for module, lesson in course.placed_lessons:
        if fact.key not in lesson.facts:
            continue
        checked = None
        if lesson.checked:
            checked = date.fromisoformat(lesson.checked)
        use = Use(module.slug, lesson.slug, checked)
        uses.append(use)
        if _is_due(checked, today):
            due.append(use)
    return Review(fact, tuple(uses), tuple(due))


def _is_due(checked: date | None, today: date) -> bool:
    if checked is None:
        return True
    a_year_on = (checked.year + 1, checked.month, checked.day)  # 29 February: on 1 March
    return a_year_on <= (today.year, today.month, today.day)
