"""Duties that are mended: one day for a person whatever the number of reasons, a pause and an
exemption that are counted, and what was told before is what was done.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.duties.mending import Mend, Mending
from course.domain.duties.states import DutyState, ExemptFor
from course.domain.people.roles import Role
from course.models import Assignment, AuditEntry, Duty, DutyReason, DutyRelief, Person
from course.store.dated import DeedMoment
from course.store.duties import assignments, changing, giving, mending, people_list, totals
from course.store.duties.changing import GivenBack
from course.store.duties.giving import NewAssignment
from course.store.duties.mending import Chosen
from course.store.duties.people_list import PeopleFilter
from course.store.duties.person import person_row, relief_row
from course.store.duties.reach import AsOf, reach_of
from course.store.learning import reading
from course.store.people import accounts, deeds
from course.store.people.accounts import FullName
from tests.builders import joiner_due
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
DUE = TODAY + timedelta(days=30)
SOONER, LATER = DUE - timedelta(days=10), DUE + timedelta(days=10)


class Case:
    """A school with Ada, Bob and Cas, who owe the course twice: by DUE, and by a day before."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.school = world.school("regenboog")
        self.trainer = world.actor(Role.TRAINER, self.school)
        self.manager = world.actor(Role.MANAGER, self.school)
        self.people = [world.person(f"{name} Bos") for name in ("Ada", "Bob", "Cas")]
        for person in self.people:
            world.works(person, self.school)
        self.refs = [self.assign(DUE), self.assign(SOONER)]

    def assign(self, due: date, school: Any = None) -> str:
        where = school or self.school
        draft = NewAssignment(COURSE, where.id, None, None, due, f"{due}-{where.id}")
        actor = self.world.actor(Role.TRAINER, where)
        made = giving.assign(actor, draft, at_noon(TODAY), TODAY)
        assert made is not None
        return made.ref

    def duty(self, person: Person) -> Duty:
        mine = self.world.session.query(Duty).filter_by(
            person_id=person.id, school_id=self.school.id, course=COURSE
        )
        found: Duty = mine.one()
        return found

    def mend(self, *people: Person, days: int = 0, **wanted: Any) -> Any:
        chosen = Chosen(refs=tuple(self.duty(person).ref for person in people))
        moment = DeedMoment(at_noon(TODAY + timedelta(days=days)), by=self.trainer.id)
        return mending.mend(self.trainer, chosen, Mend(**wanted), moment)

    def states(self, on: date) -> dict[str, int]:
        reach = reach_of(self.manager, [self.school.id])
        whole = totals.school_totals(reach, AsOf(COURSE, on, TODAY + timedelta(days=400))).whole
        return {state.value: count for state, count in whole.counts.items() if count}

    def home(self, person: Person, on: date = TODAY) -> Any:
        return reading.own_duties(person.id, on)[0].owed


@pytest.fixture
def case(session: Any) -> Case:
    return Case(World(session, TODAY))


def test_one_person_gets_another_day_over_all_reasons_and_nobody_else(case: Case) -> None:
    ada, bob, _ = case.people
    done = case.mend(ada, what=Mending.DAY, day=LATER)
    assert [one.person_id for one in done.changed] == [ada.id]
    assert (case.home(ada).due_on, case.home(bob).due_on) == (LATER, SOONER)
    listed = assignments.assignment(case.trainer, case.refs[1], TODAY)
    assert listed is not None
    people = assignments.assigned_people(listed.id, TODAY)
    assert [one.due_on for one in people] == [LATER, SOONER, SOONER]
    assert case.states(LATER) == {"not-started": 1, "overdue": 2}
    again = case.mend(ada, what=Mending.DAY, day=LATER)
    assert (again.changed, again.same) == ((), 1)


def test_yesterday_said_what_it_said(case: Case) -> None:
    ada, *_ = case.people
    case.mend(ada, days=25, what=Mending.DAY, day=LATER)
    assert case.states(TODAY + timedelta(days=24)) == {"overdue": 3}
    assert case.states(TODAY + timedelta(days=25)) == {"overdue": 2, "not-started": 1}


def test_a_pause_is_counted_until_its_day_and_leaves_four_school_weeks(case: Case) -> None:
    ada, *_ = case.people
    until = SOONER + timedelta(days=5)
    done = case.mend(ada, what=Mending.PAUSE, day=until)
    assert (len(done.changed), done.more_time) == (1, 1)
    assert case.states(until) == {"paused": 1, "overdue": 2}
    assert case.states(until + timedelta(days=1)) == {"not-started": 1, "overdue": 2}
    back = until + timedelta(days=1)
    assert case.home(ada, back).due_on == joiner_due(back)
    row = case.world.session.query(DutyRelief).filter_by(duty_id=case.duty(ada).id).one()
    assert (row.kind, row.category, row.made_by) == ("paused", None, case.trainer.id)


