"""Where a request ends and whom it is asked of is never in doubt, whoever stands in front; and no
number in it is too long to answer.
"""

from __future__ import annotations

import pytest

from course.connections import Parser
from course.serving import adjustments

HOST = b"Host: leren.school.example\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
NEXT = b"GET /hulp HTTP/1.1\r\n" + HOST + b"\r\n"
NINES = b"9" * 5000


def code_of(request: bytes) -> int:
    """With what the server itself answers; 200: it hands the request on."""
    parser = Parser(adjustments())
    while request and not parser.completed:
        request = request[parser.received(request) :]
    assert parser.completed
    parser.close()
    return int(parser.error.code) if parser.error else 200


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (b"POST / HTTP/1.1\r\n" + HOST + CHUNKED + b"\r\n0\r\n\r\n", 200),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 2\r\n\r\nab", 200),
        (
            b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n" + CHUNKED + b"\r\n0\r\n\r\n",
            400,
        ),
        (b"POST / HTTP/1.0\r\n" + CHUNKED + b"Connection: keep-alive\r\n\r\n" + NEXT, 400),
        (b"POST / HTTP/1.1\r\n" + HOST + CHUNKED * 2 + b"\r\n0\r\n\r\n", 200),
        (
            b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
            501,
        ),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 5, 6\r\n\r\nabcdef", 400),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: " + NINES + b"\r\n\r\n", 400),
        (b"GET http://[::1/hulp HTTP/1.1\r\n" + HOST + b"\r\n", 400),
        (b"GET http://a:99999999/hulp HTTP/1.1\r\n" + HOST + b"\r\n", 200),
    ],
    ids=[
        "chunked",
        "length",
        "both",
        "chunked-in-1.0",
        "chunked-twice",
        "gzip",
        "two-lengths",
        "nines",
        "no-address",
        "no-port",
    ],
)
def test_a_request_ends_in_one_place(request_: bytes, code: int) -> None:
    assert code_of(request_) == code


@pytest.mark.parametrize(
    ("version", "hosts", "code"),
    [
        ("1.1", (), 400),
        ("1.2", (), 400),
        ("1.0", (), 200),  # what came before did not know it
        ("1.1", ("",), 200),  # said, and of nobody in particular: the list of names judges
        ("1.1", ("leren.school.example:8443",), 200),
        ("1.1", ("[2001:db8::7]:8000",), 200),
        ("1.1", ("leren.school.example", "leren.school.example"), 400),
        ("1.0", ("leren.school.example", "elders.example"), 400),
        ("1.1", ("leren.school.example/hulp",), 400),
        ("1.1", ("u@leren.school.example",), 400),
        ("1.1", ("leren school",), 400),
        ("1.1", ("l\xe9ren.example",), 400),
    ],
)
def test_a_request_is_asked_of_one_host(version: str, hosts: tuple[str, ...], code: int) -> None:
    head = "".join(f"Host: {host}\r\n" for host in hosts)
    assert code_of(f"GET /hulp HTTP/{version}\r\n{head}\r\n".encode("latin-1")) == code


def test_a_chunk_without_end_is_never_kept_in_mind() -> None:
    """A size of thousands of signs is a number like another: what comes is counted."""
    assert (
        code_of(
            b"POST / HTTP/1.1\r\n"
            + HOST
            + CHUNKED
            + b"\r\n"
            + b"f" * 5000
            + b"\r\n"
            + b"x" * 1_048_577
        )
        == 413
    )
