"""Lists that go out stand in the audit trail: who, which, where, how long; no contents."""

from __future__ import annotations

from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.models import AuditEntry, School
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World

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
