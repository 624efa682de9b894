"""A real server in a process of its own, and clients that keep no time: for the tests of slow and
half requests.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import psutil
from flask import Flask

from course import create_app
from course.config import ROOT
from course.models import engines
from tests.databases import config_on, migrate, release

HOST = "127.0.0.1"
PATIENCE = 60  # seconds until a server must run, on a machine with much else to do
APP = "tests.faults.slow_app:create_app"
GUNICORN = ("-m", "gunicorn", "--config=python:course.server")
HALF_HEADER = b"GET /inloggen HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: "
HALF_BODY = b"POST /inloggen HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\nemail=half"


@dataclass(frozen=True)
class Live:
    """A server that runs: gunicorn when `workers` are asked for."""

    port: int
    process: psutil.Popen

    @property
    def workers(self) -> list[psutil.Process]:
        """The processes of gunicorn that answer."""
        return list(self.process.children())


def settings_for(folder: Path) -> dict[str, str]:
    """A migrated database in this folder, and the settings of a server on it."""
    url = f"sqlite:///{folder / 'live.sqlite3'}"
    app = create_app(config_on(url, folder))
    filled(app)
    release(app)
    return {
        "DEELWIJS_MODE": "test",
        "DEELWIJS_SECRET_KEY": "only-for-tests-" + "x" * 32,
        "DEELWIJS_DATABASE_URL": url,
        "DEELWIJS_DATA_DIR": str(folder),
        "DEELWIJS_BASE_URL": "http://127.0.0.1",
    }


def filled(app: Flask) -> None:
    """The tables of this application.

    Another test of this process may have asked for a page, and then only reads.
    """
    engines.writing.set(True)
    migrate(app)


@contextmanager
def serving(settings: Mapping[str, str], *command: str) -> Iterator[Live]:
    """The server that this command starts, for as long as the block runs.

    It hears its port from the settings.
    """
    port = free_port()
    environ = {**os.environ, **settings, "DEELWIJS_PORT": str(port)}
    process = psutil.Popen(
        [sys.executable, *command], cwd=ROOT, env=environ, stdout=subprocess.DEVNULL
    )
    try:
        until_answers(port, process)
        yield Live(port, process)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE)


def free_port() -> int:
    """A port that nobody listens to, below those from which the system takes one for a client."""
    while True:
        with socket.socket() as taken, suppress(OSError):
            taken.bind((HOST, random.randint(20_000, 32_000)))
            return int(taken.getsockname()[1])


def until_answers(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait for the first connection that is taken."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            get(port, "/healthz")
            return
        except OSError:
            assert process.poll() is None, "the server did not start; the lines above say why"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.05)


def get(
    port: int, path: str, headers: Mapping[str, str] | None = None, within: float = PATIENCE
) -> HTTPResponse:
    """One request on a connection of its own; its body is in `response.text`."""
    connection = HTTPConnection(HOST, port, timeout=within)
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        return read(connection)
    finally:
        connection.close()


def read(connection: HTTPConnection) -> HTTPResponse:
    """The answer, read to its end."""
    response = connection.getresponse()
    response.text = response.read().decode("utf-8", "replace")  # type: ignore[attr-defined]
    return response


def send(port: int, data: bytes) -> socket.socket:
    """A connection on which this was sent and nothing more."""
    opened = socket.create_connection((HOST, port), timeout=PATIENCE)
    opened.sendall(data)
    return opened


def answer_to(opened: socket.socket) -> bytes:
    """Everything that comes back until the other side closes."""
    with opened:
        return b"".join(iter(lambda: opened.recv(65536), b""))


def slowest(port: int, path: str, times: int) -> float:
    """Seconds of the slowest but one of so many requests, one after another: a machine with much
    else to do holds up one of them by itself.
    """
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        assert get(port, path).status == 200
        taken.append(time.perf_counter() - begin)
    return sorted(taken)[-2]
