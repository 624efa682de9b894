"""Home and the course divide what is left over the school weeks until the due day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from course import clock
from course.domain.duties.calendars import Region, calendar_of, school_weeks_left
from course.domain.duties.states import Relief
from course.domain.learning.progress import minutes_a_week
from course.domain.people.roles import Role
from course.models import Duty, DutyRelief
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.learning import reading
from tests.checking_client import CheckingClient
from tests.learning import Learner
from tests.staff import World, at_noon

PAGES = ("/leren", "/leren/proef")
SAID = re.compile(r"Met ongeveer (\d+) minuten per week bent u op tijd klaar\.")


@pytest.mark.parametrize(
    ("left", "weeks", "minutes"),
    [(60, 5, 15), (60, 4, 15), (60, 6, 10), (61, 6, 15), (3, 10, 5), (0, 3, 0), (96, 2, 50)],
)
def test_enough_each_week_is_enough_in_all(left: int, weeks: int, minutes: int) -> None:
    assert minutes_a_week(left, weeks) == minutes
    assert minutes * weeks >= left


def owes(session: Any, noor: Learner, days: int) -> date:
    """Noor has to be done in so many days, or when who joins today has to; that day."""
    trainer = World(session, clock.today()).actor(Role.TRAINER, noor.school)
    due_on = clock.today() + timedelta(days=days)
    draft = NewAssignment("proef", noor.school.id, None, None, due_on, "inzending-week-0001")
    assert giving.assign(trainer, draft, clock.now(), clock.today())
    session.commit()
    (duty,) = reading.own_duties(noor.person.id, clock.today())
    session.rollback()
    return duty.due_on


def said(client: CheckingClient) -> set[str]:
    """How many minutes a week both pages say."""
    return {minutes for page in PAGES for minutes in SAID.findall(client.get(page).text)}


def test_what_is_left_is_divided_over_the_weeks_with_school(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    due_on = owes(session, noor, 150)
    weeks = school_weeks_left(clock.today(), due_on, calendar_of([Region.MIDDLE]))
    found = re.search(r"Nog ongeveer (\d+) minu\w+ voor de hele cursus", client.get("/leren").text)
    assert found is not None
    assert said(client) == {str(minutes_a_week(int(found[1]), weeks))}


def test_without_a_day_or_with_one_that_is_over_nothing_is_divided(
    client: CheckingClient, session: Any, noor: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(client) == set()
    due_on = owes(session, noor, 150)
    for day in (due_on - timedelta(days=6), due_on + timedelta(days=1)):
        monkeypatch.setattr(clock, "today", lambda day=day: day)
        assert said(client) == set()


def test_who_is_paused_is_told_no_pace(client: CheckingClient, session: Any, noor: Learner) -> None:
    owes(session, noor, 150)
    duty = session.query(Duty).filter_by(person_id=noor.person.id, course="proef").one()
    relief = {"kind": Relief.PAUSED.value, "until": clock.today() + timedelta(days=9)}
    session.add(
        DutyRelief(
            duty_id=duty.id,
            starts_on=clock.today(),
            recorded_at=at_noon(clock.today()),
            made_by=noor.person.id,
            **relief,
        )
    )
    session.commit()
    assert said(client) == set()
