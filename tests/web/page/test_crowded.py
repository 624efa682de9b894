"""Everything that people can make longer is long at once: no page grows with it.

A list that nobody thought of is found here. A page has an end, whatever stands behind it; a file
that is downloaded holds everybody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from course import clock
from course.models import Enrolment, Person, School, Team
from course.models.base import Base, new_token
from course.web.http.access import PUBLIC
from tests.checking_client import CheckingClient
from tests.staff import COURSE, LONG_AGO
from tests.test_access import ROUTES, Cast, address, cast, marks, may  # noqa: F401 one is a fixture

MOST = 130_000  # bytes of a page
PEOPLE = 5_000  # in one team
MANY = 300  # of everything else
TABLES = Base.metadata.tables
FILES = (
    *("/rapport/scholen/<code>.csv", "/rapport/scholen/<code>.xlsx"),
    *("/mijn-dossier.json", "/static/<version>/<path:name>"),
)
NAMED = {"cursus": COURSE}  # a report says in its address which course it is about
VISITORS = ("learner", "manager", "trainer", "administrator")

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def many(session: Any, table: str, rows: Iterator[dict[str, Any]]) -> list[int]:
    """Put rows in a table; their numbers."""
    columns = TABLES[table].c
    statement = insert(TABLES[table])
    if "id" not in columns:
        session.execute(statement, list(rows))
        return []
    found = session.execute(statement.returning(columns.id), list(rows))
    return [row[0] for row in found]


def one_of(session: Any, email: str) -> int:
    return int(session.scalar(select(Person.id).where(Person.email == email)))


@pytest.fixture
def crowd(
    session: Any,
    cast: Cast,  # noqa: F811
    scene: Callable[[str, Callable[[], Cast]], Cast],
) -> Cast:
    return scene("crowd", lambda: crowded(session, cast))


def crowded(session: Any, cast: Cast) -> Cast:  # noqa: F811
    """The people of `test_access`, with much of everything around them. Commits."""
    own = session.scalar(select(School).where(School.code == "eigen"))
    noor, today, now = one_of(session, "noor@voorbeeld.example"), clock.today(), clock.now()
    someone = session.scalar(select(Person.id).where(Person.ref == cast.own["person"]))
    staff = list(
        session.scalars(
            select(TABLES["role_grant"].c.person_id).where(
                TABLES["role_grant"].c.school_id == own.id, TABLES["role_grant"].c.ends_on.is_(None)
            )
        )
    )
    enrolment = session.scalar(
        select(Enrolment).where(Enrolment.person_id == noor, Enrolment.course == "proef")
    )
    schools = many(
        session,
        "school",
        (
            {
                "code": f"school-nummer-{n}",
                "name": f"De school met nummer {n}",
                "board_id": own.board_id,
                "sector": "po",
                "region": "midden",
            }
            for n in range(MANY)
        ),
    )
    many(
        session,
        "role_grant",
        (
            {"person_id": person, "role": role, "school_id": school, "starts_on": LONG_AGO}
            for person in staff
            for role in _roles(session, person)
            for school in schools
        ),
    )
    many(session, "membership", (_works(noor, school) for school in schools))
    teams = many(
        session,
        "team",
        (
            {"ref": new_token(), "school_id": own.id, "name": f"Een team met nummer {n}"}
            for n in range(MANY)
        ),
    )
    people = many(
        session,
        "person",
        (
            {
                "ref": new_token(),
                "name": f"Anna {n}",
                "sort_name": f"{n} Anna",
                "email": f"anna{n}@voorbeeld.example",
                "email_key": f"anna{n}@voorbeeld.example",
            }
            for n in range(PEOPLE + MANY)
        ),
    )
    places = [*teams, *[teams[0]] * PEOPLE]
    many(
        session,
        "membership",
        (
            _works(person, own.id) | {"team_id": team}
            for person, team in zip(people, places, strict=True)
        ),
    )
    _give(session, own.id, [*people, noor, someone], staff[0])
    _learn(session, enrolment)
    many(
        session,
        "code_of_conduct",
        (
            {
                "school_id": own.id,
                "label": f"Versie {n}",
                "in_force_on": date(2020, 1, 1) + timedelta(days=n),
                "consent_reference": "",
                "made_by": staff[0],
                "made_at": now,
                "submission": f"gedragscode-{n:05}",
            }
            for n in range(MANY)
        ),
    )
    _study(session, own.id, enrolment.release, people, staff[0], today)
    many(
        session,
        "user_session",
        (
            {
                "token_hash": f"{person:032}{n:032}",
                "person_id": person,
                "created_at": now,
                "seen_at": now,
            }
            for person in (noor, *staff)
            for n in range(MANY)
        ),
    )
    session.commit()
    return cast


def _roles(session: Any, person: int) -> list[str]:
    grants = TABLES["role_grant"].c
    return list(session.scalars(select(grants.role).where(grants.person_id == person)))


def _works(person: int, school: int) -> dict[str, Any]:
    return {"person_id": person, "school_id": school, "starts_on": LONG_AGO}


def _give(session: Any, school: int, people: list[int], by: int) -> None:
    """The courses, to everybody; and to the last two over and over."""
    today, now = clock.today(), clock.now()
    for course in (COURSE, "proef"):
        given = many(
            session,
            "assignment",
            (
                {
                    "ref": new_token(),
                    "course": course,
                    "school_id": school,
                    "due_on": today + timedelta(days=n),
                    "made_by": by,
                    "made_at": now,
                    "submission": f"toewijzing-{course}-{n:05}",
                }
                for n in range(MANY)
            ),
        )
        have = TABLES["duty"].c
        there = dict(
            session.execute(
                select(have.person_id, have.id).where(
                    have.school_id == school, have.course == course
                )
            ).all()
        )
        missing = [person for person in people if person not in there]
        made = many(
            session,
            "duty",
            (
                {"ref": new_token(), "person_id": who, "school_id": school, "course": course}
                for who in missing
            ),
        )
        there |= dict(zip(missing, made, strict=True))
        many(session, "duty_reason", (_reason(there[who], given[0], today) for who in people[:-2]))
        many(
            session,
            "duty_reason",
            (_reason(there[who], one, today) for who in people[-2:] for one in given),
        )


def _reason(duty: int, assignment: int, day: date) -> dict[str, Any]:
    return {"duty_id": duty, "assignment_id": assignment, "due_on": day, "starts_on": day}


def _learn(session: Any, enrolment: Enrolment) -> None:
    """Tries at one question, tests, and visits."""
    now = clock.now()
    shared = {
        "enrolment_id": enrolment.id,
        "release": enrolment.release,
        "module": "een",
        "response": ["a"],
        "earned": 0,
        "possible": 1,
        "settled": False,
        "submitted_at": now,
    }
    many(
        session,
        "attempt",
        (
            shared | {"lesson": "eigen-leven", "item": "p1", "submission": f"poging-{n:012}"}
            for n in range(MANY)
        ),
    )
    sat = many(
        session,
        "sitting",
        (
            {
                "ref": new_token(),
                "enrolment_id": enrolment.id,
                "module": "een",
                "lesson": "toets",
                "items": ["t1", "t2", "t3"],
                "opened_at": now,
                "handed_in_at": now,
            }
            for _ in range(MANY)
        ),
    )
    many(
        session,
        "attempt",
        (
            shared | {"lesson": "toets", "item": item, "sitting_id": one, "submission": new_token()}
            for one in sat
            for item in ("t1", "t2", "t3")
        ),
    )
    visit = {"enrolment_id": enrolment.id, "module": "een", "lesson": "plan", "visited_at": now}
    many(session, "lesson_visit", (visit for _ in range(MANY)))


def _study(
    session: Any, school: int, release: str, people: list[int], by: int, today: date
) -> None:
    """Study days that were, and everybody in the one of today."""
    columns = TABLES["study_session"].c
    open_now = session.scalar(select(columns.id).where(columns.school_id == school))
    many(
        session,
        "study_session",
        (
            {
                "ref": new_token(),
                "code": f"K{n:05}",
                "school_id": school,
                "release": release,
                "module": "een",
                "lesson": "eigen-leven",
                "item": "p1",
                "day": today,
                "phase": "closed",
                "opened_by": by,
                "opened_at": clock.now(),
                "closed_at": clock.now(),
                "submission": f"studiedag-{n:012}",
            }
            for n in range(MANY)
        ),
    )
    many(
        session,
        "study_presence",
        ({"session_id": open_now, "person_id": person, "day": today} for person in people),
    )
    many(
        session,
        "study_vote",
        (
            {"session_id": open_now, "round": "before", "voter": f"{person:064}", "choice": "a"}
            for person in people
        ),
    )


def test_no_page_grows_with_what_stands_behind_it(app: Flask, crowd: Cast) -> None:
    too_long, drawn = {}, 0
    for method, rule in ROUTES:
        if method != "GET" or rule in FILES:
            continue
        allowed = marks(app, method, rule)
        for name in VISITORS:
            if PUBLIC not in allowed and not may(name, allowed):
                continue
            client = CheckingClient(app)
            client.checking = False
            client.set_cookie("sessie", crowd.tokens[name])
            reply = client.get(address(rule, crowd.own), query_string=NAMED)
            assert reply.status_code < 500, rule
            drawn += reply.status_code == 200
            if len(reply.data) > MOST:
                too_long[f"{rule} as {name}"] = len(reply.data)
    assert too_long == {}
    assert drawn > 40


def test_what_is_behind_the_pages_is_reached(app: Flask, crowd: Cast) -> None:
    """A list with an end says how long it is, and leads on."""
    client = CheckingClient(app)
    client.set_cookie("sessie", crowd.tokens["manager"])
    school = f"/rapport/scholen/{crowd.own['code']}"
    report = client.get(school, query_string=NAMED).text
    assert "1 tot en met 50 van 301 teams" in report
    assert report.count('aria-label="Bladzijden van de teams"') == 1
    assert report.count('aria-label="Bladzijden van de lijst"') == 1
    assert "Een team met nummer 99" not in report
    last = client.get(school, query_string=NAMED | {"teams": "6"}).text
    assert "Een team met nummer 99" in last
    person = f"{school}/mensen/{crowd.own['person']}"
    person = client.get(person, query_string=NAMED | {"bladzijde": "2"}).text
    assert "21 tot en met 40 van" in person
    client.set_cookie("sessie", crowd.tokens["learner"])
    for path in ("/hulp", "/hulp/zakkaart", "/gedragscode"):
        found = client.get(path).text
        assert "van 302 scholen" in found
        assert len(set(re.findall(r"De school met nummer \d+", found))) <= 5
        assert "De school met nummer" in client.get(f"{path}?bladzijde=2").text
    assert "en meer scholen" in client.get("/account").text


def test_one_of_many_teams_is_assigned_to_by_its_name(
    app: Flask, session: Any, crowd: Cast
) -> None:
    client = CheckingClient(app)
    client.set_cookie("sessie", crowd.tokens["trainer"])
    page = client.get(f"/trainen/toewijzen?school={crowd.own['code']}").text
    assert page.count('name="doel"') == 53
    assert "Deze school heeft 300 teams" in page
    sent = {
        "school": crowd.own["code"],
        "cursus": COURSE,
        "doel": "team",
        "datum": (clock.today() + timedelta(days=9)).isoformat(),
    }
    assert client.post("/trainen/toewijzen/controle", data=sent).status_code == 422
    asked = client.post(
        "/trainen/toewijzen/controle", data=sent | {"team": "Een team met nummer 99"}
    )
    assert "Krijgt 1 medewerker deze cursus?" in asked.text
    assert 'name="team" value="Een team met nummer 99"' in asked.text
    done = client.post("/trainen/toewijzen", data=sent | {"team": "Een team met nummer 99"})
    assert done.status_code == 303
    made = TABLES["assignment"].c
    name = session.scalar(
        select(Team.name)
        .join(TABLES["assignment"], made.team_id == Team.id)
        .order_by(made.id.desc())
    )
    assert name == "Een team met nummer 99"
