"""Starts a server on a free port: as production does, with the settings of course/server.py, or by
another command.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

import psutil

from bench.load import HOST
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
        """What the largest process holds in memory, shared libraries included."""
        return float(max(worker.memory_info().rss for worker in self.workers)) / 1_000_000


@contextmanager
def serve(
    app: str,
    settings: dict[str, str],
    first_page: str,
    *,
    processes: int = 1,
    command: Callable[[int], list[str]] | None = None,
) -> Iterator[Server]:
    """The server of `app` for as long as the block runs, as docs/operating.md says, or by another
    command. All its processes answer by then.
    """
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    begin = time.perf_counter()
    words = [*GUNICORN, f"--bind={HOST}:{port}", f"--workers={processes}", app]
    if command is not None:
        words = command(port)
    process = subprocess.Popen([str(PYTHON), *words], cwd=ROOT, env={**os.environ, **settings})
    try:
        while not _answers(port, first_page):
            if process.poll() is not None or time.perf_counter() - begin > PATIENCE:
                raise RuntimeError(f"{app} did not start; the lines above say why")
            time.sleep(0.01)
        server = Server(port, psutil.Process(process.pid), time.perf_counter() - begin)
        while len(server.workers) < processes:
            time.sleep(0.01)
        yield server
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
