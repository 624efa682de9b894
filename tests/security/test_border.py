"""What no reader sees is refused or tidied once, at the border, and means the same on both
databases.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request

from course.text.names import MAX_LENGTH, clean, fold_email, is_email
from course.web.http.access import PUBLIC, allow
from course.web.http.border import LONGEST_ADDRESS, LONGEST_PATH
from course.wiring import MAX_FORM_PARTS
from tests.accounts import sign_in
from tests.checking_client import HEADERS, CheckingClient
from tests.faults.live import GUNICORN, serving, settings_for
from tests.learning import answer, learner, publish

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
URLENCODED = "application/x-www-form-urlencoded"
HIDDEN = (
    "\0",
    "\x1b",
    "\x7f",
    "\u200b",
    "\u200e",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\u00ad",
    "\U000e0041",
    "\uffff",
    "\ufdd0",
    "\U0001fffe",
)
PATHS = (
    "/leren/{}",
    "/leren/proef/{}",
    "/rapport/scholen/{}",
    "/studiedag/{}",
    "/inloggen/link/{}",
    "/{}",
    "/static/{}/x",
)


@pytest.fixture
def echo(app: Flask, monkeypatch: pytest.MonkeyPatch) -> CheckingClient:
    """A client whose forms and queries come back as the application sees them, at the sign-in
    page.
    """

    def view() -> dict[str, Any]:
        return {"form": request.form.to_dict(flat=False), "args": request.args.to_dict(flat=False)}

    monkeypatch.setitem(app.view_functions, "sign_in.sign_in", allow(PUBLIC)(view))
    monkeypatch.setitem(app.view_functions, "sign_in.show_sign_in", allow(PUBLIC)(view))
    client = CheckingClient(app)
    client.checking = False
    return client


# Addresses


@pytest.mark.parametrize(
    "sign", ["%00", "%E2%80%8B", "%E2%80%AE", "%ED%A0%80", "%FF", "%0A", "%C2%85", "%EF%BB%BF"]
)
def test_an_address_with_hidden_signs_is_not_there(
    session: Any, client: CheckingClient, tmp_path: Path, sign: str
) -> None:
    publish(tmp_path / "modules")
    learner(session).sign_in(client)
    for path in PATHS:
        for text in (sign, f"een{sign}", f"{sign}proef"):
            assert client.get(path.format(text)).status_code == 404
            assert client.post(path.format(text)).status_code == 404


@on_sqlite
def test_addresses_have_a_length(client: CheckingClient) -> None:
    for path in (
        "/" + "x" * (LONGEST_PATH - 1),
        "/" + "x" * LONGEST_PATH,
        f"/leren/proef/een/toets/vraag/{'9' * 5000}",
    ):
        assert client.get(path).status_code in (303, 404)
    reply = client.get("/hulp?" + "x" * LONGEST_ADDRESS)
    assert reply.status_code == 414
    assert "Dit adres is te lang" in reply.text
    assert client.get("/hulp?" + "x" * (LONGEST_ADDRESS - 10)).status_code == 200


@on_sqlite
def test_a_query_in_raw_bytes_can_be_read(echo: CheckingClient) -> None:
    reply = echo.get(
        "/inloggen", environ_overrides={"QUERY_STRING": "next=/h\xc3\xa9&x=\xff\xfe a\n"}
    )
    assert reply.get_json()["args"] == {"next": ["/hé"], "x": ["%FF%FE a\n"]}


# Text


@on_sqlite
@pytest.mark.parametrize("sign", HIDDEN)
@pytest.mark.parametrize("multipart", [False, True])
def test_forms_and_queries_hold_no_hidden_signs(
    echo: CheckingClient, sign: str, multipart: bool
) -> None:
    sent = {f"na{sign}am": f"{sign}No{sign}or\r\nvan {sign}"}
    files: dict[str, Any] = {"bestand": (BytesIO(b"x"), "x.csv")} if multipart else {}
    shown = "\ufffd" if sign == "\0" else ""
    wanted = {"naam": [f"{shown}No{shown}or\r\nvan {shown}"]}
    assert echo.post("/inloggen", data={**sent, **files}).get_json()["form"] == wanted
    assert echo.get("/inloggen", query_string=sent).get_json()["args"] == wanted


@on_sqlite
def test_letters_have_one_form_and_pictures_stay_whole(echo: CheckingClient) -> None:
    sent = {
        "a": "e\u0301 caf\u00e9",
        "b": "👩‍👧 🏴‍☠️ 👩🏽‍🏫",
        "c": "regel\u000been\u2028twee\x85drie",
        "d": "\tin\r\nuit",
    }
    form = echo.post("/inloggen", data=sent).get_json()["form"]
    assert form == {
        "a": ["é café"],
        "b": [sent["b"]],
        "c": ["regel\neen\ntwee\ndrie"],
        "d": [sent["d"]],
    }


@on_sqlite
def test_a_password_is_taken_as_it_was_typed(echo: CheckingClient) -> None:
    sent = {"password": "a\u200b\0e\u0301", "Nieuw_Wachtwoord": "\u202ex"}
    assert echo.post("/inloggen", data=sent).get_json()["form"] == {
        name: [value] for name, value in sent.items()
    }


def test_long_rows_of_marks_are_cut_so_that_time_stays_linear() -> None:
    def seconds(count: int) -> float:
        begun = time.process_time()
        clean("a" + "\u0315\u0300\u0316\u0323" * count)
        return time.process_time() - begun

    assert seconds(40_000) < 8 * max(seconds(10_000), 0.001)  # quadratic would be 16 times
    assert len(clean("a" + "\u0301\u0327" * 5000)) < 20


def test_an_answer_with_a_zero_byte_is_another_answer(
    session: Any, client: CheckingClient, tmp_path: Path
) -> None:
    publish(tmp_path / "modules")
    learner(session).sign_in(client)
    assert answer(client, "/leren/proef/een/eigen-leven", "p1", antwoord="a\0").status_code == 422


@pytest.mark.parametrize(
    "address",
    ["İ" * 190 + "@voorbeeld.example", "\ufb2c" * 150 + "@x.nl", "x" * 190 + "@voorbeeld.nl"],
)
def test_an_address_that_grows_when_folded_is_too_long(
    client: CheckingClient, address: str
) -> None:
    reply = sign_in(client, address, via="link")
    assert reply.status_code == 422
    assert not is_email(clean(address))
    assert is_email("İ@voorbeeld.example")
    assert len(fold_email("İ@voorbeeld.example")) <= MAX_LENGTH


# Sizes and coding of bodies


@on_sqlite
@pytest.mark.parametrize(("fields", "status"), [(MAX_FORM_PARTS, 200), (MAX_FORM_PARTS + 1, 413)])
def test_a_form_has_as_many_fields_in_both_ways(
    echo: CheckingClient, fields: int, status: int
) -> None:
    body = "&".join(f"veld{number}=x" for number in range(fields))
    assert echo.post("/inloggen", data=body, content_type=URLENCODED).status_code == status
    parts = {f"veld{number}": "x" for number in range(fields)}
    assert (
        echo.post("/inloggen", data=parts, content_type="multipart/form-data").status_code == status
    )


START, END = b"--x\r\nContent-Disposition: form-data", b"\r\n--x--\r\n"
PARTS = {
    "no name": START + b"\r\n\r\nx" + END,
    "no disposition": b"--x\r\n\r\nx" + END,
    "another disposition": b"--x\r\nContent-Disposition: attachment\r\n\r\nx" + END,
    "a file without a name": START + b'; filename="x.csv"\r\n\r\nx' + END,
    "an empty name": START + b'; name=""\r\n\r\nx' + END,
    "a name twice": START + b'; name="a"; name="b"\r\n\r\nx' + END,
    "a name in pieces": START + b"; name*0=a; name*1=b\r\n\r\nx" + END,
    "a coded name": START + b"; name*=utf-8''%ff%00\r\n\r\nx" + END,
    "a name that is no text": START + b'; name="\xff\xfe"\r\n\r\n\xff' + END,
    "an unknown coding": START
    + b'; name="a"\r\nContent-Type: text/plain; charset=x\r\n\r\nx'
    + END,
    "signs alone": START + b";" * 1000 + b"=" * 1000 + b"\r\n\r\nx" + END,
    "a quote that stays open": START + b'; name="' + b'\\"' * 1000 + b"\r\n\r\nx" + END,
    "a thousand headers": b"--x\r\n" + b"A: b\r\n" * 1000 + b"\r\nx" + END,
    "no end": START + b'; name="a"\r\n\r\nx',
    "no start": b"x" * 1000,
    "line ends alone": b"\r" * 10_000,
    "nothing": b"",
}


@on_sqlite
@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("boundary", ["; boundary=x", "", "; boundary=", '; boundary="x'])
def test_whatever_the_parts_of_a_form_are_it_is_an_answer(
    client: CheckingClient, name: str, boundary: str
) -> None:
    reply = client.post(
        "/inloggen", data=PARTS[name], content_type=f"multipart/form-data{boundary}"
    )
    assert reply.status_code in (400, 413, 422)


@on_sqlite
def test_a_form_that_is_no_text_is_refused(client: CheckingClient) -> None:
    reply = client.post("/inloggen", data=b"email=\xff\xfe", content_type=URLENCODED)
    assert reply.status_code == 400


@on_sqlite
@pytest.mark.parametrize(
    "error", [OSError("reset"), ValueError("bad"), RuntimeError("invalid chunk size")]
)
def test_a_body_that_breaks_off_is_a_bad_request(client: CheckingClient, error: Exception) -> None:
    class Breaks(BytesIO):
        def read(self, size: int | None = -1) -> bytes:  # noqa: ARG002
            raise error

    headers = {"Transfer-Encoding": "chunked", "Content-Type": URLENCODED}
    extra = {"wsgi.input": Breaks(), "wsgi.input_terminated": True}
    reply = client.post("/inloggen", headers=headers, environ_overrides=extra)
    assert reply.status_code == 400


# What a server in front says


@on_sqlite
def test_what_a_stranger_says_of_proxies_counts_for_nothing(
    echo: CheckingClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = allow(PUBLIC)(lambda: f"{request.url} {request.remote_addr} {request.script_root}")
    monkeypatch.setitem(app.view_functions, "sign_in.show_sign_in", view)
    claims = {
        "X-Forwarded-For": "10.9.9.9",
        "X-Forwarded-Host": "elders.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Prefix": "/elders",
        "Forwarded": "for=10.9.9.9;host=elders.example",
        "Script-Name": "/elders",
        "X-Real-Ip": "10.9.9.9",
    }
    assert echo.get("/inloggen", headers=claims).text == "http://localhost/inloggen 127.0.0.1 "
    assert (
        echo.get(
            "/gen", environ_overrides={"SCRIPT_NAME": "/inlog", "PATH_INFO": "gen"}
        ).status_code
        == 200
    )
    assert echo.get("/inloggen", environ_overrides={"SCRIPT_NAME": "/elders"}).status_code == 404
    assert (
        "http://" in echo.get("/inloggen", environ_overrides={"wsgi.url_scheme": "javascript"}).text
    )


@on_sqlite
def test_only_the_configured_hops_are_believed(
    make_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(proxy_hops=1)
    view = allow(PUBLIC)(lambda: f"{request.url} {request.remote_addr}")
    monkeypatch.setitem(app.view_functions, "sign_in.show_sign_in", view)
    client = CheckingClient(app)
    client.checking = False
    claims = {
        "X-Forwarded-For": "10.1.1.1, 10.2.2.2",
        "X-Forwarded-Host": "elders.example, leren.example",
        "X-Forwarded-Proto": "http, https",
        "X-Forwarded-Prefix": "/elders",
    }
    assert client.get("/inloggen", headers=claims).text == "https://leren.example/inloggen 10.2.2.2"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of gunicorn as it is shipped."""
    settings = settings_for(tmp_path_factory.mktemp("served"))
    with serving(settings, *GUNICORN, "course:create_app()") as live:
        yield live.port


