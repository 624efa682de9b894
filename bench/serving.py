"""Starts a server on a free port: as production does, with the settings of course/server.py, or by
another command.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import psutil

from bench.load import HOST, SITE
from tools.environment import PYTHON, ROOT

GUNICORN = ("-m", "gunicorn", "--config=python:course.server")
PATIENCE = 30.0  # seconds until a server must answer


@dataclass(frozen=True)
class Server:
    """A server that answered once, in `start` seconds from nothing.

    The children of `master` do the work.
    """

    port: int
    master: psutil.Process
    start: float

    @property
    def workers(self) -> list[psutil.Process]:
        """The processes that answer."""
        return list(self.master.children())

    @property
    def worker(self) -> psutil.Process:
        """The process that answers, when there is one."""
        return self.workers[0]

    @property
    def cpu(self) -> float:
        """Seconds of processor time that all of it has used."""
        times = [process.cpu_times() for process in (self.master, *self.workers)]
        return float(sum(each.user + each.system for each in times))

    @property
    def megabytes(self) -> float:
        """What the worker holds in memory, shared libraries included."""
        return float(self.worker.memory_info().rss) / 1_000_000


def settings_in(folder: Path, url: str = "") -> dict[str, str]:
    """The settings of an application as it runs for real people, with its data in this folder; by
    default in the embedded database.
    """
    return {
        "DEELWIJS_MODE": "production",
        "DEELWIJS_SECRET_KEY": secrets.token_urlsafe(48),
        "DEELWIJS_DATABASE_URL": url,
        "DEELWIJS_DATA_DIR": str(folder),
        "DEELWIJS_BASE_URL": SITE,
        "DEELWIJS_TRUSTED_HOSTS": HOST,
    }


def production(app: str) -> Callable[[int], list[str]]:
    """The command, after `python`, that serves on a port as docs/operating.md says, but with one
    process to measure.
    """
    return lambda port: [*GUNICORN, f"--bind={HOST}:{port}", "--workers=1", app]


@contextmanager
def serve(
    app: str,
    settings: dict[str, str],
    first_page: str,
    command: Callable[[int], list[str]] | None = None,
) -> Iterator[Server]:
    """The server of `app` for as long as the block runs."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    begin = time.perf_counter()
    words = (command or production(app))(port)
    process = subprocess.Popen([str(PYTHON), *words], cwd=ROOT, env={**os.environ, **settings})
    try:
        while not _answers(port, first_page):
            if process.poll() is not None or time.perf_counter() - begin > PATIENCE:
                raise RuntimeError(f"{app} did not start; the lines above say why")
            time.sleep(0.01)
        start = time.perf_counter() - begin
        yield Server(port, psutil.Process(process.pid), start)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()
