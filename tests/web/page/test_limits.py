"""Lists whose length users decide have an end, and say how long they are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from course.domain.people.roles import Permission, Role
from course.models import CodeOfConduct
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.web.page import school_choice
from course.web.page.query import PAGE_SIZE
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World, at_noon


def test_versions_of_a_code_of_conduct_come_in_pages(world: World, client: CheckingClient) -> None:
    school = world.school("regenboog")
    manager = world.actor(Role.MANAGER, school)
    for number in range(PAGE_SIZE + 3):
        world.add(
            CodeOfConduct(
                school_id=school.id,
                label=f"Versie {number}",
                in_force_on=date(2020, 1, 1) + timedelta(days=number),
                consent_reference="",
                made_by=manager.id,
                made_at=at_noon(world.today),
                submission=f"inzending-{number}",
            )
        )
    world.sign_in(client, manager)
    first = client.get("/school/regenboog/gedragscode").text
    assert first.count("Van de school") == PAGE_SIZE
    assert f"1 tot en met {PAGE_SIZE} van {PAGE_SIZE + 3} versies" in first
    second = client.get("/school/regenboog/gedragscode?bladzijde=2").text
    assert second.count("Van de school") == 3
    assert "Versie 0" in second


def test_a_full_list_of_schools_says_how_many_there_are(world: World) -> None:
    world.school("een")
    world.school("twee")
    trainer = world.actor(Role.TRAINER, board=world.board)
    choice = school_choice.schools_to_choose(trainer, Permission.ASSIGN, most=2)
    assert (len(choice.options), choice.hint) == (2, "")
    world.school("drie")
    choice = school_choice.schools_to_choose(trainer, Permission.ASSIGN, most=2)
    assert (len(choice.options), choice.total) == (2, 3)
    assert choice.hint == "U ziet de eerste 2 van 3 scholen."


def test_the_number_of_assignments_is_not_that_of_the_page(
    world: World, client: CheckingClient
) -> None:
    school = world.school("regenboog")
    world.staff(school, 1)
    trainer = world.actor(Role.TRAINER, school)
    for number in range(PAGE_SIZE + 1):
        due_on = world.today + timedelta(days=number)
        draft = NewAssignment(COURSE, school.id, None, None, due_on, f"een-inzending-{number}")
        assert giving.assign(trainer, draft, at_noon(world.today), world.today) is not None
    world.sign_in(client, trainer)
    for address in ("/trainen", "/trainen?bladzijde=2"):
        words = f"{PAGE_SIZE + 1} opdrachten staan open. Niemand is te laat."
        assert words in client.get(address).text


def test_who_is_late_is_counted_over_the_whole_list(world: World, client: CheckingClient) -> None:
    school = world.school("regenboog")
    world.staff(school, 1)
    trainer = world.actor(Role.TRAINER, school)
    earlier = world.today - timedelta(days=9)
    for number in range(PAGE_SIZE + 1):
        due_on = earlier + timedelta(days=1 if number < 2 else 20 + number)  # the first day counts
        draft = NewAssignment(COURSE, school.id, None, None, due_on, f"een-inzending-{number}")
        assert giving.assign(trainer, draft, at_noon(earlier), earlier) is not None
    world.sign_in(client, trainer)
    for address in ("/trainen", "/trainen?bladzijde=2"):
        assert f"Bij {PAGE_SIZE + 1} opdrachten is iemand te laat." in client.get(address).text


@pytest.mark.parametrize("page", ["2", "3", "999999"])
def test_a_page_past_the_end_is_the_last_one(
    world: World, client: CheckingClient, page: str
) -> None:
    school = world.school("regenboog")
    world.staff(school, PAGE_SIZE + 1)
    trainer = world.actor(Role.TRAINER, school)
    for number in range(PAGE_SIZE + 1):
        due_on = world.today + timedelta(days=number)
        draft = NewAssignment(COURSE, school.id, None, None, due_on, f"een-inzending-{number}")
        assert giving.assign(trainer, draft, at_noon(world.today), world.today) is not None
    world.sign_in(client, trainer)
    html = client.get(f"/trainen?bladzijde={page}").text
    assert f"{PAGE_SIZE + 1} tot en met {PAGE_SIZE + 1} van {PAGE_SIZE + 1} toewijzingen" in html
    world.sign_in(client, world.actor(Role.ADMINISTRATOR, school))
    html = client.get(f"/beheer?bladzijde={page}").text
    assert f"{PAGE_SIZE + 1} tot en met {PAGE_SIZE + 1} van {PAGE_SIZE + 1} regels" in html


def test_a_list_of_schools_to_choose_from_says_that_there_are_more(
    world: World, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where somebody plans a training, gives a role or lets a school go up in another."""
    here = world.school("een")
    for name in ("twee", "drie"):
        world.school(name)
    somebody = world.person("Mens Een")
    world.works(somebody, here)
    ref = somebody.ref
    monkeypatch.setattr(school_choice.schools_to_choose, "__defaults__", (2,))
    told = "U ziet de eerste 2 van 3 scholen."
    world.sign_in(client, world.actor(Role.TRAINER, board=world.board))
    assert told in client.get("/trainen/bijeenkomsten").text
    world.sign_in(client, world.actor(Role.ADMINISTRATOR, board=world.board))
    assert told in client.get("/beheer/scholen/een/samenvoegen").text
    assert client.get(f"/beheer/mensen/{ref}").text.count(told) == 2
