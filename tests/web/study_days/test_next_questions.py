"""Several questions under one code."""

from __future__ import annotations

import re
from typing import Any

import pytest

from course.domain.people.roles import Role
from course.models import (
    StudyDay,
    StudyPresence,
    StudyVote,
)
from tests.checking_client import Visitor
from tests.web.study_days.room import Room, outcome


def ask_next(room: Room, **changes: str) -> Any:
    return room.open(
        "eigen-leven/p1", na=room.ref, inzending="volgende-vraag-van-deze-test", **changes
    )


def test_a_next_question_has_the_same_code_and_the_same_people(room: Room) -> None:
    phones = outcome(room)
    first, page = room.ref, room.screen.get(room.path).text
    chooser = re.search(r'href="([^"]+)"[^>]*>Stel een volgende vraag', page)[1]  # type: ignore[index]
    assert f'name="na" value="{first}"' in room.screen.get(chooser.replace("&amp;", "&")).text
    assert ask_next(room).status_code == 303
    assert room.ref != first
    rows = room.session.query(StudyDay).order_by(StudyDay.number).all()
    assert [(row.number, row.phase, row.vote_key is None) for row in rows] == [
        (1, "closed", True),
        (2, "first", False),
    ]
    assert len({row.code for row in rows}) == 1
    assert room.screen.get(f"/trainen/studiedag/{first}").location == room.path
    for phone in phones:
        assert phone.get(f"/studiedag/{first}").location == f"/studiedag/{room.ref}"
        assert room.vote(phone, "b").status_code == 303
    assert "5 stemmen van 5." in room.screen.get(room.path).text
    (late,) = [room.phone(person) for person in room.world.staff(room.school, 1)]
    assert late.post("/studiedag", data={"code": rows[0].code}).location == f"/studiedag/{room.ref}"


def test_the_two_questions_share_no_vote_and_no_name(room: Room) -> None:
    phones = outcome(room)
    before = {row.voter for row in room.session.query(StudyVote)}
    ask_next(room)
    assert "%" not in room.screen.get(room.path).text.split("<main")[1]
    for phone in phones:
        room.vote(phone, "a")
    assert len({row.voter for row in room.session.query(StudyVote)} - before) == 5


def test_a_next_question_pressed_twice_is_one(room: Room) -> None:
    outcome(room)
    first = room.path
    ask_next(room)
    second = room.path
    room.path = first
    ask_next(room)
    assert room.path == second
    room.path = first
    other = room.open("eigen-leven/p1", na=room.ref, inzending="nog-een-keer-van-deze-test")
    assert other.location == first  # which leads to where the group is
    assert room.session.query(StudyDay).count() == 2


@pytest.mark.parametrize("phase", ["join", "first", "talk", "second", "closed"])
def test_a_next_question_comes_after_an_outcome(room: Room, phase: str) -> None:
    room.open()
    room.go_to(phase)
    assert "Stel een volgende vraag" not in room.screen.get(room.path).text
    ask_next(room)
    assert room.session.query(StudyDay).count() == 1


def test_a_next_question_of_another_school_is_not_there(room: Room) -> None:
    outcome(room)
    other = room.world.school("elders")
    stranger = Visitor(room.app)
    room.world.sign_in(stranger, room.world.actor(Role.TRAINER, other))
    asked = f"/trainen/studiedag?school={other.code}&na={room.ref}"
    assert stranger.get(asked).status_code == 404


def test_signing_off_counts_for_every_question(room: Room) -> None:
    (phone, *_) = outcome(room)
    ask_next(room)
    for phase in ("talk", "second", "result"):
        room.go(phase)
    phone.post(f"/studiedag/{room.ref}/aftekenen")
    signed = room.session.query(StudyPresence.signed_off_at).filter(
        StudyPresence.signed_off_at.is_not(None)
    )
    assert signed.count() == 2
