"""The open list comes in, a school is found in it and added with its codes."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.domain.people.school_codes import CodeSystem
from course.models import School, SchoolCode
from course.store.dated import DeedMoment
from course.store.people import school_list
from tests.checking_client import CheckingClient
from tests.domain.people.test_school_list import BOARDS, NEW, OLD, RIO
from tests.staff import World, at_noon

LIST = "/beheer/scholen/lijst"


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


def bring(client: CheckingClient, data: bytes, sector: str = "po") -> Any:
    fields = {"sector": sector, "bestand": (io.BytesIO(data), "lijst.csv")}
    return client.post(LIST, data=fields, content_type="multipart/form-data")


def added(world: World) -> tuple[School, dict[CodeSystem, str]]:
    school = world.session.query(School).one()
    codes = school_list.codes_of(school.id)
    return school, codes


@pytest.mark.parametrize("data", [OLD, NEW], ids=["old", "new"])
def test_a_school_of_the_list_is_added_with_board_sector_region_and_codes(
    client: CheckingClient, world: World, data: bytes
) -> None:
    world.sign_in(client, world.actor(Role.ADMINISTRATOR))
    for part in (data, BOARDS, RIO):
        assert bring(client, part).status_code == 303
    page = client.get(f"{LIST}?zoek=PROEFBEIG demodorp").text
    assert "Stichting Demo" in page
    assert "Voeg 99ZA00 toe" in page
    form = client.get("/beheer/scholen/nieuw?uit=99ZA00").text
    for value in ("99za00", "Stichting Demo", "99001", "999A001", "99ZA"):
        assert f'value="{value}"' in form
    sent = {"naam": "Demoschool De Proef", "code": "99za00", "bestuur": "nieuw", "sector": "po"}
    sent |= {"bestuur_naam": "Stichting Demo", "bestuur_code": "99001", "regio": "zuid"}
    sent |= {"rio": "999A001", "brin": "99ZA", "vestiging": "99ZA00"}
    assert client.post("/beheer/scholen/nieuw", data=sent).status_code == 303
    school, codes = added(world)
    assert (school.sector, school.region) == ("po", "zuid")
    assert codes == {
        CodeSystem.RIO: "999A001",
        CodeSystem.BRIN: "99ZA",
        CodeSystem.LOCATION: "99ZA00",
    }
    world.session.rollback()
    assert "Staat erin" in client.get(f"{LIST}?zoek=99za00").text
    again = sent | {"code": "iets-anders", "naam": "Nog een keer", "bestuur": "99001"}
    reply = client.post("/beheer/scholen/nieuw", data=again)
    assert reply.status_code == 422
    assert "Een andere school heeft deze code." in reply.text


def test_a_newer_list_replaces_that_of_its_sector_and_keeps_rio(
    client: CheckingClient, world: World
) -> None:
    world.sign_in(client, world.actor(Role.ADMINISTRATOR))
    for part in (OLD, RIO, NEW.replace(b"Demodorp", b"Elders")):
        assert bring(client, part).status_code == 303
    row = school_list.listed("99ZA00")
    assert row is not None
    assert row.provider == "999A001"
    world.session.rollback()
    assert bring(client, NEW.replace(b"99ZA00", b"99ZB00"), "vo").status_code == 303
    assert [school_list.list_counts()[one] for one in ("po", "vo")] == [1, 1]


def test_a_file_that_is_wrong_changes_nothing(client: CheckingClient, world: World) -> None:
    world.sign_in(client, world.actor(Role.ADMINISTRATOR))
    bring(client, OLD)
    for data, said in (
        (b"naam;mail\na;b\n", "Dit is geen lijst van DUO die wij kennen."),
        (OLD.replace(b"99ZA00", b"kapot"), "Rij 2: De code is niet zoals DUO"),
        (b"", "Kies een bestand."),
    ):
        reply = bring(client, data)
        assert reply.status_code == 422
        assert said in reply.text
    assert "Kies een sector." in bring(client, OLD, "onbekend").text
    assert school_list.list_counts()["po"] == 1


def test_the_list_is_brought_in_by_who_keeps_every_school(
    client: CheckingClient, world: World
) -> None:
    world.sign_in(client, world.actor(Role.ADMINISTRATOR, world.school("brug")))
    assert client.get(LIST).status_code == 404
    assert bring(client, OLD).status_code == 404


def test_codes_are_dated_and_what_was_known_stays(session: Any) -> None:
    school = World(session, clock.today()).school("brug")
    first, later = date(2026, 3, 2), date(2026, 4, 1)
    codes = {CodeSystem.BRIN: "99za", CodeSystem.RIO: "999A001"}
    school_list.set_codes(school.id, codes, DeedMoment(at_noon(first)))
    changed = {CodeSystem.BRIN: "99ZB", CodeSystem.RIO: ""}
    school_list.set_codes(school.id, changed, DeedMoment(at_noon(later)))
    assert school_list.codes_of(school.id) == {CodeSystem.BRIN: "99ZB"}
    before = later - timedelta(days=1)
    past = {(row.system, row.code, row.ends_on) for row in school_list.past_codes(school.id)}
    assert past == {("brin", "99ZA", before), ("rio", "999A001", before)}
    assert session.query(SchoolCode).filter_by(school_id=school.id).count() == 5


def test_the_command_brings_in_finds_and_adds(runner: Any, session: Any, tmp_path: Path) -> None:
    file = tmp_path / "lijst.csv"
    session.rollback()
    for data in (NEW, BOARDS, RIO):
        file.write_bytes(data)
        reply = runner.invoke(args=["schools", "list", str(file), "--sector", "po"])
        assert reply.exit_code == 0, reply.output
    found = runner.invoke(args=["schools", "find", "proefbeig"]).output
    assert "99ZA00  Demoschool De Proefbeïg, Demodorp  (Stichting Demo)" in found
    assert "De code is 99za00." in runner.invoke(args=["schools", "add", "99za00"]).output
    again = runner.invoke(args=["schools", "add", "99ZA00"])
    assert again.exit_code == 1
    assert "Deze school staat er al in als 99za00." in again.output
    assert "geen school met de code" in runner.invoke(args=["schools", "add", "11AA00"]).output
    file.write_bytes(b"naam\nx\n")
    wrong = runner.invoke(args=["schools", "list", str(file), "--sector", "po"])
    assert wrong.exit_code == 1
    assert "Er is niets veranderd." in wrong.output


def test_the_command_asks_a_region_where_a_province_has_more(
    runner: Any, session: Any, tmp_path: Path
) -> None:
    file = tmp_path / "lijst.csv"
    session.rollback()
    file.write_bytes(NEW.replace(b"Zeeland", b"Utrecht"))
    runner.invoke(args=["schools", "list", str(file), "--sector", "po"])
    add = ["schools", "add", "99ZA00"]
    assert "Utrecht heeft meer dan één vakantieregio." in runner.invoke(args=add).output
    add += ["--region", "midden"]
    assert "Geef --board-name." in runner.invoke(args=add).output
    add += ["--board-name", "Stichting Demo"]
    assert runner.invoke(args=add).exit_code == 0
    assert session.query(School).one().region == "midden"
