"""Forms that trainers send."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from course import clock
from course.content.check import check_folder
from course.domain.people.roles import Role
from course.models import Attempt, Board, Enrolment, Person, School, SignedInBrowser, db
from course.models.base import new_token
from course.store import transaction
from course.store.messages import workers
from course.store.signing_in.browsers import hash_of
from course.web.http import drawn
from tests import builders
from tests.web.http.forms.site import (
    EDITIONS,
    Entry,
    Form,
    Site,
    at,
    form_on,
    screen,
    send,
    stamp_of,
    study_day,
)


def earlier_text(site: Site) -> Form:
    """A release of before, and what the author of another one is asked."""
    with site.app.app_context():
        course = check_folder(site.app.config["DEELWIJS"].modules_dir).courses[0]
        first = builders.publish(course, clock.now())
        builders.publish(replace(course, title="Later"), clock.now())
        db.session.commit()
    return at("author", f"{EDITIONS}/{first}", f"{EDITIONS}/{first}", wijziging="wording")(site)


def wrong_key(site: Site) -> Form:
    """An answer that is right by the text of now, and was not by the key of then."""
    where = "/trainen/toetsvragen/proef/een/eigen-leven/p1/herbeoordelen"
    with site.app.app_context():
        mine = select(Enrolment).where(Enrolment.course == "proef").order_by(Enrolment.id.desc())
        enrolment = db.session.scalars(mine).first()
        assert enrolment is not None
        place = {"module": "een", "lesson": "eigen-leven", "item": "p1", "response": ["b"]}
        marks = {"earned": 0, "possible": 1, "settled": False, "submission": new_token()}
        whose = {"enrolment_id": enrolment.id, "release": enrolment.release}
        db.session.add(Attempt(**whose, **place, **marks, submitted_at=clock.now()))
        db.session.commit()
    return at("author", where, where)(site)


def assignment(site: Site) -> Form:
    due = clock.today().replace(year=clock.today().year + 1)
    return form_on(
        site.client("trainer").get(f"/trainen/toewijzen?school={site.school}"),
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


def nudging(site: Site) -> Form:
    """As it is drawn on a day on which mail may go out, for everybody with one assignment."""
    form = confirmed(site)
    where = site.client("trainer").post(form.action, data=form.fields).location
    listed = {"wie": "alle", "toewijzing": where.rpartition("/")[2]}
    action = "/rapport/herinneren"
    return Form(action, {drawn.FIELD: stamp_of(site, "trainer", 0, action), **listed})


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


def question_dealt_with(site: Site) -> Form:
    asking = form_on(site.client("learner").get("/hulp/vraag"), "/hulp/vraag", tekst="Mag dit?")
    send(site.client("learner"), asking)
    page = site.client("trainer").get("/trainen/vragen")
    return form_on(page, re.findall(r'action="(/trainen/vragen/[^"]+)"', page.text)[0])


def file_asked(site: Site) -> Form:
    """A worker lives, and the list is one that it has to make."""
    workers.seen("een", clock.now(), clock.now(), None)
    transaction.commit()
    where = "/rapport/mensen/bestand"
    stamp = stamp_of(site, "trainer", 0, where)
    return Form(where, {drawn.FIELD: stamp, "cursus": "proef", "soort": "csv"})


def evidence_asked(site: Site) -> Form:
    """Of a day that is over, while a worker lives."""
    return _evidence(site, f"scholen/{site.school}")


def board_evidence_asked(site: Site) -> Form:
    """The same by who trains a whole board."""
    school = site.session.query(School).filter_by(code=site.school).one()
    token = hash_of(site.tokens["trainer"][0])
    trainer = site.session.get(SignedInBrowser, token).person_id
    board = site.session.get(Board, school.board_id)
    builders.grant(site.session, site.session.get(Person, trainer), Role.TRAINER, board)
    return _evidence(site, f"besturen/{board.code}")


def _evidence(site: Site, of: str) -> Form:
    workers.seen("een", clock.now(), clock.now(), None)
    transaction.commit()
    where, day = f"/rapport/{of}/bewijs", clock.today() - timedelta(days=1)
    stamp = stamp_of(site, "trainer", 0, where)
    return Form(where, {drawn.FIELD: stamp, "cursus": "proef", "peildatum": day.isoformat()})


def list_again(site: Site) -> Form:
    page = site.client("trainer").get("/rapport/mensen?cursus=proef")
    return form_on(page, "/rapport/mensen/vast", steeds="week", soort="csv")


def list_ended(site: Site) -> Form:
    send(site.client("trainer"), list_again(site))
    page = site.client("trainer").get("/rapport/bestanden")
    return form_on(page, re.findall(r'action="(/rapport/bestanden/[^"]+)"', page.text)[0])


FORMS: dict[str, Entry] = {
    "/rapport/mensen/bestand": ("trainer", file_asked, 303),
    "/rapport/scholen/<code>/bewijs": ("trainer", evidence_asked, 303),
    "/rapport/besturen/<code>/bewijs": ("trainer", board_evidence_asked, 303),
    "/rapport/mensen/vast": ("trainer", list_again, 303),
    "/rapport/bestanden/vast/<ref>/stop": ("trainer", list_ended, 303),
    "/trainen/studiedag": ("trainer", study_day, 303),
    "/trainen/studiedag/<ref>": ("trainer", screen, 303),
    "/rapport/herinneren": ("trainer", nudging, 303),
    "/trainen/aanpassen": ("trainer", mending, 303),
    "/trainen/toewijzen/breed": ("trainer", broad_confirmed, 303),
    "/trainen/toewijzen/breed/controle": ("trainer", broad, 200),
    "/trainen/vragen/<ref>/klaar": ("trainer", question_dealt_with, 303),
    "/trainen/toewijzen": ("trainer", confirmed, 303),
    "/trainen/toewijzen/controle": ("trainer", assignment, 200),
    "/trainen/toewijzingen/<ref>/datum": ("trainer", another_day, 303),
    "/trainen/toewijzingen/<ref>/intrekken": ("trainer", withdrawing, 303),
    "/trainen/mail/<ref>": ("trainer", mail_by_hand, 303),
    "/trainen/toetsvragen/<course>/<module>/<lesson>/<item>/herbeoordelen": (
        "author",
        wrong_key,
        303,
    ),
    "/trainen/uitgaven/<course>": ("author", at("author", EDITIONS, EDITIONS), 303),
    "/trainen/uitgaven/<course>/<release>": ("author", earlier_text, 303),
    "/trainen/toewijzingen/<ref>/terugdraaien": ("trainer", restoring, 303),
}
