"""Whoever asks slowly, half, or reads slowly holds up nobody: on the server itself, with no proxy
in front.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from course import connections, create_app, serving
from course.serving import HttpServer
from course.web.http.border import MAX_BODY, MAX_UPLOAD, TAKES_LISTS
from tests.databases import config_on, release
from tests.faults.live import (
    APP,
    GUNICORN,
    HALF_BODY,
    HALF_HEADER,
    HOST,
    Live,
    answer_to,
    filled,
    get,
    send,
    settings_for,
    slowest,
)
from tests.faults.live import (
    serving as live_server,
)
from tests.faults.slow_app import extended

HELD_UP = 1.0  # seconds that others may wait longer than without it
LIMITS = ("HEADER_WITHIN", "BODY_WITHIN", "REST", "UNREAD", "DRAIN", "LINGER", "LONGEST_WORK")


@pytest.fixture(
    scope="module",
    params=[(*GUNICORN, f"{APP}()"), ("-m", "course.serving")],
    ids=["gunicorn", "alone"],
)
def live(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    """The real server, in both ways in which it is started."""
    with live_server(settings_for(tmp_path_factory.mktemp("live")), *request.param) as server:
        yield server


@pytest.mark.parametrize(
    ("parts", "count"),
    [
        ([b""], 40),  # connected, and silent
        ([HALF_HEADER], 40),
        ([HALF_BODY], 8),
        ([b"POST /inloggen HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nem"], 40),
        ([b"", HALF_HEADER, HALF_BODY], 300),
    ],
    ids=["silent", "header", "body", "chunked", "three hundred"],
)
def test_half_requests_hold_up_nobody(live: Live, parts: list[bytes], count: int) -> None:
    before = slowest(live.port, "/inloggen", 5)
    with ExitStack() as stack:
        for number in range(count):
            stack.enter_context(send(live.port, parts[number % len(parts)]))
        time.sleep(0.2)
        assert slowest(live.port, "/inloggen", 5) < before + HELD_UP


def test_bytes_that_drip_hold_up_nobody(live: Live) -> None:
    before, stop = slowest(live.port, "/inloggen", 5), threading.Event()
    with ExitStack() as stack:
        opened = [
            stack.enter_context(send(live.port, part)) for part in [HALF_HEADER, HALF_BODY] * 20
        ]

        def drip() -> None:
            while not stop.wait(0.05):
                for one in opened:
                    one.sendall(b"x")

        dripping = threading.Thread(target=drip)
        dripping.start()
        try:
            assert slowest(live.port, "/inloggen", 5) < before + HELD_UP
        finally:
            stop.set()
            dripping.join()


@dataclass(frozen=True)
class Here:
    """The server in this process, so that its limits can be set."""

    service: HttpServer
    port: int

    def until_all_are_gone(self) -> None:
        """Wait until no connection is open."""
        deadline = time.monotonic() + 30
        while self.service.channels() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not self.service.channels()


@contextmanager
def service(folder: Path, threads: int = 2) -> Iterator[Here]:
    """The server in this process, for as long as the block runs. Ends as SIGTERM ends it."""
    app = extended(create_app(config_on(f"sqlite:///{folder / 'here.sqlite3'}", folder)))
    filled(app)
    found = HttpServer(app, [socket.create_server((HOST, 0))], threads)
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set() and not found.is_stuck():
            found.turn()
        found.finish(20)

    thread = threading.Thread(target=serve)
    thread.start()

    port = found.listeners[0].socket.getsockname()[1]
    try:
        yield Here(found, port)
    finally:
        stop.set()
        if thread.is_alive():
            found.wake()
        thread.join(30)
        release(app)
    assert not thread.is_alive()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets limits in seconds: `quick(HEADER_WITHIN=1)`."""

    def change(**limits: float) -> None:
        for name, seconds in limits.items():
            assert name in LIMITS
            place = connections if hasattr(connections, name) else serving
            monkeypatch.setattr(place, name, seconds)

    return change


@pytest.mark.parametrize(
    ("half", "limit"), [(HALF_HEADER, "HEADER_WITHIN"), (HALF_BODY, "BODY_WITHIN")]
)
def test_a_request_that_does_not_end_is_told_so(
    tmp_path: Path, quick: Callable[..., None], half: bytes, limit: str
) -> None:
    quick(**{"HEADER_WITHIN": 30, "BODY_WITHIN": 30, limit: 0.5})
    with service(tmp_path) as here, send(here.port, half) as opened:
        stop = threading.Event()

        def drip() -> None:  # bytes that keep coming win no time
            while not stop.wait(0.1):
                try:
                    opened.sendall(b"x")
                except OSError:
                    return

        dripping = threading.Thread(target=drip)
        dripping.start()
        begin = time.monotonic()
        answer = b""
        while b"</html>" not in answer and (more := opened.recv(65536)):
            answer += more
        stop.set()
        dripping.join()
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"Het versturen duurde te lang" in answer
        assert time.monotonic() - begin < 10


def test_who_connects_and_is_silent_is_let_go(tmp_path: Path, quick: Callable[..., None]) -> None:
    quick(HEADER_WITHIN=0.5)
    with service(tmp_path) as here:
        assert answer_to(send(here.port, b"")) == b""


