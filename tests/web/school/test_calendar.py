"""A school says when it is closed or open, and a newer file of holidays comes in."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest

from course import clock
from course.domain.duties.calendars import DayKind
from course.domain.people.roles import Role
from course.models import OwnDays, PublishedYear
from course.store.duties import calendars
from tests.checking_client import CheckingClient
from tests.domain.duties.test_holiday_file import YEAR
from tests.staff import World

SOON = clock.today() + timedelta(days=30)
DAY = {"soort": "dicht", "naam": "Studiedag Lezen", "eerste": SOON.isoformat(), "laatste": ""}


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


def test_a_study_day_counts_until_it_is_taken_back(client: CheckingClient, world: World) -> None:
    school = world.school("brug")
    world.sign_in(client, world.actor(Role.MANAGER, school))
    assert client.post("/school/brug/kalender", data=DAY).status_code == 303
    assert "Studiedag Lezen (dicht)" in client.get("/school/brug/kalender").text
    off = calendars.of_school(school.id).day_off(SOON)
    assert off is not None
    assert (off.kind, off.name) == (DayKind.OWN, "Studiedag Lezen")
    number = world.session.query(OwnDays).one().id
    world.session.rollback()
    for _ in range(2):  # twice is the same as once
        assert client.post(f"/school/brug/kalender/{number}/weg").status_code == 303
    assert "Studiedag Lezen" not in client.get("/school/brug/kalender").text
    assert calendars.of_school(school.id).own == ()
    assert world.session.query(OwnDays).one().withdrawn_by is not None


def test_other_days_from_the_same_page_are_said_aloud(client: CheckingClient, world: World) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, world.school("brug")))
    sent = DAY | {"inzending": "inzending-van-deze-dag"}
    for _ in range(2):
        assert client.post("/school/brug/kalender", data=sent).status_code == 303
    other = client.post("/school/brug/kalender", data=sent | {"naam": "Sportdag"})
    assert (other.status_code, "al iets anders in de kalender" in other.text) == (409, True)
    assert 'value="Sportdag"' in other.text
    assert world.session.query(OwnDays).count() == 1


def test_a_school_may_be_open_while_its_region_is_not(client: CheckingClient, world: World) -> None:
    school = world.school("brug")
    summer = calendars.years()[-1].of(calendars.Region.MIDDLE)[-1]
    week = {"eerste": summer.first.isoformat(), "laatste": summer.last.isoformat()}
    world.sign_in(client, world.actor(Role.MANAGER, school))
    data = DAY | week | {"soort": "open", "naam": "Zomerschool"}
    assert client.post("/school/brug/kalender", data=data).status_code == 303
    monday = summer.first + timedelta(days=2)
    assert calendars.of_school(school.id).is_school_day(monday)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"naam": " "}, "Vul in wat het is"),
        ({"soort": "misschien"}, "Kies dicht of open."),
        ({"eerste": "morgen"}, "Vul een datum in"),
        ({"eerste": "2020-01-01"}, "Kies vandaag of een dag daarna."),
        ({"laatste": clock.today().isoformat()}, "Kies de eerste dag of een dag daarna."),
        ({"laatste": (SOON + timedelta(days=101)).isoformat()}, "hooguit honderd dagen"),
        ({"eerste": "9999-12-31"}, "binnen drie jaar"),
    ],
)
def test_what_cannot_be_is_said_and_kept_as_typed(
    client: CheckingClient, world: World, change: dict[str, str], said: str
) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, world.school("brug")))
    reply = client.post("/school/brug/kalender", data=DAY | change)
    assert reply.status_code == 422
    assert said in reply.text
    assert world.session.query(OwnDays).count() == 0


def test_another_school_is_not_there(client: CheckingClient, world: World) -> None:
    here, there = world.school("brug"), world.school("elders", world.other_board())
    other = world.actor(Role.MANAGER, there)
    world.sign_in(client, other)
    client.post("/school/elders/kalender", data=DAY)
    number = world.session.query(OwnDays).one().id
    world.session.rollback()
    world.sign_in(client, world.actor(Role.MANAGER, here))
    assert client.get("/school/elders/kalender").status_code == 404
    assert client.post("/school/elders/kalender", data=DAY).status_code == 404
    assert client.post(f"/school/brug/kalender/{number}/weg").status_code == 404
    assert calendars.of_school(there.id).own != ()


def bring(client: CheckingClient, text: str, source: str = "rijksoverheid.nl") -> Any:
    data = {"bron": source, "bestand": (io.BytesIO(text.encode()), "vakanties.csv")}
    return client.post("/beheer/kalender", data=data, content_type="multipart/form-data")


def test_a_newer_file_of_holidays(client: CheckingClient, world: World) -> None:
    school = world.school("brug")
    world.sign_in(client, world.actor(Role.ADMINISTRATOR))
    assert not calendars.of_school(school.id).knows(date(2029, 12, 25))
    world.session.rollback()
    assert bring(client, YEAR).status_code == 303
    page = client.get("/beheer/kalender").text
    assert "2029-2030" in page
    assert "rijksoverheid.nl, gezien op" in page
    assert not calendars.of_school(school.id).is_school_day(date(2029, 12, 27))
    world.session.rollback()
    template = client.get("/beheer/kalender/voorbeeld.csv").text
    assert "2029-2030;kerst;zuid;2029-12-22;2030-01-06" in template
    assert bring(client, template).status_code == 303, "what goes out comes in"


def test_a_calendar_with_a_hole_changes_nothing(client: CheckingClient, world: World) -> None:
    world.sign_in(client, world.actor(Role.ADMINISTRATOR))
    for text, said in (
        (YEAR.replace("herfst;noord", "najaar;noord"), "Rij 2: Kies als vakantie"),
        (YEAR.replace("2029-2030;mei", "2028-2029;mei"), "2029-2030, regio noord, meivakantie."),
        ("niets", "De eerste regel moet zijn"),
    ):
        reply = bring(client, text)
        assert reply.status_code == 422
        assert said in reply.text
    assert bring(client, YEAR, source=" ").status_code == 422
    assert world.session.query(PublishedYear).count() == 0


def test_holidays_are_for_who_keeps_every_school(client: CheckingClient, world: World) -> None:
    world.sign_in(client, world.actor(Role.ADMINISTRATOR, world.school("brug")))
    assert client.get("/beheer/kalender").status_code == 404
    assert bring(client, YEAR).status_code == 404


@pytest.mark.parametrize("number", ["9" * 18, "9" * 25, "9" * 1500])
def test_a_number_that_no_database_takes_is_not_there(
    client: CheckingClient, world: World, number: str
) -> None:
    school = world.school("brug")
    world.sign_in(client, world.actor(Role.ADMINISTRATOR, school))
    assert client.post("/school/brug/kalender/" + number + "/weg").status_code == 404
    words = client.post("/beheer/scholen/brug/lijstwoorden", data={"weg": number})
    assert words.status_code == 303, "a word that is not there is gone"
