"""Schools beside each other: whom mail does not reach, for who may see the report of that school."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from course.domain.people.roles import Actor, Role
from course.models import School
from course.store.duties import overview, whole_list
from course.store.messages import reminders
from course.web.report import beside
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World, at_noon


@pytest.fixture
def school(world: World) -> School:
    """A school where mail to one of three comes back, as it does at another school."""
    school, elsewhere = world.school("regenboog"), world.school("elders")
    for place, name in ((school, "Wegje Jansen"), (elsewhere, "Vreemde Ander")):
        lost = world.person(name, f"{name.split()[0].lower()}@voorbeeld.example")
        world.works(lost, place)
        reminders.came_back(lost.email, "550", at_noon(world.today))
    world.staff(school, 2)
    return school


@pytest.fixture
def manager(world: World, school: School) -> Actor:
    return world.actor(Role.MANAGER, school)


def test_the_figure_leads_to_the_names_and_addresses(
    client: CheckingClient, world: World, school: School, manager: Actor
) -> None:
    world.sign_in(client, manager)
    overview = client.get(f"/rapport/overzicht?cursus={COURSE}").text
    (url,) = set(re.findall(r'href="([^"]*school=regenboog[^"]*wie=niet-bereikt)"', overview))
    page = client.get(unescape(url)).text
    assert "Mail niet bereikt" in page
    assert "Wegje Jansen" in page
    assert "wegje@voorbeeld.example" in page
    assert "Vreemde" not in page


def test_the_report_of_a_school_leads_there_too(
    client: CheckingClient, world: World, school: School, manager: Actor
) -> None:
    world.sign_in(client, manager)
    page = client.get(f"/rapport/scholen/regenboog?cursus={COURSE}").text
    (url,) = re.findall(r'href="([^"]*wie=niet-bereikt)"', page)
    assert "Wegje Jansen" in client.get(unescape(url)).text


def test_of_a_day_of_the_past_nothing_is_claimed(
    client: CheckingClient, world: World, school: School, manager: Actor
) -> None:
    world.sign_in(client, manager)
    before = (world.today - timedelta(days=1)).isoformat()
    asked = f"cursus={COURSE}&peildatum={before}"
    assert "wie=niet-bereikt" not in client.get(f"/rapport/overzicht?{asked}").text
    assert "wie=niet-bereikt" not in client.get(f"/rapport/scholen/regenboog?{asked}").text
    page = client.get(f"/rapport/mensen?{asked}&wie=niet-bereikt")
    assert "is alleen van vandaag bekend" in page.text


def test_a_total_over_found_schools_leads_to_no_longer_list(
    client: CheckingClient, world: World, school: School, manager: Actor
) -> None:
    world.sign_in(client, manager)
    page = client.get(f"/rapport/overzicht?cursus={COURSE}").text
    assert re.search(r"<p>Samen: <a href", page)
    found = client.get(f"/rapport/overzicht?cursus={COURSE}&zoek=Regen").text
    assert re.search(r"<p>Samen: [0-9]", found)
    nothing = client.get(f"/rapport/overzicht?cursus={COURSE}&zoek=Bestaatniet").text
    assert "Geen school past bij wat u zoekt." in nothing
    assert "Samen:" not in nothing
    assert "0 scholen" not in nothing


@pytest.mark.parametrize("most", [1, 2])
def test_a_list_that_is_cut_says_so_and_what_to_do(
    client: CheckingClient, world: World, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """With as many schools as there is room for nothing is cut, and nothing is said."""
    for name in ("aarde", "maan"):
        world.works(world.person(f"Mens {name}"), world.school(name))
    for module in (overview, whole_list):
        monkeypatch.setattr(module, "MOST", most)
    world.sign_in(client, world.actor(Role.MANAGER, board=world.board))
    page = client.get(f"/rapport/overzicht?cursus={COURSE}").text
    people = client.get(f"/rapport/mensen?cursus={COURSE}").text
    told = "U ziet alleen de eerste 1 scholen op naam, ook in de cijfers hierboven. Zoek een school"
    assert (told in page) == (most == 1)
    assert ("Deze bladzijde gaat over de eerste 1 scholen op naam" in people) == (most == 1)
    assert ("Mens maan" in people) == (most == 2)
    assert ("Laat maken: CSV" in people) == (most == 1), "a file with all of them is promised"
    found = client.get(f"/rapport/overzicht?cursus={COURSE}&zoek=maan").text
    assert "De Maan" in found
    assert "U ziet alleen" not in found


def test_who_has_several_boards_chooses_one() -> None:
    boards = [("a", "Bestuur A"), ("b", "Bestuur B")]
    assert "Kies een bestuur of zoek" in beside.first_schools(500, "", boards)
    assert "bestuur" not in beside.first_schools(500, "a", boards)
    assert "bestuur" not in beside.first_schools(500, "", boards[:1])
