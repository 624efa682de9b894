"""The pages that mend duties and assign to several groups: mistakes come back in words with what was
typed, nothing changes by looking, and other schools are not there.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from course import clock
from course.domain.people.roles import Actor, Role
from course.models import Assignment, DutyRelief, School
from course.store.dated import DeedMoment
from course.store.duties import calendars, giving, mending
from course.store.duties.giving import NewAssignment
from course.store.people import merging
from course.web.page.formats import long_date
from course.web.page.free_days import due_warnings
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World, at_noon

MEND, BROAD = "/trainen/aanpassen", "/trainen/toewijzen/breed"
LIST = {"wie": "alle", "school": "regenboog", "cursus": COURSE}


@pytest.fixture
def school(world: World) -> School:
    """A school of three who owe the course."""
    school = world.school("regenboog")
    world.staff(school, 3, world.team(school, "Onderbouw"))
    return school


@pytest.fixture
def trainer(world: World, school: School, client: CheckingClient) -> Actor:
    actor = world.actor(Role.TRAINER, school, name="Tarik Voorbeeld")
    due = world.today + timedelta(days=30)
    draft = NewAssignment(COURSE, school.id, None, None, due, "t" * 20)
    assert giving.assign(actor, draft, at_noon(world.today), world.today)
    world.sign_in(client, actor)
    return actor


def in_days(world: World, days: int) -> str:
    return (world.today + timedelta(days=days)).isoformat()


def hidden(html: str) -> dict[str, str]:
    form = html.split('<form class="button-row"')[1]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))


@pytest.mark.usefixtures("trainer")
def test_what_is_told_before_is_told_after_and_only_the_press_does_it(
    world: World, client: CheckingClient
) -> None:
    day = in_days(world, 60)
    check = client.get(MEND, query_string={**LIST, "wat": "pauze", "datum": day})
    told = (
        f"3 medewerkers zijn gepauzeerd tot en met {long_date(world.today + timedelta(days=60))}."
    )
    assert told in check.text
    before = world.session.query(DutyRelief).filter_by(kind="paused").count()
    world.session.rollback()
    done = client.post(MEND, data=hidden(check.text))
    assert done.status_code == 303
    page = client.get(done.location).text
    assert told in page
    assert page.count("Gepauzeerd</span>") == 4, "three people, and the figure above them"
    assert "3 medewerkers zijn gepauzeerd. Zij tellen niet mee in een percentage." in page
    assert world.session.query(DutyRelief).filter_by(kind="paused").count() == before + 3


@pytest.mark.usefixtures("trainer")
def test_another_day_that_is_free_is_told_with_the_friday_after(
    world: World, client: CheckingClient, school: School
) -> None:
    """Of one person, of many, and of an assignment as a whole."""
    saturday = world.today + timedelta(days=75 - world.today.weekday())
    (told,) = due_warnings(saturday, [calendars.of_school(school.id)])
    assert "De eerste vrijdag erna met school is" in told
    ref = world.session.scalar(select(Assignment.ref).where(Assignment.school_id == school.id))
    world.session.rollback()
    for where, asked in (
        (MEND, {**LIST, "wat": "datum"}),
        (f"/trainen/toewijzingen/{ref}/datum", {}),
    ):
        check = client.get(where, query_string={**asked, "datum": saturday.isoformat()})
        assert told in check.text
    usual = client.get(MEND, query_string={**LIST, "wat": "pauze", "datum": saturday.isoformat()})
    assert told not in usual.text, "nobody has to do anything that day"


@pytest.mark.usefixtures("trainer")
@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Kies wat u wilt doen."),
        ({"wat": "datum"}, "Vul een datum in, bijvoorbeeld 12-3-2026."),
        ({"wat": "datum", "datum": "1-1-2020"}, "Kies vandaag of een dag daarna."),
        ({"wat": "datum", "datum": "1-1-2399"}, "Kies een dag binnen drie jaar."),
        ({"wat": "pauze", "datum": "1-1-2399"}, "Kies een dag binnen een jaar."),
        ({"wat": "vrijstelling"}, "Kies waarom deze mensen vrijgesteld zijn."),
        ({"wat": "hervatten"}, "Er verandert niets. 3 medewerkers hadden dit al zo."),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_mistake_comes_back_in_words(
    client: CheckingClient, sent: dict[str, str], words: str
) -> None:
    page = client.get(MEND, query_string={**LIST, "reden": "", **sent})
    assert (page.status_code, words in page.text) == (422, True), words


@pytest.mark.usefixtures("trainer")
def test_nobody_chosen_and_other_schools(world: World, client: CheckingClient) -> None:
    assert "U koos nog niemand." in client.get(MEND).text
    world.staff(world.school("elders", world.other_board()), 2)
    world.session.commit()
    assert client.get(MEND, query_string={**LIST, "school": "elders"}).status_code == 404
    assert client.get(MEND, query_string={"opdracht": "niets"}).status_code == 404


@pytest.mark.usefixtures("trainer")
@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"school": ""}, "Kies een bestuur of een school, of vul een naam in."),
        (
            {"school": "elders"},
            "Een gekozen school is er niet meer, of hoort niet meer bij u. Kies opnieuw.",
        ),
        ({"cursus": ""}, "Kies een cursus."),
        ({"datum": ""}, "Vul een datum in, of een aantal schoolweken."),
        ({"datum": "1-1-2020"}, "Kies vandaag of een dag daarna."),
        ({"weken": "veel"}, "Vul een aantal weken in van 1"),
        ({"weken": "0"}, "Vul een aantal weken in van 1"),
        ({"namen": "Niemand Hier"}, "‘Niemand Hier’ vinden wij niet"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_broad_mistake_comes_back_in_words_and_nothing_is_lost(
    world: World, client: CheckingClient, sent: dict[str, str], words: str
) -> None:
    world.school("elders", world.other_board())
    world.session.commit()
    fields = {"cursus": COURSE, "school": "regenboog", "datum": in_days(world, 90)}
    page = client.post(f"{BROAD}/controle", data=fields | {"functie": "leidinggevende"} | sent)
    assert (page.status_code, words in page.text) == (422, True), words
    assert re.search(r'value="leidinggevende"[^>]* checked', page.text), "what was chosen stays"


def test_a_school_that_went_up_in_another_meanwhile_is_named(
    world: World, client: CheckingClient, school: School
) -> None:
    gone = world.school("boom")
    gone.name, school.name = "De Oude Boom", "De Regenboog"
    world.works(world.person("Ada Bos"), gone)
    world.sign_in(client, world.actor(Role.TRAINER, board=world.board))
    fields = {"cursus": COURSE, "school": ["regenboog", "boom"], "datum": in_days(world, 90)}
    board = {"cursus": COURSE, "bestuur": world.board.code, "datum": in_days(world, 90)}
    world.session.commit()
    before = client.post(f"{BROAD}/controle", data=fields)
    assert (before.status_code, "De Oude Boom" in before.text) == (200, True)
    merging.merge_schools(gone.id, school.id, DeedMoment(clock.now()))
    world.session.commit()
    form = client.get(BROAD).text
    assert "De Oude Boom" not in form
    assert "1 school" in form
    for where in (f"{BROAD}/controle", BROAD):
        after = client.post(where, data=fields)
        assert after.status_code == 422
        assert "De Oude Boom ging op in een andere school. Kies die school." in after.text
    check = client.post(f"{BROAD}/controle", data=board).text
    assert "De Regenboog" in check
    assert "De Oude Boom" not in check


@pytest.mark.usefixtures("trainer")
def test_a_team_by_name_and_nobody_with_that_function(
    world: World, client: CheckingClient, session: Any
) -> None:
    fields = {"cursus": COURSE, "namen": "onderbouw", "datum": in_days(world, 90)}
    check = client.post(f"{BROAD}/controle", data=fields)
    assert "3 hebben hem al en houden de datum." in check.text
    nobody = client.post(f"{BROAD}/controle", data=fields | {"functie": "leidinggevende"})
    assert "Nu werkt er niemand voor wie dit geldt." in nobody.text
    before = session.query(Assignment).count()
    session.rollback()
    assert client.post(BROAD, data=hidden(nobody.text)).status_code == 303
    assert client.post(BROAD, data=hidden(nobody.text)).status_code == 303
    assert session.query(Assignment).count() == before + 1


@pytest.mark.usefixtures("trainer")
@pytest.mark.parametrize("most", [2, 5000])
def test_more_duties_than_fit_in_one_deed_are_said_so(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(mending, "MOST", most)
    page = client.get(MEND, query_string=LIST).text
    assert ("In één keer kan het met hooguit 2 opdrachten, de eerste op naam" in page) == (
        most == 2
    )
