"""Every route, as every kind of person, on one's own school and on another's.

The routes come from the application itself, so a new one is tried without anybody thinking of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from course import clock, create_app
from course.domain.people.roles import PERMISSIONS, Permission, Role
from course.models import Person, RoleGrant, School
from course.store.courses import releases
from course.store.duties import giving
from course.store.signing_in import browsers
from course.store.study_days import leading, meetings, presence
from course.store.study_days.meetings import MeetingFor, MeetingPlan
from course.store.study_days.rows import Subject
from course.web.http.access import PUBLIC, allow, allowed_for
from tests import builders
from tests.checking_client import CheckingClient
from tests.databases import config_on
from tests.learning import learner, publish
from tests.staff import COURSE, LONG_AGO, World

URLS = Path(__file__).parent / "urls.txt"
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
MEMBERS = ("visitor", "learner", "manager", "trainer", "administrator", "ended", "blocked")
# open to everybody, and asks to sign in once it sees what was kept
ASKS_ITSELF = {"/inloggen/bewaard"}
ROLE_OF = {
    "learner": Role.LEARNER,
    "manager": Role.MANAGER,
    "trainer": Role.TRAINER,
    "administrator": Role.ADMINISTRATOR,
    "ended": Role.LEARNER,  # what is left of somebody whose grant ended yesterday
}


def listed_routes() -> list[tuple[str, str]]:
    """Method and rule of every route of a production-like application, read from its URL map."""
    with TemporaryDirectory() as folder:
        return sorted(routes_of(create_app(config_on("sqlite://", Path(folder)))))


def routes_of(app: Flask) -> set[tuple[str, str]]:
    """Method and rule, HEAD and OPTIONS left out."""
    return {
        (method, str(rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


ROUTES = listed_routes()


@dataclass
class Cast:
    """Who tries, and what there is to try on: one school of theirs, one of somebody else's."""

    tokens: dict[str, str]
    own: dict[str, str]
    other: dict[str, str]


@pytest.fixture
def cast(
    session: Any,
    scene: Callable[[str, Callable[[], Cast]], Cast],
    tmp_path_factory: pytest.TempPathFactory,
) -> Cast:
    found = scene("cast", lambda: everybody(session, tmp_path_factory.mktemp("cast")))
    return replace(found, tokens=dict(found.tokens))


def everybody(session: Any, folder: Path) -> Cast:
    """The cast and the two schools. Commits."""
    publish(folder / "modules")
    noor = learner(session)
    world = World(session, clock.today())
    own, other = world.school("eigen"), world.school("ander")
    people = {"learner": noor.person}
    for name in ("manager", "trainer", "administrator"):
        actor = world.actor(Role(name), own)
        people[name] = session.get(Person, actor.id)
    people["ended"] = world.person()
    world.grant(people["ended"], Role.TRAINER, own, ends_on=clock.today() - timedelta(days=1))
    people["blocked"] = world.person()
    world.grant(people["blocked"], Role.TRAINER, own)
    people["blocked"].blocked_at = clock.now()
    tokens = {name: _token(person) for name, person in people.items()}
    places = {place.code: _place(world, place) for place in (own, other)}
    world.works(noor.person, own)
    studied = presence.find_by_code(noor.person.id, places["eigen"]["study_code"], clock.today())
    assert studied is not None
    presence.enter(noor.person.id, studied)
    session.commit()
    return Cast(tokens, places["eigen"], places["ander"])


def _token(person: Person) -> str:
    return browsers.sign_in(person.id, clock.now())


def _place(world: World, school: School) -> dict[str, str]:
    """A school with people and an assignment made by its own trainer, as words in an address."""
    world.staff(school, 3)
    someone = world.person()
    world.works(someone, school)
    trainer = world.actor(Role.TRAINER, school)
    draft = giving.NewAssignment(
        COURSE,
        school.id,
        None,
        None,
        clock.today() + timedelta(days=30),
        f"inzending-{school.code}-1234",
    )
    assigned = giving.assign(trainer, draft, clock.now(), clock.today())
    assert assigned is not None
    subject = Subject(releases.current("proef") or "", "een", "eigen-leven", "p1")
    studied = leading.open_day(
        trainer, school.id, subject, f"studiedag-{school.code}-1234", clock.now(), clock.today()
    )
    session = leading.led(trainer, studied or "", clock.today())
    assert session is not None
    later = clock.today() + timedelta(days=7)
    planned = MeetingPlan("Samen oefenen", later, "13.30", "15.00", "Aula", 20)
    submission = f"bijeenkomst-{school.code}-1234"
    meeting = meetings.plan(trainer, MeetingFor(school.id, None), planned, submission, clock.now())
    assert meeting is not None
    return {
        "code": school.code,
        "person": someone.ref,
        "assignment": assigned.ref,
        "study": session.ref,
        "study_code": session.code,
        "meeting": meeting,
    }


