"""How far somebody is, from everything that happened at once and what was written down already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from course.content.outline import CourseOutline
from course.domain.learning.entry import short_routes
from course.domain.learning.mastery import Marked
from course.domain.learning.progress import LessonKey, ModuleState, Reader, module_states
from course.domain.learning.projection import (
    NO_TERMS,
    Evidence,
    Happened,
    LessonRow,
    ModuleRow,
    ProgressRow,
    Projected,
    Since,
    Terms,
    day_or_none,
    judge,
    lasting,
    lesson_rows,
    module_row,
    progress_row,
)


@dataclass(frozen=True)
class Stands:
    """What was written down: lessons that are done, how far modules are, and the whole.

    Completions are facts: nothing that is derived takes one away, or moves its instant.
    """

    lessons: Mapping[LessonKey, LessonRow] = field(default_factory=dict)
    modules: Mapping[str, ModuleRow] = field(default_factory=dict)
    whole: ProgressRow | None = None


NOTHING = Stands()


def derive(
    course: CourseOutline,
    happened: Sequence[Happened],
    reader: Reader,
    stands: Stands = NOTHING,
    now: datetime | None = None,
    terms: Terms = NO_TERMS,
) -> Projected:
    """How far somebody is, from everything that happened, oldest first, and what stands already.

    `now`: what is newly done was done at this instant, because something else changed; else when it
    happened.
    """
    found = replay(course, happened, reader)
    newly = {at: now or since for at, since in found.items() if at not in stands.lessons}
    done = newly | {at: row.completed_at for at, row in stands.lessons.items()}
    if not (happened or done):
        return Projected()
    reader = replace(reader, short=short_since(happened, done))
    states = module_states(course, done, reader)
    begun = {module for module, _ in done}
    whole = progress_row(states, done, done, _began(happened, done), None, reader.short)
    modules = [_module(state, done, stands, now) for state in states if state.module.slug in begun]
    return Projected(
        [*stands.lessons.values(), *lesson_rows(states, newly)],
        [*modules, *_lost(course, stands)],
        lasting(_whole(whole, stands.whole, now), course, terms, stands.whole),
    )


def _lost(course: CourseOutline, stands: Stands) -> list[ModuleRow]:
    """Modules that were complete, and that this release has no more."""
    lost = []
    for row in stands.modules.values():
        is_gone = course.module(row.module) is None
        if is_gone and row.completed_at is not None:
            lost.append(row)
    return lost


def _began(happened: Sequence[Happened], done: Since) -> datetime:
    return happened[0].at if happened else min(done.values())


def _whole(derived: ProgressRow, stands: ProgressRow | None, now: datetime | None) -> ProgressRow:
    before = stands or replace(derived, completed_at=None)
    since = _since(before.completed_at, derived.completed_at, now)
    return replace(
        derived, started_on=before.started_on, completed_at=since, completed_on=day_or_none(since)
    )


def _module(state: ModuleState, done: Since, stands: Stands, now: datetime | None) -> ModuleRow:
    row = module_row(state, done)
    before = stands.modules.get(row.module) or replace(row, completed_at=None)
    since = _since(before.completed_at, row.completed_at, now)
    return replace(row, completed_at=since, completed_on=day_or_none(since))


def _since(
    stands: datetime | None, derived: datetime | None, now: datetime | None
) -> datetime | None:
    """Since when something is complete: what was written down, else when it came about."""
    if stands is not None or derived is None:
        return stands
    return now or derived


def replay(
    course: CourseOutline, happened: Iterable[Happened], reader: Reader
) -> dict[LessonKey, datetime]:
    """When each lesson was done.

    What was written at one instant, such as a whole test, counts together.
    """
    done: dict[LessonKey, datetime] = {}
    settled: defaultdict[LessonKey, set[str]] = defaultdict(set)
    attended: defaultdict[LessonKey, set[str]] = defaultdict(set)
    marked: defaultdict[str, list[Marked]] = defaultdict(list)
    for (at, lesson), together in groupby(happened, key=lambda one: (one.at, one.lesson)):
        for one in together:
            settled[lesson].update(one.settled)
            attended[lesson].update(one.attended)
            marked[lesson[0]].extend(one.marked)
        shown = Evidence(settled[lesson], attended[lesson], marked[lesson[0]])
        if lesson not in done and judge(course, lesson, reader, shown):
            done[lesson] = at
    return done


def short_since(happened: Iterable[Happened], done: Since) -> frozenset[str]:
    """The short routes that the entry test earned, on the instant that it was handed in."""
    entry = [one for one in happened if one.shown]
    if not entry:
        return frozenset()
    begun = {module for (module, _), since in done.items() if since <= entry[0].at}
    shown = [one.shown[0] for one in entry]
    return short_routes(shown, begun)
