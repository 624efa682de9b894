"""What decides about the mail of a person: what they owe or lately owed, where they work, and what
they were told, each of nobody else.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.duties.calendars import OwnKind
from course.domain.duties.news import Behind, BehindList, NewsOfSchools
from course.domain.duties.reminders import DutyFacts
from course.domain.duties.states import DutyState
from course.domain.people.roles import Permission, Role
from course.domain.people.sight import Sight
from course.models import (
    Assignment,
    Duty,
    DutyRelief,
    Enrolment,
    LessonVisit,
    MailStop,
    Person,
    Reminder,
    School,
    Unreached,
)
from course.store.dated import DeedMoment
from course.store.duties import calendars, giving, reminding
from course.store.duties.calendars import NewOwnDays
from course.store.duties.giving import NewAssignment
from course.store.people import deeds, sight
from course.store.people.deeds import Workplace
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
GIVEN, DUE = TODAY - timedelta(days=20), TODAY + timedelta(days=30)
SOONER = DUE - timedelta(days=10)


def at(days: int = 0) -> DeedMoment:
    return DeedMoment(at_noon(TODAY + timedelta(days=days)))


class Case:
    """Ada and Bob work at a school that gave the course twice; Cas at one that gave nothing."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.school, self.beside = world.school("regenboog"), world.school("kompas")
        self.ada, self.bob, self.cas = (
            world.person(f"{name} Bos") for name in ("Ada", "Bob", "Cas")
        )
        for person, school in ((self.ada, self.school), (self.bob, self.school)):
            world.works(person, school)
        world.works(self.cas, self.beside)
        self.assign(self.school, DUE, GIVEN)
        self.assign(self.school, SOONER, GIVEN + timedelta(days=5))

    def assign(self, school: School, due: date, day: date = TODAY, course: str = COURSE) -> None:
        trainer = self.world.actor(Role.TRAINER, school)
        draft = NewAssignment(course, school.id, None, None, due, f"{school.id}-{due}-{course}")
        assert giving.assign(trainer, draft, at_noon(day), day) is not None

    def duty(self, person: Person, school: School | None = None) -> Duty:
        place = {"person_id": person.id, "school_id": (school or self.school).id}
        found: Duty = self.world.session.query(Duty).filter_by(course=COURSE, **place).one()
        return found

    def facts(self, *people: Person, days: int = 0, **more: Any) -> dict[str, Any]:
        """By name, in the order in which they come."""
        asked = [person.id for person in people]
        found = reminding.facts(asked, TODAY + timedelta(days=days), **more)
        return {one.name: one for one in found}

    def duties(self, person: Person, days: int = 0) -> list[tuple[DutyState, date, date]]:
        found = self.facts(person, days=days).get(person.name)
        return [(one.state, one.due_on, one.given_on) for one in found.duties] if found else []

    def closed(self, school: School, day: date = TODAY) -> None:
        who = self.cas.id
        off = NewOwnDays(school.id, OwnKind.CLOSED, "Studiedag", day, day, f"{school.id}-{day}")
        assert calendars.say_days(off, who, at_noon(GIVEN))


@pytest.fixture
def case(session: Any) -> Case:
    return Case(World(session, TODAY))


def test_each_has_what_they_owe_and_how_far_they_are_in_the_order_asked(case: Case) -> None:
    case.world.progress(case.ada, 2, TODAY - timedelta(days=5))
    found = case.facts(case.bob, case.cas, case.ada)
    assert list(found) == ["Bob Bos", "Ada Bos"], "who owes nothing is not there"
    ada, bob = found["Ada Bos"], found["Bob Bos"]
    assert ada.duties == (
        DutyFacts(case.duty(case.ada).ref, COURSE, SOONER, GIVEN, DutyState.BUSY, 2, 5),
    )
    assert bob.duties == (
        DutyFacts(case.duty(case.bob).ref, COURSE, SOONER, GIVEN, DutyState.NOT_STARTED, 0, None),
    )
    assert (ada.id, ada.ref, ada.email) == (case.ada.id, case.ada.ref, case.ada.email)
    assert list(case.facts(case.ada)) == ["Ada Bos"]
    case.bob.blocked_at = at_noon(TODAY)
    case.world.session.flush()
    assert list(case.facts(case.bob, case.ada)) == ["Ada Bos"]