def test_an_exemption_says_why_and_by_whom_and_ends_when_somebody_ends_it(case: Case) -> None:
    ada, *_ = case.people
    case.mend(ada, what=Mending.EXEMPT, category=ExemptFor.OTHER_WORK)
    assert case.states(DUE) == {"exempt": 1, "overdue": 2}
    assert case.home(ada).relief == "exempt"
    assert case.home(ada).due_on == SOONER
    case.mend(ada, days=1, what=Mending.EXEMPT, category=ExemptFor.DECISION, day=DUE)
    case.mend(ada, days=2, what=Mending.RESUME)
    assert case.states(TODAY + timedelta(days=1))["exempt"] == 1
    assert "exempt" not in case.states(TODAY + timedelta(days=2))
    notes = case.world.session.query(AuditEntry).filter_by(person_id=ada.id)
    assert [row.action for row in notes] == ["duty-exempt", "duty-exempt", "duty-resumed"]


def test_every_deed_stands_in_the_trail_with_its_day(case: Case) -> None:
    ada, *_ = case.people
    case.mend(ada, what=Mending.DAY, day=LATER)
    case.mend(ada, what=Mending.PAUSE, day=DUE)
    case.mend(ada, what=Mending.EXEMPT, category=ExemptFor.OTHER_WORK)
    case.mend(ada, what=Mending.RESUME)
    notes = case.world.session.query(AuditEntry).filter_by(person_id=ada.id)
    assert [(row.action, row.school_id, row.detail) for row in notes.order_by(AuditEntry.id)] == [
        ("duty-day", case.school.id, {"day": LATER.isoformat()}),
        ("duty-paused", case.school.id, {"day": DUE.isoformat()}),
        ("duty-exempt", case.school.id, {}),
        ("duty-resumed", case.school.id, {}),
    ]


def test_another_reason_for_an_exemption_takes_the_place_of_the_first(case: Case) -> None:
    ada, *_ = case.people
    case.mend(ada, what=Mending.EXEMPT, category=ExemptFor.OTHER_WORK)
    done = case.mend(ada, days=1, what=Mending.EXEMPT, category=ExemptFor.DECISION, day=LATER)
    assert (done.more_time, case.home(ada, TODAY + timedelta(days=1)).due_on) == (0, SOONER)
    rows = case.world.session.query(DutyRelief).filter_by(replaced_at=None)
    told = [(row.category, row.until, row.ends_on) for row in rows.order_by(DutyRelief.id)]
    assert told == [("other-work", None, TODAY), ("decision", LATER, None)]


def test_who_goes_on_may_be_paused_again_and_that_was_so_stays(case: Case) -> None:
    ada, *_ = case.people
    case.mend(ada, what=Mending.EXEMPT, category=ExemptFor.OTHER_WORK)
    case.mend(ada, days=2, what=Mending.RESUME)
    case.mend(ada, days=4, what=Mending.PAUSE, day=DUE)
    days = [case.states(TODAY + timedelta(days=number)) for number in (1, 3, 4)]
    others = {"not-started": 2}
    assert days == [{"exempt": 1, **others}, {"not-started": 3}, {"paused": 1, **others}]


def test_a_reason_that_ended_keeps_its_day(case: Case) -> None:
    ada, *_ = case.people
    giving.withdraw(case.trainer, case.refs[1], DeedMoment(at_noon(TODAY + timedelta(days=1))))

    def ended() -> list[tuple[date, date | None]]:
        query = case.world.session.query(DutyReason.due_on, DutyReason.ends_on)
        mine = query.filter_by(duty_id=case.duty(ada).id, replaced_at=None)
        return [tuple(row) for row in mine.filter(DutyReason.ends_on.is_not(None))]

    assert ended() == [(SOONER, TODAY)]
    case.mend(ada, days=3, what=Mending.DAY, day=LATER)
    assert (SOONER, TODAY) in ended()
    assert LATER not in [due for due, _ in ended()]
    assert case.home(ada, TODAY + timedelta(days=3)).due_on == LATER


def test_a_pause_without_a_day_and_another_deed_move_no_day(case: Case) -> None:
    chosen = mending.chosen_duties(case.trainer, Chosen(course=COURSE, school="regenboog"), TODAY)
    late = SOONER + timedelta(days=1)
    told = [
        mending.what_it_does(case.trainer, chosen, wanted).more_time
        for wanted in (Mend(Mending.PAUSE), Mend(Mending.EXEMPT, late), Mend(Mending.PAUSE, late))
    ]
    assert told == [0, 0, 3]


