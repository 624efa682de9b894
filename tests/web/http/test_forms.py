"""Every form of the site: sent by somebody else, from another page, about something else, or with
its mark missing.

The list is held against the routes of the application itself, so a new form is tried or the first
test fails.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from course import clock
from course.content.check import check_folder
from course.domain.people.roles import Role
from course.models import Person, Progress, RoleGrant, School, db
from course.models.base import Base, new_token
from course.store.dated import DeedMoment
from course.store.learning import enrolling, reading
from course.store.people import accounts, organising
from course.store.people.accounts import FullName
from course.store.people.organising import SchoolFacts
from course.store.proof import certificates
from course.store.signing_in import browsers, passwords
from course.web.http import drawn
from course.web.http.access import PUBLIC, allowed_for
from tests import builders
from tests.checking_client import CheckingClient
from tests.content import test_check
from tests.learning import Learner, answer, finish, learner, press, publish, token_in
from tests.staff import World
from tests.web.learn import test_practising

TYPED = "Dit is alleen van mij"
NEXT_YEAR = f"{clock.today().year + 1}-02-01"
COURSE, EDITIONS = "/leren/proef", "/trainen/uitgaven/uitgave"
TEST, ENTRY, STORY = f"{COURSE}/een/toets", f"{COURSE}/instaptoets", f"{COURSE}/een/verhaal"
NOT_STORED = ("user_session", "throttle", "lesson_visit")  # a sign of life, and a guess that counts
LIST = "personeelsnummer;naam;e-mail;team\n1;Anna Bakker;anna@voorbeeld.example;Onderbouw\n"


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


@pytest.fixture
def site(app: Flask, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    lessons = test_check.folder(tmp_path / "uitgave", {"les": test_check.PAGE})
    listing = lessons / "courses.toml"
    listing.write_text(listing.read_text("utf-8").replace('"proef"', '"uitgave"'), "utf-8")
    config = replace(app.config["DEELWIJS"], modules_dir=lessons)
    monkeypatch.setitem(app.config, "DEELWIJS", config)
    publish(
        tmp_path / "modules",
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
        passwords.replace(people[0].id, passwords.hash_of("vier-losse-woorden-samen"), clock.now())
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
    return Site(app, session, code, tokens, ref)


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


def plan(site: Site) -> Form:
    page = site.client("learner").get(f"{COURSE}/een/plan")
    return form_on(page, f"{COURSE}/een/plan", als=TYPED, dan=TYPED)


def begun(site: Site, test: str = TEST) -> str:
    """The address of the first question of a test that is open now."""
    return str(press(site.client("learner"), test, f"{test}/begin").location)


def question(site: Site, test: str = TEST) -> Form:
    first = begun(site, test)
    return form_on(site.client("learner").get(first), first, antwoord="a")


def hand_in(site: Site, test: str = TEST) -> Form:
    client, where = site.client("learner"), begun(site, test)
    while not where.endswith("/controle"):
        form = form_on(client.get(where), where, antwoord="a")
        where = str(client.post(where, data=form.fields).location)
    return form_on(client.get(where), f"{test}/inleveren")


def earlier_text(site: Site) -> Form:
    """A release of before, and what the author of another one is asked."""
    with site.app.app_context():
        course = check_folder(site.app.config["DEELWIJS"].modules_dir).courses[0]
        first = builders.publish(course, clock.now())
        builders.publish(replace(course, title="Later"), clock.now())
        db.session.commit()
    return at("author", f"{EDITIONS}/{first}", f"{EDITIONS}/{first}", wijziging="wording")(site)


def practice(site: Site) -> Form:
    client = site.client("learner")
    for path, choice in (((), "ma1"), (("ma1",), "di2")):
        answer(client, STORY, "week", pad=list(path), kies=choice)
    page = client.get(STORY)
    key = next(f"v{number}" for number in range(1, 5) if f'id="item-v{number}"' in page.text)
    return Form(
        f"{STORY}/opfrissen?verhaal=week",
        {"vraag": key, "inzending": token_in(page, key), "antwoord": "b"},
    )


def at(role: str, page: str, action: str, **fields: str) -> Callable[[Site], Form]:
    """A form that simply stands on a page."""

    def draw(site: Site) -> Form:
        return form_on(
            site.client(role).get(page.format(school=site.school)),
            action.format(school=site.school),
            **{name: value.format(school=site.school) for name, value in fields.items()},
        )

    return draw


def assignment(site: Site) -> Form:
    due = clock.today().replace(year=clock.today().year + 1)
    return form_on(
        site.client("trainer").get("/trainen/toewijzen"),
        "/trainen/toewijzen/controle",
        cursus="proef",
        doel="school",
        datum=due.isoformat(),
    )


def confirmed(site: Site) -> Form:
    form = assignment(site)
    return form_on(site.client("trainer").post(form.action, data=form.fields), "/trainen/toewijzen")


def withdrawing(site: Site) -> Form:
    form = confirmed(site)
    where = site.client("trainer").post(form.action, data=form.fields).location
    return form_on(site.client("trainer").get(f"{where}/intrekken"), f"{where}/intrekken")


def mail_by_hand(site: Site) -> Form:
    """As it is drawn on a day on which mail may go out, which today need not be."""
    action = f"/trainen/mail/{site.colleague}"
    return Form(action, {drawn.FIELD: stamp_of(site, "trainer", 0, action)})


def mending(site: Site) -> Form:
    """One more week for whoever was chosen: everybody with the assignment that was just made."""
    form = confirmed(site)
    where = site.client("trainer").post(form.action, data=form.fields).location
    ref = where.rpartition("/")[2]
    due = clock.today().replace(year=clock.today().year + 1) + timedelta(days=7)
    asked = {"wie": "alle", "toewijzing": ref, "wat": "datum", "datum": due.isoformat()}
    page = site.client("trainer").get("/trainen/aanpassen", query_string=asked)
    return form_on(page, "/trainen/aanpassen")


def broad(site: Site) -> Form:
    due = clock.today().replace(year=clock.today().year + 1)
    return form_on(
        site.client("trainer").get("/trainen/toewijzen/breed"),
        "/trainen/toewijzen/breed/controle",
        cursus="proef",
        school=site.school,
        datum=due.isoformat(),
    )


def broad_confirmed(site: Site) -> Form:
    form = broad(site)
    page = site.client("trainer").post(form.action, data=form.fields)
    return form_on(page, "/trainen/toewijzen/breed")


def another_day(site: Site) -> Form:
    form = confirmed(site)
    where = f"{site.client('trainer').post(form.action, data=form.fields).location}/datum"
    due = clock.today().replace(year=clock.today().year + 1) + timedelta(days=7)
    page = site.client("trainer").get(where, query_string={"datum": due.isoformat()})
    return form_on(page, where)


def restoring(site: Site) -> Form:
    form = withdrawing(site)
    site.client("trainer").post(form.action, data=form.fields)
    where = form.action.replace("intrekken", "terugdraaien")
    return form_on(site.client("trainer").get(where), where)


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


def vote(site: Site) -> Form:
    form = screen(site)
    site.client("trainer").post(form.action, data=form.fields)
    return form_on(site.client("learner").get(site.study), f"{site.study}/stem", antwoord="b")


def signing_off(site: Site) -> Form:
    form = screen(site)
    for phase in ("first", "talk", "second", "result"):
        site.client("trainer").post(form.action, data=form.fields | {"naar": phase})
        form = form_on(site.client("trainer").get(form.action), form.action)
    return form_on(site.client("learner").get(site.study), f"{site.study}/aftekenen")


def upload(site: Site) -> Form:
    page = site.client("administrator").get("/beheer/importeren")
    form = form_on(page, "/beheer/importeren", school=site.school)
    form.files = True
    return form


def board_words(site: Site) -> Form:
    board = organising.board_of_school(
        site.session.scalar(select(School.id).order_by(School.id.desc()))
    )
    site.session.rollback()
    where = f"/school/besturen/{board.code}/teksten"
    return form_on(site.client("keeper").get(where), where, naam_ict_dienst=TYPED)


def board_name(site: Site) -> Form:
    board = organising.board_of_school(
        site.session.scalar(select(School.id).order_by(School.id.desc()))
    )
    site.session.rollback()
    where = f"/beheer/besturen/{board.code}"
    return form_on(site.client("keeper").get(where), where, naam=TYPED)


def opened_team(site: Site) -> str:
    """The address of a team that was just opened, one more each time."""
    where, client = f"/beheer/scholen/{site.school}", site.client("administrator")
    send(client, form_on(client.get(where), f"{where}/teams", team=new_token()))
    return re.findall(rf'href="({where}/teams/[^"]+)"', client.get(where).text)[0]


def team_name(site: Site) -> Form:
    where = opened_team(site)
    return form_on(site.client("administrator").get(where), where, naam=new_token())


def merged_team(site: Site) -> Form:
    """One of two teams, after the other was chosen."""
    opened_team(site)
    where, client = f"{opened_team(site)}/samenvoegen", site.client("administrator")
    other = re.findall(r'<option value="([^"]+)"', client.get(where).text)[-1]
    return form_on(client.get(f"{where}?in={other}"), where)


def merged_school(site: Site) -> Form:
    where = "/beheer/scholen/samen/samenvoegen"
    here = site.session.query(School).filter_by(code=site.school).one()
    organising.open_school("samen", SchoolFacts("Samen", here.board_id, "po", "zuid"))
    site.session.commit()
    client = site.client("keeper")
    return form_on(client.get(f"{where}?in={site.school}"), where)


def newer_school_list(site: Site) -> Form:
    where = "/beheer/scholen/lijst"
    form = form_on(site.client("keeper").get(where), where, sector="po")
    form.files = True
    return form


def question_dealt_with(site: Site) -> Form:
    asking = form_on(site.client("learner").get("/hulp/vraag"), "/hulp/vraag", tekst="Mag dit?")
    send(site.client("learner"), asking)
    page = site.client("trainer").get("/trainen/vragen")
    return form_on(page, re.findall(r'action="(/trainen/vragen/[^"]+)"', page.text)[0])


def first_report(site: Site) -> Form:
    """The list of first steps is there for who has a role lately."""
    yesterday = clock.today() - timedelta(days=1)
    mine = site.session.query(RoleGrant).filter_by(role="manager", replaced_at=None)
    for grant in mine.filter(RoleGrant.starts_on != yesterday).all():
        builders.rewrite(site.session, grant, clock.now(), starts_on=yesterday)
    site.session.commit()
    return form_on(site.client("manager").get("/eerste-stappen"), "/eerste-stappen/rapport")


def newer_holidays(site: Site) -> Form:
    form = form_on(site.client("keeper").get("/beheer/kalender"), "/beheer/kalender", bron=TYPED)
    form.files = True
    return form


def day_taken_back(site: Site) -> Form:
    where = f"/school/{site.school}/kalender"
    day = {"soort": "dicht", "naam": "Studiedag", "eerste": NEXT_YEAR}
    page = site.client("manager").get(where)
    if "/weg" not in page.text:
        send(site.client("manager"), form_on(page, where, **day))
        page = site.client("manager").get(where)
    found = re.findall(rf'action="({where}/\d+/weg)"', page.text)
    return form_on(page, found[0])


def asked(site: Site) -> Form:
    """The page on which somebody says what a list does not say."""
    client = site.client("administrator")
    preview = send(client, upload(site)).text
    where = re.search(r'href="(/beheer/importeren/[^"]+/[^"]+)"', preview)
    assert where is not None
    page = client.get(unescape(where[1]))
    return form_on(page, unescape(where[1]), **{"kolom-1": "naam", "kolom-2": "e-mail"})


def signing(site: Site) -> Form:
    """After the school asked for it."""
    where = f"/gedragscode/ondertekenen/{site.school}"
    if site.client("learner").get(where).status_code == 404:
        version = {"naam": "Eerste", "ingang": "1-9-2020", "afspraak-kanalen": "Per mail."}
        address = f"/school/{site.school}/gedragscode/nieuw"
        asks = version | {"vraagt": "signature"}
        send(site.client("manager"), at("manager", address, address, **asks)(site))
    return form_on(site.client("learner").get(where), where, antwoord="refused")


def imported(site: Site) -> Form:
    preview = send(site.client("administrator"), upload(site))
    return form_on(preview, "/beheer/importeren/uitvoeren")


def keeping(what: str, **fields: str) -> Callable[[Site], Form]:
    """A form about a colleague, as whoever keeps everything sees it."""

    def draw(site: Site) -> Form:
        where = f"/beheer/mensen/{site.colleague}"
        return at("keeper", where, f"{where}/{what}", **fields)(site)

    return draw


def leaving_together(site: Site) -> Form:
    asked = {"mens": f"{site.colleague}:{site.school}", "wat": "vertrek"}
    page = site.client("keeper").get("/beheer/mensen/samen", query_string=asked)
    return form_on(page, "/beheer/mensen/samen")


def ending_a_role(site: Site) -> Form:
    where = f"/beheer/mensen/{site.colleague}"
    who = site.session.scalar(select(Person).where(Person.ref == site.colleague))
    grant = builders.grant(site.session, who, Role.TRAINER, None).id
    site.session.commit()
    return form_on(site.client("keeper").get(where), f"{where}/rollen/{grant}/einde")


def undoing_a_block(site: Site) -> Form:
    who = site.session.scalar(select(Person).where(Person.ref == site.colleague))
    moment = DeedMoment(clock.now())
    accounts.block([who.id], moment)
    site.session.commit()
    where = f"/beheer/mensen/{site.colleague}"
    return form_on(site.client("keeper").get(where), f"/beheer/logboek/{moment.deed}/ongedaan")


def withdrawing_a_certificate(site: Site) -> Form:
    """Of the colleague, whose course is done just now."""
    where = f"/beheer/mensen/{site.colleague}/bewijzen"
    done(site, site.colleague)
    return form_on(site.client("keeper").get(where), where, reden=TYPED)


def renamed_certificate(site: Site) -> Form:
    """Noor's, whose course is done under another name."""
    noor = site.session.scalar(select(Person).where(Person.email == "noor@voorbeeld.example"))
    number = done(site, noor.ref)
    accounts.rename({noor.id: FullName("Noor Anders", "Anders, Noor")}, DeedMoment(clock.now()))
    site.session.commit()
    where = f"/mijn-bewijzen/{number}"
    return form_on(site.client("learner").get(where), f"{where}/nieuwe-naam")


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


