"""The platform knows no subject: with a course about cycling, no page has anything of the course that we began with.

Somebody of every role goes wherever a link or a form leads, in the demo and as in production, with only that course.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from course import clock, create_app
from course.config import Mode
from course.content.catalog import TOOLS
from course.domain.people.roles import Role
from course.domain.study_days import Phase
from course.models import (
    Enrolment,
    LessonVisit,
    Membership,
    Person,
    School,
    StudyDay,
    db,
)
from course.store.courses import releases
from course.store.signing_in import browsers
from tests import builders
from tests.checking_client import CheckingClient, read_page
from tests.databases import config_on, release

TEMPLATES = Path(__file__).resolve().parents[2] / "course" / "templates"
CYCLING = Path(__file__).parent.parent / "cycling"
COURSE = "fietsveiligheid"
DEMO_ROLES = ("", "tarik", "noor", "mirjam", "beheer")  # the first is a visitor
# Addresses of one route, and forms to one route, for one person; a test has more questions.
MOST, MOST_IN_LESSONS = 2, 4
# Words, names of tools and addresses by which the first course would show.
TRACES = re.compile(
    r"\bsoci(?:aa?l|ale)\b|\bmag[ -]dit\b|foto-inspecteur|toestemming|\bfoto|naaktbeeld|helpwanted|kinderporno"
    r"|meldknop|instagram|tiktok|whatsapp|snapchat|mediawijs|simulator|onlinediscriminatie|\bdelen\b",
    re.IGNORECASE,
)
NEVER_KEPT = "thuisadres, foto, gezondheid"  # on the page about privacy: no trace of a subject
# What a person is typed into; anything else stays as the page has it.
TYPED = {"datum": "31-12-2030", "email": "noor@demo.example", "uiterlijk": "31-12-2030"}
# after these one is somebody else
STAYS_IN = {
    "/uitloggen",
    "/account/apparaten",
    "/account/wachtwoord",
}
# No page: files, what answers a machine, and pictures of an exercise that this course does not have.
NO_PAGE = {
    "/static/<version>/<path:name>",
    "/healthz",
    "/agenda/<sealed>.ics",
    "/readyz",
    "/.well-known/security.txt",
    "/rapport/mensen.csv",
    "/rapport/mensen.xlsx",
    "/rapport/mensen.pdf",
    "/rapport/scholen/<code>.csv",
    "/rapport/scholen/<code>.xlsx",
    "/rapport/scholen/<code>.pdf",
    "/rapport/scholen/<code>/leerwinst.csv",
    "/rapport/scholen/<code>/bewijs.zip",
    "/rapport/besturen/<code>/bewijs.zip",
    "/mijn-bewijzen/<number>.pdf",
    "/mijn-bewijzen/<number>.json",
    "/bewijs/<number>/stand.json",
    "/.well-known/did.json",
    "/beheer/importeren/leeg.csv",
    "/beheer/importeren/leeg.xlsx",
    "/beheer/kalender/voorbeeld.csv",
    "/bezig/<ref>/bestand",
    "/school/<code>/gedragscode/ondertekend.csv",
    "/trainen/bijeenkomsten/<ref>/aanwezigheid.csv",
    "/trainen/bijeenkomsten/<ref>/aanwezigheid.xlsx",
    "/mijn-dossier.json",
    "/mijn-dossier.pdf",
    "/leren/<course>/<module>/<lesson>/plaatje/<item>.svg",
    "/",
}

# Where chance decides whether the tour comes: after a whole entry test, and on a phone while a vote
# is open. What their templates say is read instead.
BY_TEMPLATE = {
    "/leren/<course>/instaptoets/uitslag": "learn/entry_result.html",
    "/studiedag/<ref>": "study_days/phone.html",
    # at a school that measures
    "/leren/<course>/<module>/meting": "learn/measuring.html",
    "/leren/<course>/<module>/meting/vraag": "learn/measuring_question.html",
    "/bijeenkomsten/<ref>": "study_days/meeting.html",
    "/trainen/bijeenkomsten/<ref>": "study_days/led.html",
    # to which a mail, a file or an hour leads
    "/beheer/importeren/<code>/<ref>": "admin/questions.html",
    "/bewijs/<number>": "proof/check.html",
    "/bezig/<ref>": "site/waiting.html",
    # where a file would take long
    "/rapport/scholen/<code>/bewijs": "report/evidence.html",
    "/rapport/besturen/<code>/bewijs": "report/evidence.html",
    # where another account, or another team, comes by that may become one with it
    "/beheer/mensen/<ref>/samenvoegen": "admin/confirm_person.html",
    "/beheer/scholen/<code>/teams/<ref>/samenvoegen": "admin/merge.html",
    "/eerste-stappen": "site/first_steps.html",
    "/inloggen/adres/<token>": "sign_in/address.html",
    "/inloggen/adres/<token>/oud": "sign_in/address_answer.html",
    "/mail/stoppen/<sealed>": "site/stopping.html",
    "/mail/opfrissers/<sealed>": "site/stopping.html",
    "/mail/lijst/<sealed>": "site/stopping_list.html",
    "/leren/opfrissen/<sealed>": "learn/refresher.html",
    "/trainen/toewijzingen/<ref>/terugdraaien": "train/confirm_change.html",
    "/trainen/uitgaven/<course>/<release>": "author/publish.html",  # after a second text
}


def traces(html: str) -> list[str]:
    """What of the first course shows on a page, with what stands around it. Names of style classes do not count."""
    shown = re.sub(r'\sclass="[^"]*"', "", html).replace(NEVER_KEPT, "")
    return [
        shown[max(0, found.start() - 40) : found.end() + 40] for found in TRACES.finditer(shown)
    ]


@dataclass
class Tour:
    """Everywhere that one person comes. `drawn` are the routes that gave them a page, `found` what was wrong on it."""

    client: CheckingClient
    typed: Mapping[str, str] = field(default_factory=lambda: TYPED)
    drawn: set[str] = field(default_factory=set)
    found: list[str] = field(default_factory=list)
    tried: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def go(self, *begin: str) -> None:
        """From these addresses over every link and every form, a few of each route."""
        queue = deque(("GET", path, "") for path in begin)
        while queue:
            method, path, body = queue.popleft()
            if not self.is_new(method, path, body):
                continue
            reply = self.send(method, path, body)
            if reply.mimetype == "text/html":
                queue.extend(self.ways_on(reply))

    def is_new(self, method: str, path: str, body: str) -> bool:
        """Whether to go there: not outside, not twice, and not to the hundredth person of a list."""
        rule = self.rule_of(method, urlsplit(path).path)
        if rule == "" or rule in STAYS_IN or rule.startswith("/static"):
            return False
        if rule.endswith(".pdf"):  # a paper is not a page, and takes seconds to press
            return False
        known = self.tried[f"{method} {rule}"]
        key = path if method == "GET" else f"{path} {sorted(body)}"
        most = MOST_IN_LESSONS if rule.startswith("/leren/") else MOST
        if key in known or len(known) >= most:
            return False
        known.add(key)
        return True

    def send(self, method: str, path: str, body: str) -> TestResponse:
        """The page to which it leads, looked at."""
        options: dict[str, Any] = (
            {"content_type": "application/x-www-form-urlencoded", "data": body} if body else {}
        )
        reply = self.client.open(path, method=method, buffered=True, **options)
        while reply.location:
            reply = self.client.get(reply.location, buffered=True)
        assert reply.status_code < 500, f"{method} {path}: {reply.status_code}"
        where = reply.request.path
        if reply.status_code == 200 and reply.mimetype == "text/html":
            self.drawn.add(self.rule_of(reply.request.method, where))
        text = reply.text if reply.mimetype.startswith("text/") else ""
        self.found += [f"{where}: {one}" for one in traces(text)]
        return reply

    def rule_of(self, method: str, path: str) -> str:
        try:
            adapter = self.client.application.url_map.bind("localhost")
            return str(adapter.match(path, method=method, return_rule=True)[0])
        except HTTPException:
            return ""

    def ways_on(self, reply: TestResponse) -> Iterator[tuple[str, str, str]]:
        """The links and the forms of a page, as method, address and what is sent."""
        root, _ = read_page(reply.text)
        for link in root.iter("a"):
            if (path := (link.get("href") or "").partition("#")[0]).startswith("/"):
                yield "GET", path, ""
        for form in root.iter("form"):
            action = form.get("action") or reply.request.path
            body = urlencode(list(filled_in(form, self.typed)))
            yield (
                ("POST", action, body)
                if form.get("method") == "post"
                else ("GET", f"{action}?{body}", "")
            )


def filled_in(form: Element, typed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What somebody sends who chooses the first of everything and presses the first button."""
    done: set[str] = set()
    for control in form.iter():
        name = control.get("name") or ""
        is_button = control.tag == "button" or control.get("type") == "submit"
        key = "button" if is_button else name
        if not name or control.tag not in ("input", "select", "textarea", "button"):
            continue
        if key in done and control.get("type") in ("radio", "submit", None):
            continue
        done.add(key)
        yield name, value_of(control) or typed.get(name, "")


