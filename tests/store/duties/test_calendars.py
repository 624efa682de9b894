"""The calendar of each school: the holidays of its region, by the newest file, and what it says of
its own days.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.duties.calendars import Holiday, OwnKind, Region
from course.domain.duties.holiday_years import HolidayYear, shipped
from course.models import OwnDays, Person, PublishedYear, School
from course.store.duties import calendars, mail_days
from course.store.duties.calendars import NewOwnDays
from course.store.submissions import OtherContentsError
from tests.staff import World, at_noon

MONDAY = date(2026, 11, 9)  # a school week everywhere
DAY = timedelta(days=1)
YEAR = replace(shipped()[-1], name="2031-2032", first=date(2031, 8, 1), source="een bestand")


class Case:
    """Two schools of different regions, and somebody who keeps their calendars."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.here, self.there = world.school("regenboog"), world.school("kompas")
        self.there.region = Region.SOUTH
        self.keeper: Person = world.person("Kim de Wit")
        self.drafts = 0

    def draft(
        self,
        days: int = 0,
        *,
        at: School | None = None,
        kind: OwnKind = OwnKind.CLOSED,
        most: int = 0,
    ) -> NewOwnDays:
        """From so many days after Monday, for so many more."""
        self.drafts += 1
        first, number = MONDAY + days * DAY, (at or self.here).id
        return NewOwnDays(
            number, kind, f"Dag {days}", first, first + most * DAY, f"d-{self.drafts}"
        )

    def say(self, days: int = 0, **said: Any) -> int:
        """Its number."""
        draft = self.draft(days, **said)
        assert calendars.say_days(draft, self.keeper.id, at_noon(MONDAY))
        query = self.world.session.query(OwnDays.id).filter_by(submission=draft.submission)
        return int(query.scalar())

    def listed(self, since: date = MONDAY, **part: int) -> list[str]:
        found = calendars.own_days(self.here.id, since, **{"limit": 9, **part})
        return [row.name for row in found.rows]


@pytest.fixture
def case(session: Any) -> Case:
    return Case(World(session, MONDAY))


def test_the_holidays_are_those_of_the_region_of_each_school(case: Case) -> None:
    year = calendars.years()[-1]
    found = calendars.of_schools([case.here.id, case.there.id])
    assert list(found) == [case.here.id, case.there.id]
    for school, region in ((case.here, Region.MIDDLE), (case.there, Region.SOUTH)):
        assert set(year.of(region)) <= set(found[school.id].holidays)
        assert calendars.region_at(school.id) is region
    both = {date for one in found.values() for date in one.holidays}
    assert not set(found[case.here.id].holidays) >= both


def test_of_a_region_that_nobody_knows_a_day_off_anywhere_is_off(case: Case) -> None:
    case.here.region = "elders"
    case.world.session.flush()
    assert calendars.region_at(case.here.id) is None
    everywhere = {one for region in Region for one in calendars.years()[-1].of(region)}
    assert everywhere <= set(calendars.of_school(case.here.id).holidays)


def test_a_school_says_when_it_is_closed_and_when_it_is_open(case: Case) -> None:
    case.say(7, most=1)
    case.say(1)
    case.say(2, kind=OwnKind.OPEN)
    case.say(3, at=case.there)
    gone = case.say(4)
    assert calendars.withdraw_days(case.here.id, gone, case.keeper.id, at_noon(MONDAY))
    found = calendars.of_school(case.here.id)
    week = MONDAY + 7 * DAY
    assert [(one.first, one.last, one.name) for one in found.own] == [
        (MONDAY + DAY, MONDAY + DAY, "Dag 1"),
        (week, week + DAY, "Dag 7"),
    ]
    assert [one.name for one in found.open] == ["Dag 2"]
    codes = [case.there.code, case.here.code]
    told = [[one.name for one in calendar.own] for calendar in calendars.of_codes(codes)]
    assert told == [["Dag 1", "Dag 7"], ["Dag 3"]]