def signed_in_elsewhere(site: Site) -> Form:
    who = site.session.scalar(select(Person).where(Person.ref == site.colleague))
    browsers.sign_in(who.id, clock.now())
    site.session.commit()
    return keeping("uitloggen")(site)


NEW_SCHOOL = {
    "naam": "De Tak",
    "code": "de-tak",
    "bestuur": "nieuw",
    "bestuur_naam": "Stichting Tak",
    "bestuur_code": "tak",
    "sector": "po",
    "regio": "zuid",
}
FORMS: dict[
    str, tuple[str, Callable[[Site], Form], int]
] = {  # rule: whose, the form, and what it answers when it is right
    "/account/apparaten": ("trainer", at("trainer", "/account", "/account/apparaten"), 303),
    "/account/naam": ("trainer", at("trainer", "/account", "/account/naam", naam=TYPED), 303),
    "/account/wachtwoord": (
        "trainer",
        at(
            "trainer",
            "/account",
            "/account/wachtwoord",
            old_password="vier-losse-woorden-samen",
            new_password="vijf-andere-woorden-naast-elkaar",
            new_password_again="vijf-andere-woorden-naast-elkaar",
        ),
        303,
    ),
    "/beheer/importeren": ("administrator", upload, 200),
    "/beheer/importeren/<code>/<ref>": ("administrator", asked, 200),
    "/beheer/importeren/uitvoeren": ("administrator", imported, 303),
    "/beheer/logboek/<deed>/ongedaan": ("keeper", undoing_a_block, 303),
    "/beheer/kalender": ("keeper", newer_holidays, 422),  # a list of people is no calendar
    "/beheer/mensen/<ref>/bewijzen": ("keeper", withdrawing_a_certificate, 303),
    "/beheer/mensen/<ref>/adres": ("keeper", keeping("adres", email="noor@elders.example"), 303),
    "/beheer/mensen/<ref>/uitloggen": ("keeper", signed_in_elsewhere, 303),
    "/beheer/mensen/<ref>/blokkade": ("keeper", keeping("blokkade"), 303),
    "/beheer/mensen/<ref>/gegevens": (
        "keeper",
        keeping("gegevens", naam=TYPED, functie="stagiair"),
        303,
    ),
    "/beheer/mensen/<ref>/rollen": ("keeper", keeping("rollen", rol="trainer", waar="overal"), 303),
    "/beheer/mensen/<ref>/rollen/<int:number>/einde": ("keeper", ending_a_role, 303),
    "/beheer/mensen/<ref>/uitnodiging": ("keeper", keeping("uitnodiging"), 303),
    "/beheer/mensen/<ref>/vertrek": ("keeper", keeping("vertrek"), 303),
    "/beheer/mensen/<ref>/werk": ("keeper", keeping("werk", school="{school}"), 303),
    "/beheer/mensen/nieuw": (
        "administrator",
        at(
            "administrator",
            "/beheer/mensen/nieuw",
            "/beheer/mensen/nieuw",
            achternaam=TYPED,
            email="een@voorbeeld.example",
            functie="stagiair",
            school="{school}",
        ),
        200,
    ),
    "/beheer/mensen/samen": ("keeper", leaving_together, 303),
    "/beheer/scholen/<code>/lijstwoorden": (
        "administrator",
        at(
            "administrator",
            "/beheer/scholen/{school}/lijstwoorden",
            "/beheer/scholen/{school}/lijstwoorden",
            functie=TYPED,
            soort="stagiair",
        ),
        303,
    ),
    "/beheer/scholen/<code>/teams": (
        "administrator",
        at(
            "administrator",
            "/beheer/scholen/{school}",
            "/beheer/scholen/{school}/teams",
            team=TYPED,
        ),
        303,
    ),
    "/beheer/besturen/<code>": ("keeper", board_name, 303),
    "/beheer/scholen/<code>/teams/<ref>": ("administrator", team_name, 303),
    "/beheer/scholen/<code>/samenvoegen": ("keeper", merged_school, 303),
    "/beheer/scholen/<code>/teams/<ref>/samenvoegen": ("administrator", merged_team, 303),
    "/beheer/scholen/<code>/wijzigen": (
        "administrator",
        at(
            "administrator",
            "/beheer/scholen/{school}/wijzigen",
            "/beheer/scholen/{school}/wijzigen",
            naam=TYPED,
            sector="po",
            regio="zuid",
        ),
        303,
    ),
    "/beheer/scholen/lijst": ("keeper", newer_school_list, 422),  # nor a list of schools
    "/beheer/scholen/nieuw": (
        "keeper",
        at("keeper", "/beheer/scholen/nieuw", "/beheer/scholen/nieuw", **NEW_SCHOOL),
        303,
    ),
    "/leren/<course>/<module>/<lesson>": ("learner", plan, 303),
    "/leren/<course>/<module>/<lesson>/begin": (
        "learner",
        at("learner", TEST, f"{TEST}/begin"),
        303,
    ),
    "/leren/<course>/<module>/<lesson>/inleveren": ("learner", hand_in, 303),
    "/leren/<course>/<module>/<lesson>/opfrissen": ("learner", practice, 303),
    "/leren/<course>/<module>/<lesson>/vraag/<int:number>": ("learner", question, 303),
    "/eerste-stappen/rapport": ("manager", first_report, 303),
    "/hulp/vraag": ("learner", at("learner", "/hulp/vraag", "/hulp/vraag", tekst=TYPED), 303),
    "/leren/<course>/begin": ("trainer", at("trainer", COURSE, f"{COURSE}/begin"), 303),
    "/leren/<course>/opnieuw": ("done", at("done", COURSE, f"{COURSE}/opnieuw"), 303),
    "/leren/<course>/instaptoets/begin": ("learner", at("learner", ENTRY, f"{ENTRY}/begin"), 303),
    "/leren/<course>/instaptoets/inleveren": ("learner", lambda site: hand_in(site, ENTRY), 303),
    "/leren/<course>/instaptoets/vraag/<int:number>": (
        "learner",
        lambda site: question(site, ENTRY),
        303,
    ),
    "/mijn-bewijzen/<number>/nieuwe-naam": ("learner", renamed_certificate, 303),
    "/school/<code>": (
        "manager",
        at("manager", "/school/{school}", "/school/{school}", naam_ict_dienst=TYPED),
        303,
    ),
    "/school/besturen/<code>/teksten": ("keeper", board_words, 303),
    "/school/<code>/kalender": (
        "manager",
        at(
            "manager",
            "/school/{school}/kalender",
            "/school/{school}/kalender",
            soort="dicht",
            naam=TYPED,
            eerste=NEXT_YEAR,
        ),
        303,
    ),
    "/school/<code>/kalender/<int:number>/weg": ("manager", day_taken_back, 303),
    "/school/<code>/gedragscode/nieuw": (
        "manager",
        at(
            "manager",
            "/school/{school}/gedragscode/nieuw",
            "/school/{school}/gedragscode/nieuw",
            **{
                "naam": "Versie 1",
                "ingang": "1-9-2026",
                "afspraak-kanalen": TYPED,
                "vraagt": "signature",
                "wijziging": "meaning",
            },
        ),
        303,
    ),
    "/gedragscode/ondertekenen/<code>": ("learner", signing, 303),
    "/studiedag": ("learner", at("learner", "/studiedag", "/studiedag", code="CDF349"), 422),
    "/studiedag/<ref>/aftekenen": ("learner", signing_off, 303),
    "/studiedag/<ref>/stem": ("learner", vote, 303),
    "/trainen/studiedag": ("trainer", study_day, 303),
    "/trainen/studiedag/<ref>": ("trainer", screen, 303),
    "/trainen/aanpassen": ("trainer", mending, 303),
    "/trainen/toewijzen/breed": ("trainer", broad_confirmed, 303),
    "/trainen/toewijzen/breed/controle": ("trainer", broad, 200),
    "/trainen/vragen/<ref>/klaar": ("trainer", question_dealt_with, 303),
    "/trainen/toewijzen": ("trainer", confirmed, 303),
    "/trainen/toewijzen/controle": ("trainer", assignment, 200),
    "/trainen/toewijzingen/<ref>/datum": ("trainer", another_day, 303),
    "/trainen/toewijzingen/<ref>/intrekken": ("trainer", withdrawing, 303),
    "/trainen/mail/<ref>": ("trainer", mail_by_hand, 303),
    "/trainen/uitgaven/<course>": ("author", at("author", EDITIONS, EDITIONS), 303),
    "/trainen/uitgaven/<course>/<release>": ("author", earlier_text, 303),
    "/trainen/toewijzingen/<ref>/terugdraaien": ("trainer", restoring, 303),
}
# the address says all there is to say, or a field of the form does, which the view checks
SAYS_ALL = {
    rule
    for rule in FORMS
    if not rule.startswith(("/leren/", "/trainen/uitgaven/"))
    or rule.endswith(("<course>/begin", "<course>/opnieuw"))
    or "instaptoets/begin" in rule
}


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


