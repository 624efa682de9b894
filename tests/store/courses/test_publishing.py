"""Publishing brings people along as was chosen, and progress follows in the same transaction."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from course.content.outline import CourseOutline
from course.content.versioning import to_json
from course.domain.courses.publishing import Affected, PublishChoice, TextChange
from course.models import Enrolment, Person, Progress, Publication, Release
from course.store.courses import publishing, releases
from course.store.dated import DeedMoment
from course.store.learning import enrolling, moving, reading, recording, recounting
from course.store.learning.places import LessonPlace
from tests import builders, staff
from tests.staff import World, at_noon

START = date(2026, 3, 2)
COURSE = "uitgegeven"
OLD = replace(staff.outline(), slug=COURSE)
FIRST, SECOND = OLD.modules
LESSONS = [(module.slug, lesson.slug) for module in OLD.modules for lesson in module.lessons]
LONGER = replace(
    OLD,
    title="Langer",
    modules=(
        FIRST,
        replace(SECOND, lessons=(*SECOND.lessons, replace(FIRST.lessons[0], slug="extra"))),
    ),
)
SHORTER = replace(OLD, title="Korter", modules=(FIRST,))
RENEWED = replace(OLD, title="Opnieuw", edition=2)


def at(days: int) -> DeedMoment:
    return DeedMoment(at_noon(START + timedelta(days=days)))


class Pupils:
    """Somebody who has not begun, somebody who is busy and somebody who is done, in one text."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.world = World(session, START)
        self.old = self.keep(OLD, at(-9).now)
        self.publish(self.old, TextChange.FIRST, at(-9))
        school = self.world.school("regenboog")
        self.people = {name: self.world.person(f"{name} Bos") for name in ("Nog", "Bezig", "Klaar")}
        for person in self.people.values():
            self.world.works(person, school)
            assert enrolling.enrol(person.id, COURSE, at(-5).now)
        self.read("Bezig", LESSONS[:2])
        self.read("Klaar", LESSONS)

    def keep(self, outline: CourseOutline, now: datetime) -> str:
        content = to_json(outline)
        release = hashlib.sha256(content.encode()).hexdigest()
        row = {"course": COURSE, "title": outline.title, "edition": outline.edition}
        builders.add(
            self.session,
            Release(hash=release, **row, renderer="test", published_at=now, outline=content),
        )
        return release

    def publish(self, release: str, change: TextChange, moment: DeedMoment) -> int:
        decision = PublishChoice(change, renew_by=moment.today + timedelta(days=60))
        moved = publishing.publish_again(COURSE, release, decision, moment).moved
        assert releases.current(COURSE) == release
        assert recounting.verify(self.enrolments, moment.today) == []
        return moved

    def read(self, name: str, lessons: list[tuple[str, str]], days: int = -4) -> None:
        found = self.learning(name)
        for lesson in lessons:
            reader = reading.reader(found)
            place = LessonPlace(found.enrolment_id, found.release, *lesson)
            recording.visit(place, reader, at(days).now)

    def learning(self, name: str) -> reading.Learning:
        self.session.expire_all()
        found = reading.learning(self.people[name].id, COURSE, START)
        assert found is not None
        return found

    def progress(self, name: str) -> tuple[int, int, date | None]:
        row = self.session.get(Progress, self.learning(name).enrolment_id)
        return row.done, row.total, row.completed_on

    @property
    def enrolments(self) -> list[int]:
        query = self.session.query(Enrolment.id).filter_by(course=COURSE)
        return [one for (one,) in query.order_by(Enrolment.id)]

    def on(self, release: str) -> set[str]:
        """Who reads this text."""
        return {name for name in self.people if self.learning(name).release == release}


@pytest.fixture
def pupils(session: Any) -> Pupils:
    return Pupils(session)


