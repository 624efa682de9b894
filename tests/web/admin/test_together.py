"""Ticking people and doing one thing for all of them: what is told before is what is done, only the
press does it, and it can be taken back from the page that follows.
"""

from __future__ import annotations

import html as markup
import re
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Actor, Role
from course.models import Duty, Mail, Membership, Person, School, Team
from course.store.dated import holds_on
from course.store.people import together
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World

WHERE = "/beheer/mensen/samen"
LIST = {"wie": "alle", "school": "regenboog"}


@pytest.fixture
def school(world: World) -> School:
    return world.school("regenboog")


@pytest.fixture
def team(world: World, school: School) -> Team:
    return world.team(school, "Onderbouw")


@pytest.fixture
def staff(world: World, school: School, team: Team) -> list[Person]:
    people = world.staff(school, 3)
    world.works(world.person("Teun Al"), school, team)
    world.session.commit()
    return people


@pytest.fixture
def keeper(world: World, school: School, staff: list[Person], client: CheckingClient) -> Actor:
    """Who keeps the one school."""
    actor = world.actor(Role.ADMINISTRATOR, school)
    world.session.commit()
    world.sign_in(client, actor)
    return actor


def check(client: CheckingClient, **asked: str) -> str:
    return client.get(WHERE, query_string=LIST | asked).text


def press(client: CheckingClient, page: str, **changes: str) -> Any:
    form = page.split('<form class="button-row"')[1]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    fields = {name: markup.unescape(value) for name, value in fields.items()}
    return client.post(WHERE, data=fields | changes)


def at_work(world: World, school: School, team_id: int | str | None = "any") -> int:
    query = world.session.query(Membership).filter(
        Membership.school_id == school.id, holds_on(Membership, clock.today())
    )
    if team_id != "any":
        query = query.filter(Membership.team_id == team_id)
    count = query.count()
    world.session.rollback()
    return int(count)


@pytest.mark.usefixtures("keeper")
def test_ticked_people_move_and_come_back(
    client: CheckingClient, world: World, school: School, team: Team, staff: list[Person]
) -> None:
    listed = client.get("/beheer", query_string={"school": "regenboog"}).text
    boxes = re.findall(r'type="checkbox" name="mens" value="([^"]+)"', listed)
    assert {f"{one.ref}:regenboog" for one in staff} <= set(boxes)
    team_id = team.id
    there = at_work(world, school, team_id)
    asked = {"mens": boxes, "wat": "team", "team": team.ref}
    world.session.rollback()
    page = client.get(WHERE, query_string=asked).text
    moving, stays = len(boxes) - there, "1 medewerker zit daar al."
    told = f"{moving} medewerkers werken vanaf vandaag in team Onderbouw."
    assert told in page
    assert stays in page
    assert at_work(world, school, team_id) == there, "looking changes nothing"
    reply = press(client, page)
    assert reply.status_code == 303
    assert at_work(world, school, team_id) == len(boxes)
    after = client.get(reply.location).text
    assert told in after
    undo = re.search(r'action="(/beheer/logboek/[^"]+/ongedaan)"', after)
    assert undo is not None
    client.post(undo[1])
    assert at_work(world, school, team_id) == there


def test_everybody_leaves_but_who_asks(
    client: CheckingClient, world: World, school: School, keeper: Actor
) -> None:
    before = at_work(world, school)
    world.works(world.session.get(Person, keeper.id), school)
    world.session.commit()
    page = check(client, wat="vertrek")
    assert f"{before} aanstellingen eindigen vandaag." in page
    assert "1 aanstelling is van uzelf en blijft." in page
    assert press(client, page).status_code == 303
    assert at_work(world, school) == 1
    again = client.get(press(client, page).location).text
    assert "Dit is al gedaan, of deze mensen werken niet meer" in again
    assert "flash--info" in again
    assert "ongedaan" not in again.split("<main")[0]


