"""Who is believed to be who: what a browser must send, what a refusal costs others, and which
addresses are our own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, abort

from course import clock
from course.config import Mode
from course.domain.people.roles import Permission
from course.domain.signing_in.lifetimes import SEEN_EVERY
from course.models import Person, SignedInBrowser
from course.store.signing_in import browsers
from course.web.http import access
from course.web.http.access import PUBLIC, allow
from tests.accounts import EMAIL, PASSWORD, add_person, sign_in
from tests.checking_client import CheckingClient
from tests.databases import SqliteDatabase

OURS = "https://deelwijs.example"
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def answers_with(
    app: Flask, monkeypatch: pytest.MonkeyPatch, deed: Callable[[], Any], mark: Permission | str
) -> None:
    """The privacy page does this instead, for who may what the mark says."""
    monkeypatch.setitem(app.view_functions, "site.show_privacy", allow(mark)(deed))


@pytest.fixture
def lotte(session: Any) -> Person:
    return add_person(session)


def browser_of(client: CheckingClient, session: Any, person: Person, token: str = "") -> str:
    """The client holds a session of this person that gave its last sign of life now; its token."""
    now = clock.now()
    token = token or browsers.sign_in(person.id, now)
    known = {"token_hash": browsers.hash_of(token), "person_id": person.id}
    if session.get(SignedInBrowser, known["token_hash"]) is None:
        session.add(SignedInBrowser(**known, created_at=now, seen_at=now))
    session.commit()
    client.set_cookie("sessie", token)
    return token


def seen(session: Any, token: str) -> Any:
    """When this browser gave its last sign of life."""
    session.rollback()
    found = session.query(SignedInBrowser.seen_at).filter_by(token_hash=browsers.hash_of(token))
    moment = found.scalar()
    session.rollback()
    return moment


@on_sqlite
def test_a_page_for_all_that_asks_who_somebody_is_refuses_who_is_nobody(
    app: Flask,
    session: Any,
    client: CheckingClient,
    lotte: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers_with(app, monkeypatch, lambda: access.current_person().name, PUBLIC)
    client.checking = False
    assert client.get("/privacy").status_code == 403
    browser_of(client, session, lotte)
    assert client.get("/privacy").text == "Lotte de Wit"


@on_sqlite
@pytest.mark.usefixtures("lotte")
def test_the_cookie_is_for_this_site_and_for_no_script(client: CheckingClient) -> None:
    parts = sign_in(client).headers["Set-Cookie"].split("; ")
    assert parts[0].startswith("sessie=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(parts)


@on_sqlite
@pytest.mark.parametrize(("length", "status"), [(100, 200), (101, 303)])
def test_a_token_longer_than_any_of_ours_is_nobodys(
    client: CheckingClient, session: Any, lotte: Person, length: int, status: int
) -> None:
    browser_of(client, session, lotte, "x" * length)
    assert client.get("/account").status_code == status


@on_sqlite
@pytest.mark.parametrize("token", ["", "x", "x" * 43])
def test_a_token_that_nobody_was_given_is_asked_to_sign_in(
    client: CheckingClient, token: str
) -> None:
    client.set_cookie("sessie", token)
    reply = client.get("/account?van=mij")
    assert (reply.status_code, reply.headers["Location"]) == (
        303,
        "/inloggen?next=/account%3Fvan%3Dmij",
    )


@on_sqlite
@pytest.mark.parametrize(
    ("query", "way_on"),
    [
        ("x" * 1980, "/inloggen?next=/account%3F" + "x" * 1980),
        ("x" * 2000, "/inloggen"),
        ("%E9" * 2600, "/inloggen"),
    ],
)
def test_a_way_on_that_no_proxy_takes_is_left_out(
    client: CheckingClient, query: str, way_on: str
) -> None:
    assert client.get(f"/account?{query}").headers["Location"] == way_on


@on_sqlite
@pytest.mark.parametrize(("after", "written"), [(0, False), (1, True)])
def test_a_sign_of_life_is_written_when_more_than_a_minute_went_by(
    client: CheckingClient,
    session: Any,
    lotte: Person,
    monkeypatch: pytest.MonkeyPatch,
    after: int,
    written: bool,
) -> None:
    begun = clock.now()
    now = [begun]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    token = browser_of(client, session, lotte)
    now[0] = begun + SEEN_EVERY + timedelta(microseconds=after)
    assert client.get("/account").status_code == 200
    assert seen(session, token) == (now[0] if written else begun)


@on_sqlite
@pytest.mark.parametrize(
    ("status", "written"), [(404, True), (429, True), (500, False), (501, False), (503, False)]
)
def test_a_page_that_failed_is_no_sign_of_life(
    app: Flask,
    client: CheckingClient,
    session: Any,
    lotte: Person,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    written: bool,
) -> None:
    answers_with(app, monkeypatch, lambda: abort(status), Permission.LEARN)
    client.checking = False
    begun = clock.now()
    token = browser_of(client, session, lotte)
    session.query(SignedInBrowser).update({"seen_at": begun - 2 * SEEN_EVERY})
    session.commit()
    before = seen(session, token)
    assert client.get("/privacy").status_code == status
    assert (seen(session, token) != before) is written


@on_sqlite
@pytest.mark.parametrize("signed_in", [False, True])
def test_who_is_refused_waits_for_nobody(
    database: SqliteDatabase,
    client: CheckingClient,
    session: Any,
    lotte: Person,
    signed_in: bool,
) -> None:
    """Somebody else is writing all the while, and does not stop."""
    if signed_in:
        browser_of(client, session, lotte)
    outsider = database.outsider()
    outsider.execute("BEGIN IMMEDIATE")
    try:
        assert client.get("/trainen").status_code == (403 if signed_in else 303)
    finally:
        outsider.close()


@on_sqlite
@pytest.mark.parametrize("allowed", [(Permission.ASSIGN, Permission.LEARN), (Permission.LEARN,)])
def test_one_of_the_permissions_of_a_page_is_enough(
    app: Flask,
    client: CheckingClient,
    session: Any,
    lotte: Person,
    monkeypatch: pytest.MonkeyPatch,
    allowed: tuple[Permission, ...],
) -> None:
    view = allow(*allowed)(lambda: "binnen")
    monkeypatch.setitem(app.view_functions, "site.show_privacy", view)
    client.checking = False
    browser_of(client, session, lotte)
    assert client.get("/privacy").text == "binnen"
    monkeypatch.setitem(
        app.view_functions, "site.show_privacy", allow(Permission.ASSIGN)(lambda: "binnen")
    )
    assert client.get("/privacy").status_code == 403


@on_sqlite
def test_a_form_that_was_drawn_for_nobody_does_nothing(
    client: CheckingClient, session: Any, lotte: Person
) -> None:
    client.stamping = False
    browser_of(client, session, lotte)
    other = browsers.sign_in(lotte.id, clock.now())
    session.commit()
    assert client.post("/account/apparaten").status_code == 422
    assert seen(session, other) is not None


@on_sqlite
@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "", "Same-Origin", "x"])
@pytest.mark.parametrize("origin", [None, "http://localhost"])
def test_a_form_of_another_site_is_refused_whatever_else_it_says(
    client: CheckingClient, session: Any, lotte: Person, site: str, origin: str | None
) -> None:
    browser_of(client, session, lotte)
    headers = {"Sec-Fetch-Site": site} | ({"Origin": origin} if origin else {})
    assert client.post("/account/apparaten", headers=headers).status_code == 403


@on_sqlite
def test_an_application_that_just_started_has_every_guard(
    make_app: Any, session: Any, lotte: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that writes fails, an unmarked one is closed, and a sign of life is written."""
    app = make_app()
    client = CheckingClient(app)
    client.checking = False
    token = browser_of(client, session, lotte)
    session.query(SignedInBrowser).update({"seen_at": clock.now() - 2 * SEEN_EVERY})
    session.commit()
    before = seen(session, token)
    assert client.get("/account").status_code == 200
    assert seen(session, token) > before
    answers_with(app, monkeypatch, lambda: browsers.end(token) or "gedaan", PUBLIC)
    assert client.get("/privacy").status_code == 503
    monkeypatch.setitem(app.view_functions, "site.show_privacy", lambda: "open deur")
    assert client.get("/privacy").status_code == 403
    assert client.get("/account").status_code == 200, "nothing was written"


