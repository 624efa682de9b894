"""The cast is what its description says: who gets in, and which schools each of them may see."""

from __future__ import annotations

from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Permission
from course.store.people import directory
from course.store.signing_in import browsers
from tests.cast import Cast, assemble
from tests.checking_client import CheckingClient


@pytest.fixture
def cast(session: Any) -> Cast:
    return assemble(session, clock.today(), clock.now())


SIGNED_IN = (
    "learner",
    "colleague",
    "manager",
    "trainer",
    "administrator",
    "other_trainer",
    "ended",
    "left",
)


@pytest.mark.parametrize("name", SIGNED_IN)
def test_who_is_signed_in_sees_own_training(name: str, cast: Cast, client: CheckingClient) -> None:
    assert cast.sign_in(client, name).get("/leren").status_code == 200


@pytest.mark.parametrize("name", ["blocked", "half_signed_in"])
def test_who_is_not_signed_in_is_sent_to_the_door(
    name: str, cast: Cast, client: CheckingClient
) -> None:
    response = cast.sign_in(client, name).get("/leren")
    assert response.status_code == 303
    assert "/inloggen" in response.headers["Location"]


@pytest.mark.parametrize(
    ("name", "permission", "schools"),
    [
        ("learner", Permission.SCHOOL_REPORT, []),
        ("manager", Permission.SCHOOL_REPORT, ["eigen"]),
        ("trainer", Permission.ASSIGN, ["eigen"]),
        ("administrator", Permission.PEOPLE, ["eigen"]),
        ("administrator", Permission.SCHOOL_REPORT, []),
        ("ended", Permission.ASSIGN, []),
        ("other_manager", Permission.SCHOOL_REPORT, ["ander"]),
        ("other_trainer", Permission.ASSIGN, ["ander"]),
        ("other_administrator", Permission.PEOPLE, ["ander"]),
    ],
)
def test_schools_in_sight(
    name: str, permission: Permission, schools: list[str], cast: Cast
) -> None:
    token = cast[name].token
    assert token is not None
    found = browsers.find(token, clock.today())
    assert found is not None
    assert [
        row.code
        for row in directory.schools_in_scope(found.actor, permission, clock.today(), limit=9)
    ] == schools
