"""Which page says that something was refused or went wrong, and what is noted of it."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

import pytest
from flask import Flask, Response, abort
from sqlalchemy import delete
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    TooManyRequests,
    Unauthorized,
)

from course.models import Throttle, db
from course.store import transaction
from course.web.http import errors
from course.web.http.access import PUBLIC, allow
from tests.checking_client import HEADERS, CheckingClient
from tests.test_logs import Lines, lines  # noqa: F401 one is a fixture
from tests.web.http.test_around import answers_with, on_sqlite

TITLES = {
    400: "Niet te lezen",
    403: "Geen toegang",
    404: "Pagina niet gevonden",
    405: "Dit kan hier niet",
    413: "Te groot bestand",
    414: "Te lang adres",
    422: "Fout: niet alles klopt",
    429: "Even wachten",
    500: "Er ging iets mis",
    503: "Even niet bereikbaar",
}
SHOWN_AS = {
    401: 403,
    406: 400,
    410: 404,
    415: 422,
    418: 400,
    501: 500,
    502: 503,
    504: 503,
    505: 500,
}
WAITS = {429: "60", 503: "30"}


@on_sqlite
@pytest.mark.parametrize("code", [*TITLES, *SHOWN_AS])
def test_every_status_has_a_page(make_app: Any, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """On an application that just started, for its pages are drawn at the start."""
    app = make_app()
    client = CheckingClient(app)
    client.checking = False
    answers_with(app, monkeypatch, lambda: abort(code))
    title = f"<title>{TITLES[SHOWN_AS.get(code, code)]}"
    usual = client.get("/privacy")
    monkeypatch.setattr(errors, "known_chrome", lambda: 1 / 0)
    drawn = client.get("/privacy")
    for reply in (usual, drawn):
        assert (reply.status_code, title in reply.text) == (code, True)
        assert reply.headers.get("Retry-After") == WAITS.get(code)
        assert reply.headers["Vary"] == "Cookie"
        assert errors.REFERENCE not in reply.text


@on_sqlite
def test_an_application_that_just_started_notes_and_completes(
    make_app: Any,
    monkeypatch: pytest.MonkeyPatch,
    lines: Lines,  # noqa: F811
) -> None:
    app = make_app()
    client = CheckingClient(app)
    client.checking = False
    answers_with(app, monkeypatch, lambda: ("tekst", 422))
    assert HEADERS.items() <= dict(client.get("/privacy").headers).items()
    assert lines.of("refused")["status"] == 422
    assert "Cache-Control" in client.get("/hulp").headers


@on_sqlite
def test_a_refusal_that_brings_its_own_answer_is_given_as_it_is(
    app: Flask, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.checking = False
    answers_with(app, monkeypatch, lambda: abort(Response("eigen", 409, {"X-Own": "1"})))
    reply = client.get("/privacy")
    assert (reply.status_code, reply.text, reply.headers["X-Own"]) == (409, "eigen", "1")


@on_sqlite
@pytest.mark.parametrize(
    ("error", "headers"),
    [
        (MethodNotAllowed(["GET", "HEAD"]), {"Allow": "GET, HEAD"}),
        (TooManyRequests(retry_after=7), {"Retry-After": "7"}),
        (Unauthorized(www_authenticate=WWWAuthenticate("basic")), {"WWW-Authenticate": None}),
    ],
)
def test_which_headers_of_a_refusal_are_kept(
    app: Flask,
    client: CheckingClient,
    monkeypatch: pytest.MonkeyPatch,
    error: HTTPException,
    headers: dict[str, str | None],
) -> None:
    client.checking = False

    def refuse() -> None:
        raise error

    answers_with(app, monkeypatch, refuse)
    reply = client.get("/privacy")
    assert {name: reply.headers.get(name) for name in headers} == headers


# What goes wrong, with and without a word for it


def away() -> Exception:
    return OperationalError("SELECT 1", {}, sqlite3.OperationalError("database is locked"))


@on_sqlite
@pytest.mark.parametrize(
    ("error", "status", "event"),
    [
        (RuntimeError("stuk"), 500, "unexpected error"),
        (away(), 503, "database unavailable"),
        (InternalServerError(), 500, ""),
        (InternalServerError(original_exception=RuntimeError("stuk")), 500, "unexpected error"),
        (InternalServerError(original_exception=away()), 503, "database unavailable"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_goes_wrong_in_a_view(
    make_app: Any,
    monkeypatch: pytest.MonkeyPatch,
    lines: Lines,  # noqa: F811
    error: Exception,
    status: int,
    event: str,
) -> None:
    """Who waits to write goes on before the page is drawn, and the log knows the number on it."""
    app = make_app()
    client = CheckingClient(app)
    client.checking = False

    def view() -> None:
        transaction.begin(may_write=True)
        db.session.execute(delete(Throttle))
        raise error

    drawing: list[bool] = []
    known = errors.known_chrome

    def draw() -> Any:
        drawing.append(db.session().in_transaction())
        return known()

    monkeypatch.setattr(errors, "known_chrome", draw)
    answers_with(app, monkeypatch, view)
    reply = client.get("/privacy")
    assert (reply.status_code, TITLES[status] in reply.text) == (status, True)
    assert drawing == [False]
    assert reply.headers["Vary"] == "Cookie", "drawn for this request, not the one from the start"
    own = [line for line in lines.all() if line["event"] not in ("refused", "failed")]
    assert [line["event"] for line in own] == ([event] if event else [])
    number = reply.headers["X-Request-ID"]
    assert (number in reply.text) is (event == "unexpected error")
    for line in own:
        assert line["request"] == number


@on_sqlite
@pytest.mark.parametrize("error", [RuntimeError("stuk"), away()])
def test_what_goes_wrong_around_the_views_is_noted_too(
    make_app: Any,
    monkeypatch: pytest.MonkeyPatch,
    lines: Lines,  # noqa: F811
    error: Exception,
) -> None:
    app = make_app()

    def fail(*_args: object) -> None:
        raise error

    monkeypatch.setattr(app, "full_dispatch_request", fail)
    monkeypatch.setattr(app, "handle_exception", fail)
    reply = app.test_client().get("/privacy")
    away_now = reply.status_code == 503
    assert away_now is isinstance(error, OperationalError)
    assert lines.of("database unavailable" if away_now else "unexpected error")


@on_sqlite
def test_a_page_that_cannot_be_drawn_is_noted(
    app: Flask,
    client: CheckingClient,
    monkeypatch: pytest.MonkeyPatch,
    lines: Lines,  # noqa: F811
) -> None:
    client.checking = False
    monkeypatch.setattr(errors, "known_chrome", lambda: 1 / 0)
    answers_with(app, monkeypatch, lambda: abort(403))
    assert client.get("/privacy").status_code == 403
    assert lines.of("an error page could not be drawn")


@on_sqlite
def test_a_form_is_offered_again_as_it_was_sent(
    app: Flask, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every value of a name; what a person wrote is shown, and keys are kept from sight."""
    client.checking = False

    def view() -> None:
        raise away()

    for endpoint in ("sign_in.sign_in", "site.show_privacy"):
        monkeypatch.setitem(app.view_functions, endpoint, allow(PUBLIC)(view))
    page = client.post("/inloggen", data={"a": ["een", "twee woorden", "drie"]}).text
    assert re.findall(r'<input type="hidden" name="a" value="([^"]*)"', page) == ["een", "drie"]
    assert re.search(r'<textarea[^>]* id="veld-2"[^>]*>\s*twee woorden</textarea>', page)
    for reply in (
        client.get("/privacy?a=twee+woorden"),
        client.post(f"/inloggen?{'x' * 2000}", data={"a": "twee woorden"}),
    ):
        assert reply.status_code == 503
        assert "Verstuur opnieuw" not in reply.text
    assert "Verstuur opnieuw" in page