def production(make_app: Any) -> CheckingClient:
    """A visitor of the real site whose browser says only from which address a form came."""
    app = make_app(mode=Mode.PRODUCTION, base_url=OURS, trusted_hosts=("deelwijs.example",))
    client: CheckingClient = app.test_client()
    client.environ_base.pop("HTTP_SEC_FETCH_SITE")
    return client


@on_sqlite
@pytest.mark.usefixtures("lotte")
@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (OURS, 303),
        ("http://deelwijs.example", 403),
        ("https://deelwijs.example:8443", 403),
        ("https://www.deelwijs.example", 403),
        ("https://elders.example", 403),
        (None, 403),
    ],
)
def test_an_old_browser_on_the_real_site_passes_by_the_address_in_the_settings(
    make_app: Any, origin: str | None, status: int
) -> None:
    """A proxy speaks plain http to us; what it calls us is no proof of where a form came from."""
    reply = production(make_app).post(
        "/inloggen",
        data={"email": EMAIL, "password": PASSWORD},
        base_url="http://deelwijs.example",
        headers={"Origin": origin} if origin else {},
    )
    assert reply.status_code == status


@on_sqlite
@pytest.mark.usefixtures("lotte")
@pytest.mark.parametrize("mode", [Mode.DEMO, Mode.DEVELOPMENT])
@pytest.mark.parametrize(("port", "status"), [(8080, 303), (8081, 403)])
def test_at_home_an_old_browser_passes_by_the_address_it_asked(
    make_app: Any, mode: Mode, port: int, status: int
) -> None:
    client = make_app(mode=mode, base_url="http://localhost").test_client()
    client.environ_base.pop("HTTP_SEC_FETCH_SITE")
    reply = client.post(
        "/inloggen",
        data={"email": EMAIL, "password": PASSWORD},
        base_url="http://localhost:8080",
        headers={"Origin": f"http://localhost:{port}"},
    )
    assert reply.status_code == status
