"""A site with a course, a school and of every role two people, and the forms that it draws."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from course import clock
from course.domain.people.roles import Role
from course.models import Person, Progress, School, db
from course.models.base import Base, new_token
from course.store.learning import enrolling, reading
from course.store.proof import certificates
from course.store.signing_in import browsers, passwords
from course.web.http import drawn
from tests.checking_client import CheckingClient
from tests.content import test_check
from tests.learning import Learner, finish, learner, publish
from tests.staff import World
from tests.web.learn import test_practising

TYPED = "Dit is alleen van mij"
COURSE, EDITIONS = "/leren/proef", "/trainen/uitgaven/uitgave"
# a sign of life, a guess that counts, and who looked
NOT_STORED = ("user_session", "throttle", "lesson_visit", "record_look")
LIST = "personeelsnummer;naam;e-mail;team\n1;Anna Bakker;anna@voorbeeld.example;Onderbouw\n"


hashed = cache(passwords.hash_of)  # the same password is hashed once in a run


@dataclass
class Form:
    """One form as it was drawn: where it goes, and its fields."""

    action: str
    fields: dict[str, str]
    files: bool = False


@dataclass
class Site:
    """A course, a school, and of every role two people."""

    app: Flask
    session: Any
    school: str
    tokens: dict[str, tuple[str, str]]  # of the person, and of a colleague with the same role
    colleague: str = ""  # the ref of somebody who does nothing
    study: str = ""

    def client(self, role: str, number: int = 0) -> CheckingClient:
        """The browser of somebody. Nothing is added to what it sends."""
        client = CheckingClient(self.app)
        client.stamping = False
        client.set_cookie("sessie", self.tokens[role][number])
        return client


@dataclass(frozen=True)
class Everybody:
    """Who is on a site, as it is kept for the next test."""

    school: str
    tokens: dict[str, tuple[str, str]]
    colleague: str
    lessons: Path


@pytest.fixture
def site(
    app: Flask,
    session: Any,
    scene: Callable[[str, Callable[[], Everybody]], Everybody],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Site:
    found = scene("site", lambda: everybody(session, tmp_path_factory.mktemp("site")))
    config = replace(app.config["DEELWIJS"], modules_dir=found.lessons)
    monkeypatch.setitem(app.config, "DEELWIJS", config)
    return Site(app, session, found.school, found.tokens, found.colleague)


def everybody(session: Any, folder: Path) -> Everybody:
    """A course, a school, and of every role two people. Commits."""
    lessons = test_check.folder(folder / "uitgave", {"les": test_check.PAGE})
    listing = lessons / "courses.toml"
    listing.write_text(listing.read_text("utf-8").replace('"proef"', '"uitgave"'), "utf-8")
    publish(
        folder / "modules",
        ("een/t2",),
        verhaal=test_practising.STORY,
        opfrissen=test_practising.REFRESHERS,
    )
    noor, mirjam = learner(session), learner(session, "mirjam@voorbeeld.example")
    session.query(School).update({"entry_test": True})
    school = session.get(School, noor.school.id)
    world = World(session, clock.today())
    world.works(mirjam.person, school)
    tokens = {"learner": (noor.token, mirjam.token)}
    for role in (Role.TRAINER, Role.MANAGER, Role.ADMINISTRATOR):
        people = [session.get(Person, world.actor(role, school).id) for _ in range(2)]
        passwords.replace(people[0].id, hashed("vier-losse-woorden-samen"), clock.now())
        tokens[role.value] = tuple(browsers.sign_in(person.id, clock.now()) for person in people)  # type: ignore[assignment]
        browsers.sign_in(people[0].id, clock.now())
    for name, role in (("keeper", Role.ADMINISTRATOR), ("author", Role.TRAINER)):
        keepers = [world.actor(role).id for _ in range(2)]
        tokens[name] = tuple(browsers.sign_in(one, clock.now()) for one in keepers)  # type: ignore[assignment]
    done = [learner(session, f"klaar{number}@voorbeeld.example") for number in range(2)]
    for one in done:
        long_ago = datetime(2024, 3, 1, 9, tzinfo=UTC)
        row = Progress(
            enrolment_id=one.enrolment_id, done=1, total=1, lessons=[], recorded_at=long_ago
        )
        row.started_on = row.completed_on = long_ago.date()
        row.completed_at, row.valid_until = long_ago, long_ago.date() + timedelta(days=365)
        session.add(row)
    tokens["done"] = (done[0].token, done[1].token)
    colleague = world.person("Wim Werker")
    world.works(colleague, school)
    code, ref = school.code, colleague.ref
    session.commit()
    return Everybody(code, tokens, ref, lessons)


def form_on(reply: TestResponse, action: str, **fields: str) -> Form:
    """The form on a page that goes to an address, with what somebody fills in."""
    forms = re.findall(r'<form[^>]* method="post".*?</form>', reply.text, re.DOTALL)
    found = next((one for one in forms if f' action="{action}"' in one), None)
    if found is None:  # it goes to its own page
        assert reply.request.path == action, (
            f"{reply.request.path} has no form that goes to {action}"
        )
        found = next(one for one in forms if " action=" not in one)
    kept = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found)
    return Form(action, {name: unescape(value) for name, value in kept} | fields)


def at(role: str, page: str, action: str, **fields: str) -> Callable[[Site], Form]:
    """A form that simply stands on a page."""

    def draw(site: Site) -> Form:
        return form_on(
            site.client(role).get(page.format(school=site.school)),
            action.format(school=site.school),
            **{name: value.format(school=site.school) for name, value in fields.items()},
        )

    return draw


def study_day(site: Site) -> Form:
    page = site.client("trainer").get("/trainen/studiedag?module=proef/een")
    return form_on(page, "/trainen/studiedag", vraag="eigen-leven/p1")


def screen(site: Site) -> Form:
    """The first button on the big screen: Noor came in meanwhile."""
    form = study_day(site)
    where = str(site.client("trainer").post(form.action, data=form.fields).location)
    page = site.client("trainer").get(where)
    code = re.search(r"De code is: </span>([\w ]+)<", page.text)
    assert code is not None
    joining = form_on(site.client("learner").get("/studiedag"), "/studiedag", code=code[1])
    site.study = str(site.client("learner").post("/studiedag", data=joining.fields).location)
    return form_on(page, where, naar="first")


def done(site: Site, ref: str) -> str:
    """The number of the certificate of somebody who did all that the course asks."""
    session = site.session
    person = session.scalar(select(Person).where(Person.ref == ref))
    enrolling.enrol(person.id, "proef", clock.now())
    found = reading.learning(person.id, "proef", clock.today())
    assert found is not None
    session.commit()
    finish(session, Learner(person, session.get(School, found.school_id), found.enrolment_id, ""))
    number = certificates.of_person(person.id)[0].number
    session.rollback()
    return number


def send(client: CheckingClient, form: Form, **changes: str | None) -> TestResponse:
    """Send a form, with some fields changed or (None) left out."""
    fields: dict[str, Any] = {
        name: value for name, value in (form.fields | changes).items() if value is not None
    }
    if form.files:
        fields["bestand"] = (io.BytesIO(LIST.encode()), "lijst.csv")
        return client.post(form.action, data=fields, content_type="multipart/form-data")
    return client.post(form.action, data=fields)


def stored(site: Site) -> dict[str, int]:
    """How many rows every table has; of votes and words what they say, for those are
    overwritten.
    """
    counts = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in NOT_STORED:
            counts[table.name] = site.session.scalar(select(func.count()).select_from(table))
    site.session.rollback()
    return counts


def stamp_of(site: Site, role: str, number: int, action: str, about: str = "") -> str:
    """What a page of this person would say in a form that goes there."""
    with site.app.app_context():
        found = browsers.find(site.tokens[role][number], clock.today())
        db.session.remove()
        assert found is not None
        return ".".join(drawn.seal(found.actor.ref, action, about, new_token()))


Entry = tuple[
    str, Callable[[Site], Form], int
]  # whose, the form, and what it answers when it is right
