"""What a renewal tells again: the lessons that mean something else since somebody began."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from course.clock import end_of_day
from course.domain.courses.publishing import TextChange
from course.models import Publication, Release, ReleaseLesson
from course.store.courses.since import changed_since
from tests.builders import add
from tests.staff import at_noon

START = date(2026, 3, 2)
COURSE = "veranderd"
NEW, WORDING, MEANING, DUTY = (
    TextChange.FIRST,
    TextChange.WORDING,
    TextChange.MEANING,
    TextChange.DUTY,
)
LESSONS = ("les-1", "les-10", "les-2", "les-3")


class Texts:
    """Texts of one module, published two days apart; another course changes on the same days."""

    def __init__(self, session: Any) -> None:
        self.session, self.published = session, 0

    def keep(self, name: str, *said: str, course: str = COURSE) -> None:
        """A text of which each lesson says one of these things."""
        release = {"title": name, "edition": 1, "renderer": "r", "published_at": at_noon(START)}
        add(self.session, Release(hash=f"{course}-{name}", course=course, **release, outline="{}"))
        for position, (lesson, content) in enumerate(zip(LESSONS, said, strict=False)):
            place = {"module": "een", "lesson": lesson, "position": position}
            row = ReleaseLesson(release=f"{course}-{name}", **place, content=content)
            add(self.session, row)

    def publish(
        self,
        name: str,
        change: TextChange,
        meant: Sequence[str] = (),
        course: str = COURSE,
        at: datetime | None = None,
    ) -> None:
        when = at or at_noon(START + timedelta(days=self.published))
        row = {"course": course, "change": change.value, "meant": list(meant)}
        add(self.session, Publication(release=f"{course}-{name}", **row, published_at=when))
        self.published += 2

    def told(self, days: int, own: str, current: str) -> set[str]:
        """The lessons, for who began so many days from the start."""
        day = START + timedelta(days=days)
        found = changed_since(day, f"{COURSE}-{own}", f"{COURSE}-{current}")
        assert {module for module, _ in found} <= {"een"}
        return {lesson for _, lesson in found}


@pytest.fixture
def texts(session: Any) -> Texts:
    return Texts(session)


def test_only_what_came_to_mean_something_else_since_they_began(texts: Texts) -> None:
    """A lesson that was said otherwise beside it, or later in other words, is nothing to learn."""
    texts.keep("a", "1", "1", "1")
    texts.keep("b", "2", "2", "1")
    texts.keep("c", "2", "2", "2")
    texts.keep("d", "2", "2", "2", "1")
    texts.publish("a", NEW)
    texts.publish("b", MEANING, ["een/les-1/p1"])
    texts.publish("c", WORDING)
    texts.publish("d", DUTY)
    assert texts.told(1, "a", "d") == {"les-1", "les-3"}
    assert texts.told(2, "b", "d") == {"les-3"}, "that day they read the new text"
    assert texts.told(4, "d", "d") == {"les-3"}, "who is done goes along, and read the one before"
    assert texts.told(6, "d", "d") == set()
    assert texts.told(5, "a", "d") == {"les-1", "les-3"}, "who is busy keeps the older text"
    assert texts.told(-9, "a", "d") == {"les-1", "les-3"}, "they began before it was kept"


def test_an_author_who_names_nothing_means_all_of_it(texts: Texts) -> None:
    for name, said in (("a", "111"), ("b", "212")):
        texts.keep(name, *said)
        texts.publish(name, MEANING)
    assert texts.told(1, "a", "b") == {"les-1", "les-2"}


def test_what_is_as_it_was_is_not_told(texts: Texts) -> None:
    """The text went elsewhere and back, the last time before they began."""
    texts.keep("a", "1", "1")
    texts.keep("b", "2", "2")
    texts.keep("c", "1", "3")
    for name in "abac":
        texts.publish(name, MEANING)
    assert texts.told(1, "a", "a") == set()
    assert texts.told(3, "b", "c") == {"les-1", "les-10"}
    assert texts.told(1, "b", "c") == {"les-10"}
    assert texts.told(5, "a", "c") == {"les-10"}


def test_another_course_says_nothing_about_this_one(texts: Texts) -> None:
    texts.keep("a", "1", "1")
    texts.keep("b", "2", "1")
    texts.keep("a", "1", "1", course="ander")
    texts.keep("b", "2", "1", course="ander")
    texts.publish("a", NEW)
    texts.publish("a", NEW, course="ander")
    texts.publish("b", MEANING, course="ander")
    assert texts.told(0, "a", "a") == set()
    texts.publish("b", WORDING)
    assert texts.told(1, "a", "b") == set()


def test_an_author_names_all_the_places_that_mean_something_else(texts: Texts) -> None:
    texts.keep("a", "1", "1", "1")
    texts.keep("b", "2", "2", "2")
    texts.publish("a", NEW)
    texts.publish("b", MEANING, ["een/les-1/p1", "een/les-2"])
    assert texts.told(1, "a", "b") == {"les-1", "les-2"}


def test_who_reads_a_text_that_came_back_read_nothing_of_what_was_between(texts: Texts) -> None:
    texts.keep("a", "1", "1")
    texts.keep("b", "2", "1")
    texts.keep("c", "2", "1")
    for name, change in (("a", NEW), ("b", MEANING), ("a", MEANING), ("c", WORDING)):
        texts.publish(name, change)
    assert texts.told(5, "a", "c") == set()


def test_what_is_published_at_the_end_of_a_day_is_of_the_next(texts: Texts) -> None:
    texts.keep("a", "1")
    texts.keep("b", "2")
    texts.publish("a", NEW)
    texts.publish("b", MEANING, at=end_of_day(START))
    assert texts.told(0, "b", "b") == {"les-1"}
    assert texts.told(1, "b", "b") == set()
