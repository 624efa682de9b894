"""Who was at a training, in the report of their school: no more than the school shows."""

from __future__ import annotations

from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.domain.people.sight import Sight
from course.models import Person, School
from course.store.study_days import attending, meetings
from course.store.study_days.meetings import MeetingFor, MeetingPlan
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World

WHERE = "/rapport/scholen/boom/bijeenkomsten"


class Held:
    """A meeting of today for one board, where people of two of its schools were."""

    def __init__(self, session: Any, sight: Sight | None) -> None:
        self.world = World(session, clock.today())
        self.boom = self.world.school("boom", sight=sight)
        self.tak = self.world.school("tak")
        trainer = self.world.actor(Role.TRAINER, board=self.world.board)
        plan = MeetingPlan("Samen online", clock.today(), "13.30", "15.00", "Aula", 20)
        whose = MeetingFor(None, self.world.board.id)
        self.ref = meetings.plan(trainer, whose, plan, "x" * 22, clock.now()) or ""
        self.meeting = meetings.led(trainer, self.ref)

    def there(self, name: str, school: School) -> Person:
        person = self.world.person(name)
        self.world.works(person, school)
        assert self.meeting is not None
        attending.note_presence(self.meeting, [person.id], clock.now(), clock.today())
        return person


def test_the_least_is_how_many_and_never_few(client: CheckingClient, session: Any) -> None:
    held = Held(session, None)
    for number in range(4):
        held.there(f"Ada {number}", held.boom)
    held.there("Piet Tak", held.tak)
    held.world.sign_in(client, held.world.actor(Role.MANAGER, held.boom))
    page = client.get(WHERE).text
    assert "Samen online" in page
    assert "Minder dan 5" in page
    assert "Uw school laat u niet zien wie er waren." in page
    assert client.get(WHERE, query_string={"bijeenkomst": held.ref}).status_code == 403
    held.there("Ada 5", held.boom)
    session.commit()
    assert '">5</td>' in client.get(WHERE).text
    trainer = held.world.actor(Role.TRAINER, held.boom)
    held.world.sign_in(client, trainer)
    assert "Ada 5" in client.get(WHERE, query_string={"bijeenkomst": held.ref}).text


@pytest.mark.asvs("8.2.2")
def test_with_days_it_is_who_and_of_no_other_school(client: CheckingClient, session: Any) -> None:
    held = Held(session, Sight.DATES)
    held.there("Ada Bos", held.boom)
    held.there("Piet Tak", held.tak)
    held.world.sign_in(client, held.world.actor(Role.MANAGER, held.boom))
    assert WHERE in client.get(f"/rapport/scholen/boom?cursus={COURSE}").text
    assert f"{WHERE}?bijeenkomst={held.ref}" in client.get(WHERE).text
    page = client.get(WHERE, query_string={"bijeenkomst": held.ref}).text
    assert "Ada Bos" in page
    assert "Piet Tak" not in page
    assert client.get(WHERE, query_string={"bijeenkomst": "niets"}).status_code == 404
    assert client.get(WHERE.replace("boom", "tak")).status_code == 404
