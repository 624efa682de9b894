"""Who is in `test_bytes_of_yesterday.py`, for the deeds beside this file."""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from course.domain.learning.progress import Reader
from course.domain.people.roles import Actor
from course.models import Enrolment
from course.store.dated import DeedMoment
from course.store.learning import reading
from course.store.learning.places import LessonPlace
from course.store.people import words
from tests.staff import World

COURSE, WORD = "bewaard", "coordinator"
WHO = st.sampled_from((0, 0, 0, 1, 1, 2, 3))  # Ada most of all: what happens to one person meets
WHERE, WHICH = st.sampled_from((0, 0, 1)), st.integers(0, 5)
DAYS = st.sampled_from((0, 5, 50))


class TwoSchools(RuleBasedStateMachine):
    """Four people, two schools, two boards, and a clock that only goes on."""

    session: Any = None  # of the test
    world: World
    second: Any  # the other board
    schools: list[Any]
    teams: list[Any]
    people: list[Any]
    everybody: list[int]  # also whose account went up in another one
    texts: list[str]  # hashes
    given: list[str]
    pressed: list[str]
    trainer: Actor  # of everywhere
    of_boards: list[Actor]  # gives duties at each board
    keeper: Actor  # keeps every account
    now: datetime

    def at(self) -> DeedMoment:
        """A moment later than all before it."""
        self.now += timedelta(seconds=1)
        return DeedMoment(self.now)

    def by_keeper(self) -> DeedMoment:
        """The same, of a deed that can be taken back."""
        return DeedMoment(self.at().now, self.keeper.id)

    def id_of(self, who: int) -> int:
        """The account of one of the four."""
        return int(self.people[who].id)

    def reader(self, found: reading.Learning) -> Reader:
        """As pages have it: with the words of their school."""
        return reading.reader(found, words.values_of(found.school_id))

    def learning(self, who: int) -> reading.Learning | None:
        """Where one of the four is in the course."""
        return reading.learning(self.id_of(who), COURSE, DeedMoment(self.now).today)

    def place(self, found: reading.Learning, module: str, lesson: str) -> LessonPlace:
        """A lesson of somebody, as a page that they just read has it."""
        return LessonPlace(found.enrolment_id, found.release, module, lesson, found.followed)

    def enrolments(self) -> list[int]:
        """Of everybody."""
        rows = self.session.query(Enrolment.id).filter(Enrolment.person_id.in_(self.everybody))
        return [one for (one,) in rows.order_by(Enrolment.id)]

    @abstractmethod
    def read(self, who: int, lessons: set[tuple[str, str]]) -> None:
        """Somebody opens lessons."""
