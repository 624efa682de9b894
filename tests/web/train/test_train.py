"""A trainer assigns, looks and withdraws, within the own schools and without script; mistakes come
back in words.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from course.domain.duties.calendars import Holiday, Region, calendar_of
from course.domain.people.roles import Actor, Role
from course.models import Assignment, Duty, DutyReason, School, Team
from course.store.duties import calendars
from course.web.page.formats import long_date
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World

TOKEN = "inzending-van-deze-test"
FREE_DAY = "10-12-2099"  # long after the published holidays


@pytest.fixture
def school(world: World) -> School:
    """A school of six: four in a team, two in none."""
    school = world.school("regenboog")
    world.staff(school, 4, world.team(school, "Onderbouw"))
    world.staff(school, 2)
    return school


@pytest.fixture
def trainer(world: World, school: School) -> Actor:
    return world.actor(Role.TRAINER, school, name="Tarik Voorbeeld")


def fields(world: World, **changes: str) -> dict[str, str]:
    due = world.today + timedelta(days=30)
    sent = {
        "school": "regenboog",
        "cursus": COURSE,
        "doel": "school",
        "datum": f"{due.day}-{due.month}-{due.year}",
        "inzending": TOKEN,
    }
    return sent | changes


def hidden(html: str) -> dict[str, str]:
    form = html.split('<form class="button-row"')[1]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))


def test_three_steps_assign_and_show_who(
    world: World, client: CheckingClient, trainer: Actor
) -> None:
    world.sign_in(client, trainer)
    form = client.get("/trainen/toewijzen")  # one school only: it is chosen already
    assert "De hele school" in form.text
    check = client.post("/trainen/toewijzen/controle", data=fields(world))
    assert "Krijgen 6 medewerkers deze cursus?" in check.text
    assert world.session.query(Assignment).count() == 0
    world.session.rollback()
    done = client.post("/trainen/toewijzen", data=hidden(check.text))
    assert done.status_code == 303
    page = client.get(done.location)
    assert "De cursus is toegewezen." in page.text
    assert page.text.count("Nog niet begonnen</span>") == 6
    assert long_date(world.today + timedelta(days=30)) in page.text
    assert "1 opdracht staat open. Niemand is te laat." in client.get("/trainen").text


def test_double_submit_is_one(world: World, client: CheckingClient, trainer: Actor) -> None:
    world.sign_in(client, trainer)
    first = client.post("/trainen/toewijzen", data=fields(world))
    again = client.post("/trainen/toewijzen", data=fields(world))
    assert first.location == again.location
    assert world.session.query(Assignment).count() == 1
    assert world.session.query(DutyReason).count() == 6


def test_team_and_person(
    world: World, client: CheckingClient, school: School, trainer: Actor
) -> None:
    team = world.session.query(Team).one().ref
    email = world.person("Één Mens", "een@voorbeeld.example")
    world.works(email, school)
    world.sign_in(client, trainer)
    check = client.post("/trainen/toewijzen/controle", data=fields(world, doel=f"team:{team}"))
    assert "Krijgen 4 medewerkers deze cursus?" in check.text
    one = client.post(
        "/trainen/toewijzen/controle",
        data=fields(world, doel="persoon", mail="EEN@voorbeeld.example"),
    )
    assert "Krijgt 1 medewerker deze cursus?" in one.text
    client.post(
        "/trainen/toewijzen", data=fields(world, doel="persoon", mail="EEN@voorbeeld.example")
    )
    assert world.session.query(Duty).count() == 1


def test_the_last_question_says_what_is_given_already_and_what_is_a_holiday(
    world: World, client: CheckingClient, trainer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.sign_in(client, trainer)
    path, sent = "/trainen/toewijzen/controle", fields(world, datum=FREE_DAY)
    assert "zijn nog niet bekend" in client.post(path, data=sent).text
    client.post("/trainen/toewijzen", data=sent)
    day = Holiday(date(2099, 12, 10), date(2099, 12, 10), "studiedag")
    calendar = replace(calendar_of(Region), own=(day,))
    monkeypatch.setattr(calendars, "of_school", lambda _: calendar)
    again = client.post(path, data=sent).text
    assert "dit is al toegewezen, uiterlijk 10 december 2099" in again
    assert "10 december 2099 is een vrije dag van de school: studiedag." in again
    assert "De eerste vrijdag erna met school is 11 december 2099." in again
    assert "Neem 11 december 2099" in again
    form = re.findall(rf'<form method="post" action="{path}">.*?</form>', again, re.DOTALL)[0]
    taken = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    assert taken == {**taken, "datum": "2099-12-11", "school": sent["school"]}
    friday = client.post(path, data=taken).text
    assert "Neem 11" not in friday
    assert re.search(r"<dt>Uiterste datum</dt>\s*<dd>11 december 2099", friday)
    team = world.session.query(Team.ref).scalar()
    world.session.rollback()
    assert (
        "dit is al toegewezen" not in client.post(path, data=sent | {"doel": f"team:{team}"}).text
    )


@pytest.mark.parametrize("path", ["/trainen/toewijzen", "/trainen/toewijzen/controle"])
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"datum": "morgen"}, "Vul een datum in, bijvoorbeeld 12-3-2026."),
        ({"datum": "31-2-2030"}, "Vul een datum in, bijvoorbeeld 12-3-2026."),
        ({"datum": "1-1-2020"}, "Kies vandaag of een dag daarna."),
        ({"cursus": "anders"}, "Kies een cursus."),
        ({"doel": ""}, "Kies wie de cursus krijgt."),
        ({"doel": "persoon"}, "Vul het e-mailadres van de medewerker in."),
        (
            {"doel": "persoon", "mail": "niemand@voorbeeld.example"},
            "Op deze school vinden wij niemand",
        ),
    ],
)
def test_mistakes_are_named_and_nothing_is_lost(
    world: World,
    client: CheckingClient,
    trainer: Actor,
    path: str,
    changes: dict[str, str],
    message: str,
) -> None:
    world.sign_in(client, trainer)
    sent = fields(world, **changes)
    answer = client.post(path, data=sent)
    assert answer.status_code == 422
    assert message in answer.text
    assert "<title>Fout: " in answer.text
    assert f'value="{sent["datum"]}"' in answer.text
    assert world.session.query(Assignment).count() == 0


def test_other_school_and_forged_team_are_not_there(
    world: World, client: CheckingClient, trainer: Actor
) -> None:
    other = world.school("kompas")
    stranger = world.person("Iemand Anders", "anders@voorbeeld.example")
    world.works(stranger, other)
    team = world.team(other, "Bovenbouw").ref
    world.sign_in(client, trainer)
    for path in ("/trainen/toewijzen", "/trainen/toewijzen/controle"):
        assert client.post(path, data=fields(world, school="kompas")).status_code == 404
        assert client.post(path, data=fields(world, school="bestaat-niet")).status_code == 404
        assert client.post(path, data=fields(world, doel=f"team:{team}")).status_code == 404
        elsewhere = fields(world, doel="persoon", mail="anders@voorbeeld.example")
        assert client.post(path, data=elsewhere).status_code == 422
    assert client.get("/trainen/toewijzen?school=kompas").status_code == 404
    assert world.session.query(Assignment).count() == 0


def test_stranger_neither_sees_nor_withdraws(
    world: World, client: CheckingClient, trainer: Actor
) -> None:
    stranger = world.actor(Role.TRAINER, world.school("kompas"))
    world.sign_in(client, trainer)
    path = client.post("/trainen/toewijzen", data=fields(world)).location
    world.sign_in(client, stranger)
    assert client.get(path).status_code == 404
    assert client.get(f"{path}/intrekken").status_code == 404
    assert client.post(f"{path}/intrekken").status_code == 404
    assert "Er is nu niets toegewezen." in client.get("/trainen").text
    assert world.session.query(Assignment).one().withdrawn_at is None


@pytest.mark.parametrize("role", [Role.LEARNER, Role.MANAGER, Role.ADMINISTRATOR])
def test_other_roles_do_not_train(
    world: World, client: CheckingClient, school: School, role: Role
) -> None:
    world.sign_in(client, world.actor(role, school))
    assert client.get("/trainen").status_code == 403
    assert client.post("/trainen/toewijzen", data=fields(world)).status_code == 403


def test_withdraw_asks_first_and_keeps_progress(
    world: World, client: CheckingClient, trainer: Actor
) -> None:
    world.sign_in(client, trainer)
    path = client.post("/trainen/toewijzen", data=fields(world)).location
    person = world.session.query(Duty).first().person_id
    from course.models import Person

    world.progress(world.session.get(Person, person), 2, world.today)
    world.session.commit()
    assert "Wilt u de opdracht voor De Regenboog intrekken?" in client.get(f"{path}/intrekken").text
    assert client.post(f"{path}/intrekken").location == path
    assert "De voortgang is bewaard." in client.get(path).text
    from course.models import Progress

    world.session.expire_all()
    assert world.session.query(Progress).one().done == 2
    reasons = world.session.query(DutyReason).filter_by(replaced_at=None)
    assert reasons.all() == [], "given today and taken back today: it never held"
    world.session.rollback()
    assert "Er is nu niets toegewezen." in client.get("/trainen").text
    assert path in client.get("/trainen?toon=ingetrokken").text


def test_people_are_filtered_and_sorted(
    world: World, client: CheckingClient, trainer: Actor
) -> None:
    world.sign_in(client, trainer)
    path = client.post("/trainen/toewijzen", data=fields(world)).location
    page = client.get(f"{path}?sorteer=naam&richting=af").text
    names = re.findall(r"Kies ([^<]+)</span>", page)
    assert names == sorted(names, reverse=True)
    assert len(names) == 6
    assert "Niemand past bij dit filter." in client.get(f"{path}?status=klaar").text
    wrong = client.get(f"{path}?status=lui")
    assert wrong.status_code == 422
    assert "Deze status bestaat niet." in wrong.text


def test_trainer_of_two_schools_chooses_first(
    world: World, client: CheckingClient, school: School
) -> None:
    world.school("kompas")
    world.sign_in(client, world.actor(Role.TRAINER, board=world.board))
    assert "Voor welke school?" in client.get("/trainen/toewijzen").text
    assert client.get("/trainen/toewijzen?school=").status_code == 422
    assert "De Kompas" in client.get("/trainen/toewijzen?school=kompas").text
