"""What is done, what comes next, and what exactly is left.

The learner's page and the school's report use the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from course.content.outline import CourseOutline, ItemOutline, LessonOutline, ModuleOutline
from course.content.types import LessonKind
from course.domain.learning.entry import is_left_out, is_passed
from course.kinds.item import Item, meant_for
from course.kinds.marking import keys_of

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
    renews: bool = False  # they did the course before: then nothing is locked
    only: frozenset[LessonKey] | None = None  # all that a renewal asks; None: the whole course


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
    locked: bool = False

    @cached_property
    def required(self) -> tuple[LessonOutline, ...]:
        """The lessons that completion needs."""
        return tuple(lesson for lesson in self.lessons if lesson.required)

    @cached_property
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
        if self.required:
            return self.done_count, len(self.required)
        done = [lesson for lesson in self.lessons if lesson.slug in self.done]
        return len(done), len(self.lessons)

    @property
    def is_complete(self) -> bool:
        """Everything required is done; in a module where nothing is required, something is."""
        return not self.left and bool(self.required or self.done)

    @property
    def is_optional(self) -> bool:
        """Whether completion needs nothing of it."""
        return not self.required

    @property
    def minutes(self) -> int:
        """What it takes this reader: what is required, or all of it where nothing is."""
        return sum(lesson.minutes for lesson in self.required or self.lessons)

    @property
    def minutes_left(self) -> int:
        """What is left of that. An optional module that is done leaves nothing."""
        if not self.done:
            return self.minutes
        return sum(lesson.minutes for lesson in self.left)

    @property
    def way(self) -> tuple[LessonOutline, ...]:
        """The lessons that this reader is led along; on the short route without explanation."""
        return tuple(lesson for lesson in self.lessons if not lesson.left_out)

    @property
    def begin(self) -> LessonOutline:
        """Where to begin, or to go on once something is done."""
        going_on = self.left if self.done else ()
        return (going_on or self.way)[0]


def text_of_key(key: LessonKey) -> str:
    """A lesson as it is kept in a list: module/lesson."""
    return "/".join(key)


@lru_cache(maxsize=4096)  # every lesson of every release in use: a page splits forty of them
def key_of_text(text: str) -> LessonKey:
    """The lesson that was kept so."""
    module, _, lesson = text.partition("/")
    return module, lesson


def lessons_for(module: ModuleOutline, reader: Reader) -> tuple[LessonOutline, ...]:
    """The lessons of a module that this reader gets. Without a school, those for every sector.

    On the short route explanation is there to read, and no longer compulsory.
    """
    lessons = tuple(lesson for lesson in module.lessons if _is_lesson_for(lesson, reader))
    if reader.only is not None:
        return _asked_only(module.slug, lessons, reader.only)
    if module.slug not in reader.short:
        return lessons
    shortened = []
    for lesson in lessons:
        required = lesson.required and not is_left_out(lesson)
        shortened.append(replace(lesson, required=required, left_out=is_passed(lesson)))
    return tuple(shortened)


def _asked_only(
    module: str, lessons: Sequence[LessonOutline], only: Collection[LessonKey]
) -> tuple[LessonOutline, ...]:
    """In a renewal all other lessons are there to read. The way through a module leads past them,
    unless nothing in it is asked.
    """
    asked = [one for one in lessons if one.required and (module, one.slug) in only]
    found = []
    for one in lessons:
        required = one in asked
        found.append(replace(one, required=required, left_out=bool(asked) and not required))
    return tuple(found)


def _is_lesson_for(lesson: LessonOutline, reader: Reader) -> bool:
    at_school = meant_for(lesson.sectors, reader.sectors)
    return at_school and meant_for(lesson.audiences, [reader.audience])


def items_for(lesson: LessonOutline, reader: Reader) -> tuple[ItemOutline, ...]:
    """The items of a lesson that this reader gets: not one for other work, nor one that needs an
    empty variable.
    """
    return tuple(item for item in lesson.items if is_for(item, reader))


def is_for(item: Item | ItemOutline, reader: Reader) -> bool:
    """Whether an item is meant for this reader's work, and the school filled in the words it
    needs.
    """
    for_work = meant_for(item.audiences, [reader.audience])
    return for_work and reader.filled.issuperset(item.requires)


def is_done(lesson: LessonOutline, facts: LessonFacts, reader: Reader) -> bool:
    """Whether a lesson is done.

    A test when it is mastered; a dilemma page when one story reached an ending; any other when each
    of its compulsory items is settled, or, without items, when it was opened. A page or a dilemma
    also when an item of it was talked through on a study day.
    """
    items = items_for(lesson, reader)
    keys = set(keys_of(items))
    if lesson.kind in TALKED_THROUGH and keys & facts.attended:
        return True
    if lesson.kind is LessonKind.TEST:
        return facts.mastered
    if lesson.kind is LessonKind.DILEMMA:
        return bool(keys & facts.settled)
    if not keys:
        return facts.visited
    compulsory = [item for item in items if item.compulsory]
    return facts.settled.issuperset(keys_of(compulsory or items))


def module_states(
    course: CourseOutline, done: Collection[LessonKey], reader: Reader
) -> tuple[ModuleState, ...]:
    """Every module as this reader sees it.

    The first module, when the course names one, opens the others; a module may also wait for so
    many others.
    """
    done_in: defaultdict[str, set[str]] = defaultdict(set)
    for slug, lesson in done:
        done_in[slug].add(lesson)
    reader = _who_is_asked(course, reader)
    states: list[ModuleState] = []
    for module in course.modules:
        lessons = lessons_for(module, reader)
        states.append(ModuleState(module, lessons, frozenset(done_in[module.slug])))
    if reader.renews:
        return tuple(states)
    complete = {state.module.slug for state in states if state.is_complete}
    return tuple(
        replace(state, locked=_is_locked(course, state.module, complete)) for state in states
    )


def _who_is_asked(course: CourseOutline, reader: Reader) -> Reader:
    """A renewal of which this text has nothing left asks the whole course."""
    if reader.only is None:
        return reader
    for module in course.modules:
        if any(lesson.required for lesson in lessons_for(module, reader)):
            return reader
    return replace(reader, only=None)


def _is_locked(course: CourseOutline, module: ModuleOutline, complete: set[str]) -> bool:
    """A course that names a first module which this release lost waits for none."""
    if module.slug in (course.first, *course.always_open):
        return False
    waits = course.first is not None and course.module(course.first) is not None
    if waits and course.first not in complete:
        return True
    return len(complete - {module.slug}) < module.opens_after


def next_lesson(states: tuple[ModuleState, ...], at: LessonKey | None) -> LessonKey | None:
    """Where to go on: the last opened lesson while it is not done, else what is left after it, else
    what is left.

    None when everything required is done.
    """
    open_states = {state.module.slug: state for state in states if not state.locked}
    unfinished = next((state for state in open_states.values() if state.left), None)
    module, lesson = at or ("", "")
    ahead = _ahead(open_states.get(module), lesson)
    if ahead is not None:
        return module, ahead.slug
    if unfinished is None:
        return None
    is_lost = at is not None and module not in open_states  # locked since, or no longer there
    further = unfinished.left[0] if is_lost else unfinished.begin
    return unfinished.module.slug, further.slug


def _ahead(state: ModuleState | None, slug: str) -> LessonOutline | None:
    """A lesson itself while it is not done and the way does not lead past it, else what is left
    after it.
    """
    if state is None:
        return None
    lessons = {lesson.slug: lesson for lesson in state.lessons}
    itself = lessons.get(slug)
    if itself in state.way and slug not in state.done:
        return itself
    place = list(lessons).index(slug) if itself else 0
    return next((one for one in state.lessons[place:] if one in state.left), None)


def neighbours(state: ModuleState, slug: str) -> tuple[LessonOutline | None, LessonOutline | None]:
    """The lessons before and after one lesson on the reader's way through its module."""
    way = [lesson for lesson in state.lessons if lesson in state.way or lesson.slug == slug]
    around = (None, *way, None)
    for before, lesson, after in zip(around, way, around[2:], strict=False):
        if lesson.slug == slug:
            return before, after
    return None, None


def minutes_left(states: tuple[ModuleState, ...]) -> int:
    """Minutes of everything that completion still needs."""
    return sum(state.minutes_left for state in states if state.required)


def minutes_a_week(left: int, weeks: int) -> int:
    """What is left, divided over so many weeks: whole fives of minutes, so that it is enough."""
    return 5 * -(-left // (5 * weeks))


def totals(states: tuple[ModuleState, ...]) -> Mapping[str, int]:
    """Required lessons done, and all of them, over the whole course."""
    done = total = 0
    for state in states:
        done += state.done_count
        total += len(state.required)
    return {"done": done, "total": total}
