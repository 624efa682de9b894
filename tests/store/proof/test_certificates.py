"""Certificates of several people and courses at once: each says what is so of that person alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.domain.proof.worth import Worth
from course.models import Certificate, Enrolment, Person, Progress
from course.store.dated import DeedMoment
from course.store.people import accounts, deeds
from course.store.people.accounts import FullName
from course.store.proof import certificates, issuing
from course.store.proof.issuing import Withdrawal
from tests import builders
from tests.builders import LONG_AGO
from tests.staff import COURSE, TITLE, World, at_noon

TODAY = clock.today()
ONE = timedelta(days=1)


@pytest.fixture
def world(session: Any) -> World:
    return World(session, TODAY)


def enrolment_of(world: World, who: Person) -> int:
    return int(world.session.query(Enrolment.id).filter_by(person_id=who.id).scalar())


def kept(world: World, who: Person, days: int, course: str = COURSE, **more: Any) -> Certificate:
    """A certificate of a course that was done so many days ago."""
    row = {"person_id": who.id, "course": course, "release": world.release}
    enrolled = world.add(Enrolment(**row, enrolled_at=at_noon(LONG_AGO)))
    day = TODAY - days * ONE
    told = {"name": who.name, "schools": ["De Brug"], "modules": ["delen"], "minutes": 6}
    told |= {"person_id": who.id, "enrolment_id": enrolled.id, "release": world.release}
    told |= {"completed_on": day, "issued_at": at_noon(day)}
    made = world.add(Certificate(number=f"nummer-{who.id}-{course}", **{**told, **more}))
    assert isinstance(made, Certificate)
    return made


def test_of_several_at_once_each_has_its_own_schools_modules_and_minutes(world: World) -> None:
    first, second = world.school("brug"), world.school("anders")
    both, one, busy = (world.person(name) for name in ("Ada Bos", "Bo Vos", "Cas Das"))
    done = TODAY - 9 * ONE
    later = builders.membership(world.session, both, second, starts_on=done)
    world.works(both, first, starts_on=done - 20 * ONE, ends_on=done)
    world.works(one, second, starts_on=LONG_AGO)
    world.works(one, first, starts_on=LONG_AGO, ends_on=done - ONE)
    world.works(busy, first)
    world.progress(both, 5, done - 5 * ONE, done)
    world.progress(one, 4, done - 5 * ONE, done)
    world.progress(busy, 3, done - 5 * ONE)
    assert later.school_id == second.id
    enrolments = [enrolment_of(world, who) for who in (one, both, busy)]
    issuing.issue(enrolments[1:])
    assert [len(certificates.of_person(who.id)) for who in (one, both, busy)] == [0, 1, 0]
    issuing.issue(enrolments)
    (of_both,), (of_one,) = (certificates.of_person(who.id) for who in (both, one))
    assert of_both.schools == (first.name, second.name), "where they worked longest first"
    assert of_one.schools == (second.name,)
    assert (of_both.modules, of_one.modules) == (("blijft", "delen"), ("delen",))
    assert (of_both.minutes, of_one.minutes) == (10, 8)
    assert (of_both.name, of_one.name) == (both.name, one.name)
    assert (of_both.course, of_both.title, of_both.edition) == (COURSE, TITLE, 1)
    assert (of_both.completed_on, of_both.issued_at) == (done, at_noon(done))
    assert certificates.of_person(busy.id) == []
    assert of_both.number != of_one.number


def test_who_works_nowhere_and_whose_course_has_no_end(world: World) -> None:
    who = world.person("Ada Bos")
    world.progress(who, 0, TODAY - 5 * ONE, TODAY)
    issuing.issue([enrolment_of(world, who)])
    (found,) = certificates.of_person(who.id)
    assert (found.schools, found.modules, found.minutes) == ((), (), 0)
    assert (found.valid_until, found.replaces, found.replaced_by) == (None, None, None)
    assert (found.withdrawn_at, found.reason) == (None, None)
    assert found.worth_on(date(2099, 1, 1)) is Worth.VALID


def test_the_newest_is_first_and_one_of_another_changes_nothing(world: World) -> None:
    ada, bo = world.person("Ada Bos"), world.person("Bo Vos")
    old = kept(world, ada, 9)
    new, same = kept(world, ada, 2, "een"), kept(world, ada, 2, "twee")
    other = kept(world, bo, 1)
    numbers = [one.number for one in certificates.of_person(ada.id)]
    assert numbers == [same.number, new.number, old.number]
    assert issuing.withdraw(other.id, Withdrawal("Van iemand anders", ada.id, clock.now()))
    assert {one.withdrawn_at for one in certificates.of_person(ada.id)} == {None}
    assert certificates.own(ada.id, old.number) == certificates.checked(old.number)
    assert certificates.own(ada.id, other.number) is None
    assert certificates.checked("nummer-niemand") is None
    found = certificates.of_enrolment(new.enrolment_id)
    assert found is not None
    assert found.number == new.number


def test_the_one_that_was_asked_is_replaced_in_the_name_of_its_owner(world: World) -> None:
    ada, bo = world.person("Ada Bos"), world.person("Bo Vos")
    old, new = kept(world, ada, 9), kept(world, ada, 2, "een", valid_until=TODAY + ONE)
    kept(world, bo, 3)
    accounts.rename({ada.id: FullName("Ada Berg", "berg, ada")}, DeedMoment(clock.now()))
    now = clock.now()
    assert issuing.reissue(bo.id, new.number, now) is None, "it is not theirs"
    number = issuing.reissue(ada.id, new.number, now)
    made = world.session.query(Certificate).filter_by(number=number).one()
    told = (made.name, made.replaces_id, made.issued_at, made.valid_until, made.enrolment_id)
    assert told == ("Ada Berg", new.id, now, TODAY + ONE, new.enrolment_id)
    assert (made.schools, made.modules, made.minutes) == (["De Brug"], ["delen"], 6)
    (row,) = [one for one in certificates.of_person(ada.id) if one.number == new.number]
    assert (row.replaced_by, row.replaces) == (number, None)
    assert certificates.of_enrolment(old.enrolment_id).number == old.number  # type: ignore[union-attr]
    assert issuing.reissue(ada.id, "nummer-niemand", now) is None
    assert world.session.query(Certificate).count() == 4


def test_who_left_and_belongs_elsewhere_is_in_reach_no_more(world: World) -> None:
    here, far = world.school("brug"), world.school("ver", world.other_board())
    keeper = world.actor(Role.ADMINISTRATOR, here)
    ada, bo, eva, fee = (world.person(name) for name in ("Ada Bos", "Bo Vos", "Eva Tak", "Fee"))
    for who in (ada, bo):
        world.works(who, here)
    world.works(eva, far)
    mine = {who.id: kept(world, who, 3).number for who in (ada, bo, eva, fee)}

    def seen(who: Person) -> list[str]:
        return [one.number for one in certificates.in_reach(keeper, who.ref, TODAY)]

    assert [seen(who) for who in (ada, bo)] == [[mine[ada.id]], [mine[bo.id]]]
    assert [seen(who) for who in (eva, fee)] == [[], []], "who never worked here"
    world.works(ada, far)
    assert seen(ada) == [mine[ada.id]], "who works at both"
    deeds.leave(here.id, [ada.id], DeedMoment(clock.now(), keeper.id))
    deeds.leave(here.id, [bo.id], DeedMoment(clock.now(), keeper.id))
    assert [seen(who) for who in (ada, bo)] == [[], [mine[bo.id]]], "and who works nowhere"
    runs_all = world.actor(Role.ADMINISTRATOR)
    found = certificates.in_reach(runs_all, ada.ref, TODAY)
    assert [one.number for one in found] == [mine[ada.id]]


def test_a_course_that_is_not_done_has_none_however_far_it_is(world: World) -> None:
    who = world.person("Ada Bos")
    world.progress(who, 5, TODAY - 9 * ONE)
    issuing.issue([enrolment_of(world, who)])
    assert world.session.query(Progress).count() == 1
    assert world.session.query(Certificate).count() == 0