def test_who_exempted_them_is_called_as_that_day(case: Case) -> None:
    ada, *_ = case.people
    case.mend(ada, what=Mending.EXEMPT, category=ExemptFor.OTHER_WORK)
    reach = reach_of(case.manager, [case.school.id])
    called = case.trainer.name

    def told(day: int) -> str | None:
        on = AsOf(COURSE, TODAY + timedelta(days=day), TODAY + timedelta(days=9))
        found = relief_row(reach, on, ada.ref)
        return found.made_by if found else None

    later = DeedMoment(at_noon(TODAY + timedelta(days=5)))
    accounts.rename({case.trainer.id: FullName("Anders Genoemd", "genoemd, anders")}, later)
    assert (told(0), told(4), told(5)) == (called, called, "Anders Genoemd")


def test_nobody_relieves_themselves_but_may_move_the_day(case: Case) -> None:
    me = case.world.session.get(Person, case.trainer.id)
    case.world.works(me, case.school)
    case.assign(DUE + timedelta(days=1))
    for what in (Mending.PAUSE, Mending.EXEMPT):
        done = case.mend(me, what=what, day=DUE, category=None)
        assert (done.changed, done.oneself) == ((), 1)
    assert case.world.session.query(DutyRelief).filter_by(duty_id=case.duty(me).id).count() == 0
    assert len(case.mend(me, what=Mending.DAY, day=LATER).changed) == 1


def test_done_stays_done(case: Case) -> None:
    ada, *_ = case.people
    case.world.progress(ada, 5, TODAY - timedelta(days=4), TODAY)
    done = case.mend(ada, what=Mending.PAUSE, day=DUE)
    assert (done.changed, done.done) == ((), 1)
    assert case.states(TODAY)["done"] == 1


def test_the_day_of_another_school_goes_on_and_is_told(case: Case) -> None:
    ada, *_ = case.people
    there = case.world.school("kompas")
    case.world.works(ada, there)
    case.assign(SOONER - timedelta(days=1), there)
    done = case.mend(ada, what=Mending.DAY, day=LATER)
    assert done.stricter_elsewhere == 1
    assert case.home(ada).due_on == SOONER - timedelta(days=1)


def test_out_of_scope_is_not_there(case: Case) -> None:
    ada, *_ = case.people
    stranger = case.world.actor(Role.TRAINER, case.world.school("kompas"))
    chosen = Chosen(refs=(case.duty(ada).ref,))
    assert mending.chosen_duties(stranger, chosen, TODAY) == []
    wanted = Mend(Mending.DAY, LATER)
    assert mending.mend(stranger, chosen, wanted, DeedMoment(at_noon(TODAY))).changed == ()
    assert case.home(ada).due_on == SOONER


def test_a_whole_list_is_those_of_its_filter(case: Case) -> None:
    late = SOONER + timedelta(days=1)
    here = Chosen(school="regenboog", course=COURSE)
    assert len(mending.chosen_duties(case.trainer, here, late)) == 3
    case.world.progress(case.people[0], 5, TODAY - timedelta(days=4), TODAY)
    overdue = Chosen(school="regenboog", course=COURSE, state=DutyState.OVERDUE)
    found = mending.chosen_duties(case.trainer, overdue, late)
    assert [one.name for one in found] == ["Bob Bos", "Cas Bos"]
    everywhere = Chosen(course=COURSE, state=DutyState.OVERDUE)
    assert len(mending.chosen_duties(case.trainer, everywhere, late)) == 2
    board = Chosen(course=COURSE, board=case.world.board.code)
    assert len(mending.chosen_duties(case.trainer, board, late)) == 3
    elsewhere = Chosen(course=COURSE, board="elders")
    assert mending.chosen_duties(case.trainer, elsewhere, late) == []
    named = Chosen(school="regenboog", course=COURSE, words="bob")
    assert [one.name for one in mending.chosen_duties(case.trainer, named, late)] == ["Bob Bos"]
    given = Chosen(assignment=case.refs[0], state=DutyState.DONE)
    assert [one.name for one in mending.chosen_duties(case.trainer, given, late)] == ["Ada Bos"]