def test_a_connection_may_rest_between_two_requests_but_not_for_ever(
    tmp_path: Path, quick: Callable[..., None]
) -> None:
    quick(HEADER_WITHIN=0.2, REST=3)
    with (
        service(tmp_path) as here,
        send(here.port, b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n") as opened,
    ):
        time.sleep(1.5)  # longer than a header may take
        opened.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        assert answer_to(opened).count(b"HTTP/1.1 200 OK") == 2  # and then closed, after its rest


def test_who_reads_slowly_holds_no_thread_and_is_let_go(
    tmp_path: Path, quick: Callable[..., None]
) -> None:
    quick(UNREAD=2)
    with service(tmp_path, threads=1) as here, ExitStack() as stack:
        before = slowest(here.port, "/healthz", 3)
        for _ in range(4):
            stack.enter_context(
                send(here.port, b"GET /proef/lang?megabytes=20 HTTP/1.1\r\nHost: a\r\n\r\n")
            )
        time.sleep(1)
        assert slowest(here.port, "/healthz", 3) < before + HELD_UP
        here.until_all_are_gone()


REFUSED = {
    "no request": (b"hallo\r\n\r\n", 400),
    "no host": (b"GET /hulp HTTP/1.1\r\n\r\n", 400),
    "two hosts": (b"GET /hulp HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    "no name": (b"GET / HTTP/1.1\r\nHost: a\r\n: leeg\r\n\r\n", 400),
    "a bare line end": (b"GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400),
    "bad length": (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
    "bad chunk": (
        b"POST /inloggen HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        400,
    ),
    "unknown coding": (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
    "too large": (
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" + b"x" * 3_000_000,
        413,
    ),
    "too large in chunks": (
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"10000\r\n%s\r\n" % (b"x" * 65536) * 40,
        413,
    ),
    "a list too large": (
        b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"
        % (TAKES_LISTS.encode(), MAX_UPLOAD + 1),
        413,
    ),
    "long address": (b"GET /%s HTTP/1.1\r\nHost: a\r\n\r\n" % (b"a" * 9000), 414),
    "very long address": (b"GET /%s HTTP/1.1\r\nHost: a\r\n\r\n" % (b"a" * 200_000), 414),
    "long header": (b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: %s\r\n\r\n" % (b"a" * 200_000), 431),
    "many headers": (b"GET / HTTP/1.1\r\nHost: a\r\n%s\r\n" % (b"X-One: a\r\n" * 9000), 431),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_server_refuses_by_itself_is_in_our_words(live: Live, name: str) -> None:
    data, status = REFUSED[name]
    head, _, body = answer_to(send(live.port, data)).partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    found = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    assert first.split(" ")[1] == str(status)
    assert '<html lang="nl"' in body.decode()
    assert int(found["content-length"]) == len(body)
    assert "default-src 'none'" in found["content-security-policy"]
    assert found["x-content-type-options"] == "nosniff"
    assert found["cache-control"] == "no-store"
    assert "server" not in found


def test_no_answer_says_what_serves(live: Live) -> None:
    for path in ("/inloggen", "/healthz", "/static/leeg/x.css"):
        answered = {name.lower() for name, _ in get(live.port, path).getheaders()}
        assert not answered & {"server", "via", "x-powered-by"}


def test_a_body_as_large_as_we_take_arrives_whole(tmp_path: Path) -> None:
    with service(tmp_path) as here:
        head = b"POST /proef/body HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n"
        whole = answer_to(
            send(here.port, head + b"Content-Length: %d\r\n\r\n" % MAX_BODY + b"x" * MAX_BODY)
        )
        assert whole.endswith(str(MAX_BODY).encode())


def test_a_request_that_never_ends_takes_nobody_with_it(
    tmp_path: Path, quick: Callable[..., None]
) -> None:
    quick(LONGEST_WORK=1, LINGER=0.5)
    with service(tmp_path) as here, ExitStack() as stack:
        stack.enter_context(
            send(here.port, b"GET /proef/traag?seconds=8 HTTP/1.1\r\nHost: a\r\n\r\n")
        )
        time.sleep(0.8)
        other = send(here.port, b"GET /proef/traag?seconds=0.6 HTTP/1.1\r\nHost: a\r\n\r\n")
        begin = time.monotonic()
        # was asked before the server gave up, and is answered
        assert answer_to(other).endswith(b"klaar")
        while time.monotonic() - begin < 20:
            try:
                socket.create_connection((HOST, here.port)).close()
            except OSError:
                break
            time.sleep(0.1)
        assert time.monotonic() - begin < 7  # the server did not wait for the one that hangs


def test_a_server_that_is_stopped_answers_what_was_asked(tmp_path: Path) -> None:
    with live_server(settings_for(tmp_path), *GUNICORN, f"{APP}()") as server:
        # three for two threads: one of them has to wait for its turn
        asked = [
            send(server.port, b"GET /proef/traag?seconds=1.5 HTTP/1.1\r\nHost: a\r\n\r\n")
            for _ in range(3)
        ]
        half = send(server.port, b"GET /healthz HTTP/1.1\r\nHost: ")
        time.sleep(0.5)
        server.process.terminate()
        time.sleep(0.3)
        half.sendall(b"a\r\n\r\n")
        assert all(answer_to(one).endswith(b"klaar") for one in asked)
        assert answer_to(half).startswith(b"HTTP/1.1 200 ")
        assert server.process.wait(30) == 0
