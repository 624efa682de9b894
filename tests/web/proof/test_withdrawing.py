"""An administrator withdraws a certificate, with a reason, for good, and only of their people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.store import transaction
from course.store.proof import certificates
from course.store.signing_in import browsers
from tests.checking_client import CheckingClient
from tests.learning import Learner, finish, learner, press, publish
from tests.staff import World


@pytest.fixture
def noor(session: Any, tmp_path: Path) -> Learner:
    publish(tmp_path / "modules")
    found = learner(session)
    finish(session, found)
    return found


def enter(client: CheckingClient, session: Any, person_id: int) -> None:
    client.set_cookie("sessie", browsers.sign_in(person_id, clock.now()))
    session.commit()


def test_withdrawn_with_a_reason(
    session: Any, client: CheckingClient, world: World, noor: Learner
) -> None:
    person = f"/beheer/mensen/{noor.person.ref}"
    enter(client, session, world.actor(Role.ADMINISTRATOR, noor.school).id)
    page = f"{person}/bewijzen"
    assert page in client.get(person).text
    refused = press(client, page, page, reden=" ")
    assert refused.status_code == 422
    assert "Schrijf waarom" in refused.text
    assert press(client, page, page, reden="x" * 501).status_code == 422
    assert press(client, page, page, reden="Iemand anders deed het").status_code == 303
    shown = client.get(page).text
    assert "Ingetrokken" in shown
    assert "Iemand anders deed het" in shown
    assert 'name="reden"' not in shown
    number = certificates.of_person(noor.person.id)[0].number
    transaction.rollback()
    again = client.post(page, data={"nummer": number, "reden": "Nog een keer"})
    told = client.get(again.location).text
    assert "Dit bewijs was al ingetrokken. De reden van toen blijft staan." in told
    assert "Nog een keer" not in told
    transaction.rollback()
    noor.sign_in(client)
    own = client.get(f"/mijn-bewijzen/{number}").text
    assert "De reden: Iemand anders deed het" in own
    assert "Bekijk uw certificaat" not in client.get("/leren/proef").text


def test_out_of_reach_is_not_there(
    session: Any, client: CheckingClient, world: World, noor: Learner
) -> None:
    ref = noor.person.ref
    enter(client, session, world.actor(Role.ADMINISTRATOR, world.school("ander")).id)
    assert client.get(f"/beheer/mensen/{ref}/bewijzen").status_code == 404
