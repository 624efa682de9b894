"""A room with a study day, its trainer and who votes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask

from course import clock
from course.domain.people.roles import Actor
from course.domain.study_days import Phase
from course.models import (
    Person,
    School,
    StudyDay,
)
from course.store.signing_in import browsers
from tests.checking_client import Visitor
from tests.staff import World
from tests.untriggered import untriggered

PHASES = [phase.value for phase in Phase]


@dataclass
class Room:
    """A trainer at the big screen, and everybody with a phone."""

    app: Flask
    session: Any
    world: World
    school: School
    trainer: Actor
    screen: Visitor
    path: str = ""
    phones: list[Visitor] = field(default_factory=list)

    @property
    def ref(self) -> str:
        return self.path.rsplit("/", 1)[1]

    @property
    def code(self) -> str:
        return re.search(r"De code is: </span>([\w ]+)<", self.screen.get(self.path).text)[1]  # type: ignore[index]

    def open(self, question: str = "eigen-leven/p1", **changes: str) -> Any:
        sent = {
            "school": self.school.code,
            "module": "proef/een",
            "vraag": question,
            "inzending": "studiedag-van-deze-test",
        }
        reply = self.screen.post("/trainen/studiedag", data=sent | changes)
        if reply.status_code == 303:
            self.path = reply.location
        return reply

    def phone(self, person: Person) -> Visitor:
        token = browsers.sign_in(person.id, clock.now())
        self.session.commit()
        client = Visitor(self.app)
        client.set_cookie("sessie", token)
        self.phones.append(client)
        return client

    def come_in(self, count: int) -> list[Visitor]:
        """So many people of the school, who typed the code."""
        people = self.world.staff(self.school, count)
        self.session.commit()
        code = self.code
        phones = [self.phone(person) for person in people]
        for phone in phones:
            assert (
                phone.post("/studiedag", data={"code": code}).location == f"/studiedag/{self.ref}"
            )
        return phones

    def was_yesterday(self, **changes: Any) -> None:
        """Everything of today was a day ago."""
        day = clock.today() - timedelta(days=1)
        with untriggered(self.session, "study_session"):
            self.session.query(StudyDay).update({"day": day, **changes})
        self.session.commit()

    def go(self, phase: str) -> None:
        """From the phase before this one to this one."""
        van = PHASES[PHASES.index(phase) - 1]
        assert self.screen.post(self.path, data={"van": van, "naar": phase}).status_code == 303

    def go_to(self, phase: str) -> None:
        for one in PHASES[1 : PHASES.index(phase) + 1]:
            self.go(one)

    def vote(self, phone: Visitor, choice: str, round_: str = "before") -> Any:
        return phone.post(f"/studiedag/{self.ref}/stem", data={"ronde": round_, "antwoord": choice})


def outcome(room: Room, count: int = 5) -> list[Visitor]:
    """A first question with its outcome on the screen, and so many people who voted."""
    room.open()
    phones = room.come_in(count)
    room.go("first")
    for phone in phones:
        room.vote(phone, "a")
    for phase in ("talk", "second", "result"):
        room.go(phase)
    return phones
