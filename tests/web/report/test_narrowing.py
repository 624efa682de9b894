"""One question of a head teacher: bars and a line that answer, and who exactly that is."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from course.domain.people.roles import Actor, Role
from course.models import School
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.messages import reminders
from tests import builders
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World, at_noon

PAGE = f"/rapport/scholen/regenboog?cursus={COURSE}"


@pytest.fixture
def school(world: World) -> School:
    """A school of seven in a team and two outside it; three of the team are done, three weeks ago
    and this week.
    """
    today, school = world.today, world.school("regenboog")
    upper = world.team(school, "Bovenbouw")
    helper = builders.person(world.session, audience="support")
    world.works(helper, school)
    people = [*world.staff(school, 7, upper), *world.staff(school, 1), helper]
    trainer = world.actor(Role.TRAINER, school)
    given = today - timedelta(days=40)
    draft = NewAssignment(COURSE, school.id, None, None, today + timedelta(days=9), "token-weeks")
    assert giving.assign(trainer, draft, at_noon(given), given) is not None
    for person in people[:2]:
        world.progress(person, 5, today - timedelta(days=30), today - timedelta(days=21))
    world.progress(people[2], 5, today - timedelta(days=9), today)
    world.progress(people[3], 1, today - timedelta(days=9))
    people[0].first_signed_in_at = at_noon(given)
    reminders.came_back(helper.email, "550", at_noon(today))
    return school


@pytest.fixture
def manager(world: World, school: School) -> Actor:
    return world.actor(Role.MANAGER, school)


def names(html: str) -> list[str]:
    return re.findall(r'role="rowheader"[^>]*><a href="[^"]*">([^<]+)</a>', html)


def test_from_board_to_person_is_three_presses(
    world: World, client: CheckingClient, school: School
) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, board=world.board))
    html = client.get(f"/rapport?cursus={COURSE}").text
    for found in (
        r'href="(/rapport/scholen/regenboog\?[^"]*)"',
        r'href="(/rapport/scholen/regenboog\?[^"]*team=[^"]*)"',
        r'href="(/rapport/scholen/regenboog/mensen/[^"]*)"',
    ):
        (url, *_) = re.findall(found, html)
        html = client.get(url.replace("&amp;", "&")).text
    assert "Uiterste datum" in html


def test_a_bar_has_a_part_for_each_state_and_says_the_same_in_words(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    world.sign_in(client, manager)
    schools = client.get(f"/rapport?cursus={COURSE}").text
    assert re.findall(r'class="bar__([a-z-]+)" x="([\d.]+)%" width="([\d.]+)%"', schools) == [
        ("done", "0.0", "33.3"),
        ("busy", "33.3", "11.1"),
        ("not-started", "44.4", "55.6"),
    ]
    assert "33% · 3 klaar, 1 bezig, 5 nog niet begonnen" in schools


def test_a_small_group_has_no_percentage_and_hides_no_number_of_the_list_below(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    world.sign_in(client, manager)
    html = client.get(PAGE).text
    assert "2 nog niet begonnen" in html  # those without a team: they stand in the list
    assert "43%" not in html  # of the team: with the total it would tell of the other two
    assert "Geen cijfer" not in html


def test_the_line_of_weeks_says_the_same_as_its_table(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    world.sign_in(client, manager)
    html = client.get(PAGE).text
    assert "Klaar per week: nu 3 van 9" in html
    assert "uiterste datum</text>" in html
    table = html.split("Aan het eind van elke week")[1].split("</table>")[0]
    told = re.findall(r'is-number" data-label="Klaar">(\d+)<', table)
    assert (told[0], told[-1]) == ("0", "3")
    assert len(re.findall(r"\d+,\d+", html.split("<polyline")[1].split("/>")[0])) == len(told)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("functie=support", 1),
        ("functie=teaching", 8),
        ("wie=nooit-ingelogd", 8),
        ("wie=niet-bereikt", 1),
        ("wie=verloopt-binnenkort", 0),
        ("wie=nooit-ingelogd&functie=support&status=klaar", 0),
    ],
)
def test_a_list_is_narrowed_the_same_on_screen_and_in_its_file(
    world: World, client: CheckingClient, school: School, manager: Actor, asked: str, count: int
) -> None:
    world.sign_in(client, manager)
    page = client.get(f"{PAGE}&{asked}").text
    assert len(names(page)) == count
    assert (f"{count} van 9 medewerkers" in page) == bool(count)
    lines = client.get(f"/rapport/scholen/regenboog.csv?cursus={COURSE}&{asked}").text.splitlines()
    assert len(lines) - 1 == count


def test_what_runs_out_within_eight_weeks_is_found(
    world: World, client: CheckingClient, school: School, manager: Actor, session: Any
) -> None:
    from course.models import Progress

    for days, row in zip(
        (20, 300), session.query(Progress).order_by(Progress.enrolment_id), strict=False
    ):
        row.valid_until = world.today + timedelta(days=days)
    world.sign_in(client, manager)
    assert len(names(client.get(f"{PAGE}&wie=verloopt-binnenkort").text)) == 1
    overview = client.get(f"/rapport/overzicht?cursus={COURSE}").text
    assert "1 verloopt binnenkort" in overview


def test_a_period_is_about_the_last_day(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    world.sign_in(client, manager)
    due = world.today + timedelta(days=9)
    day_after = (due + timedelta(days=1)).isoformat()
    assert len(names(client.get(f"{PAGE}&vanaf={due}&tot={due}").text)) == 9
    assert names(client.get(f"{PAGE}&vanaf={day_after}").text) == []
    wrong = client.get(f"{PAGE}&vanaf={day_after}&tot={due}")
    assert wrong.status_code == 422
    assert "Kies een dag die niet voor de eerste dag ligt." in wrong.text


@pytest.mark.parametrize("asked", ["functie=directeur", "wie=iedereen", "vanaf=ooit"])
def test_a_word_that_does_not_exist_gets_a_sentence(
    world: World, client: CheckingClient, school: School, manager: Actor, asked: str
) -> None:
    world.sign_in(client, manager)
    assert client.get(f"{PAGE}&{asked}").status_code == 422


def test_whom_mail_reaches_is_known_of_today_only(
    world: World, client: CheckingClient, school: School, manager: Actor
) -> None:
    world.sign_in(client, manager)
    past = (world.today - timedelta(days=1)).isoformat()
    page = client.get(f"{PAGE}&wie=niet-bereikt&peildatum={past}")
    assert page.status_code == 422
    assert "alleen van vandaag bekend" in page.text


def test_a_school_is_found_by_part_of_its_name(
    world: World, client: CheckingClient, school: School
) -> None:
    world.school("kompas")
    world.sign_in(client, world.actor(Role.MANAGER, board=world.board))
    html = client.get(f"/rapport?cursus={COURSE}&zoek=KOMP").text
    assert "De Kompas" in html
    assert "De Regenboog" not in html
    nobody = client.get(f"/rapport?cursus={COURSE}&zoek=bestaatniet").text
    assert "Geen school heet zo." in nobody
