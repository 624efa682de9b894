"""What is done, what comes next, and what exactly is left.

The learner's page and the school's report use the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from course.content.outline import CourseOutline, ItemOutline, LessonOutline, ModuleOutline
from course.content.types import LessonKind
from course.domain.learning.entry import is_left_out
from course.kinds.item import Item

LessonKey = tuple[str, str]  # module slug, lesson slug
TALKED_THROUGH = frozenset({LessonKind.PAGE, LessonKind.DILEMMA})  # what a study day can complete


@dataclass(frozen=True)
class Reader:
    """For whom the course is shown: kind of work, kinds of school, and the words that the school
    filled in.
    """

    audience: str
    sectors: frozenset[str]
    filled: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()  # modules that they take by the short route


@dataclass(frozen=True)
class LessonFacts:
    """What happened on one lesson. `settled` holds the items that ask no more; `mastered` is for a
    test.

    `attended` holds the items of a study day where somebody was and signed that off.
    """

    visited: bool
    settled: frozenset[str]
    mastered: bool = False
    attended: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ModuleState:
    """How far a module is, for one reader. `done_count` is of required lessons."""

    module: ModuleOutline
    lessons: tuple[LessonOutline, ...]
    done: frozenset[str]
    locked: bool

    @property
    def required(self) -> tuple[LessonOutline, ...]:
        """The lessons that completion needs."""
        return tuple(lesson for lesson in self.lessons if lesson.required)

    @property
    def left(self) -> tuple[LessonOutline, ...]:
        """Exactly what is still to be done, in order."""
        return tuple(lesson for lesson in self.required if lesson.slug not in self.done)

    @property
    def done_count(self) -> int:
        """How many required lessons are done."""
        return len(self.required) - len(self.left)

    @property
    def counted(self) -> tuple[int, int]:
        """Lessons done and all of them, for a bar: the required ones, or all where nothing is
        required.
        """
        lessons = self.required or self.lessons
        return sum(lesson.slug in self.done for lesson in lessons), len(lessons)

    @property
    def is_complete(self) -> bool:
        """Everything required is done; in a module where nothing is required, something is."""
        return not self.left and bool(self.required or self.done)

    @property
    def minutes_left(self) -> float:
        """Minutes of what is left, as the author estimated them."""
        return sum(lesson.minutes for lesson in self.left)


def lessons_for(module: ModuleOutline, reader: Reader) -> tuple[LessonOutline, ...]:
    """The lessons of a module that this reader gets. Without a school, those for every sector.

    On the short route explanation is there to read, and no longer compulsory.
    """
    short = module.slug in reader.short
    return tuple(
        replace(lesson, required=False) if short and is_left_out(lesson) else lesson
        for lesson in module.lessons
        if (not lesson.sectors or reader.sectors & set(lesson.sectors))
        and (not lesson.audiences or reader.audience in lesson.audiences)
    )


def items_for(lesson: LessonOutline, reader: Reader) -> tuple[ItemOutline, ...]:
    """The items of a lesson that this reader gets: not one for other work, nor one that needs an
    empty variable.
    """
    return tuple(item for item in lesson.items if is_for(item, reader))


def is_for(item: Item | ItemOutline, reader: Reader) -> bool:
    """Whether an item is meant for this reader's work, and the school filled in the words it
    needs.
    """
    return set(item.requires) <= reader.filled and (
        not item.audiences or reader.audience in item.audiences
    )


def is_done(lesson: LessonOutline, facts: LessonFacts, reader: Reader) -> bool:
    """Whether a lesson is done.

    A test when it is mastered; a dilemma page when one story reached an ending; any other when each
    of its compulsory items is settled, or, without items, when it was opened. A page or a dilemma
    also when an item of it was talked through on a study day.
    """
    items = items_for(lesson, reader)
    if lesson.kind in TALKED_THROUGH and any(item.key in facts.attended for item in items):
        return True
    if lesson.kind is LessonKind.TEST:
        return facts.mastered
    if lesson.kind is LessonKind.DILEMMA:
        return any(item.key in facts.settled for item in items)
    if not items:
        return facts.visited
    compulsory = [item for item in items if item.compulsory]
    return all(item.key in facts.settled for item in compulsory or items)


def module_states(
    course: CourseOutline, done: Collection[LessonKey], reader: Reader
) -> tuple[ModuleState, ...]:
    """Every module as this reader sees it.

    The first module, when the course names one, opens the others; a module may also wait for so
    many others.
    """
    states = [
        ModuleState(
            module=module,
            lessons=lessons_for(module, reader),
            done=frozenset(lesson for slug, lesson in done if slug == module.slug),
            locked=False,
        )
        for module in course.modules
    ]
    complete = {state.module.slug for state in states if state.is_complete}
    opened = course.first is None or course.first in complete or course.module(course.first) is None
    return tuple(
        replace(state, locked=_is_locked(course, state.module, opened, complete))
        for state in states
    )


def _is_locked(
    course: CourseOutline, module: ModuleOutline, opened: bool, complete: set[str]
) -> bool:
    if module.slug in (course.first, *course.always_open):
        return False
    return not opened or len(complete - {module.slug}) < module.opens_after


def next_lesson(states: tuple[ModuleState, ...], at: LessonKey | None) -> LessonKey | None:
    """Where to go on: the last opened lesson while it is not done, else what is left after it, else
    what is left.

    None when everything required is done.
    """
    open_states = [state for state in states if not state.locked]
    if at is not None:
        for state in open_states:
            if state.module.slug == at[0]:
                slugs = [lesson.slug for lesson in state.lessons]
                place = slugs.index(at[1]) if at[1] in slugs else 0
                for lesson in state.lessons[place:]:
                    if lesson.slug not in state.done and (lesson.required or lesson.slug == at[1]):
                        return state.module.slug, lesson.slug
    for state in open_states:
        if state.left:
            first = state.lessons[0] if not state.done and at is None else state.left[0]
            return state.module.slug, first.slug
    return None


def neighbours(state: ModuleState, slug: str) -> tuple[LessonOutline | None, LessonOutline | None]:
    """The lessons before and after one lesson in its module."""
    slugs = [lesson.slug for lesson in state.lessons]
    if slug not in slugs:
        return None, None
    place = slugs.index(slug)
    before = state.lessons[place - 1] if place else None
    after = state.lessons[place + 1] if place + 1 < len(slugs) else None
    return before, after


def totals(states: tuple[ModuleState, ...]) -> Mapping[str, int]:
    """Required lessons done, and all of them, over the whole course."""
    return {
        "done": sum(state.done_count for state in states),
        "total": sum(len(state.required) for state in states),
    }
