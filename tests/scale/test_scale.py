"""The country in small: it is built whole, what many schools cost does not grow with them, and the
figures of schools are what follows.
"""

from __future__ import annotations

import tracemalloc
from datetime import timedelta
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Actor, Grant, Role
from course.models import LessonCompletion, Person, School, SchoolSummary
from course.store import transaction
from course.store.duties import people_list, summaries, totals
from course.store.duties.corrected import corrections
from course.store.duties.people_list import PeopleFilter
from course.store.duties.reach import AsOf, reach_of
from course.store.duties.totals import totals_by_school
from tests.scale.building import COURSE, STEPS, TRAINER, Size, build
from tests.store.statements import heard

pytestmark = pytest.mark.empty  # it brings a country of its own
SMALL = Size(schools=70, each=6, first=2_000)
FOR_EACH = 15  # SELECTs for each person: a state that is drawn into the list has forty
GRANTS = (Grant(Role.TRAINER, None, None),)
OF_EVERYBODY = (
    *("person", "membership", "duty", "enrolment", "progress", "past", "module_progress"),
    *("lesson_completion", "attempt"),
)
EVERYWHERE = Actor(TRAINER, "mens-2", "T", "t@school.example", "teaching", GRANTS)


@pytest.fixture
def country(session: Any) -> Any:
    build(session.connection(), SMALL)
    session.commit()
    return session


def test_a_small_country(country: Any) -> None:
    people, schools = country.query(Person).count(), country.query(School).count()
    assert (people, schools) == (SMALL.people, SMALL.schools)
    lessons = country.query(LessonCompletion).count()
    assert lessons == sum(number * 7 % (STEPS + 1) for number in range(1, people + 1))
    the_figures_of_all_schools_are_what_follows(country)
    nobody_reads_everybody(country)
    a_list_does_not_fill_the_memory()


def the_figures_of_all_schools_are_what_follows(session: Any) -> None:
    yesterday = clock.today() - timedelta(days=1)
    ids = summaries.next_schools(0, SMALL.schools)
    with heard(session) as asked:
        found = summaries.count(ids, COURSE, yesterday)
        summaries.keep(COURSE, yesterday, found, clock.now())
    assert len(asked) == 2
    assert summaries.differing() == (SMALL.schools, [])
    with heard(session) as asked:
        whole = summaries.country(EVERYWHERE, COURSE, "")
        page = summaries.by_school(EVERYWHERE, COURSE, "", "overdue", limit=50, offset=0)
    assert len(asked) == 2
    assert (whole.schools, whole.group.listed) == (SMALL.schools, SMALL.people)
    assert [one.code for one in page][:1] == ["school-1"]
    live = totals_by_school(reach_of(EVERYWHERE, ids[:1]), _of(yesterday))
    assert page[0].group.counts == live[ids[0]].counts
    row = session.get(SchoolSummary, (ids[0], COURSE))
    row.done += 1
    session.flush()
    (drift,) = summaries.differing()[1]
    assert (drift.school, drift.kept["done"]) == ("school-1", drift.derived["done"] + 1)
    session.rollback()


def nobody_reads_everybody(session: Any) -> None:
    """On SQLite a table that has rows of all people is looked up by index, also in a report of an
    earlier day, which asks for what was corrected since. PostgreSQL reads small tables as a whole.
    """
    if session.connection().dialect.name != "sqlite":
        return
    reach, moment = reach_of(EVERYWHERE, [2]), _of(clock.today() - timedelta(days=40))
    with heard(session) as asked:
        totals.school_totals(reach, moment)
        totals.module_totals(reach, moment)
        corrections(reach, moment)
        assert len(list(people_list.people_rows(reach, moment, PeopleFilter(), limit=50))) > 3
    for statement, values in asked:
        explained = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        plan = [row[-1] for row in explained]
        scans = [line.split()[1] for line in plan if line.startswith("SCAN ")]
        assert [one for one in scans if one.startswith(OF_EVERYBODY)] == []
        assert sum("CORRELATED SCALAR" in line for line in plan) <= FOR_EACH


def a_list_does_not_fill_the_memory() -> None:
    """Four times as many people take less than twice the memory."""
    few, many = (_peak(team) for team in ("team-1", ""))
    assert many < 2 * few


def _peak(team: str) -> int:
    """The most bytes at once while everybody of the first school, or of a team of it, is read."""
    reach, moment = reach_of(EVERYWHERE, [1]), _of(clock.today())
    with transaction.batches():
        tracemalloc.start()
        rows = people_list.people_rows(reach, moment, PeopleFilter(team))
        assert sum(1 for _ in rows) >= people_list.BATCH
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return found


def _of(day: Any) -> AsOf:
    return AsOf(COURSE, day, clock.today())
