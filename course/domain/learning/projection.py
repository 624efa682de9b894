"""What somebody's deeds mean: which lessons are done since when, and how far module and course are.

`advance` says it deed by deed; `deriving.py` says it of everything at once. Both make their rows
here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from course.clock import day_of
from course.content.outline import CourseOutline, LessonOutline, ModuleOutline
from course.content.types import LessonKind
from course.domain.duties.renewal import earliest, valid_until
from course.domain.learning.entry import Shown
from course.domain.learning.mastery import Marked, in_bank, mastery_of, still_asked
from course.domain.learning.progress import (
    LessonFacts,
    LessonKey,
    ModuleState,
    Reader,
    is_done,
    items_for,
    key_of_text,
    module_states,
    text_of_key,
    totals,
)

Since = Mapping[LessonKey, datetime]  # lessons that are done, and since when


@dataclass(frozen=True)
class Evidence:
    """What was shown so far of one lesson that was opened.

    `settled` are its items that ask no more, `attended` those of a study day that was signed off,
    and `marked` the questions of the tests of its module.
    """

    settled: Collection[str] = ()
    attended: Collection[str] = ()
    marked: Sequence[Marked] = ()


@dataclass(frozen=True)
class Happened:
    """What may have finished a lesson, at one instant: it was opened, items were settled, questions
    of a test marked, a study day signed off. `shown` are questions of the entry test.
    """

    at: datetime
    lesson: LessonKey
    settled: tuple[str, ...] = ()
    attended: tuple[str, ...] = ()
    marked: tuple[Marked, ...] = ()
    shown: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Terms:
    """What the end of a completion depends on, beside its day.

    `renews`: until when the completion before was valid, in a renewal. `asked_by`: by when a later
    edition asks everybody to do it again.
    """

    renews: date | None = None
    asked_by: date | None = None


NO_TERMS = Terms()


@dataclass(frozen=True)
class LessonRow:
    """A lesson that is done. `required`: it counts for completing the course."""

    module: str
    lesson: str
    required: bool
    completed_at: datetime
    completed_on: date


@dataclass(frozen=True)
class ModuleRow:
    """How far a module is: required lessons done, and all of them."""

    module: str
    done: int
    total: int
    completed_at: datetime | None
    completed_on: date | None


@dataclass(frozen=True)
class ProgressRow:
    """How far an enrolment is. `lessons` are all lessons done, as module/lesson."""

    done: int
    total: int
    lessons: list[str]
    short: list[str]
    started_on: date
    completed_at: datetime | None
    completed_on: date | None
    valid_until: date | None = None

    @property
    def keys(self) -> frozenset[LessonKey]:
        """The lessons done, as keys."""
        return frozenset(key_of_text(text) for text in self.lessons)


@dataclass(frozen=True)
class Projected:
    """What one enrolment comes to: a row for each lesson done, each module touched, and one for the
    whole; none for who never began.
    """

    lessons: list[LessonRow] = field(default_factory=list)
    modules: list[ModuleRow] = field(default_factory=list)
    progress: ProgressRow | None = None


def lesson_at(course: CourseOutline, at: LessonKey) -> tuple[ModuleOutline, LessonOutline] | None:
    """A lesson with its module; None when this release has none of that name."""
    module = course.module(at[0])
    if module is None:
        return None
    lesson = module.lesson(at[1])
    if lesson is None:
        return None
    return module, lesson


def is_test(course: CourseOutline, at: LessonKey) -> bool:
    """Whether a lesson is a test of this release: then its marks decide, and nothing else."""
    found = lesson_at(course, at)
    return found is not None and found[1].kind is LessonKind.TEST


def judge(course: CourseOutline, at: LessonKey, reader: Reader, shown: Evidence) -> bool:
    """Whether a lesson that was opened is done. False for one that this release does not have.

    Source: `progress.is_done`, and for a test `mastery.mastery_of`.
    """
    found = lesson_at(course, at)
    if found is None:
        return False
    module, lesson = found
    mastered = False
    if lesson.kind is LessonKind.TEST:
        keys = [item.key for item in items_for(lesson, reader) if item.key_item]
        marked = still_asked(shown.marked, in_bank(module))
        mastered = mastery_of(module.mastery, keys, marked).is_met
    facts = LessonFacts(
        visited=True,
        settled=frozenset(shown.settled),
        mastered=mastered,
        attended=frozenset(shown.attended),
    )
    return is_done(lesson, facts, reader)


def advance(
    course: CourseOutline, reader: Reader, known: ProgressRow | None, newly: Since, now: datetime
) -> Projected:
    """How far somebody is after a deed that finished these lessons.

    `known`: how far they were; None when this is where they begin, and `now` is the instant. Only
    the modules of the new lessons are in the answer. What was done stays done, and a completion is
    set once. The short routes are those of the reader.
    """
    before = known.keys if known else frozenset()
    done = before.union(newly)
    states = module_states(course, done, reader)
    touched = {module for module, _ in newly}
    return Projected(
        lesson_rows(states, newly),
        [module_row(state, newly) for state in states if state.module.slug in touched],
        progress_row(states, done, newly, now, known, reader.short),
    )


def lesson_rows(states: Iterable[ModuleState], newly: Since) -> list[LessonRow]:
    """A row for each lesson that is newly done."""
    required = _required(states)
    return [
        LessonRow(
            module=at[0],
            lesson=at[1],
            required=at in required,
            completed_at=moment,
            completed_on=day_of(moment),
        )
        for at, moment in newly.items()
    ]


def module_row(state: ModuleState, newly: Since) -> ModuleRow:
    """How far a module is in which something is newly done.

    A module that was complete before stays so since then.
    """
    completed_at = _module_completed_at(state, newly)
    return ModuleRow(
        module=state.module.slug,
        done=state.done_count,
        total=len(state.required),
        completed_at=completed_at,
        completed_on=day_or_none(completed_at),
    )


def progress_row(
    states: tuple[ModuleState, ...],
    done: Collection[LessonKey],
    newly: Since,
    now: datetime,
    known: ProgressRow | None,
    short: Collection[str],
) -> ProgressRow:
    """How far an enrolment is; `known` as for `advance`."""
    counts = totals(states)
    started_on, completed_at, valid = day_of(now), None, None
    if known is not None:
        started_on, completed_at, valid = known.started_on, known.completed_at, known.valid_until
    if completed_at is None and counts["done"] == counts["total"] > 0:
        required = _required(states)
        completed_at = max((since for at, since in newly.items() if at in required), default=now)
    return ProgressRow(
        done=counts["done"],
        total=counts["total"],
        lessons=sorted(text_of_key(key) for key in done),
        short=sorted(short),
        started_on=started_on,
        completed_at=completed_at,
        completed_on=day_or_none(completed_at),
        valid_until=valid,
    )


def lasting(
    row: ProgressRow, course: CourseOutline, terms: Terms, stands: ProgressRow | None = None
) -> ProgressRow:
    """The same with the last day of its completion.

    A completion that was written down keeps its period, whatever a later text promises; only a new
    edition ends it sooner.
    """
    if row.completed_on is None:
        return row
    until = valid_until(row.completed_on, course.valid_months, terms.renews)
    if stands is not None and stands.completed_on is not None:
        until = stands.valid_until
    return replace(row, valid_until=earliest(until, terms.asked_by))


def _module_completed_at(state: ModuleState, newly: Since) -> datetime | None:
    """An extra lesson that is read afterwards does not move the day on which a module was
    complete.
    """
    if not state.is_complete:
        return None
    here = {at: moment for at, moment in newly.items() if at[0] == state.module.slug}
    required = _required([state])
    needed = [moment for at, moment in here.items() if at in required]
    return max(needed) if needed else min(here.values())


def _required(states: Iterable[ModuleState]) -> set[LessonKey]:
    required: set[LessonKey] = set()
    for state in states:
        required.update((state.module.slug, lesson.slug) for lesson in state.required)
    return required


def day_or_none(moment: datetime | None) -> date | None:
    """The day of an instant that may not be there."""
    return None if moment is None else day_of(moment)
