"""Lists that go out stand in the audit trail: who, which, where, how long; no contents."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.models import AuditEntry, School
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World
from tests.web.admin.test_lists import confirm

REPORT = "/rapport/scholen/boom"


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


@pytest.fixture
def school(world: World) -> School:
    return world.school("boom")


def told(world: World) -> list[tuple[str, dict[str, Any]]]:
    world.session.rollback()
    query = world.session.query(AuditEntry.action, AuditEntry.detail, AuditEntry.school_id)
    mine = query.filter(AuditEntry.action.in_(("exported", "imported"))).order_by(AuditEntry.id)
    return [(row.action, row.detail) for row in mine]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_report_that_is_downloaded(
    client: CheckingClient, world: World, school: School, kind: str
) -> None:
    world.staff(school, 3)
    world.sign_in(client, world.actor(Role.MANAGER, school, name="Mo Leider"))
    before = told(world)
    world.session.rollback()
    assert client.get(f"{REPORT}.{kind}?cursus={COURSE}").status_code == 200
    sent = {"list": "report", "rows": 0, "course": COURSE, "file": kind}
    assert told(world) == [*before, ("exported", sent)]
    world.sign_in(client, world.actor(Role.ADMINISTRATOR, school))
    page = client.get("/beheer/logboek?wat=exported").text
    assert f"Lijst gedownload: wie een cursus moet doen, 0 regels, {COURSE}, {kind}" in page


def test_what_cannot_be_downloaded_stands_nowhere(
    client: CheckingClient, world: World, school: School
) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, world.school("tak")))
    before = told(world)
    world.session.rollback()
    assert client.get(f"{REPORT}.csv?cursus={COURSE}").status_code == 404
    assert told(world) == before


LIST = "naam;e-mail\nAda Bos;ada@a.example\nBea Bos;bea@a.example\n"
BROUGHT_IN = "Lijst geïmporteerd: medewerkers, 3 regels, 2 erbij, 0 gewijzigd, 0 weg"


def brought_in(world: World) -> list[tuple[int | None, int | None, dict[str, Any]]]:
    """By whom, at which school and what, of every list that came in."""
    world.session.rollback()
    found = world.session.query(AuditEntry.actor_id, AuditEntry.school_id, AuditEntry.detail)
    found = found.filter(AuditEntry.action == "imported").order_by(AuditEntry.id)
    rows = [tuple(row) for row in found]
    world.session.rollback()
    return rows


def test_a_list_that_comes_in_says_by_whom_where_and_how_many(
    client: CheckingClient, world: World, school: School
) -> None:
    keeper = world.actor(Role.ADMINISTRATOR, school, name="Kea Beheer")
    world.works(world.person("Cor Bos", "cor@a.example"), school)
    by, where = keeper.id, school.id
    world.sign_in(client, keeper)
    text = f"{LIST}Cor Bos;cor@a.example\n"
    sent = {"school": "boom", "bestand": [(io.BytesIO(text.encode()), "lijst.csv")]}
    preview = client.post("/beheer/importeren", data=sent, content_type="multipart/form-data")
    assert brought_in(world) == [], "looking writes nothing"
    assert confirm(client, preview.text).status_code == 303
    counts = {"list": "people", "rows": 3, "added": 2, "changed": 0, "leaving": 0}
    assert brought_in(world) == [(by, where, counts)]
    page = client.get("/beheer/logboek?wat=imported").text
    assert BROUGHT_IN in page
    assert "Kea Beheer" in page
    assert "Ada Bos" not in page, "counts, no contents"
    world.sign_in(client, world.actor(Role.ADMINISTRATOR, world.school("tak")))
    assert "Lijst geïmporteerd: medewerkers" not in client.get("/beheer/logboek").text


def test_a_list_by_a_command_says_that_nobody_who_signed_in_did_it(
    client: CheckingClient, world: World, school: School, tmp_path: Path
) -> None:
    keeper, where = world.actor(Role.ADMINISTRATOR, school), school.id
    world.session.commit()
    file = tmp_path / "lijst.csv"
    file.write_text(LIST, encoding="utf-8")
    command = ["people", "import", str(file), "--school", "boom"]
    done = client.application.test_cli_runner().invoke(args=command)
    assert done.exit_code == 0, done.output
    counts = {"list": "people", "rows": 2, "added": 2, "changed": 0, "leaving": 0}
    assert brought_in(world) == [(None, where, counts)]
    world.sign_in(client, keeper)
    page = client.get("/beheer/logboek?wat=imported").text
    assert "medewerkers, 2 regels, 2 erbij" in page
    assert "Een opdracht op de server" in page
