"""Progress through a course of more than one module: each lesson counts in its own, and what is
extra moves no date.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from course import clock
from course.content.outline import CourseOutline, ModuleOutline
from course.content.versioning import to_json
from course.domain.learning.entry import ENTRY, Shown
from course.domain.learning.progress import Reader
from course.models import Enrolment, LessonCompletion, ModuleProgress, Progress, Release
from course.store.learning import projecting, recording, recounting
from course.store.learning.places import LessonPlace
from tests import builders, staff
from tests.builders import LONG_AGO, add

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
READER = Reader("teaching", frozenset({"vo"}))
DAY = 24 * 60
Lessons = tuple[tuple[str, str], ...]
FIVE: Lessons = (
    ("delen", "les-1"),
    ("delen", "les-2"),
    ("blijft", "les-1"),
    ("delen", "les-3"),
    ("blijft", "les-2"),
)


class Ada:
    """Somebody in a course of her own, who opens lessons at the minute that the test says."""

    def __init__(self, session: Any, *modules: ModuleOutline) -> None:
        content = to_json(course_of(*modules))
        release = hashlib.sha256(content.encode()).hexdigest()
        row = {"hash": release, "course": "eigen", "title": "Eigen", "edition": 1}
        published = staff.at_noon(LONG_AGO)
        release_row = Release(**row, renderer="test", published_at=published, outline=content)
        builders.current(session, release_row)
        person = builders.person(session, "Ada Bos")
        enrolled = {"person_id": person.id, "course": "eigen", "release": release}
        self.session, self.release = session, release
        self.id = add(session, Enrolment(**enrolled, enrolled_at=published)).id

    def place(self, at: tuple[str, str]) -> LessonPlace:
        return LessonPlace(self.id, self.release, *at)

    def opens(self, at: tuple[str, str], minute: int) -> frozenset[tuple[str, str]]:
        """She looks at a page; returns what is done by then."""
        return recording.visit(self.place(at), READER, at_minute(minute)).done

    def lessons(self) -> list[tuple[Any, ...]]:
        """Module, lesson, whether required, and when; in the order in which they were done."""
        self.session.expire_all()
        rows = self.session.query(LessonCompletion).filter_by(enrolment_id=self.id)
        found = [
            (row.module, row.lesson, row.required, row.completed_at, row.completed_on)
            for row in rows
        ]
        return sorted(found, key=lambda row: row[3])

    def modules(self) -> dict[str, tuple[int, int, datetime | None]]:
        """By module: done, total and when it was complete."""
        self.session.expire_all()
        rows = self.session.query(ModuleProgress).filter_by(enrolment_id=self.id)
        return {row.module: (row.done, row.total, row.completed_at) for row in rows}

    def course(self) -> tuple[Any, ...] | None:
        """Done, total, the day of the start, and when it was complete."""
        self.session.expire_all()
        row = self.session.query(Progress).filter_by(enrolment_id=self.id).one_or_none()
        return row and (row.done, row.total, row.started_on, row.completed_at)

    def all(self) -> tuple[Any, ...]:
        return self.lessons(), self.modules(), self.course()


def at_minute(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def course_of(*modules: ModuleOutline) -> CourseOutline:
    return replace(staff.outline(), slug="eigen", modules=modules)


def module(slug: str, required: int, extra: int = 0) -> ModuleOutline:
    """A module of pages to open, of which the last are extra."""
    own = next(one for one in staff.outline().modules if one.slug == "delen")
    lessons = [
        replace(own.lessons[0], slug=f"les-{number}", required=number <= required)
        for number in range(1, required + extra + 1)
    ]
    return replace(own, slug=slug, lessons=tuple(lessons))


@pytest.fixture
def ada(session: Any) -> Ada:
    """Somebody in a course of two modules, of three and two lessons, with two extra in the
    first.
    """
    return Ada(session, module("delen", 3, extra=2), module("blijft", 2))


def test_each_lesson_counts_in_its_own_module(ada: Ada) -> None:
    done = [ada.opens(at, DAY * place) for place, at in enumerate(FIVE)]
    assert done == [frozenset(FIVE[: place + 1]) for place in range(5)]
    assert ada.lessons() == [
        (*at, True, at_minute(DAY * place), at_minute(DAY * place).date())
        for place, at in enumerate(FIVE)
    ]
    assert ada.modules() == {
        "delen": (3, 3, at_minute(DAY * 3)),
        "blijft": (2, 2, at_minute(DAY * 4)),
    }
    assert ada.course() == (5, 5, START.date(), at_minute(DAY * 4))


def test_a_module_that_was_not_opened_has_no_progress(ada: Ada) -> None:
    ada.opens(FIVE[0], 0)
    assert ada.modules() == {"delen": (1, 3, None)}
    assert ada.course() == (1, 5, START.date(), None)


@pytest.mark.parametrize("extra", ["before", "between", "after"])
def test_an_extra_lesson_counts_for_nothing_and_moves_no_date(ada: Ada, extra: str) -> None:
    place = {"before": 0, "between": 2, "after": 5}[extra]
    order = [*FIVE[:place], ("delen", "les-4"), *FIVE[place:], ("delen", "les-5")]
    for minute, at in enumerate(order):
        assert at in ada.opens(at, minute)
    when = {at: at_minute(minute) for minute, at in enumerate(order)}
    required = {row[:2]: row[2] for row in ada.lessons()}
    assert required == {at: at in FIVE for at in order}
    assert ada.modules()["delen"] == (3, 3, when["delen", "les-3"])
    assert ada.modules()["blijft"] == (2, 2, when["blijft", "les-2"])
    assert ada.course() == (5, 5, START.date(), when["blijft", "les-2"])
    grown = ada.all()
    recounting.rebuild([ada.id], clock.now())
    assert ada.all() == grown


def test_a_module_of_extra_lessons_is_complete_when_the_first_is_done(session: Any) -> None:
    ada = Ada(session, module("delen", 2), module("meer", 0, extra=2))
    for minute, at in enumerate([("meer", "les-2"), ("delen", "les-1"), ("meer", "les-1")]):
        ada.opens(at, minute)
    assert ada.modules() == {"meer": (0, 0, at_minute(0)), "delen": (1, 2, None)}
    assert ada.course() == (1, 2, START.date(), None)
    grown = ada.all()
    recounting.rebuild([ada.id], clock.now())
    assert ada.all() == grown


def test_a_course_of_one_lesson_is_complete_after_it(session: Any) -> None:
    ada = Ada(session, module("delen", 1))
    ada.opens(("delen", "les-1"), 5)
    assert ada.course() == (1, 1, START.date(), at_minute(5))


def test_a_course_that_requires_nothing_is_never_complete(session: Any) -> None:
    ada = Ada(session, module("meer", 0, extra=1))
    assert ada.opens(("meer", "les-1"), 5) == {("meer", "les-1")}
    assert ada.course() == (0, 0, START.date(), None)


@contextmanager
def written(session: Any) -> Iterator[list[str]]:
    """Every statement that writes meanwhile."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            found.append(statement)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    yield found
    event.remove(connection, "before_cursor_execute", note)