@pytest.mark.usefixtures("keeper")
def test_who_came_after_the_question_stays(
    client: CheckingClient, world: World, school: School
) -> None:
    page = check(client, wat="vertrek")
    world.works(world.person("Net Nieuw"), school)
    world.session.commit()
    press(client, page)
    assert at_work(world, school) == 1


@pytest.mark.usefixtures("keeper")
def test_a_second_press_sends_no_second_mail(
    client: CheckingClient, world: World, staff: list[Person]
) -> None:
    world.session.get(Person, staff[0].id).blocked_at = clock.now()
    world.session.commit()
    page = check(client, wat="uitnodiging")
    assert "1 account is geblokkeerd en krijgt niets." in page
    addresses = [one.email for one in staff[1:]]
    world.session.rollback()
    press(client, page)
    press(client, page)
    assert world.session.query(Mail).filter(Mail.recipient.in_(addresses)).count() == 2


def test_a_course_is_only_for_a_trainer(
    client: CheckingClient, world: World, school: School, staff: list[Person], keeper: Actor
) -> None:
    due = clock.today().replace(year=clock.today().year + 1).isoformat()
    asked = {"wat": "cursus", "cursus": COURSE, "datum": due}
    assert 'value="cursus"' not in check(client)
    refused = client.get(WHERE, query_string=LIST | asked)
    assert (refused.status_code, "Kies wat u wilt doen." in refused.text) == (422, True)
    world.grant(world.session.get(Person, keeper.id), Role.TRAINER, school)
    world.session.commit()
    page = check(client, **asked)
    assert "krijgen hem nieuw." in page
    assert press(client, page).status_code == 303
    who = [one.id for one in staff]
    assert world.session.query(Duty).filter(Duty.person_id.in_(who)).count() == 3
    world.session.rollback()
    assert press(client, page).status_code == 303
    assert world.session.query(Duty).filter(Duty.person_id.in_(who)).count() == 3


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"wat": ""}, "Kies wat u wilt doen."),
        ({"wat": "team"}, "Kies een team."),
        ({"wat": "team", "team": "onbekend"}, "Kies een team."),
        ({"wat": "blokkade"}, "Kies wat u wilt doen."),
    ],
)
def test_mistakes_come_back_in_words(
    client: CheckingClient, asked: dict[str, str], said: str
) -> None:
    reply = client.get(WHERE, query_string=LIST | asked)
    assert (reply.status_code, said in reply.text) == (422, True)


@pytest.mark.usefixtures("keeper")
def test_what_changes_nothing_is_not_asked(
    client: CheckingClient, world: World, team: Team
) -> None:
    asked = {"zoek": "Teun", "wat": "team", "team": team.ref}
    world.session.rollback()
    reply = client.get(WHERE, query_string=LIST | asked)
    assert reply.status_code == 422
    assert "Dit verandert niets. 1 medewerker zit daar al." in reply.text


@pytest.mark.usefixtures("keeper")
def test_another_school_is_not_there(client: CheckingClient, world: World) -> None:
    other = world.school("ver", world.other_board())
    away = world.staff(other, 1)[0]
    world.session.commit()
    asked = {"mens": f"{away.ref}:ver", "wat": "vertrek"}
    world.session.rollback()
    assert client.get(WHERE, query_string=asked).status_code == 404
    assert client.get(WHERE, query_string=asked | {"mens": "niemand:ver"}).status_code == 404
    client.post(WHERE, data=asked)
    assert at_work(world, other) == 1


@pytest.mark.usefixtures("keeper")
def test_too_many_is_said(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MOST", 2)
    reply = client.get(WHERE, query_string=LIST | {"wat": "vertrek"})
    assert (reply.status_code, "Dit zijn meer dan 2 regels." in reply.text) == (422, True)


@pytest.mark.usefixtures("keeper")
def test_nobody_was_chosen(client: CheckingClient) -> None:
    assert "U koos nog niemand." in client.get(WHERE).text