def test_the_list_has_what_is_not_over_the_first_day_first(case: Case) -> None:
    case.say(5)
    case.say(0, most=3)
    case.say(0, at=case.there)
    case.say(3)
    gone = case.say(6)
    calendars.withdraw_days(case.here.id, gone, case.keeper.id, at_noon(MONDAY))
    assert case.listed() == ["Dag 0", "Dag 3", "Dag 5"]
    assert case.listed(MONDAY + 3 * DAY) == ["Dag 0", "Dag 3", "Dag 5"], "a last day is not over"
    assert case.listed(MONDAY + 4 * DAY) == ["Dag 5"]
    assert case.listed(limit=1) == ["Dag 0"]
    assert case.listed(limit=1, offset=1) == ["Dag 3"]
    assert calendars.own_days(case.here.id, MONDAY, limit=1).total == 3


def test_what_a_school_says_is_written_once(case: Case) -> None:
    draft = case.draft(kind=OwnKind.OPEN)
    told = [
        calendars.say_days(draft, case.keeper.id, at_noon(MONDAY + days * DAY)) for days in (0, 1)
    ]
    assert told == [True, False]
    row = case.world.session.query(OwnDays).filter_by(submission=draft.submission).one()
    assert (row.kind, row.made_by, row.made_at) == ("open", case.keeper.id, at_noon(MONDAY))
    with pytest.raises(OtherContentsError):
        calendars.say_days(replace(draft, name="Iets anders"), case.keeper.id, at_noon(MONDAY))


def test_what_was_said_is_taken_back_once_and_by_its_own_school(case: Case) -> None:
    number, other, _ = case.say(), case.say(1), case.say(at=case.there)
    someone = case.world.person()
    assert not calendars.withdraw_days(case.there.id, number, someone.id, at_noon(MONDAY))
    assert case.listed() == ["Dag 0", "Dag 1"]
    for days, by in ((1, case.keeper), (2, someone)):
        noon = at_noon(MONDAY + days * DAY)
        assert calendars.withdraw_days(case.here.id, number, by.id, noon)
    case.world.session.expire_all()
    row = case.world.session.get(OwnDays, number)
    assert (row.withdrawn_by, row.withdrawn_at) == (case.keeper.id, at_noon(MONDAY + DAY))
    assert case.world.session.get(OwnDays, other).withdrawn_at is None


def bring(case: Case, *found: HolidayYear) -> None:
    calendars.keep_years(found, case.keeper.id, at_noon(MONDAY))


def test_a_year_comes_back_as_the_newest_file_said(case: Case) -> None:
    """A file that comes later, about a year that was there, takes its place; others stay."""
    days = {region: list(YEAR.of(region)) for region in Region}
    days[Region.NORTH][0] = Holiday(date(2031, 10, 6), date(2031, 10, 7), "herfst")
    newer = replace(YEAR, holidays={region: tuple(found) for region, found in days.items()})
    before = calendars.years()
    bring(case, replace(YEAR, source="eerder"), replace(YEAR, name="2032-2033"))
    bring(case, newer)
    found = {one.name: one for one in calendars.years()}
    assert list(found) == [*(one.name for one in before), "2031-2032", "2032-2033"]
    kept = found["2031-2032"]
    assert (kept.first, kept.source, kept.seen_on) == (YEAR.first, YEAR.source, YEAR.seen_on)
    for region in Region:
        assert list(kept.of(region)) == days[region]
        assert [one.name for one in kept.of(region)] == [one.name for one in YEAR.of(region)]
    row = case.world.session.query(PublishedYear).order_by(PublishedYear.id.desc()).first()
    assert (row.made_by, row.made_at) == (case.keeper.id, at_noon(MONDAY))


def test_no_mail_goes_out_while_one_of_somebodys_schools_is_closed(case: Case) -> None:
    """Of who works nowhere, while all that it is about are."""
    both, one, nowhere = (case.world.person() for _ in range(3))
    for person, schools in ((both, [case.here, case.there]), (one, [case.there])):
        for school in schools:
            case.world.works(person, school)
    case.world.works(one, case.here, ends_on=MONDAY - DAY)
    case.say(0)
    case.say(1, at=case.there)
    case.say(2)
    case.say(2, at=case.there)
    about = [case.here.id, case.there.id]

    def off(person: Person, about: list[int]) -> list[bool]:
        is_off = mail_days.days_off(person.id, about, MONDAY)
        return [is_off(MONDAY + days * DAY) for days in range(7)]

    weekend = [True, True]
    assert off(both, []) == [True, True, True, False, False, *weekend]
    assert off(one, about) == [False, True, True, False, False, *weekend]
    assert off(nowhere, about) == [False, False, True, False, False, *weekend]
    assert off(nowhere, []) == [False] * 5 + weekend