def test_every_form_is_in_the_list(app: Flask) -> None:
    rules = {
        str(rule)
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or set())
        and PUBLIC not in allowed_for(app.view_functions[rule.endpoint])
    }
    assert rules == set(FORMS)


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("rule", FORMS)
def test_a_form_is_taken_from_one_person_for_one_place(site: Site, rule: str) -> None:
    role, draw, right = FORMS[rule]
    form = draw(site)
    own, other = site.client(role), site.client(role, 1)
    mark, before = form.fields[drawn.FIELD], stored(site)
    words = mark.split(".")
    refused = [
        (send(other, form), 403, "Deze pagina was van iemand anders"),  # her open tab, his session
        (
            send(own, form, inzending=stamp_of(site, role, 1, form.action)),
            403,
            "Deze pagina was van iemand anders",
        ),
        (
            send(own, form, inzending=stamp_of(site, role, 0, "/elders")),
            409,
            "Deze pagina is verouderd",
        ),
        (
            send(own, form, inzending=".".join([new_token(), *words[1:]])),
            403,
            "Er is niets bewaard",
        ),
        (send(own, form, inzending=None), 422, "Er is niets bewaard"),
        (send(own, form, inzending=""), 422, "Er is niets bewaard"),
        (send(own, form, inzending="een-oude-inzending-van-eerder"), 422, "Er is niets bewaard"),
        (send(own, form, inzending="\x00" * 30), 422, "Er is niets bewaard"),
    ]
    if rule not in SAYS_ALL:
        elsewhere = send(
            own, form, inzending=stamp_of(site, role, 0, form.action, "een andere vraag")
        )
        refused.append((elsewhere, 409, ""))
    for reply, status, heading in refused:
        assert (reply.status_code, heading in reply.text) == (status, True), reply.text
    for reply in refused[:2]:
        assert TYPED not in reply[0].text, "somebody else reads what was typed"
    assert stored(site) == before
    assert send(own, form).status_code == right


@pytest.mark.parametrize("rule", [rule for rule in FORMS if FORMS[rule][2] == 303])
def test_the_same_form_twice_is_one_deed(site: Site, rule: str) -> None:
    """A double click, or a reply that got lost: the second answers as the first, or asks to sign in
    again.
    """
    role, draw, _ = FORMS[rule]
    form = draw(site)
    client = site.client(role)
    first = send(client, form)
    once = stored(site)
    again = send(client, form)
    assert again.status_code in (
        (303, 409, 422) if "importeren" in rule or "wachtwoord" in rule else (303,)
    ), again.text
    if again.status_code == 303:
        assert again.location == first.location
    assert stored(site) == once