def said(port: int, request_text: bytes) -> str:
    """Everything the server says to these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request_text)
        connection.shutdown(socket.SHUT_WR)
        heard = b""
        while received := connection.recv(65536):
            heard += received
    return heard.decode("utf-8", "replace")


CHUNKED = (
    b"POST /inloggen HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
)


@pytest.mark.parametrize(
    "chunks",
    [
        b"zz\r\nabc\r\n",
        b"-5\r\nabc\r\n",
        b"5\r\nabcdefgh\r\n",
        b"5;\x01\r\n",
    ],
)
def test_a_bad_size_of_a_chunk_is_a_bad_request(served: int, chunks: bytes) -> None:
    heard = said(served, CHUNKED + chunks)
    assert heard.startswith("HTTP/1.1 400 ")
    for name, value in HEADERS.items():
        assert f"\n{name}: {value}\r".casefold() in heard.casefold()
    assert "Wij kunnen dit verzoek niet lezen" in heard


@pytest.mark.parametrize("chunks", [b"5\r\nab", b"\r\n\r\n"])
def test_a_body_that_never_ends_is_never_taken_for_a_request(served: int, chunks: bytes) -> None:
    """Whoever hangs up half way gets no answer, and nothing is done."""
    assert said(served, CHUNKED + chunks) == ""


@pytest.mark.parametrize(
    "name", [b"SCRIPT_NAME", b"SCRIPT-NAME", b"PATH_INFO", b"X-Forwarded-Prefix"]
)
def test_the_server_does_not_let_a_header_move_the_site(served: int, name: bytes) -> None:
    heard = said(
        served,
        b"GET /inloggen HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + name
        + b": /elders\r\n\r\n",
    )
    assert heard.startswith("HTTP/1.1 200 ")
    assert 'action="/inloggen"' in heard


def test_the_server_takes_no_word_for_https(served: int) -> None:
    """Contradictory words of strangers are not even read."""
    heard = said(
        served,
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        b"X-Forwarded-Proto: https\r\nX-Forwarded-Ssl: off\r\n\r\n",
    )
    assert heard.startswith("HTTP/1.1 200 ")
