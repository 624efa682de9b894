"""A deed whose page was read before a publication, or before its reader changed; and both at the
same moment. What is stored is what follows from the facts, at once and not after a recount.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from course import clock
from course.content.versioning import to_json
from course.domain.courses.publishing import PublishChoice, TextChange
from course.domain.learning.entry import ENTRY
from course.domain.learning.progress import Reader
from course.domain.learning.sittings import LastAnswer
from course.kinds.item import Audience
from course.models import Enrolment, Progress, Release
from course.store import transaction
from course.store.courses import publishing
from course.store.dated import DeedMoment
from course.store.learning import enrolling, reading, recording, recounting
from course.store.learning.places import LessonPlace
from course.store.people import accounts
from tests.meanwhile import meanwhile
from tests.staff import COURSE, World, outline
from tests.store.weeks.texts import ITEM

pytestmark = pytest.mark.stirs  # what is published moves everybody in the course along
SHORTER = "korter"
FIRST = ("delen", "les-1")
Deed = Callable[[LessonPlace, Reader], Any]


@dataclass
class Class:
    """One person at a school, and two texts of one course: the current one, and one that asks less
    of teachers, and less still of who leads.
    """

    session: Any
    person: int

    def read(self) -> tuple[LessonPlace, Reader]:
        """What a page reads before anything is written."""
        found = reading.learning(self.person, COURSE, clock.today())
        assert found is not None
        place = LessonPlace(found.enrolment_id, found.release, *FIRST, found.followed)
        return place, reading.reader(found)

    def publish(self, change: TextChange = TextChange.WORDING) -> None:
        publishing.publish_again(COURSE, SHORTER, PublishChoice(change), _now())

    def lead(self) -> None:
        accounts.change_function({self.person: Audience.LEADER}, _now())

    @property
    def enrolment(self) -> Enrolment:
        self.session.expire_all()
        found: Enrolment = self.session.query(Enrolment).filter_by(person_id=self.person).one()
        return found

    def total(self) -> int:
        """Of how many lessons, once it is seen that all of it follows."""
        today = clock.today()
        assert recounting.verify([self.enrolment.id], today) == []
        row: Progress = self.session.get(Progress, self.enrolment.id)
        return row.total


def _now() -> DeedMoment:
    return DeedMoment(clock.now())


@pytest.fixture
def pupil(session: Any) -> Class:
    world = World(session, clock.today())
    text = outline()
    first, second = text.modules
    teaching = replace(second.lessons[0], audiences=(Audience.TEACHING,))
    shorter = replace(text, modules=(first, replace(second, lessons=(teaching,))))
    said = {"course": COURSE, "title": "Korter", "edition": 1, "renderer": "test"}
    content = {"hash": SHORTER, "outline": to_json(shorter)}
    world.add(Release(**said, **content, published_at=clock.now() - timedelta(days=2)))
    person = world.person("Noor Bos")
    world.works(person, world.school("regenboog"))
    session.commit()
    return Class(session, person.id)


def visit(place: LessonPlace, reader: Reader) -> None:
    recording.visit(place, reader, clock.now())


def answer(place: LessonPlace, reader: Reader) -> None:
    given = {"submission": "een", "done": frozenset(), "now": clock.now()}
    recording.answer(place, reader, ITEM, ("a",), **given)  # type: ignore[arg-type]


def enter(place: LessonPlace, reader: Reader) -> None:
    """The entry test, with an answer that earns no short route."""
    at, key = replace(place, module=ENTRY, lesson=ENTRY), f"{FIRST[0]}/{ITEM.key}"
    sitting = recording.begin(at, [key], 0, clock.now())
    assert sitting is not None
    given = {"submission": "een", "now": clock.now()}
    assert recording.answer_in_test(at, sitting, key, LastAnswer(("b",), None), **given)  # type: ignore[arg-type]
    assert recording.hand_in(at, reader, sitting, {key: ITEM}, clock.now()) == []


@pytest.mark.parametrize("deed", [visit, answer, enter])
def test_a_page_that_was_read_before_a_publication_counts_by_the_new_text(
    pupil: Class, deed: Deed
) -> None:
    enrolling.enrol(pupil.person, COURSE, clock.now())
    was = pupil.read()
    pupil.publish()
    deed(*was)
    assert pupil.total() == 4


@pytest.mark.parametrize("deed", [visit, answer, enter])
def test_a_page_that_was_read_before_its_reader_changed_counts_for_who_reads_now(
    pupil: Class, deed: Deed
) -> None:
    pupil.publish()
    enrolling.enrol(pupil.person, COURSE, clock.now())
    was = pupil.read()
    assert was[1].audience == Audience.TEACHING
    pupil.lead()
    deed(*was)
    assert pupil.total() == 3


@pytest.mark.parametrize("deed", [visit, answer])
def test_a_publication_waits_for_the_deed_that_was_first(
    app: Flask, pupil: Class, deed: Deed
) -> None:
    enrolling.enrol(pupil.person, COURSE, clock.now())
    transaction.commit()
    transaction.begin(may_write=True)
    with meanwhile(app, pupil.publish):
        deed(*pupil.read())
    assert pupil.total() == 4


def test_who_began_in_that_moment_is_busy(app: Flask, pupil: Class) -> None:
    enrolling.enrol(pupil.person, COURSE, clock.now())
    transaction.commit()
    transaction.begin(may_write=True)
    with meanwhile(app, lambda: pupil.publish(TextChange.MEANING)):
        visit(*pupil.read())
    assert (pupil.enrolment.release == SHORTER, pupil.total()) == (False, 5)


def test_who_was_enrolled_in_that_moment_gets_the_newest(app: Flask, pupil: Class) -> None:
    transaction.begin(may_write=True)
    with meanwhile(app, pupil.publish):
        enrolling.enrol(pupil.person, COURSE, clock.now())
    assert pupil.enrolment.release == SHORTER


def test_another_function_waits_for_the_deed_that_was_first(app: Flask, pupil: Class) -> None:
    pupil.publish()
    enrolling.enrol(pupil.person, COURSE, clock.now())
    transaction.commit()
    transaction.begin(may_write=True)
    with meanwhile(app, pupil.lead):
        visit(*pupil.read())
    assert pupil.total() == 3
