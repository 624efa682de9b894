"""Starts gunicorn as production does, on a free port: one process, eight threads, the settings of course/server.py."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

import psutil

from bench.load import HOST
from tools.environment import PYTHON, ROOT

PATIENCE = 30.0  # seconds until a server must answer


@dataclass(frozen=True)
class Server:
    """A server that answered once: `worker` does the work, `start` is the seconds from nothing to that answer."""

    port: int
    worker: psutil.Process
    start: float

    @property
    def megabytes(self) -> float:
        """What the worker holds in memory, shared libraries included."""
        return float(self.worker.memory_info().rss) / 1_000_000


@contextmanager
def serve(app: str, settings: dict[str, str], first_page: str) -> Iterator[Server]:
    """The server of `app` for as long as the block runs."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    begin = time.perf_counter()
    command = [str(PYTHON), "-m", "gunicorn", "--config=course/server.py", f"--bind={HOST}:{port}", app]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings})
    try:
        while not _answers(port, first_page):
            if process.poll() is not None or time.perf_counter() - begin > PATIENCE:
                raise RuntimeError(f"{app} did not start; the lines above say why")
            time.sleep(0.01)
        start = time.perf_counter() - begin
        yield Server(port, psutil.Process(process.pid).children()[0], start)
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
