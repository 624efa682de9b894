"""A certificate is there once a course is done, once, and says what was so at that moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.domain.proof.numbers import is_number
from course.domain.proof.worth import Worth
from course.models import Certificate, Progress
from course.store.dated import DeedMoment
from course.store.people import accounts
from course.store.people.accounts import FullName
from course.store.proof import certificates, issuing
from course.store.proof.certificates import CertificateRow
from course.store.proof.issuing import Withdrawal
from tests import builders
from tests.learning import Learner, finish, learner, publish
from tests.staff import World


@pytest.fixture
def noor(session: Any, tmp_path: Any) -> Learner:
    publish(tmp_path / "modules")
    return learner(session)


def renamed(noor: Learner, name: str) -> None:
    accounts.rename({noor.person.id: FullName(name, name)}, DeedMoment(clock.now()))


def only(noor: Learner) -> CertificateRow:
    (row,) = certificates.of_person(noor.person.id)
    return row


def test_who_is_not_done_has_none(session: Any, noor: Learner) -> None:
    issuing.issue([noor.enrolment_id])
    assert certificates.of_person(noor.person.id) == []


def test_it_is_there_from_the_moment_that_the_course_is_done(session: Any, noor: Learner) -> None:
    finish(session, noor)
    row, today = only(noor), clock.today()
    progress = session.query(Progress).filter_by(enrolment_id=noor.enrolment_id).one()
    assert is_number(row.number)
    assert row.name == noor.person.name
    assert row.schools == (noor.school.name,)
    assert row.completed_on == progress.completed_on == today
    assert row.issued_at == progress.completed_at
    assert row.valid_until == today.replace(year=today.year + 1)
    assert row.modules == ("een",)
    assert row.minutes > 0
    assert row.worth_on(today) is Worth.VALID
    issuing.issue([noor.enrolment_id])
    assert only(noor) == row, "once"


def test_it_keeps_the_name_at_issue_and_another_one_names_it(session: Any, noor: Learner) -> None:
    finish(session, noor)
    old, now = only(noor), clock.now()
    assert issuing.reissue(noor.person.id, old.number, now) is None, "the name is on it"
    renamed(noor, "Noor de Vries")
    assert only(noor).name == old.name
    number = issuing.reissue(noor.person.id, old.number, now)
    assert issuing.reissue(noor.person.id, old.number, now) is None, "each is replaced once"
    new, kept = certificates.of_person(noor.person.id)
    assert (new.number, new.name, new.replaces) == (number, "Noor de Vries", old.number)
    assert (new.completed_on, new.valid_until) == (old.completed_on, old.valid_until)
    assert kept.worth_on(clock.today()) is Worth.REPLACED
    assert certificates.of_enrolment(noor.enrolment_id) == new


def test_what_was_withdrawn_stays_so(session: Any, noor: Learner) -> None:
    finish(session, noor)
    row, why = only(noor), Withdrawal("Van iemand anders", noor.person.id, clock.now())
    assert issuing.withdraw(row.id, why)
    assert not issuing.withdraw(row.id, Withdrawal("Nog eens", noor.person.id, clock.now()))
    found = only(noor)
    assert found.worth_on(clock.today()) is Worth.WITHDRAWN
    assert found.reason == "Van iemand anders"
    renamed(noor, "Noor de Vries")
    assert issuing.reissue(noor.person.id, row.number, clock.now()) is None


def test_nobody_has_the_certificate_of_somebody_else(session: Any, noor: Learner) -> None:
    finish(session, noor)
    row, other = only(noor), learner(session, "mirjam@voorbeeld.example")
    assert certificates.own(other.person.id, row.number) is None
    assert issuing.reissue(other.person.id, row.number, clock.now()) is None
    found = certificates.checked(row.number)
    assert found == row


def test_an_administrator_sees_those_of_their_schools(session: Any, noor: Learner) -> None:
    finish(session, noor)
    world = World(session, clock.today())
    here = world.actor(Role.ADMINISTRATOR, noor.school)
    away = world.actor(Role.ADMINISTRATOR, world.school("ander"))
    assert certificates.in_reach(here, noor.person.ref, clock.today()) == [only(noor)]
    assert certificates.in_reach(away, noor.person.ref, clock.today()) == []


def test_the_school_is_that_of_the_day_on_which_it_was_done(session: Any, noor: Learner) -> None:
    second = builders.school(session, code="later", name="De Latere")
    tomorrow = clock.today() + timedelta(days=1)
    builders.membership(session, noor.person, second, starts_on=tomorrow)
    finish(session, noor)
    assert only(noor).schools == (noor.school.name,)
    assert session.query(Certificate).count() == 1