def test_a_lesson_that_was_done_is_not_done_again(ada: Ada, session: Any) -> None:
    ada.opens(FIVE[0], 0)
    grown = ada.all()
    with written(session) as statements:
        again = projecting.project_lesson(ada.place(FIVE[0]), READER, at_minute(DAY))
    assert again == frozenset(FIVE[:1])
    assert statements == []
    assert ada.all() == grown


def test_the_entry_test_shortens_modules_that_were_not_begun(ada: Ada) -> None:
    """Whoever began a module goes on with it as it was; the day of the start stays."""
    shown = [Shown("delen", True, True), Shown("blijft", True, True)]
    projecting.project_entry(ada.place((ENTRY, ENTRY)), READER, shown, at_minute(0))
    short = ada.session.query(Progress).filter_by(enrolment_id=ada.id).one()
    assert (short.short, short.lessons, short.started_on) == (["blijft", "delen"], [], START.date())
    assert ada.course() == (0, 0, START.date(), None)


def test_an_entry_test_after_a_lesson_keeps_what_was_done(ada: Ada) -> None:
    ada.opens(FIVE[0], 0)
    shown = [Shown("delen", True, True), Shown("blijft", True, False)]
    projecting.project_entry(ada.place((ENTRY, ENTRY)), READER, shown, at_minute(DAY))
    row = ada.session.query(Progress).filter_by(enrolment_id=ada.id).one()
    assert (row.short, row.lessons) == ([], ["delen/les-1"])
    assert ada.course() == (1, 5, START.date(), None)
    assert ada.opens(FIVE[1], 2 * DAY) == frozenset(FIVE[:2])
