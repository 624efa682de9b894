"""Every school in one table, by what the worker counted last night."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from course import clock
from course.domain.people.roles import Actor, Role
from course.models import School, SchoolSummary
from course.store.dated import DeedMoment
from course.store.duties import giving, summaries
from course.store.duties.giving import NewAssignment
from course.store.people import merging
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World, at_noon

URL = f"/rapport/landelijk?cursus={COURSE}"


@pytest.fixture
def schools(world: World) -> list[School]:
    """Two schools of one board, one with six people of whom two are done, and one of another."""
    large, small = world.school("regenboog"), world.school("vlieger")
    elsewhere = world.school("elders", world.other_board())
    trainer, long_ago = world.actor(Role.TRAINER), world.today - timedelta(days=20)
    for school, people in ((large, 6), (small, 3), (elsewhere, 5)):
        staff = world.staff(school, people)
        given = NewAssignment(COURSE, school.id, None, None, world.today, school.code)
        giving.assign(trainer, given, at_noon(long_ago), long_ago)
        for person in staff[:2]:
            world.progress(person, 5, long_ago, world.today - timedelta(days=9))
    return [large, small, elsewhere]


def count(world: World, schools: list[School]) -> None:
    yesterday = clock.today() - timedelta(days=1)
    found = summaries.count([one.id for one in schools], COURSE, yesterday)
    summaries.keep(COURSE, yesterday, found, clock.now())
    world.session.commit()


def signed_in(client: CheckingClient, world: World) -> Actor:
    manager = world.actor(Role.MANAGER, board=world.board)
    world.sign_in(client, manager)
    return manager


def lines(page: str) -> list[str]:
    """The rows of the table as words."""
    body = page.partition('<tbody role="rowgroup">')[2].partition("</tbody>")[0]
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in body.split("</tr>")[:-1]]


def test_a_board_sees_its_schools_and_of_which_day_the_figures_are(
    client: CheckingClient, world: World, schools: list[School]
) -> None:
    count(world, schools)
    signed_in(client, world)
    page = client.get(URL).text
    found = lines(page)
    assert len(found) == 2
    assert "2 (33%)" in found[0]
    assert "%" not in found[1], "of three people no percentage"
    assert "Stand aan het eind van" in page
    (link,) = re.findall(r'href="([^"]*regenboog[^"]*)"', page)
    assert f"peildatum={clock.today() - timedelta(days=1)}" in link
    assert len(lines(client.get(f"{URL}&zoek=vlieg").text)) == 1


def test_before_the_first_night_it_says_so(
    client: CheckingClient, world: World, schools: list[School]
) -> None:
    world.session.commit()
    signed_in(client, world)
    page = client.get(URL)
    assert "Ze staan hier morgen" in page.text
    assert client.get("/rapport/landelijk?cursus=geen").status_code == 422


def test_a_school_that_went_up_in_another_stays_until_its_people_are_counted_there(
    client: CheckingClient, world: World, schools: list[School]
) -> None:
    large, small, _ = schools
    count(world, schools)
    signed_in(client, world)
    merging.merge_schools(small.id, large.id, DeedMoment(at_noon(world.today)))
    world.session.commit()
    assert len(lines(client.get(URL).text)) == 2, "yesterday they worked there"
    found = summaries.count([large.id, small.id], COURSE, world.today)
    summaries.keep(COURSE, world.today, found, clock.now())
    world.session.commit()
    world.session.query(SchoolSummary).filter(SchoolSummary.day < world.today).delete()
    world.session.commit()
    (left,) = lines(client.get(URL).text)
    assert large.name in left