def test_who_is_paused_done_or_late_is_told_so(case: Case) -> None:
    duty = case.duty(case.ada)
    until = TODAY + timedelta(days=2)
    row = {"kind": "paused", "until": until, "made_by": case.cas.id, "duty_id": duty.id}
    case.world.add(DutyRelief(**row, starts_on=GIVEN, recorded_at=at_noon(GIVEN)))
    assert case.duties(case.ada) == [(DutyState.PAUSED, SOONER, GIVEN)]
    assert case.duties(case.bob) == [(DutyState.NOT_STARTED, SOONER, GIVEN)]
    assert case.duties(case.ada, days=21) == [(DutyState.OVERDUE, SOONER, GIVEN)]
    case.world.progress(case.bob, 5, TODAY - timedelta(days=5), TODAY)
    assert case.duties(case.bob, days=21) == [(DutyState.DONE, SOONER, GIVEN)]


def test_what_is_withdrawn_is_owed_no_more(case: Case) -> None:
    trainer = case.world.actor(Role.TRAINER, case.school)
    query = case.world.session.query(Assignment).filter_by(school_id=case.school.id)
    first, second = query.order_by(Assignment.id)
    assert giving.withdraw(trainer, second.ref, at())
    assert case.duties(case.ada) == [(DutyState.NOT_STARTED, DUE, GIVEN)]
    assert giving.withdraw(trainer, first.ref, at())
    assert case.duties(case.ada) == []


def test_who_left_lately_is_told_what_they_owed_on_their_last_day(case: Case) -> None:
    deeds.leave(case.school.id, [case.ada.id], at())  # yesterday was the last day
    left = [(DutyState.LEFT, SOONER, GIVEN)]
    assert case.duties(case.ada) == case.duties(case.ada, days=59) == left
    assert case.duties(case.ada, days=60) == []
    assert case.duties(case.bob) == [(DutyState.NOT_STARTED, SOONER, GIVEN)]
    (fact,) = case.facts(case.ada)["Ada Bos"].duties
    assert (fact.ref, fact.course, fact.done, fact.total) == (
        case.duty(case.ada).ref,
        COURSE,
        0,
        None,
    )


def test_on_the_last_day_itself_somebody_still_owes_it(case: Case) -> None:
    deeds.set_end(case.school.id, [case.ada.id], TODAY, at(-1))
    assert case.duties(case.ada) == [(DutyState.NOT_STARTED, SOONER, GIVEN)]
    assert case.duties(case.ada, days=1) == [(DutyState.LEFT, SOONER, GIVEN)]


def test_who_came_back_did_not_leave(case: Case) -> None:
    for person in (case.ada, case.bob):
        deeds.leave(case.school.id, [person.id], at())
    deeds.join(case.school.id, [Workplace(case.ada.id)], at(5))
    ada = case.duties(case.ada, days=5)
    assert [state for state, _, _ in ada] == [DutyState.NOT_STARTED]
    assert [state for state, _, _ in case.duties(case.bob, days=5)] == [DutyState.LEFT]
    deeds.join(case.beside.id, [Workplace(case.bob.id)], at(5))
    assert [state for state, _, _ in case.duties(case.bob, days=5)] == [DutyState.LEFT]


def test_who_works_on_elsewhere_left_all_the_same(case: Case) -> None:
    who = case.world.person("Gus Bos")
    case.world.works(who, case.school, ends_on=TODAY + timedelta(days=1))
    case.world.works(who, case.beside)
    case.assign(case.school, DUE + timedelta(days=1))
    states = [[state for state, _, _ in case.duties(who, days=days)] for days in (1, 2)]
    assert states == [[DutyState.NOT_STARTED], [DutyState.LEFT]]


def test_what_was_withdrawn_before_somebody_left_is_told_no_more(case: Case) -> None:
    trainer = case.world.actor(Role.TRAINER, case.school)
    for given in case.world.session.query(Assignment).filter_by(school_id=case.school.id):
        assert giving.withdraw(trainer, given.ref, at())
    deeds.leave(case.school.id, [case.ada.id], at(2))
    assert case.duties(case.ada, days=2) == []


def test_who_left_and_owed_nothing_then_is_told_nothing(case: Case) -> None:
    deeds.leave(case.beside.id, [case.cas.id], at())
    case.assign(case.beside, DUE)
    assert case.duties(case.cas) == []


def test_a_day_off_at_one_of_their_schools_is_quiet(case: Case) -> None:
    case.world.works(case.bob, case.beside)
    case.closed(case.beside)

    def quiet(days: int = 0) -> list[bool]:
        found = case.facts(case.ada, case.bob, days=days)
        return [found[one.name].addressee.quiet for one in (case.ada, case.bob)]

    assert quiet() == [False, True]
    assert quiet(1) == [False, False]
    deeds.leave(case.beside.id, [case.bob.id], at())
    assert quiet() == [False, False]


