"""A validity that ends is asked again: the rule in SQL says what it says in Python, and the report
of every day follows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Date, literal, select

from course import clock
from course.domain.courses.publishing import PublishChoice, TextChange
from course.domain.duties.renewal import AskedDates, Cycle, counts_on
from course.domain.duties.states import DutyState
from course.domain.people.roles import Role
from course.models import Enrolment, LessonCompletion, PastProgress, Progress
from course.store.courses import publishing
from course.store.dated import DeedMoment
from course.store.duties import assignments, giving
from course.store.duties.cycles import asked_on
from course.store.duties.giving import NewAssignment
from course.store.duties.people_list import PeopleFilter, ReportedPerson, people_rows
from course.store.duties.reach import AsOf, reach_of
from course.store.learning import reading, recording, recounting, renewing
from course.store.learning.places import LessonPlace
from course.store.people import uniting
from tests.staff import at_noon
from tests.store.courses.test_publishing import COURSE, LESSONS, LONGER, RENEWED, Pupils, at

DAY = date(2026, 3, 12)
DAYS = (DAY - timedelta(days=1), DAY, DAY + timedelta(days=1))
DONE_ON = at(-4).today
END = date(2027, 2, 26)


def test_sql_agrees_with_the_rule(session: Any) -> None:
    for due, completed, until, renews in product(DAYS, (None, *DAYS), (None, *DAYS), (None, *DAYS)):
        last = Cycle(DAYS[0], completed, until, renews)
        names = ("due_on", "started_on", "completed_on", "valid_until", "renews")
        values = (due, last.started_on, completed, until, renews)
        columns = [
            literal(value, Date).label(name) for name, value in zip(names, values, strict=True)
        ]
        asked = asked_on(select(*columns).subquery(), DAY)
        row = session.execute(select(asked.due_on, asked.started_on, asked.completed_on)).one()
        said, told = AskedDates(*row), counts_on(due, last, DAY)
        assert said == told, last


class School:
    """A school that gave the course to three people, of whom one is done since four days."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.pupils = Pupils(session)
        world = self.pupils.world
        works = self.pupils.people["Klaar"]
        self.school = world.school("kompas", world.board)
        world.works(works, self.school)
        self.trainer = world.actor(Role.TRAINER, board=world.board)
        self.reach = reach_of(world.actor(Role.MANAGER, board=world.board), [self.school.id])
        draft = NewAssignment(COURSE, self.school.id, None, None, at(20).today, "gegeven-1")
        made = giving.assign(self.trainer, draft, at(-3).now, at(-3).today)
        assert made is not None
        self.given = made.ref

    def row(self, day: date, seen: date | None = None) -> ReportedPerson:
        moment = AsOf(COURSE, day, seen or day)
        (row,) = people_rows(self.reach, moment, PeopleFilter())
        return row

    def state(self, day: date) -> tuple[DutyState, date, date | None]:
        row = self.row(day)
        return row.state, row.due_on, row.completed_on

    def renew(self, day: date) -> bool:
        return renewing.renew(self.pupils.people["Klaar"].id, COURSE, at_noon(day))

    def read(self, day: date, lessons: Any = LESSONS, now: datetime | None = None) -> None:
        found = reading.learning(self.pupils.people["Klaar"].id, COURSE, day)
        assert found is not None
        for lesson in lessons:
            place = LessonPlace(found.enrolment_id, found.release, *lesson)
            recording.visit(place, reading.reader(found), now or at_noon(day))

    def write_again(self, now: datetime) -> None:
        """The progress of the last cycle is written once more, and was the same before."""
        row = self.session.query(Progress).order_by(Progress.enrolment_id.desc()).first()
        names = PastProgress.__table__.c.keys()
        told = {name: getattr(row, name) for name in names if name in Progress.__table__.c}
        self.pupils.world.add(PastProgress(**told, replaced_at=now))
        row.recorded_at = now
        self.session.flush()

    @property
    def ends(self) -> list[date | None]:
        """Until when each cycle is valid."""
        self.session.expire_all()
        query = (
            self.session.query(Progress.valid_until)
            .join(Enrolment, Enrolment.id == Progress.enrolment_id)
            .filter(Enrolment.person_id == self.pupils.people["Klaar"].id)
            .order_by(Enrolment.cycle)
        )
        return [row.valid_until for row in query]


@pytest.fixture
def school(session: Any) -> School:
    return School(session)


def test_a_completion_is_valid_until_the_same_day_a_year_on(school: School) -> None:
    assert (DONE_ON, school.ends) == (date(2026, 2, 26), [END])
    due = at(20).today
    assert school.state(END) == (DutyState.DONE, due, DONE_ON)
    assert school.row(END).valid_until == END
    late = END + timedelta(days=1)
    assert school.state(late) == (DutyState.OVERDUE, END, DONE_ON)
    trainer_row = assignments.assignment(school.trainer, school.given, late)
    assert trainer_row is not None
    assert trainer_row.counts[DutyState.OVERDUE] == 1


def test_it_may_be_renewed_in_the_window_and_not_before(school: School) -> None:
    assert not school.renew(END - timedelta(weeks=8, days=1))
    assert school.renew(END - timedelta(weeks=8))
    assert school.renew(END), "who began already goes on"
    query = school.session.query(Enrolment).filter_by(course=COURSE, cycle=2)
    assert [(row.renews, row.release) for row in query] == [(END, school.pupils.old)]


