"""The server is killed while people answer, with no chance to finish anything: what was
acknowledged is there.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from time import monotonic, sleep
from urllib.parse import urlencode

import pytest

from tests.databases import BOTH_SQLITES, SqliteDatabase, release
from tests.faults.conftest import PAGE, World
from tools.environment import PYTHON, ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGKILL")
AT_ONCE = 3
TIMES = int(os.environ.get("DEELWIJS_TEST_KILLS", "1"))
ENOUGH = 30  # answers in a round, after which the server is killed in the middle of the next ones
PATIENCE = 60.0  # seconds until there must be so many


@contextmanager
def served(world: World, database: SqliteDatabase) -> Iterator[int]:
    """The port of a server in processes of its own, as in production; killed at the end of the
    block.
    """
    settings = {
        "DEELWIJS_MODE": "development",
        "DEELWIJS_SECRET_KEY": world.app.config["SECRET_KEY"],
        "DEELWIJS_DATABASE_URL": database.url,
        "DEELWIJS_DATA_DIR": str(database.path.parent),
        "DEELWIJS_SQLITE": "standard" if database.settings["standard_sqlite"] else "",
    }
    command = [PYTHON, "-m", "gunicorn", "--config=python:course.server", "course:create_app()"]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        server = subprocess.Popen(
            [*command, f"--bind=fd://{listener.fileno()}"],
            cwd=ROOT,
            env={**os.environ, **settings},
            pass_fds=[listener.fileno()],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
    try:  # who asks now waits until the server takes the socket over
        yield port
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


@dataclass
class Busy:
    """Somebody who answers without a pause, until the server says nothing any more."""

    world: World
    name: str
    acknowledged: list[str] = field(default_factory=list)

    def work(self, port: int) -> None:
        headers = {
            "Cookie": f"sessie={self.world.noor.token}",
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        for number in count():
            token = f"inzending-{self.name}-{number:05}"
            form = urlencode({"vraag": "p1", "inzending": self.world.form(token), "antwoord": "b"})
            try:
                connection.request("POST", PAGE, form, headers)
                reply = connection.getresponse()
                reply.read()
            except (OSError, HTTPException):
                return
            assert reply.status == 303
            self.acknowledged.append(token)


@BOTH_SQLITES
def test_no_acknowledged_answer_is_lost(world: World, database: SqliteDatabase) -> None:
    everybody: list[Busy] = []
    for round_ in range(TIMES):
        release(world.app)  # nobody else has the file open
        busy = [Busy(world, f"{round_}-{place}") for place in range(AT_ONCE)]
        everybody += busy
        with ThreadPoolExecutor(AT_ONCE) as pool:
            with served(world, database) as port:
                running = [pool.submit(person.work, port) for person in busy]
                wait_for_answers(busy)
            for task in running:
                task.result()
        stored = world.tokens()
        assert len(stored) == len(set(stored))
        assert {token for person in everybody for token in person.acknowledged} <= set(stored)
    outside = database.outsider()
    assert outside.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    outside.close()
    world.works()


def wait_for_answers(busy: list[Busy]) -> None:
    end = monotonic() + PATIENCE
    while sum(len(person.acknowledged) for person in busy) < ENOUGH:
        assert monotonic() < end, "the server does not answer"
        sleep(0.01)