def address(rule: str, place: dict[str, str]) -> str:
    """The rule with its blanks filled in for a place."""
    refs = {"/mensen/": "person", "/toewijzingen/": "assignment", "/studiedag/": "study"}
    refs["/bijeenkomsten/"] = "meeting"
    ref = next((place[name] for part, name in refs.items() if part in rule), "geen-uitslag")
    course = rule.replace("<course>", "proef").replace("<module>", "een")
    lesson = (
        "toets"
        if any(part in rule for part in ("begin", "vraag", "controle", "inleveren", "uitslag"))
        else "eigen-leven"
    )
    return (
        course.replace("<lesson>", lesson)
        .replace("<int:number>", "1")
        .replace("<code>", place["code"])
        .replace("<ref>", ref)
        .replace("<token>", "x" * 43)
        .replace("<version>", "geen")
        .replace("<release>", "0" * 64)
        .replace("<path:name>", "css/app.css")
    )


def marks(app: Flask, method: str, rule: str) -> frozenset[Permission | str]:
    """What the view behind a route is marked with."""
    found = next(
        r for r in app.url_map.iter_rules() if str(r) == rule and method in (r.methods or set())
    )
    assert isinstance(found, Rule)
    return allowed_for(app.view_functions[found.endpoint])


def may(member: str, allowed: frozenset[Permission | str]) -> bool:
    return member in ROLE_OF and bool(PERMISSIONS[ROLE_OF[member]] & allowed)


def shared(routes: list[tuple[str, str]], size: int = 12) -> list[list[tuple[str, str]]]:
    """Routes that may be tried on one cast: what only reads, by `size`; what changes, each alone."""
    reading = [route for route in routes if route[0] not in UNSAFE]
    alone = [[route] for route in routes if route[0] in UNSAFE]
    return [reading[i : i + size] for i in range(0, len(reading), size)] + alone


@pytest.mark.asvs("8.2.1")
@pytest.mark.either
@pytest.mark.parametrize("routes", shared(ROUTES), ids=lambda found: " ".join(found[0]))
def test_every_route_as_everybody(routes: list[tuple[str, str]], app: Flask, cast: Cast) -> None:
    for method, rule in routes:
        as_everybody(method, rule, app, cast)


def as_everybody(method: str, rule: str, app: Flask, cast: Cast) -> None:
    """One route, by each member of the cast, on either school."""
    allowed = marks(app, method, rule)
    assert allowed, f"{rule} carries no @allow"
    for member in MEMBERS:
        for place, is_own in ((cast.own, True), (cast.other, False)):
            client = CheckingClient(app)
            client.checking = False
            if member in cast.tokens:
                client.set_cookie("sessie", cast.tokens[member])
            reply = client.open(address(rule, place), method=method, buffered=True)
            case = (
                f"{method} {rule} as {member}, {'own' if is_own else 'other'} school: "
                f"{reply.status_code}"
            )
            assert reply.status_code < 500, case
            if rule in ASKS_ITSELF:
                continue
            if PUBLIC in allowed:
                assert reply.status_code not in (401, 403), case
            elif member in ("visitor", "blocked"):
                asked_to_sign_in = reply.status_code == 401 or reply.headers.get(
                    "Location", ""
                ).startswith("/inloggen")
                assert asked_to_sign_in, case
            elif not may(member, allowed):
                assert reply.status_code == 403, case
            elif is_own:
                assert reply.status_code != 403, case
            elif place["code"] in address(rule, place) or any(
                part in rule
                for part in ("toewijzingen/", "/mensen/<ref>", "/studiedag/", "/bijeenkomsten/")
            ):
                assert reply.status_code == 404, case


@pytest.mark.asvs("8.2.2")
def test_out_of_scope_and_not_there_look_the_same(app: Flask, cast: Cast) -> None:
    client = CheckingClient(app)
    client.set_cookie("sessie", cast.tokens["manager"])
    other = client.get(f"/rapport/scholen/{cast.other['code']}")
    nowhere = client.get("/rapport/scholen/bestaat-niet")
    assert other.status_code == nowhere.status_code == 404
    assert other.text.replace(cast.other["code"], "X") == nowhere.text.replace("bestaat-niet", "X")


def test_an_unmarked_route_answers_403_to_everybody(make_app: Any) -> None:
    app = make_app()
    app.add_url_rule("/vergeten", "forgotten", lambda: "open deur")
    app.add_url_rule("/bedoeld", "meant", allow(PUBLIC)(lambda: "open deur"))
    visitor = CheckingClient(app)
    visitor.checking = False
    assert visitor.get("/vergeten").status_code == 403
    assert visitor.get("/bedoeld").status_code == 200


def test_a_grant_that_ends_is_gone_at_the_next_request(
    app: Flask, session: Any, cast: Cast
) -> None:
    client = CheckingClient(app)
    client.set_cookie("sessie", cast.tokens["trainer"])
    assert client.get("/trainen").status_code == 200
    for grant in session.query(RoleGrant).filter(RoleGrant.role == "trainer").all():
        builders.rewrite(session, grant, ends_on=LONG_AGO + timedelta(days=1))
    session.commit()
    assert client.get("/trainen").status_code == 403


def test_addresses_are_stable() -> None:
    """An address that people keep, in a bookmark or a mail, does not change by accident."""
    listed = [tuple(line.split()) for line in URLS.read_text("utf-8").splitlines() if line]
    assert listed == ROUTES
