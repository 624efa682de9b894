"""Everything that a school can write carries its marker: no page, no file and no mail for somebody
of one school holds the marker of another; and what somebody wrote for themselves nobody else reads.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from course import clock
from course.domain.people.conduct_signing import Asks, SignAnswer
from course.domain.people.roles import Actor, Grant, Role
from course.models import Attempt, Certificate, Mail, Person, School
from course.store.courses import releases
from course.store.duties import giving
from course.store.people import conduct, conduct_signing
from course.store.people.conduct import NewVersion
from course.store.people.conduct_signing import NewSignature
from course.store.signing_in import browsers
from course.store.study_days import leading, meetings
from course.store.study_days.meetings import MeetingFor, MeetingPlan
from course.store.study_days.rows import Subject
from course.work import loop, registry
from tests import builders
from tests.checking_client import CheckingClient
from tests.learning import Learner, finish, learner, publish
from tests.staff import COURSE, World
from tests.test_access import ROUTES, address
from tests.web.report.test_weekly_mail import round_

MONDAY = datetime(2026, 11, 30, 11, tzinfo=clock.AMSTERDAM)  # a school day, at an hour for mail
ROLES = (Role.MANAGER, Role.TRAINER, Role.ADMINISTRATOR)
PAGES = sorted(
    {rule for method, rule in ROUTES if method == "GET"} - {"/static/<version>/<path:name>"}
)
OWN_WORDS = "als mijn duim jeukt"
BY_NUMBER = "/bewijs/"  # is for whoever has a number before them
pytestmark = [
    pytest.mark.either,
    pytest.mark.usefixtures("_monday"),
]


@pytest.fixture
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY.astimezone(clock.UTC))
    monkeypatch.setattr(registry, "daily", list)
    monkeypatch.setattr(loop, "REST", 0.0)


@dataclass
class Place:
    """A school of which each text says whose it is, and who has which role there."""

    marker: str
    school: School
    people: dict[str, Actor]
    words: dict[str, str]  # for the blanks in an address


@pytest.fixture
def places(session: Any, tmp_path: Path) -> tuple[Place, Place]:
    publish(tmp_path / "modules", now=clock.now() - timedelta(days=30))
    world = World(session, clock.today())
    made = _place(world, "eigen"), _place(world, "ander")
    session.commit()
    return made


def _place(world: World, code: str) -> Place:
    session, marker = world.session, f"Kanarie{code}"
    board = builders.board(session, code=f"bestuur-{code}", name=f"Bestuur {marker}")
    school = builders.school(session, code=code, name=f"School {marker}", board_id=board.id)
    team = world.team(school, f"Team {marker}")
    people, learned = {}, learner(session, f"noor@{marker.lower()}.example")
    builders.word(session, school, "naam_ict_dienst", f"Helpdesk {marker}")
    for number in range(6):
        who = world.person(f"Persoon {marker} {number}", f"p{number}@{marker.lower()}.example")
        world.works(who, school, team, number=f"{marker}-{number}")
    people["learner"] = _actor(learned.person, Role.LEARNER)
    world.works(learned.person, school, team)
    for role in ROLES:
        leader = world.person(f"{role} {marker}", f"{role}@{marker.lower()}.example")
        world.works(leader, school, team)
        world.grant(leader, role, school)
        people[role.value] = _actor(leader, role, school)
    words = {"code": code, "person": who.ref, **_given(world, people["trainer"], school, marker)}
    _adopted(people["manager"].id, learned.person, school, marker)
    session.commit()
    finish(session, learned)
    _wrote(world, learned, marker)
    number = session.query(Certificate.number).filter_by(person_id=learned.person.id).scalar()
    return Place(marker.lower(), school, people, words | {"number": number})


def _wrote(world: World, who: Learner, marker: str) -> None:
    """A plan in their own words."""
    world.add(
        Attempt(
            enrolment_id=who.enrolment_id,
            release=releases.current("proef"),
            module="een",
            lesson="plan",
            item="pl1",
            response=[OWN_WORDS, "dan wacht ik"],
            earned=0,
            possible=0,
            settled=True,
            submission=f"plan-van-{marker}-1234",
            submitted_at=clock.now(),
        )
    )
    world.session.commit()


def _actor(who: Person, role: Role, school: School | None = None) -> Actor:
    grants = (Grant(role, school.id, None),) if school else ()
    return Actor(who.id, who.ref, who.name, who.email, who.audience, grants)


def _given(world: World, trainer: Actor, school: School, marker: str) -> dict[str, str]:
    """What a trainer gave and planned: both courses, and they are late with them."""
    today, now = clock.today(), clock.now()
    given = today - timedelta(days=40)
    for course in ("proef", COURSE):
        due = today - timedelta(days=5)
        draft = giving.NewAssignment(course, school.id, None, None, due, f"{marker}-{course}-1234")
        assigned = giving.assign(trainer, draft, now - timedelta(days=40), given)
        assert assigned is not None
    planned = MeetingPlan(
        f"Training {marker}", today + timedelta(days=7), "13.30", "15.00", marker, 9
    )
    whom = MeetingFor(school.id, None)
    meeting = meetings.plan(trainer, whom, planned, f"bijeenkomst-{marker}", now)
    subject = Subject(releases.current("proef") or "", "een", "eigen-leven", "p1")
    study = leading.open_day(trainer, school.id, subject, f"studiedag-{marker}", now, today)
    assert meeting is not None
    assert study is not None
    return {"assignment": assigned.ref, "meeting": meeting, "study": study}


def _adopted(manager: int, who: Person, school: School, marker: str) -> None:
    """A code of conduct of the school, and an answer to it."""
    draft = NewVersion(
        school_id=school.id,
        board_id=None,
        label=f"Versie {marker}",
        in_force_on=clock.today() - timedelta(days=9),
        consent_on=None,
        consent_reference="",
        clauses={"kanalen": f"Wij gebruiken {marker}."},
        submission=f"versie-{marker}",
        asks=Asks.SIGNATURE,
    )
    conduct.adopt(draft, manager, clock.now())
    holds = conduct.in_force(school.id, clock.today())
    assert holds is not None
    text = f"{school.name}: wij gebruiken {marker}."
    sent = (holds.id, who.name, text, SignAnswer.SIGNED, f"antwoord-{marker}")
    conduct_signing.sign(NewSignature(who.id, school.id, *sent), clock.now())


def asked(rule: str, place: Place, other: Place) -> list[str]:
    """The addresses to try: of either school, and with either named behind it."""
    found, past = [], (clock.today() - timedelta(days=1)).isoformat()
    for one in (place,) if rule.startswith(BY_NUMBER) else (place, other):
        code = one.words["code"]
        where = address(rule, one.words).replace("<number>", one.words["number"])
        by_name = {"cursus": "proef", "school": code, "bestuur": f"bestuur-{code}"}
        for values in (by_name, {"cursus": COURSE, "peildatum": past}):
            found.append(f"{where}?{urlencode(values)}")
    return found


def whole(reply: Any) -> str:
    """All that went out, small, also what is packed in it."""
    return f"{reply.headers}\n{_unpacked(reply.data)}".lower()


def _unpacked(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "\n".join([name + _unpacked(packed.read(name)) for name in packed.namelist()])


@pytest.mark.parametrize("name", ["learner", *(role.value for role in ROLES)])
def test_no_page_and_no_file_holds_what_another_school_wrote(
    app: Flask, session: Any, places: tuple[Place, Place], name: str
) -> None:
    own, other = places
    client = CheckingClient(app)
    client.checking = False
    client.set_cookie("sessie", browsers.sign_in(own.people[name].id, clock.now()))
    session.commit()
    told, read = set(), set()
    for rule in PAGES:
        for where in asked(rule, own, other):
            text = whole(client.get(where))
            assert other.marker not in text, f"{where} as {name}"
            if own.marker in text:
                told.add(rule)
            if OWN_WORDS in text:
                read.add(rule)
    least = {"learner": 10, "manager": 25, "trainer": 25, "administrator": 15}
    assert len(told) >= least[name], sorted(told)
    assert bool(read) == (name == "learner"), f"what somebody wrote for themselves: {read}"


def test_no_mail_holds_what_another_school_wrote(
    app: Flask, session: Any, places: tuple[Place, Place]
) -> None:
    round_(app)
    mails = [
        (mail.recipient, f"{mail.subject} {mail.body} {mail.html}".lower())
        for mail in session.query(Mail)
    ]
    for one, other in (places, reversed(places)):
        mine = [text for recipient, text in mails if one.marker in recipient]
        assert len(mine) >= 9, "everybody is late, and a leader hears of them"
        assert any(one.marker in text for text in mine)
        assert not any(other.marker in text for text in mine)
