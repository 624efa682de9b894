"""nginx and Caddy with the files of deploy/ in front of the real server: what goes through, and
what they answer.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from course import connections, create_app
from course.config import ROOT
from course.web.http import standing
from course.web.http.border import MAX_BODY, MAX_UPLOAD
from tests import machine
from tests.databases import config_on
from tests.faults.live import (
    APP,
    GUNICORN,
    HALF_BODY,
    HALF_HEADER,
    HOST,
    PATIENCE,
    Live,
    answer_to,
    free_port,
    get,
    send,
    settings_for,
    slowest,
)
from tests.faults.live import serving as live_server

DEPLOY = ROOT / "deploy"
HELD_UP = 1.0  # seconds that others may wait longer than without it
NAME = "deelwijs.example.org"  # in the files, where whoever installs puts the name of the site


@dataclass
class Proxy:
    """One that runs, and the server behind it, which a test may end."""

    name: str
    port: int
    live: Live

    def ask(self, data: bytes) -> tuple[int, dict[str, str], str]:
        """Status, headers (in small letters) and body of what comes back until the proxy closes."""
        head, _, body = answer_to(send(self.port, data)).partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        return int(first.split(" ")[1]), headers, body.decode("utf-8", "replace")


def plain(text: str, port: int, behind: int, pages: Path) -> str:
    """A file of deploy/ as somebody here would change it: other ports and folders, and no TLS."""
    text = text.replace("127.0.0.1:8000", f"{HOST}:{behind}").replace(
        "/var/lib/deelwijs/storing", str(pages)
    )
    text = text.replace("listen 443 ssl;", f"listen {HOST}:{port};").replace(
        "listen 80;", f"listen {HOST}:{port + 1};"
    )
    return re.sub(r"^ *ssl_.*\n", "", text, flags=re.MULTILINE)


def nginx(folder: Path, port: int, behind: int, pages: Path) -> list[str]:
    """The command that starts nginx on our file."""
    site = plain((DEPLOY / "nginx.conf").read_text("utf-8"), port, behind, pages)
    shared = plain((DEPLOY / "nginx-pages.conf").read_text("utf-8"), port, behind, pages)
    (folder / "pages.conf").write_text(shared, "utf-8")
    (folder / "site.conf").write_text(
        site.replace("/etc/nginx/deelwijs-pages.conf", str(folder / "pages.conf")), "utf-8"
    )
    temporary = "".join(
        f"{kind}_temp_path {folder / kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    account = "user root;\n" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(
        f"{account}daemon off;\nmaster_process off;\npid {folder / 'nginx.pid'};\nerror_log "
        f"{folder / 'error.log'};\n"
        f"events {{}}\nhttp {{\n{temporary}include {folder / 'site.conf'};\n}}\n",
        "utf-8",
    )
    return ["-e", str(folder / "error.log"), "-p", str(folder), "-c", str(main)]


def caddy(folder: Path, port: int, behind: int, pages: Path) -> list[str]:
    """The command that starts Caddy on our file."""
    text = plain((DEPLOY / "Caddyfile").read_text("utf-8"), port, behind, pages)
    text = text.replace("{\n\tservers {", "{\n\tadmin off\n\tauto_https off\n\tservers {", 1)
    text = text.replace(f"{NAME} {{", f"http://:{port} {{\n\tbind {HOST}")
    (folder / "Caddyfile").write_text(text, "utf-8")
    return ["run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


STARTS: dict[str, Callable[[Path, int, int, Path], list[str]]] = {"nginx": nginx, "caddy": caddy}


@contextmanager
def running(name: str, folder: Path, live: Live) -> Iterator[Proxy]:
    """The proxy of this name in front of a server, for as long as the block runs."""
    program = machine.find_proxy(name)
    if program is None:
        machine.unavailable(f"{name} is not installed")
    pages = folder / "storing"
    standing.write(create_app(config_on(f"sqlite:///{folder / 'none.sqlite3'}", folder)), pages)
    port = free_port()
    command = STARTS[name](folder, port, live.port, pages)
    environ = {
        **os.environ,
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen([program, *command], env=environ, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + PATIENCE
        while not listens(port):
            assert process.poll() is None, (folder / "output").read_text("utf-8")
            assert time.monotonic() < deadline, f"{name} does not answer"
            time.sleep(0.05)
        yield Proxy(name, port, live)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def listens(port: int) -> bool:
    """Whether somebody answers on this port."""
    try:
        get(port, "/healthz")
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The server behind both, which believes one proxy."""
    settings = settings_for(tmp_path_factory.mktemp("behind"))
    with live_server({**settings, "DEELWIJS_PROXY_HOPS": "1"}, *GUNICORN, f"{APP}()") as server:
        yield server