@pytest.mark.parametrize(
    ("change", "along"),
    [(TextChange.WORDING, {"Nog", "Bezig", "Klaar"}), (TextChange.MEANING, {"Nog", "Klaar"})],
)
def test_people_go_along_as_was_chosen(pupils: Pupils, change: TextChange, along: set[str]) -> None:
    new = pupils.keep(LONGER, at(0).now)
    assert moving.affected(COURSE, new) == Affected(1, 1, 1)
    assert pupils.publish(new, change, at(0)) == len(along)
    assert pupils.on(new) == along
    assert pupils.on(pupils.old) == set(pupils.people) - along
    assert moving.affected(COURSE, new) == Affected(busy=3 - len(along))


def test_progress_follows_and_what_is_done_stays_done(pupils: Pupils) -> None:
    new = pupils.keep(LONGER, at(0).now)
    pupils.publish(new, TextChange.WORDING, at(0))
    done_on = at(-4).today
    assert pupils.progress("Klaar") == (5, 6, done_on)
    assert pupils.progress("Bezig") == (2, 6, None)


def test_who_did_all_that_is_left_is_done_from_that_day(pupils: Pupils) -> None:
    pupils.read("Bezig", LESSONS[:3])
    new = pupils.keep(SHORTER, at(0).now)
    pupils.publish(new, TextChange.WORDING, at(0))
    assert pupils.progress("Bezig") == (3, 3, at(0).today)


def test_after_three_publications_nobody_who_pressed_nothing_reads_the_first(
    pupils: Pupils, session: Any
) -> None:
    """59 of 59 did."""
    for number in range(59):
        assert enrolling.enrol(pupils.world.person().id, COURSE, at(-3 + number % 2).now)
    for number in range(3):
        new = pupils.keep(replace(OLD, title=f"Tekst {number}"), at(number).now)
        pupils.publish(new, TextChange.MEANING, at(number))
    begun = session.query(Progress.enrolment_id)
    waiting = session.query(Enrolment).filter_by(course=COURSE).filter(~Enrolment.id.in_(begun))
    assert {row.release for row in waiting} == {new}
    assert waiting.count() == 60


def test_an_earlier_text_is_current_again(pupils: Pupils, session: Any) -> None:
    new = pupils.keep(LONGER, at(0).now)
    pupils.publish(new, TextChange.WORDING, at(0))
    assert pupils.publish(pupils.old, TextChange.WORDING, at(1)) == 3
    assert pupils.on(pupils.old) == set(pupils.people)
    assert pupils.progress("Klaar") == (5, 5, at(-4).today)
    newcomer = pupils.world.person()
    assert enrolling.enrol(newcomer.id, COURSE, at(2).now)
    assert session.query(Enrolment).filter_by(person_id=newcomer.id).one().release == pupils.old
    told = [(row.hash, row.change) for row in publishing.past(COURSE, limit=9)]
    assert told == [(pupils.old, "wording"), (new, "wording")]


def test_publishing_what_is_current_does_nothing(pupils: Pupils, session: Any) -> None:
    before = session.query(Publication).count()
    assert pupils.publish(pupils.old, TextChange.WORDING, at(0)) == 0
    assert session.query(Publication).count() == before


def test_a_completion_of_an_earlier_edition_keeps_its_own_text(pupils: Pupils) -> None:
    new = pupils.keep(RENEWED, at(0).now)
    assert pupils.publish(new, TextChange.DUTY, at(0)) == 2
    assert pupils.on(new) == {"Nog", "Bezig"}
    back = pupils.publish(pupils.old, TextChange.WORDING, at(1))
    assert (back, pupils.on(pupils.old)) == (2, set(pupils.people))


def test_who_published_it_and_what_changed_is_kept(pupils: Pupils, session: Any) -> None:
    author: Person = pupils.people["Nog"]
    new = pupils.keep(LONGER, at(0).now)
    decision = PublishChoice(TextChange.MEANING, {"delen/les-1/p1"})
    publishing.publish_again(COURSE, new, decision, replace(at(0), by=author.id))
    row = session.query(Publication).filter_by(release=new).one()
    assert (row.change, row.meant, row.published_by) == ("meaning", ["delen/les-1/p1"], author.id)
    assert publishing.past(COURSE, limit=1)[0].by == author.name
