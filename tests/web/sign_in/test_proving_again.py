"""Who signed in longer than ten minutes ago takes no people along, gives no rights and changes
nothing of who signs in or sees what, before they did so once more.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from course import clock
from course.domain.people.roles import Actor, Permission, Role
from course.domain.people.sight import Sight
from course.models import School, db
from course.store.people import sight
from course.store.signing_in import browsers, passwords
from course.web.http.access import allowed_for, asks_proof
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World

PASSWORD = "vier-losse-woorden-samen"
FILE = re.compile(r"\.(csv|xlsx|pdf|zip|json)$|/bestand$")
NOBODY_IN_IT = {
    "/rapport/scholen/<code>/leerwinst.csv",  # figures of ten people or more
    "/beheer/importeren/leeg.csv",
    "/beheer/importeren/leeg.xlsx",
    "/beheer/kalender/voorbeeld.csv",
}
DEEDS = {
    "/beheer/mensen/<ref>/rollen",  # gives rights
    "/beheer/logboek/<deed>/ongedaan",  # may give back a role that ended, or end a block
    "/beheer/mensen/<ref>/adres",  # who signs in how
    "/beheer/mensen/<ref>/blokkade",
    "/beheer/mensen/<ref>/samenvoegen",
    "/school/<code>/zicht",  # may show managers more
    "/trainen/toetsvragen/<course>/<module>/<lesson>/<item>/herbeoordelen",  # changes marks
    "/trainen/uitgaven/<course>/<release>",  # takes back the text that is current
}


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


@pytest.fixture
def manager(world: World) -> Actor:
    return world.actor(Role.MANAGER, world.school("regenboog"))


def test_every_file_with_people_and_every_deed_that_opens_a_door_asks_it(app: Flask) -> None:
    """One's own papers do not, nor what everybody may read."""
    asking, files = set(), set()
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if asks_proof(view):
            asking.add(str(rule))
            assert str(rule) not in DEEDS or "POST" in (rule.methods or set())
        of_others = allowed_for(view) - {"public", Permission.LEARN}
        if FILE.search(str(rule)) and of_others and "GET" in (rule.methods or set()):
            files.add(str(rule))
    assert asking == (files - NOBODY_IN_IT) | DEEDS | {"/bezig/<ref>/bestand"}


def test_who_signed_in_long_ago_does_so_again_and_goes_on(
    world: World, manager: Actor, client: CheckingClient
) -> None:
    passwords.replace(manager.id, passwords.hash_of(PASSWORD), clock.now())
    where = f"/rapport/scholen/regenboog.csv?cursus={COURSE}"
    world.sign_in(client, manager, clock.now() - timedelta(minutes=9))
    assert client.get(where).status_code == 200
    old = browsers.sign_in(manager.id, clock.now() - timedelta(minutes=11))
    browsers.touch(old, clock.now())
    db.session.commit()
    client.set_cookie("sessie", old)
    assert client.get(f"/rapport/scholen/regenboog?cursus={COURSE}").status_code == 200
    door = str(client.get(where).location)
    assert door.startswith("/inloggen?next=/rapport/scholen/regenboog.csv")
    page = client.get(door)
    assert "log nog één keer in" in page.text.lower()
    fields = {"email": manager.email, "next": where, "password": "dit is het niet"}
    assert client.post("/inloggen", data=fields).status_code == 422
    assert client.get(where).status_code == 303
    reply = client.post("/inloggen", data=fields | {"password": PASSWORD})
    assert client.get(str(reply.location)).mimetype == "text/csv"
    client.set_cookie("sessie", old)
    assert client.get("/rapport").status_code == 303  # the browser of before is gone


@pytest.mark.parametrize(
    ("came_from", "next_"),
    [
        ("http://localhost/rapport/scholen/regenboog?cursus=x", "/rapport/scholen/regenboog"),
        ("http://elders.example/rapport", "/rapport/scholen/regenboog.csv"),
        ("http://localhost/inloggen", "/rapport/scholen/regenboog.csv"),
        ("http://[::1", "/rapport/scholen/regenboog.csv"),
    ],
)
def test_a_download_does_not_leave_them_at_the_door(
    world: World, manager: Actor, client: CheckingClient, came_from: str, next_: str
) -> None:
    """They come back on the page where they asked for the file."""
    world.sign_in(client, manager, clock.now() - timedelta(minutes=20))
    reply = client.get("/rapport/scholen/regenboog.csv", headers={"Referer": came_from})
    door = urlsplit(str(reply.location))
    assert parse_qs(door.query)["next"][0].partition("?")[0] == next_


def test_a_form_waits_while_they_prove_it(
    world: World, manager: Actor, client: CheckingClient
) -> None:
    """Nothing is done before, and what was filled in is there afterwards."""
    passwords.replace(manager.id, passwords.hash_of(PASSWORD), clock.now())
    world.sign_in(client, manager, clock.now() - timedelta(minutes=11))
    where = "/school/regenboog/zicht"
    page = client.get(where).text
    drawn = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    chosen = {"niveau": "done", "dag": "", "door": ""}
    door = client.post(where, data={**drawn, **chosen})
    kept = dict(re.findall(r'name="(kept|next)" value="([^"]*)"', door.text))
    school = db.session.scalars(select(School.id).where(School.code == "regenboog")).one()
    assert sight.now(school) is Sight.LESSONS
    db.session.rollback()
    back = client.post("/inloggen", data={**kept, "email": manager.email, "password": PASSWORD})
    again = dict(re.findall(r'name="(\w+)" value="([^"]*)"', back.text))
    assert again["niveau"] == "done"
    assert client.post(where, data=again).status_code == 303
    assert sight.now(school) is Sight.DONE


def test_who_may_not_have_it_is_not_asked(world: World, client: CheckingClient) -> None:
    learner = world.actor(Role.LEARNER, world.school("regenboog"))
    world.sign_in(client, learner, clock.now() - timedelta(minutes=20))
    assert client.get(f"/rapport/scholen/regenboog.csv?cursus={COURSE}").status_code == 403
