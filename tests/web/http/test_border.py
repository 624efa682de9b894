"""What the border hands on, and what it answers itself, without the application behind it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.wrappers import Response

from course.web.http.border import (
    LONGEST_ADDRESS,
    LONGEST_PATH,
    URLENCODED,
    Body,
    Border,
    TidyParser,
    TidyRequest,
    is_secret,
)

HOST = "deelwijs.example"


def crossed(path: str = "/", query: str = "", **environ: Any) -> tuple[int, dict[str, Any]]:
    """What the application gets to see; the code of the refusal when it sees nothing."""
    seen: dict[str, Any] = {}

    def app(environ: Any, start: Any) -> Any:
        seen.update(environ)
        return Response("gezien")(environ, start)

    codes: list[int] = [200]

    def refuse(code: int) -> Any:
        codes.append(code)
        return Response("geweigerd", code)

    given = {
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "REQUEST_METHOD": "GET",
        "HTTP_HOST": "x",
        "wsgi.input": BytesIO(b"abc"),
        "wsgi.url_scheme": "https",
    }
    b"".join(Border(app, refuse, HOST)(given | environ, lambda *_: None))  # type: ignore[arg-type]
    return codes[-1], seen


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("/" + "x" * (LONGEST_PATH - 1), "", 200),
        ("/" + "x" * LONGEST_PATH, "", 404),
        ("/", "x" * (LONGEST_ADDRESS - 1), 200),
        ("/", "x" * LONGEST_ADDRESS, 414),
        ("/" + "x" * (LONGEST_PATH - 1), "x" * (LONGEST_ADDRESS - LONGEST_PATH), 200),
        ("/" + "x" * (LONGEST_PATH - 1), "x" * (LONGEST_ADDRESS - LONGEST_PATH + 1), 414),
        ("/h\xc3\xa9", "", 200),  # UTF-8, as a server hands it on
        ("/h\xe9", "", 404),  # no UTF-8
        ("/\xef\xbf\xbd", "", 404),
        ("/\x7f", "", 404),
        ("/\xe2\x80\x8b", "", 404),
    ],
)
def test_which_addresses_pass(path: str, query: str, code: int) -> None:
    assert (LONGEST_PATH, LONGEST_ADDRESS) == (2000, 8000)
    found, seen = crossed(path, query)
    assert (found, bool(seen)) == (code, code == 200)


@pytest.mark.parametrize(
    ("sent", "handed_on"),
    [
        ("a=1&b=%20+!~#", "a=1&b=%20+!~#"),
        ("", ""),
        ("a b", "a%20b"),
        ("\xe9", "%E9"),
        ("\x01", "%01"),
        ("!~\x7f", "!~%7F"),
        ("!\u20ac", "!?"),
    ],
)
def test_a_query_is_handed_on_as_a_browser_sends_it(sent: str, handed_on: str) -> None:
    assert crossed("/", sent)[1]["QUERY_STRING"] == handed_on


def test_this_site_has_no_prefix() -> None:
    _, seen = crossed("/link", SCRIPT_NAME="/inloggen")
    assert (seen["SCRIPT_NAME"], seen["PATH_INFO"]) == ("", "/inloggen/link")
    assert crossed(SCRIPT_NAME="/" + "x" * LONGEST_PATH)[0] == 404


@pytest.mark.parametrize(
    ("scheme", "handed_on"),
    [("https", "https"), ("http", "http"), ("HTTPS", "http"), ("javascript", "http"), ("", "http")],
)
def test_a_scheme_is_one_of_two(scheme: str, handed_on: str) -> None:
    assert crossed(**{"wsgi.url_scheme": scheme})[1]["wsgi.url_scheme"] == handed_on


def test_only_a_probe_may_ask_by_address() -> None:
    for path in ("/healthz", "/readyz"):
        assert crossed(path)[1]["HTTP_HOST"] == HOST
    for path in ("/", "/healthz/", "/leren"):
        assert crossed(path)[1]["HTTP_HOST"] == "x"


def test_a_body_is_read_through_the_server() -> None:
    assert crossed()[1]["wsgi.input"].read() == b"abc"
    assert crossed()[1]["wsgi.input"].read(2) == b"ab"


@pytest.mark.parametrize("error", [ValueError("x"), RuntimeError("x"), ConnectionError("x")])
def test_whatever_a_server_finds_wrong_is_a_broken_connection(error: Exception) -> None:
    class Breaks:
        def read(self, _size: int) -> bytes:
            raise error

    with pytest.raises(OSError, match=r"x|cannot be read"):
        Body(Breaks()).read()


def parse(body: bytes, most: int | None) -> MultiDict[str, str]:
    parser = TidyParser(max_form_parts=most)
    return parser.parse(BytesIO(body), URLENCODED, len(body))[1]


def test_a_form_has_as_many_fields_as_it_may() -> None:
    assert parse(b"a=1&b=2", 2).to_dict() == {"a": "1", "b": "2"}
    with pytest.raises(RequestEntityTooLarge):
        parse(b"a=1&b=2&c=3", 2)
    assert len(parse(b"&".join(b"a%d=1" % number for number in range(2000)), None)) == 2000


def test_a_form_that_is_no_text_is_refused() -> None:
    with pytest.raises(BadRequest):
        parse(b"a=\xff", 9)


def test_a_password_stays_as_it_was_typed() -> None:
    sent = b"password=%E2%80%8B%00x&naam=%E2%80%8B%00x"
    assert parse(sent, 9).to_dict() == {"password": "\u200b\0x", "naam": "\ufffdx"}


def test_a_part_without_a_name_is_nobodys() -> None:
    body = b"--x\r\nContent-Disposition: form-data%s\r\n\r\n1\r\n"
    parts = b"".join(body % name for name in (b"", b'; name=""', b'; name="a"')) + b"--x--"
    parser = TidyParser(max_form_parts=9)
    form = parser.parse(BytesIO(parts), "multipart/form-data", len(parts), {"boundary": "x"})[1]
    assert form.to_dict() == {"a": "1"}


def test_every_value_of_a_name_is_kept() -> None:
    assert parse(b"a=1&a=2&b=3", 9).getlist("a") == ["1", "2"]
    environ = {"QUERY_STRING": "a=1&a=2", "REQUEST_METHOD": "GET", "wsgi.input": BytesIO()}
    assert TidyRequest(environ).args.getlist("a") == ["1", "2"]


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("password", True),
        ("new_PASSWORD_again", True),
        ("Wachtwoord", True),
        ("woord", False),
        ("", False),
    ],
)
def test_which_fields_are_secret(name: str, secret: bool) -> None:
    assert is_secret(name) is secret