def test_who_works_nowhere_has_a_day_off_when_all_schools_of_the_news_have(case: Case) -> None:
    leads = case.world.person("Dina Fok")
    late = tuple(
        Behind("", "", one.id, one.code, one.name, COURSE, DUE)
        for one in (case.school, case.beside)
    )
    news = {leads.id: NewsOfSchools(late=BehindList(late, len(late)))}
    for school, quiet in ((None, False), (case.school, False), (case.beside, True)):
        if school is not None:
            case.closed(school)
        found = case.facts(leads, news=news)["Dina Fok"]
        assert (found.duties, found.addressee.quiet) == ((), quiet)
    nothing = case.facts(leads, news={leads.id: NewsOfSchools()})["Dina Fok"]
    assert not nothing.addressee.quiet


def test_who_wants_no_mail_or_is_not_reached_is_told_apart(case: Case) -> None:
    case.world.add(MailStop(person_id=case.ada.id, since=at_noon(GIVEN)))
    case.world.add(Unreached(email_key=case.bob.email_key, since=at_noon(GIVEN), code="550"))
    found = case.facts(case.ada, case.bob)
    told = [found[one.name].addressee for one in (case.ada, case.bob)]
    assert [(one.stopped, one.unreached) for one in told] == [(True, False), (False, True)]


def test_the_ledger_of_each_is_their_own_and_only_what_went_out_was_told(case: Case) -> None:
    for person, day, outcome, step in (
        (case.ada, GIVEN + timedelta(days=9), "sent", "b"),
        (case.ada, GIVEN, "sent", "a"),
        (case.ada, TODAY, "quiet", "c"),
        (case.bob, TODAY, "quiet", "d"),
    ):
        key = f"{person.id}:{step}"
        mail = {"mail_key": key if outcome == "sent" else None, "outcome": outcome, "key": key}
        row = {"person_id": person.id, "day": day, "at": at_noon(day), "steps": [step]}
        case.world.add(Reminder(**row, **mail))
    found = case.facts(case.ada, case.bob)
    ada, bob = found["Ada Bos"], found["Bob Bos"]
    assert (ada.told.steps, ada.told.last_on) == ({"a", "b"}, GIVEN + timedelta(days=9))
    assert ada.lines == {f"{case.ada.id}:{step}" for step in "abc"}
    assert (bob.told.steps, bob.told.last_on, bob.lines) == (set(), None, {f"{case.bob.id}:d"})


def test_when_they_opened_a_lesson_last(case: Case) -> None:
    case.world.progress(case.ada, 0, TODAY - timedelta(days=5))
    mine = case.world.session.query(Enrolment.id).filter_by(person_id=case.ada.id).scalar()
    place = {"module": "delen", "lesson": "les-1", "enrolment_id": mine}
    for days in (3, 1, 2):
        case.world.add(LessonVisit(**place, visited_at=at(-days).now))
    found = case.facts(case.ada, case.bob)
    assert found["Ada Bos"].learned_at == at(-1).now
    assert found["Bob Bos"].learned_at is None


def test_whose_duties_somebody_may_see_are_those_of_their_schools(case: Case) -> None:
    case.assign(case.beside, DUE)
    mine, other = case.duty(case.ada).ref, case.duty(case.cas, case.beside).ref
    trainer = case.world.actor(Role.TRAINER, case.school)
    manager = case.world.actor(Role.MANAGER, case.school)
    assert reminding.seen_by(trainer, [mine, other]) == {mine}
    assert reminding.seen_by(manager, [mine, other]) == set(), "who leads gives no duties"
    assert reminding.seen_by(manager, [mine, other], Permission.NUDGE) == {mine}


def test_how_far_is_told_where_a_school_shows_lessons(case: Case) -> None:
    case.assign(case.beside, DUE)
    refs = [case.duty(case.ada).ref, case.duty(case.cas, case.beside).ref]
    manager = case.world.actor(Role.MANAGER, board=case.world.board)
    assert reminding.far_seen_by(manager, refs, TODAY) == set(refs)
    assert reminding.far_seen_by(manager, refs[:1], TODAY) == {refs[0]}
    sight.put(case.beside.id, Sight.DATES, None, at(-3))
    assert reminding.far_seen_by(manager, refs, TODAY) == {refs[0]}
    trainer = case.world.actor(Role.TRAINER, board=case.world.board)
    assert reminding.far_seen_by(trainer, refs, TODAY) == set(refs)


def test_who_ever_owed_something_comes_by_number_once(case: Case) -> None:
    case.world.works(case.ada, case.beside)
    case.assign(case.beside, DUE)
    people = sorted([case.ada.id, case.bob.id, case.cas.id])
    before = people[0] - 1
    assert reminding.people_after(before, 9) == people
    assert reminding.people_after(before, 2) == people[:2]
    assert reminding.people_after(people[0], 9) == people[1:]
    assert reminding.people_after(people[2], 9) == []