def test_the_old_completion_stands_until_its_end_or_until_the_new_one(school: School) -> None:
    begun = END - timedelta(weeks=3)
    assert school.renew(begun)
    due = at(20).today
    assert school.state(begun) == (DutyState.DONE, due, DONE_ON)
    assert school.row(begun).done == len(LESSONS)
    late = END + timedelta(days=1)
    assert school.state(late) == (DutyState.OVERDUE, END, None)
    assert school.row(late).done == 0


def test_a_renewal_that_is_halfway_counts_from_the_day_after_the_end(school: School) -> None:
    begun, who = END - timedelta(weeks=3), school.pupils.people["Klaar"]
    others = school.pupils.enrolments[0]
    done = {"done": 5, "total": 5, "started_on": DAY, "completed_on": DAY}
    times = {"recorded_at": at_noon(DAY), "replaced_at": at_noon(END)}
    school.pupils.world.add(PastProgress(enrolment_id=others, **done, **times))
    row = {"course": COURSE, "release": school.pupils.old, "enrolled_at": at_noon(begun)}
    school.pupils.world.add(Enrolment(person_id=who.id, cycle=2, renews=END, **row))
    school.read(begun, LESSONS[:1])
    school.read(END - timedelta(days=1), LESSONS[1:2])
    for day in (begun, END):
        assert school.state(day) == (DutyState.DONE, at(20).today, DONE_ON)
    late = END + timedelta(days=1)
    assert (school.state(late), school.row(late).done) == ((DutyState.OVERDUE, END, None), 2)


@pytest.mark.parametrize("later", [False, True])
def test_a_renewal_counts_from_when_it_was_known_whatever_was_written_since(
    school: School, *, later: bool
) -> None:
    """What is done at midnight is of the next day."""
    begun = END - timedelta(weeks=3)
    done, seen = begun + timedelta(days=5), begun + timedelta(days=15)
    assert school.renew(begun)
    school.read(done, now=clock.end_of_day(done - timedelta(days=1)))
    if later:
        school.write_again(at_noon(done + timedelta(days=4)))
    for day, completed in ((begun, DONE_ON), (done - timedelta(days=1), DONE_ON), (done, done)):
        assert school.row(day, seen).completed_on == completed
    assert school.row(seen).completed_on == done


@pytest.mark.parametrize(
    ("days", "end"), [(-7, date(2028, 2, 26)), (0, date(2028, 2, 26)), (3, date(2028, 3, 1))]
)
def test_done_in_time_the_new_period_begins_at_the_old_end(
    school: School, days: int, end: date
) -> None:
    day = END + timedelta(days=days)
    assert school.renew(day)
    before = school.row(day - timedelta(days=1), day)
    school.read(day)
    assert school.ends == [END, end]
    assert school.state(day) == (DutyState.DONE, at(20).today, day)
    assert school.row(day).valid_until == end
    assert school.row(day - timedelta(days=1), day) == before
    assert school.row(DONE_ON + timedelta(days=2), day).completed_on == DONE_ON
    assert recounting.verify(school.pupils.enrolments, day) == []


def test_a_new_edition_ends_completions_by_its_day_and_reports_of_before_stay(
    school: School,
) -> None:
    before = school.row(at(0).today)
    new = school.pupils.keep(RENEWED, at(5).now)
    school.pupils.publish(new, TextChange.DUTY, at(5))
    renew_by = at(65).today
    assert school.ends == [renew_by]
    assert school.row(at(0).today, at(5).today) == before
    assert school.state(renew_by)[0] is DutyState.DONE
    assert school.state(renew_by + timedelta(days=1))[0] is DutyState.OVERDUE
    assert school.renew(at(6).today), "at once, for there is something new"
    school.read(at(6).today)
    assert school.ends == [renew_by, date(2027, 3, 8)]


def test_going_back_to_an_earlier_text_asks_nothing_more(school: School) -> None:
    new = school.pupils.keep(RENEWED, at(5).now)
    school.pupils.publish(new, TextChange.DUTY, at(5))
    school.pupils.publish(school.pupils.old, TextChange.WORDING, at(6))
    school.pupils.publish(new, TextChange.WORDING, at(7))
    assert school.ends == [at(65).today]


def test_what_a_later_text_promises_changes_no_period_of_before(school: School) -> None:
    longer = replace(LONGER, valid_months=36)
    new = school.pupils.keep(longer, at(5).now)
    school.pupils.publish(new, TextChange.WORDING, at(5))
    assert school.ends == [END]
    choice = PublishChoice(TextChange.WORDING)
    publishing.publish_again(COURSE, school.pupils.old, choice, DeedMoment(at(6).now))
    assert school.ends == [END]


def test_a_renewal_that_comes_along_from_another_account_was_not_known_before(
    school: School,
) -> None:
    world, began = school.pupils.world, END - timedelta(weeks=3)
    other = world.person("Klaar Dubbel")
    stays = school.pupils.people["Klaar"]
    assert school.renew(began)
    row = {"course": COURSE, "release": school.pupils.old, "enrolled_at": at_noon(began)}
    twice = [
        world.add(Enrolment(person_id=other.id, cycle=number, renews=end, **row))
        for number, end in ((1, None), (2, END))
    ]
    days = at_noon(began + timedelta(days=1)), began + timedelta(days=1)
    for module, lesson in LESSONS:
        where = {"enrolment_id": twice[1].id, "module": module, "lesson": lesson}
        world.add(LessonCompletion(**where, completed_at=days[0], completed_on=days[1]))
    day = began + timedelta(days=4)
    before = school.row(day)
    assert before.state is DutyState.DONE
    uniting.unite(other.id, stays.id, DeedMoment(at_noon(day + timedelta(days=2))))
    assert school.ends[1] is not None, "the renewal is done"
    assert school.row(day, seen=day + timedelta(days=2)) == before
