"""What every answer carries and what is noted of it, also when the application fails around its
views.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, Response, abort, g, make_response
from sqlalchemy import delete
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import Headers, WWWAuthenticate
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    TooManyRequests,
    Unauthorized,
)
from werkzeug.wrappers import Response as BaseResponse

from course.domain.people.roles import Permission
from course.models import Throttle, db
from course.store import transaction
from course.web.http import errors, headers, numbering
from course.web.http.access import PUBLIC, allow
from course.web.http.net import Application, SafetyNet
from tests.accounts import add_person, sign_in
from tests.checking_client import HEADERS, CheckingClient
from tests.test_logs import Lines, lines  # noqa: F401 one is a fixture

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def answers_with(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    deed: Callable[[], Any],
    mark: Permission | str = PUBLIC,
) -> None:
    monkeypatch.setitem(app.view_functions, "site.show_privacy", allow(mark)(deed))


# Headers


def with_headers(**more: str) -> Callable[[], Response]:
    def view() -> Response:
        response = make_response("tekst")
        for name, value in more.items():
            response.headers[name.replace("_", "-")] = value
        return response

    return view


@on_sqlite
@pytest.mark.parametrize(
    ("given", "stranger", "known"),
    [
        ({}, ("no-store", None), ("no-store", "Cookie")),
        (
            {"Cache_Control": "public"},
            ("public", None),
            ("no-store", "Cookie"),
        ),
        ({"Vary": "Cookie"}, ("no-store", "Cookie"), ("no-store", "Cookie")),
        (
            {"Vary": "Accept-Encoding"},
            ("no-store", "Accept-Encoding"),
            ("no-store", "Accept-Encoding, Cookie"),
        ),
    ],
)
def test_who_is_signed_in_leaves_nothing_in_a_cache(
    app: Flask,
    client: CheckingClient,
    session: Any,
    monkeypatch: pytest.MonkeyPatch,
    given: dict[str, str],
    stranger: tuple[str, str | None],
    known: tuple[str, str],
) -> None:
    client.checking = False
    answers_with(app, monkeypatch, with_headers(**given), Permission.LEARN)
    add_person(session)
    sign_in(client)
    reply = client.get("/privacy")
    assert (reply.headers["Cache-Control"], ", ".join(reply.headers.getlist("Vary"))) == known
    client.delete_cookie("sessie")
    answers_with(app, monkeypatch, with_headers(**given))
    reply = client.get("/privacy")
    vary = ", ".join(reply.headers.getlist("Vary")) or None
    assert (reply.headers["Cache-Control"], vary) == stranger
    assert HEADERS.items() <= dict(reply.headers).items()
    assert all(len(reply.headers.getlist(name)) == 1 for name in HEADERS)


def test_what_was_never_completed_is_completed_once() -> None:
    bare = headers.completed(Headers({"Content-Type": "text/plain", "Cache-Control": "public"}))
    assert HEADERS.items() <= dict(bare).items()
    assert bare.getlist("Cache-Control") == ["no-store"]
    again = headers.completed(Headers(bare.to_wsgi_list()))
    assert again.to_wsgi_list() == bare.to_wsgi_list()
    bare["Cache-Control"] = "public"
    assert headers.completed(bare)["Cache-Control"] == "public", "it has our headers already"


# The net


def through(app: Any) -> tuple[str, Headers, bytes]:
    """What leaves the net: status, headers and body."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def answer(error: Exception) -> Any:
        return BaseResponse(f"net: {error}", 500)

    body = SafetyNet(app, answer)({"REQUEST_METHOD": "GET"}, lambda *sent: started.append(sent))  # type: ignore[arg-type,func-returns-value]
    ((status, sent),) = started
    return status, Headers(sent), b"".join(body)


def test_an_answer_goes_through_with_our_headers() -> None:
    status, sent, body = through(BaseResponse("goed", 203, {"X-Own": "1"}))
    assert (status[:3], sent["X-Own"], body) == ("203", "1", b"goed")
    assert HEADERS.items() <= dict(sent).items()


def broken(_environ: Any, _start: Any) -> Any:
    raise KeyError("stuk")


def broken_late(environ: Any, start: Any) -> Any:
    BaseResponse("goed")(environ, start)
    raise KeyError("stuk")


def writes(_environ: Any, start: Any) -> Any:
    start("200 OK", [])(b"tekst")
    return [b""]