def value_of(control: Element) -> str:
    """What a control has by itself; for a list its first line with something in it."""
    if control.tag == "select":
        lines = [option.get("value") or "" for option in control.iter("option")]
        return next(filter(None, lines), "")
    return control.get("value") or ""


def visitor(app: Flask, person_id: int | None = None, **options: Any) -> CheckingClient:
    """Somebody's browser, signed in when a person is named."""
    app.test_client_class = CheckingClient
    client = app.test_client()
    assert isinstance(client, CheckingClient)
    client.checking = False  # how a page is made is for other tests
    if person_id is not None:
        with app.app_context():
            token = browsers.sign_in(person_id, clock.now())
            db.session.commit()
        client.set_cookie("sessie", token, **options)
    return client


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demo, in which everybody learns about cycling."""
    folder = tmp_path_factory.mktemp("cycling")
    settings = {
        "mode": Mode.DEMO,
        "demo_password": "alleen-voor-de-proef-5c3b",
        "modules_dir": CYCLING,
    }
    app = create_app(config_on(f"sqlite:///{folder / 'demo.sqlite3'}", folder, **settings))
    done = app.test_cli_runner().invoke(args=["demo", "prepare"])
    assert done.exit_code == 0, f"{done.output} {done.exception!r}"
    yield app
    release(app)


def roots(app: Flask) -> list[str]:
    """Every address without blanks, also those to which no link leads; tools aside."""
    return sorted(rule for rule in pages_of(app) | NO_PAGE if "<" not in rule)


def pages_of(app: Flask) -> set[str]:
    """Every route that gives a page, tools aside."""
    rules = {str(rule) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return {rule for rule in rules - NO_PAGE if rule.split("/")[1] not in TOOLS}


def demo_person(app: Flask, name: str) -> int | None:
    """Whoever has this name in the demo; None for a visitor."""
    with app.app_context():
        email = f"{name}@demo.example"
        return db.session.scalar(select(Person.id).where(Person.email == email))


def keeper(app: Flask) -> int:
    """Somebody who trains and keeps everything everywhere, and works nowhere."""
    with app.app_context():
        person = builders.person(db.session, "Wie Alles Doet", "alles@demo.example")
        for role in (Role.TRAINER, Role.ADMINISTRATOR):
            builders.grant(db.session, person, role, None)
        db.session.commit()
        return person.id


def newcomer(app: Flask) -> int | None:
    """Somebody who has not begun, at a school that offers the entry test."""
    begun = select(LessonVisit.enrolment_id)
    query = (
        select(Enrolment.person_id)
        .join(Membership, Membership.person_id == Enrolment.person_id)
        .join(School, School.id == Membership.school_id)
        .where(
            Enrolment.id.not_in(begun), Membership.ends_on.is_(None), School.code == "demo-baken"
        )
    )
    with app.app_context():
        return db.session.scalar(query.order_by(Enrolment.person_id).limit(1))


def open_study_day(app: Flask) -> str:
    """A study day of the demo school, in its first vote. Returns the code on its screen."""
    tarik = demo_person(app, "tarik")
    with app.app_context():
        today, now = clock.today(), clock.now()
        release_ = releases.current(COURSE)
        subject = {"release": release_, "module": "op-de-fiets", "lesson": "licht", "item": "l1"}
        school = db.session.scalar(select(School.id).where(School.code == "demo-baken"))
        when = {"day": today, "phase": Phase.FIRST.value, "opened_at": now, "vote_key": "k" * 64}
        who = {
            "school_id": school,
            "opened_by": tarik,
            "submission": "fietsdag",
        }
        db.session.add(StudyDay(**subject, **when, **who, code="FETSDG"))
        db.session.commit()
    return "FETSDG"


def with_a_role(app: Flask) -> str:
    """The page of somebody whose role can be ended: most people in the lists have none."""
    tarik = demo_person(app, "tarik")
    with app.app_context():
        return f"/beheer/mensen/{db.session.scalar(select(Person.ref).where(Person.id == tarik))}"


def test_a_demo_on_another_subject_has_no_trace_of_ours(demo: Flask) -> None:
    marked = f"/trainen/toetsvragen/{COURSE}/op-de-fiets/licht/l1/herbeoordelen"
    beside = [f"/leren/{COURSE}/instaptoets", "/school/demo-baken/gedragscode/nieuw", marked]
    begin = [f"/leren/{COURSE}", *beside, with_a_role(demo), *roots(demo)]
    typed = TYPED | {"code": open_study_day(demo)}
    drawn: set[str] = set()
    found: list[str] = []
    for who in (*(demo_person(demo, name) for name in DEMO_ROLES), newcomer(demo), keeper(demo)):
        tour = Tour(visitor(demo, who), typed)
        tour.go(*begin)
        drawn |= tour.drawn
        found += [f"person {who}: {one}" for one in tour.found]
    assert found == [], "\n".join(found)
    missed = pages_of(demo) - drawn - set(BY_TEMPLATE)
    assert missed == set(), f"nobody saw {missed}"


@pytest.mark.parametrize("name", BY_TEMPLATE.values())
def test_a_page_that_is_hard_to_reach_says_nothing_of_ours(name: str) -> None:
    assert traces((TEMPLATES / name).read_text("utf-8")) == []


def test_tools_of_another_subject_are_not_there(demo: Flask) -> None:
    client = visitor(demo, demo_person(demo, "noor"))
    rules = {str(rule) for rule in demo.url_map.iter_rules()}
    paths = [rule for rule in rules if rule.split("/")[1] in TOOLS]
    assert {path.split("/")[1] for path in paths} == set(TOOLS)
    assert {client.get(path).status_code for path in paths} == {404}
