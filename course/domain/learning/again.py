"""What a renewal asks: only what is new, what somebody had wrong, and one story; ten minutes at
most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from course.content.outline import LessonOutline
from course.content.types import LessonKind
from course.domain.learning.progress import LessonKey, ModuleState

LONGEST = 10  # minutes


@dataclass(frozen=True)
class Before:
    """What happened since, and in, the cycle before.

    `changed` are lessons that say something else now, `clauses` lessons that quote a changed
    agreement of the school, `wrong` the goals by module of what somebody had wrong, what they were
    sure of first, and `stories` the pages with a story for their school: what they never played
    first, then what is longest ago.
    """

    changed: Collection[LessonKey] = ()
    clauses: Collection[LessonKey] = ()
    wrong: tuple[tuple[str, str], ...] = ()
    stories: Sequence[LessonKey] = ()


def asked_again(states: Iterable[ModuleState], before: Before) -> tuple[LessonKey, ...]:
    """The lessons that a renewal asks of this reader, in order of importance.

    One story first of all, so that there is room for it; then in turns what changed, changed
    agreements, and the pages about what was wrong. Something is always asked: without any of it,
    the shortest page.

    Units:  minutes of a lesson, `LONGEST` of them together; never less than one lesson.
    Source: issue 14 point 9, "a renewal asks at most 10 minutes".
    """
    lessons: dict[LessonKey, LessonOutline] = {}
    for state in states:
        for lesson in state.required:
            lessons[state.module.slug, lesson.slug] = lesson
    chosen: dict[LessonKey, LessonOutline] = {}
    left = LONGEST
    for key in _wanted(lessons, before):
        if key not in chosen and lessons[key].minutes <= left:
            chosen[key] = lessons[key]
            left -= lessons[key].minutes
    if not chosen and lessons:
        key = min(lessons, key=lambda one: lessons[one].minutes)
        chosen[key] = lessons[key]
    return tuple(chosen)


def _wanted(lessons: dict[LessonKey, LessonOutline], before: Before) -> Iterator[LessonKey]:
    """What may be asked, what matters most first; a lesson may be in it twice."""
    yield from islice(filter(lessons.__contains__, before.stories), 1)
    yield from _in_turns(
        filter(before.changed.__contains__, lessons),
        filter(before.clauses.__contains__, lessons),
        _about_wrong(lessons, before.wrong),
    )


def _in_turns(*several: Iterable[LessonKey]) -> Iterator[LessonKey]:
    """The first of each, then the second of each: much of one thing leaves room for another."""
    for row in zip_longest(*several):
        yield from filter(None, row)


def _about_wrong(
    lessons: dict[LessonKey, LessonOutline], wrong: Iterable[tuple[str, str]]
) -> Iterator[LessonKey]:
    pages: defaultdict[tuple[str, str | None], list[LessonKey]] = defaultdict(list)
    for key, lesson in lessons.items():
        if lesson.kind is LessonKind.PAGE:
            for goal in {item.goal for item in lesson.items}:
                pages[key[0], goal].append(key)
    for about in wrong:
        yield from pages[about]
