"""What every answer carries and what is noted of it, also when the application fails around its
views.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, Response, abort, g, make_response
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response as BaseResponse

from course.domain.people.roles import Permission
from course.web.http import headers, numbering
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
    policy = "Content-Security-Policy"
    own = [("Content-Type", "text/plain"), ("Cache-Control", "public"), (policy, "frame-src *")]
    bare = Headers(headers.complete(own))
    assert HEADERS.items() <= dict(bare).items()
    assert (bare["Content-Type"], bare.getlist("Cache-Control")) == ("text/plain", ["no-store"])
    assert len(bare.getlist(policy)) == 1
    assert "frame-src 'none'" in bare[policy]


def test_what_a_view_says_of_caches_stays_once_it_was_looked_at() -> None:
    policy = headers.complete([])[0]
    seen = Headers(headers.complete([policy, ("Cache-Control", "public")]))
    assert HEADERS.items() <= dict(seen).items()
    assert (seen.getlist(policy[0]), seen["Cache-Control"]) == ([policy[1]], "public")


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
