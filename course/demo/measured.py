"""A demo school that measures what its people gain: both forms of its first modules, answered by
who did them. The answers are drawn by lot, so the figures say nothing of these lessons.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from course.content.forms import Forms
from course.content.outline import ModuleOutline
from course.content.types import LessonKind
from course.demo.days import instant
from course.demo.diary import example_response
from course.demo.history import Walker, modules_in_order, required_counts
from course.domain.learning.gain import MeasuredPart, first_form
from course.kinds.item import Item
from course.kinds.marking import by_key
from course.kinds.registry import kind_of
from course.models import Measurement
from course.store import demo
from course.store.courses import releases

MODULES = 3  # the first ones that are done
SINCE = timedelta(days=150)  # before anybody of the demo began
KNOWN, LEARNED = 0.45, 0.72  # chances of a right answer before and after
DIFFERS = 0.15  # by person, to either side


_OTHER = {"a": "b", "b": "a"}


@dataclass(frozen=True)
class Measured:
    """Somebody of that school who took the course."""

    walker: Walker
    audience: str


@dataclass(frozen=True)
class Where:
    """One module of a course at the school that measures."""

    school_id: int
    course: str
    module: ModuleOutline


def measure(school_id: int, course: str, people: Sequence[Measured], today: date) -> None:
    """The school measures, and so many of these people as did a module answered its forms."""
    demo.measures(school_id, today - SINCE)
    if not people:
        return
    outline = releases.outline(people[0].walker.release)
    for place, module in enumerate(modules_in_order(outline)[:MODULES]):
        if module.forms is not None:
            done = [one for one in people if _has_done(one.walker, place)]
            _answer_both(Where(school_id, course, module), module.forms, done)


def _has_done(walker: Walker, place: int) -> bool:
    counts = required_counts(releases.outline(walker.release), walker.reader)
    return walker.lessons >= [*accumulate(counts)][place]


def _answer_both(where: Where, forms: Forms, people: Sequence[Measured]) -> None:
    """Half of them get form a first, and the others form b."""
    rows: list[Measurement] = []
    for who in people:
        given = [row.first for row in rows]
        first = first_form(given.count("a"), given.count("b"), heads=True)
        rows.append(_drawn(where, forms, who, first))
    demo.add(rows)
    answers: list[dict[str, object]] = []
    for who, row in zip(people, rows, strict=True):
        answers += _answers(row, dict(_bank(who.walker.release, where.module)))
    demo.measured(answers)


def _drawn(where: Where, forms: Forms, who: Measured, first: str) -> Measurement:
    return Measurement(
        enrolment_id=who.walker.enrolment_id,
        course=where.course,
        module=where.module.slug,
        school_id=where.school_id,
        audience=who.audience,
        release=who.walker.release,
        forms=hashlib.sha256(forms.key.encode()).hexdigest(),
        first=first,
        before=list(forms.of(first)),
        after=list(forms.of(_OTHER[first])),
        size=len(forms.a),
        drawn_at=instant(who.walker.days[0], 8),
    )


def _answers(row: Measurement, bank: Mapping[str, Item]) -> Iterator[dict[str, object]]:
    random = Random(f"gain {row.enrolment_id} {row.module}")
    own = random.uniform(-DIFFERS, DIFFERS)
    parts = (MeasuredPart.BEFORE, KNOWN, row.before), (MeasuredPart.AFTER, LEARNED, row.after)
    for part, chance, keys in parts:
        for item in map(bank.__getitem__, keys):
            response = example_response(item, wrong=random.random() > chance + own)
            score = kind_of(item).grade(item, response)
            yield {
                "measurement_id": row.id,
                "part": part.value,
                "item": item.key,
                "goal": item.goal,
                "earned": score.earned,
                "possible": score.possible,
                "given_at": row.drawn_at,
            }


def _bank(release: str, module: ModuleOutline) -> Iterator[tuple[str, Item]]:
    for part in module.lessons:
        lesson = releases.lesson(release, module.slug, part.slug)
        if part.kind is LessonKind.TEST and lesson is not None:
            yield from by_key(lesson.items).items()
