"""Two accounts of one person become one: what comes along, and what stays as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from course import clock
from course.domain.duties.states import DutyState
from course.domain.people.roles import Role
from course.models import (
    Assignment,
    AuditEntry,
    Certificate,
    Duty,
    DutyReason,
    Enrolment,
    LessonCompletion,
    MailStop,
    MeasurementSkip,
    Membership,
    Person,
    Progress,
    RefresherStop,
    RoleGrant,
    School,
)
from course.store.dated import DeedMoment, holds_on
from course.store.duties import giving, people_list
from course.store.duties.giving import NewAssignment
from course.store.duties.people_list import PeopleFilter
from course.store.duties.reach import AsOf, reach_of
from course.store.learning import measuring
from course.store.messages import refreshers, reminders
from course.store.people import deeds, directory, undoing, uniting
from course.store.people.deeds import Workplace
from course.store.proof import certificates, own_record
from course.store.signing_in import accounts as signing_in
from tests.staff import COURSE, MODULES, World

TODAY = clock.today()
DUE = TODAY + timedelta(days=60)
LESSONS = sum(MODULES.values())


class Two:
    """Noor twice: the old account has a school, a role, a course for her alone and lessons."""

    def __init__(self, session: Any) -> None:
        self.session, self.world = session, World(session, TODAY)
        self.boom, self.tak = self.world.school("boom"), self.world.school("tak")
        self.old = self.world.person("Noor Berg", "noor.oud@boom.example")
        self.new = self.world.person("Noor van den Berg", "noor@boom.example")
        self.world.works(self.old, self.boom, self.world.team(self.boom, "Groep 7"), number="7")
        self.world.works(self.old, self.tak)
        self.world.works(self.new, self.tak)
        self.world.grant(self.old, Role.MANAGER, self.boom)
        trainer = self.world.actor(Role.TRAINER)
        given = NewAssignment(COURSE, self.boom.id, None, self.old.id, DUE, "voor-noor-alleen")
        assert giving.assign(trainer, given, clock.now(), TODAY)
        self.keeper = self.world.actor(Role.ADMINISTRATOR, board=self.world.board)
        self.moment = DeedMoment(clock.now(), self.keeper.id)

    def learns(self, done: int) -> None:
        day = TODAY - timedelta(days=20)
        last = TODAY - timedelta(days=20 - done) if done == LESSONS else None
        self.world.progress(self.old, done, day, last)

    def unite(self) -> None:
        self.session.commit()
        uniting.unite(self.old.id, self.new.id, self.moment)
        self.session.commit()
        self.session.expire_all()

    def at_work(self, person: Person) -> list[tuple[str, str | None]]:
        query = self.session.query(School.code, Membership.staff_number).join(
            Membership, Membership.school_id == School.id
        )
        here = query.filter(Membership.person_id == person.id, holds_on(Membership, TODAY))
        return sorted(here.all())

    def all_of_both(self) -> tuple[Any, ...]:
        """Where both work, what they may, and what each owes by when."""
        may = self.session.query(RoleGrant.person_id, RoleGrant.role, RoleGrant.school_id)
        owed = self.session.query(Duty.person_id, Duty.school_id, DutyReason.due_on).join(
            DutyReason, DutyReason.duty_id == Duty.id
        )
        roles = may.filter(holds_on(RoleGrant, TODAY), RoleGrant.person_id != self.keeper.id)
        here = owed.filter(holds_on(DutyReason, TODAY))
        rows = (sorted(map(tuple, query.all())) for query in (roles, here))
        return (self.at_work(self.old), self.at_work(self.new), *rows)

    def report(self, day: Any) -> list[tuple[str, DutyState, int]]:
        reach = reach_of(self.world.actor(Role.MANAGER, self.boom), [self.boom.id])
        moment = AsOf(COURSE, day, TODAY)
        rows = people_list.people_rows(reach, moment, PeopleFilter(), limit=50)
        return [(row.name, row.state, row.done) for row in rows]


@pytest.fixture
def two(session: Any) -> Two:
    return Two(session)


def test_work_roles_and_what_is_owed_come_along(two: Two) -> None:
    two.unite()
    assert two.at_work(two.old) == []
    assert two.at_work(two.new) == [("boom", "7"), ("tak", None)]
    roles = two.session.query(RoleGrant.person_id).filter(
        RoleGrant.school_id == two.boom.id, RoleGrant.role == "manager", holds_on(RoleGrant, TODAY)
    )
    assert [who for (who,) in roles] == [two.new.id]
    owed = two.session.query(Duty.person_id, DutyReason.due_on).join(
        DutyReason, DutyReason.duty_id == Duty.id
    )
    here = owed.filter(Duty.school_id == two.boom.id, holds_on(DutyReason, TODAY))
    assert here.all() == [(two.new.id, DUE)]
    own = two.session.query(Assignment.person_id).filter(Assignment.person_id == two.new.id)
    assert own.count() == 1


def test_what_is_done_is_done_since_the_same_day_and_has_its_certificate(two: Two) -> None:
    two.learns(LESSONS)
    two.session.commit()
    lessons = two.session.query(LessonCompletion).join(
        Enrolment, Enrolment.id == LessonCompletion.enrolment_id
    )
    before = lessons.filter(Enrolment.person_id == two.old.id).count()
    two.unite()
    done = two.session.query(Progress).join(Enrolment, Enrolment.id == Progress.enrolment_id)
    both = {
        who: done.filter(Enrolment.person_id == who).one().completed_on
        for who in (two.old.id, two.new.id)
    }
    assert both[two.new.id] is not None
    assert lessons.filter(Enrolment.person_id == two.old.id).count() == before, "nothing is lost"
    assert two.session.query(Certificate).filter_by(person_id=two.new.id).count() == 1


def test_nobody_signs_in_with_it_and_nobody_finds_it(two: Two) -> None:
    two.unite()
    assert signing_in.find_account("noor.oud@boom.example") is None
    found = directory.search(two.keeper, TODAY, "noor", limit=9)
    assert {row.email for row in found.rows} == {"noor@boom.example"}
    notes = two.session.query(AuditEntry).filter_by(deed=two.moment.deed, action="merged")
    assert {row.person_id for row in notes} == {two.old.id, two.new.id}


def test_once_a_lesson_was_done_it_is_for_good(two: Two) -> None:
    two.learns(1)
    two.unite()
    assert not undoing.can_undo(two.keeper, two.moment.deed, DeedMoment(clock.now()))
    undone = undoing.undo(two.keeper, two.moment.deed, DeedMoment(clock.now(), two.keeper.id))
    assert undone.people == 0
    assert two.at_work(two.old) == []


def test_it_is_taken_back_as_a_whole(two: Two) -> None:
    two.session.commit()
    before = two.all_of_both()
    two.unite()
    again = DeedMoment(clock.now(), two.keeper.id)
    assert two.moment.deed in undoing.possible(two.keeper, two.new.id, again)
    assert undoing.undo(two.keeper, two.moment.deed, again).people == 2
    two.session.commit()
    two.session.expire_all()
    assert two.all_of_both() == before
    assert signing_in.find_account("noor.oud@boom.example") is not None
    assert not undoing.can_undo(two.keeper, two.moment.deed, again), "once"
    told = two.session.query(AuditEntry.action, AuditEntry.person_id).filter_by(
        deed=again.deed, school_id=None, undoes=two.moment.deed
    )
    assert sorted(map(tuple, told)) == [
        ("merge-undone", two.old.id),
        ("merge-undone", two.new.id),
        ("unblocked", two.old.id),
    ], "the trail says that they are two again"
    two.moment = DeedMoment(clock.now(), two.keeper.id)
    two.unite()  # and made one again
    assert signing_in.find_account("noor.oud@boom.example") is None
    assert undoing.can_undo(two.keeper, two.moment.deed, DeedMoment(clock.now()))


def test_after_something_else_no_half_of_it_is_taken_back(two: Two) -> None:
    two.unite()
    later = DeedMoment(clock.now(), two.keeper.id)
    deeds.move_team(two.boom.id, [Workplace(two.new.id, None, "7")], later)
    assert not undoing.can_undo(two.keeper, two.moment.deed, later)
    two.session.rollback()
    taken = two.world.person("Noor Berg", "noor.oud@boom.example")
    two.session.commit()
    assert not undoing.can_undo(two.keeper, two.moment.deed, later), taken.email


def test_mijn_dossier_reads_both(two: Two) -> None:
    two.learns(LESSONS)
    two.unite()
    two.world.works(two.world.person("Noor", "noor.drie@boom.example"), two.tak)
    third = two.session.query(Person).filter_by(email="noor.drie@boom.example").one()
    uniting.unite(two.new.id, third.id, DeedMoment(clock.now(), two.keeper.id))
    two.session.commit()
    owners = {one.number for one in certificates.of_person(third.id)}
    given = {
        number
        for (number,) in two.session.query(Certificate.number).filter(
            Certificate.person_id.in_((two.old.id, two.new.id, third.id))
        )
    }
    assert owners == given
    assert len(given) == 3, "of each account its own"
    number = two.session.query(Certificate.number).filter_by(person_id=two.old.id).scalar()
    assert certificates.own(third.id, number) is not None
    assert certificates.own(two.keeper.id, number) is None
    assert {one.school for one in own_record.places(third.id)} == {two.boom.name, two.tak.name}


def test_reports_of_earlier_days_say_the_same(two: Two) -> None:
    two.learns(2)
    two.session.commit()
    yesterday = TODAY - timedelta(days=1)
    before = two.report(yesterday)
    two.unite()
    assert two.report(yesterday) == before


def test_who_wanted_no_mail_and_no_measurement_gets_none(two: Two) -> None:
    two.learns(1)
    mine = two.session.query(Enrolment).filter_by(person_id=two.old.id).one()
    two.world.add(MailStop(person_id=two.old.id, since=two.moment.now))
    two.world.add(RefresherStop(person_id=two.old.id, since=two.moment.now))
    skip = {"enrolment_id": mine.id, "module": "delen", "skipped_at": two.moment.now}
    two.world.add(MeasurementSkip(**skip))
    two.unite()
    assert reminders.has_stopped(two.new.ref)
    assert refreshers.has_stopped(two.new.ref)
    own = two.session.query(Enrolment).filter_by(person_id=two.new.id).one()
    assert measuring.standing(own.id, "delen").skipped