@pytest.fixture(scope="module", params=machine.PROXIES)
def proxy(
    request: pytest.FixtureRequest, live: Live, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    """Each proxy in turn."""
    with running(request.param, tmp_path_factory.mktemp(request.param), live) as found:
        yield found


@pytest.fixture(scope="module", params=machine.PROXIES)
def alone(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    """Each proxy with nobody behind it."""
    nobody = Live(free_port(), None)  # type: ignore[arg-type]
    with running(request.param, tmp_path_factory.mktemp(f"{request.param}-alone"), nobody) as found:
        yield found


def assert_ours(status: int, headers: dict[str, str], body: str, expected: int) -> None:
    """An answer of the proxy in our words, with our headers."""
    assert status == expected
    assert '<html lang="nl"' in body
    for name, value in standing.HEADERS:
        assert headers[name.lower()] == value, name
    assert headers["content-type"].lower() == "text/html; charset=utf-8"


def test_pages_go_through_with_the_headers_of_the_application(proxy: Proxy) -> None:
    status, headers, body = proxy.ask(
        b"GET /inloggen HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    )
    assert_ours(status, headers, body, 200)
    assert headers.get("server", "nginx") == "nginx"  # no version; Caddy leaves it out


def test_what_a_client_says_of_itself_is_thrown_away(proxy: Proxy) -> None:
    told = {
        "X-Forwarded-For": "192.0.2.9",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "elders.example",
        "X-Forwarded-Port": "1",
        "X-Forwarded-Prefix": "/weg",
        "X-Real-IP": "192.0.2.9",
        "Forwarded": "for=192.0.2.9",
        "Host": "a",
    }
    seen = json.loads(get(proxy.port, "/proef/koppen", told).text)  # type: ignore[attr-defined]
    assert (seen["address"], seen["scheme"], seen["host"].partition(":")[0]) == (
        "127.0.0.1",
        "http",
        "a",
    )
    assert not [
        name
        for name in seen
        if name in ("X-Forwarded-Port", "X-Forwarded-Prefix", "Forwarded", "X-Real-Ip")
    ]


@pytest.mark.parametrize(("half", "count"), [(HALF_HEADER, 40), (HALF_BODY, 8), (HALF_BODY, 100)])
def test_half_requests_hold_up_nobody(proxy: Proxy, half: bytes, count: int) -> None:
    before = slowest(proxy.port, "/inloggen", 5)
    with ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(send(proxy.port, half))
        time.sleep(0.2)
        assert slowest(proxy.port, "/inloggen", 5) < before + HELD_UP


def test_a_body_as_large_as_we_take_goes_through_and_one_byte_more_is_refused(proxy: Proxy) -> None:
    head = b"POST /proef/body HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n"
    for size, expected in ((MAX_BODY, 200), (MAX_BODY + 1, 413), (3 * MAX_BODY, 413)):
        status, headers, body = proxy.ask(head + b"Content-Length: %d\r\n\r\n" % size + b"x" * size)
        assert status == expected, size
        if expected == 200:
            assert body == str(MAX_BODY)
        else:
            assert_ours(status, headers, body, 413)


REFUSED = {
    "long address": (
        b"GET /%s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" % (b"a" * 9000),
        414,
    ),
    "long header": (
        b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%s\r\n"
        % (b"X-One: %s\r\n" % (b"a" * 990) * 40),
        431,
    ),
}


def test_a_long_way_on_after_signing_in_goes_through(proxy: Proxy) -> None:
    """Three signs for each in the header of the answer: more than the 4 kB that nginx takes by
    itself.
    """
    query = b"!" * 1900
    head = b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    status, headers, _ = proxy.ask(b"GET /leren?" + query + head)
    assert (status, len(headers["location"])) == (303, len("/inloggen?next=/leren%3F") + 3 * 1900)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_too_long(proxy: Proxy, name: str) -> None:
    data, expected = REFUSED[name]
    assert_ours(*proxy.ask(data), expected)


@pytest.mark.parametrize("asked", [b"hallo daar\r\n\r\n", b"GET /hulp HTTP/1.1\r\n\r\n"])
def test_what_is_no_request(proxy: Proxy, asked: bytes) -> None:
    status, headers, body = proxy.ask(asked)
    if proxy.name == "nginx":  # Caddy's library answers this before any setting of ours
        assert_ours(status, headers, body, 400)
    assert status == 400


def test_when_the_application_is_away(alone: Proxy) -> None:
    status, headers, body = alone.ask(
        b"GET /leren HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    )
    assert_ours(status, headers, body, 502)
    assert headers["retry-after"] == "30"
    sheet = re.search(r'rel="stylesheet" href="([^"]+)"', body)
    assert sheet
    assert get(alone.port, sheet[1]).status == 200  # the page brings its own style sheet


def test_an_answer_that_is_taken_slowly_is_kept_by_the_proxy(proxy: Proxy) -> None:
    before = slowest(proxy.port, "/inloggen", 5)
    with ExitStack() as stack:
        for _ in range(12):
            stack.enter_context(
                send(proxy.port, b"GET /proef/lang?megabytes=3 HTTP/1.1\r\nHost: a\r\n\r\n")
            )
        time.sleep(0.5)
        assert slowest(proxy.port, "/inloggen", 5) < before + HELD_UP


def test_limits_are_those_of_the_application() -> None:
    site = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert MAX_BODY == 1024 * 1024
    assert MAX_UPLOAD == 9 * 1024 * 1024
    assert "client_max_body_size 9m;" in site
    assert f"client_header_timeout {connections.HEADER_WITHIN}s;" in site
    rest = re.search(r"keepalive_timeout (\d+)s;  # shorter", site)
    assert rest
    assert int(rest[1]) < connections.REST


def test_the_headers_in_both_files_are_ours() -> None:
    for name, value in standing.HEADERS:
        for file in ("nginx-pages.conf", "Caddyfile"):
            text = (DEPLOY / file).read_text("utf-8")
            assert re.search(rf'{re.escape(name)} "?{re.escape(value)}"?', text), f"{file}: {name}"