def test_another_day_for_an_assignment_is_told_before_and_done(case: Case) -> None:
    ada, *_ = case.people
    case.mend(ada, what=Mending.DAY, day=LATER + timedelta(days=9))
    told = changing.day_effect(case.trainer, case.refs[1], LATER, TODAY)
    moment = DeedMoment(at_noon(TODAY), by=case.trainer.id)
    done = changing.change_day(case.trainer, case.refs[1], LATER, moment)
    assert told == done
    assert done is not None
    assert (done.moved, done.stricter, done.own) == (0, 2, 1), "the first assignment is earlier"
    row = case.world.session.query(Assignment).filter_by(ref=case.refs[1]).one()
    assert row.due_on == LATER
    assert [case.home(one).due_on for one in case.people] == [LATER + timedelta(days=9), DUE, DUE]


def test_a_withdrawal_is_undone_with_the_days_that_people_had(case: Case) -> None:
    ada, bob, _ = case.people
    case.mend(ada, what=Mending.DAY, day=LATER)
    for ref in case.refs:
        giving.withdraw(case.trainer, ref, DeedMoment(at_noon(TODAY + timedelta(days=1))))
    assert reading.own_duties(ada.id, TODAY + timedelta(days=1)) == []
    later = TODAY + timedelta(days=25)
    told = changing.restore_effect(case.trainer, case.refs[1], later)
    assert told is not None
    assert (told.people, told.done, told.late) == (3, 0, 2)
    moment = DeedMoment(at_noon(later), by=case.trainer.id)
    assert changing.restore(case.trainer, case.refs[1], moment)
    assert changing.restore(case.trainer, case.refs[1], moment), "twice is once"
    assert (case.home(ada, later).due_on, case.home(bob, later).due_on) == (LATER, SOONER)
    assert case.states(later - timedelta(days=1)) == {}
    row = case.world.session.query(Assignment).filter_by(ref=case.refs[1]).one()
    assert (row.withdrawn_at, row.withdrawn_by) == (None, None)
    mine = case.world.session.query(DutyReason).filter_by(assignment_id=row.id, replaced_at=None)
    assert mine.filter(DutyReason.ends_on.is_(None)).count() == 3


def test_who_is_paused_or_exempt_is_not_told_to_be_late_once_it_is_undone(case: Case) -> None:
    """What was told before is what the list says afterwards."""
    ada, bob, cas = case.people
    case.world.progress(cas, 5, TODAY - timedelta(days=4), TODAY)
    case.mend(ada, what=Mending.EXEMPT, category=ExemptFor.DECISION)
    case.mend(bob, what=Mending.PAUSE, day=TODAY + timedelta(days=2))
    later = TODAY + timedelta(days=70)
    giving.withdraw(case.trainer, case.refs[1], DeedMoment(at_noon(TODAY + timedelta(days=1))))
    told = changing.restore_effect(case.trainer, case.refs[1], later)
    assert told == GivenBack(people=3, done=1, late=1, relieved=1)
    both = GivenBack.together([told, told])
    assert both == GivenBack(people=6, done=2, late=2, relieved=2)
    assert changing.restore(case.trainer, case.refs[1], DeedMoment(at_noon(later)))
    assert case.states(later) == {"done": 1, "overdue": 1, "exempt": 1}


def test_who_left_is_counted_and_listed_by_name_and_in_no_percentage(case: Case) -> None:
    ada, *_ = case.people
    deeds.leave(case.school.id, [ada.id], DeedMoment(at_noon(TODAY + timedelta(days=1))))
    reach = reach_of(case.manager, [case.school.id])
    moment = AsOf(COURSE, TODAY + timedelta(days=1), TODAY + timedelta(days=1))
    found = totals.school_totals(reach, moment)
    assert (found.left, found.left_of(""), found.left_of("elders"), found.whole.people) == (
        1,
        1,
        0,
        2,
    )
    gone = people_list.people_rows(reach, moment, PeopleFilter(state=DutyState.LEFT))
    assert [(one.name, one.state) for one in gone] == [("Ada Bos", DutyState.LEFT)]
    here = people_list.people_rows(reach, moment, PeopleFilter())
    assert [one.name for one in here] == ["Bob Bos", "Cas Bos"]
    row = person_row(reach, moment, ada.ref)
    assert row is not None
    assert row.state is DutyState.LEFT


def test_an_assignment_out_of_scope_is_not_there(case: Case) -> None:
    stranger = case.world.actor(Role.TRAINER, case.world.school("kompas"))
    assert changing.day_effect(stranger, case.refs[0], LATER, TODAY) is None
    assert changing.restore_effect(stranger, case.refs[0], TODAY) is None
    assert not changing.restore(stranger, case.refs[0], DeedMoment(at_noon(TODAY)))