def never_starts(_environ: Any, _start: Any) -> Any:
    return [b"tekst"]


@pytest.mark.parametrize("app", [broken, broken_late, writes, never_starts])
def test_whatever_fails_is_a_page(app: Any) -> None:
    status, _, body = through(app)
    assert status.startswith("500 ")
    assert body.startswith(b"net: ")


def starts_twice(_environ: Any, start: Any) -> Any:
    start("200 OK", [("X-Own", "1")])
    start("500 Oops", [("X-Own", "2")], None)
    return [b"twee"]


def test_the_last_word_of_an_application_counts() -> None:
    status, sent, body = through(starts_twice)
    assert (status, sent.getlist("X-Own"), body) == ("500 Oops", ["2"], b"twee")


@pytest.mark.parametrize("when", ["teardown_appcontext", "teardown_request"])
def test_clearing_up_never_costs_the_answer(caplog: pytest.LogCaptureFixture, when: str) -> None:
    app, ran = Application("proef"), []

    def clear(error: BaseException | None) -> None:
        ran.append(error)
        raise OSError("stuk")

    register = getattr(app, when)
    assert register(clear) is clear
    register(lambda _error: ran.append("later"))
    app.add_url_rule("/", view_func=lambda: "goed")
    assert app.test_client().get("/").text == "goed"
    assert sorted(map(str, ran)) == ["None", "later"]
    assert "clearing up failed" in caplog.text


# Numbers and lines of the log


@on_sqlite
@pytest.mark.parametrize(
    ("status", "event"),
    [
        *((status, "refused") for status in (400, 401, 403, 404, 405, 409, 410, 413, 414, 415)),
        (422, "refused"),
        (429, "refused"),
        *((status, "failed") for status in (500, 501, 503)),
        *((status, "") for status in (200, 204, 303, 402, 406, 418, 499)),
    ],
)
def test_which_answers_are_noted(
    app: Flask,
    client: CheckingClient,
    monkeypatch: pytest.MonkeyPatch,
    lines: Lines,  # noqa: F811
    status: int,
    event: str,
) -> None:
    client.checking = False
    answers_with(app, monkeypatch, lambda: ("tekst", status))
    reply = client.get("/privacy?naam=geheim")
    noted = [line for line in lines.all() if line["event"] in ("refused", "failed")]
    assert [line["event"] for line in noted] == ([event] if event else [])
    for line in noted:
        assert (line["status"], line["method"], line["route"]) == (status, "GET", "/privacy")
        assert line["request"] == reply.headers["X-Request-ID"]
        assert "person" not in line


@on_sqlite
def test_an_address_that_nobody_has_is_only_noise(
    client: CheckingClient,
    lines: Lines,  # noqa: F811
) -> None:
    assert client.get("/bestaat-niet").status_code == 404
    assert [line for line in lines.all() if line["event"] == "refused"] == []


@on_sqlite
def test_each_request_has_a_number_of_its_own(
    app: Flask, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.checking = False

    def number() -> str:
        return numbering.request_id()

    answers_with(app, monkeypatch, number)
    replies = [client.get("/privacy", headers={"X-Request-ID": "van-buiten"}) for _ in range(2)]
    numbers = [reply.headers["X-Request-ID"] for reply in replies]
    assert [reply.text for reply in replies] == numbers
    assert len(set(numbers)) == 2
    assert all(re.fullmatch(r"[0-9a-f]{12}", number) for number in numbers)


@on_sqlite
def test_who_asked_is_noted_by_reference(
    app: Flask,
    client: CheckingClient,
    session: Any,
    monkeypatch: pytest.MonkeyPatch,
    lines: Lines,  # noqa: F811
) -> None:
    ref = add_person(session).ref
    session.commit()
    sign_in(client)
    client.checking = False
    answers_with(app, monkeypatch, lambda: abort(404) if g.actor else "", Permission.LEARN)
    client.get("/privacy")
    assert lines.of("refused")["person"] == ref


# Which page says it

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
def test_an_application_that_just_started_keeps_nothing_of_who_is_signed_in(
    make_app: Any, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_person(session)
    app = make_app()
    client = CheckingClient(app)
    client.checking = False
    answers_with(app, monkeypatch, with_headers(Cache_Control="public"), Permission.LEARN)
    sign_in(client)
    reply = client.get("/privacy")
    assert (reply.headers["Cache-Control"], reply.headers["Vary"]) == ("no-store", "Cookie")


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
