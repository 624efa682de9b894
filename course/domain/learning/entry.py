"""The entry test: one question of each module beforehand, without a mark, and what follows from it.

Whoever is right and sure gets the short route through that module: its explanation is no longer
compulsory. Exercise, dilemma, test and plan stay, and so does everything that is about the reader's
own school. Nobody skips a module.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from course.content.outline import LessonOutline, ModuleOutline
from course.content.types import LessonKind

# stands for module and lesson where its answers are kept; no module may be called so
ENTRY = "instaptoets"
SURE = "zeker"


@dataclass(frozen=True)
class Shown:
    """What somebody showed about one module. `is_sure` is how sure they said they were."""

    module: str
    is_right: bool
    is_sure: bool

    @property
    def earns_short_route(self) -> bool:
        """Right by knowing, not by guessing."""
        return self.is_right and self.is_sure


def key_of(module: str, item: str) -> str:
    """How an item of a module is called in the entry test."""
    return f"{module}/{item}"


def module_of(key: str) -> str:
    """The module of an item of the entry test."""
    return key.partition("/")[0]


def short_routes(shown: Iterable[Shown], begun: Collection[str]) -> frozenset[str]:
    """The modules with a short route. One that was begun before the entry test stays as it is."""
    earned = {one.module for one in shown if one.earns_short_route}
    return frozenset(earned.difference(begun))


def is_left_out(lesson: LessonOutline) -> bool:
    """Whether the short route need not pass a lesson: explanation that is the same at every
    school.
    """
    return lesson.kind is LessonKind.PAGE and not lesson.of_school


def is_passed(lesson: LessonOutline) -> bool:
    """Whether the short route leads past a lesson: the explanation that it leaves out, and the
    question beforehand, as the entry test asked one already.
    """
    if lesson.kind is LessonKind.OPENER:
        return not lesson.required
    return lesson.required and is_left_out(lesson)


def minutes_saved(module: ModuleOutline, shown: Iterable[LessonOutline]) -> int:
    """What the short route through a module saves of the lessons that are shown, in minutes as
    their author estimated them. What was not compulsory saves nothing.
    """
    slugs = {lesson.slug for lesson in shown}
    minutes = 0
    for lesson in module.lessons:
        if lesson.slug in slugs and lesson.required and is_left_out(lesson):
            minutes += lesson.minutes
    return minutes
