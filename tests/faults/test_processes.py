"""What a server process costs and shares: memory after passwords, and one SQLite file with another
process.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest

from bench import people
from bench.asking import answers
from bench.load import Ask
from course import create_app
from course.config import ROOT
from course.models import Attempt, db
from tests.databases import config_on, release
from tests.faults.live import APP, GUNICORN, HOST, PATIENCE, read, serving, settings_for

MOST = 130_000_000  # bytes that one process may hold
AT_ONCE = 8
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


def ask(port: int, wanted: Ask) -> int:
    """The status of one request on a connection of its own."""
    connection = HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request(
            "GET" if wanted.body is None else "POST", wanted.path, wanted.body, wanted.headers
        )
        return read(connection).status
    finally:
        connection.close()


def wrong_passwords(count: int) -> Iterator[Ask]:
    """So many failed sign-ins, each under another address, so that no door closes."""
    for number in range(count):
        fields = {
            "email": f"niemand{number}@school.example",
            "password": "verkeerd-maar-lang-genoeg",
        }
        yield Ask("/inloggen", FORM, urlencode(fields), status=422)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts memory as Linux does")
def test_failed_sign_ins_leave_no_memory_behind(tmp_path: Path) -> None:
    with serving(settings_for(tmp_path), *GUNICORN, "--workers=1", f"{APP}()") as server:
        (worker,) = server.workers
        for _ in range(20):  # what is read once, is read
            ask(server.port, Ask("/inloggen", {}))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            statuses = list(pool.map(lambda wanted: ask(server.port, wanted), wrong_passwords(40)))
        assert set(statuses) == {422}
        assert worker.memory_info().rss < MOST


ROOMS = """
import ctypes, threading
from course.serving import give_memory_back
give_memory_back()
held = []
threads = [threading.Thread(target=lambda: held.extend(bytes(9000) for _ in range(99)))
           for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
ctypes.CDLL(None).malloc_stats()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts memory as Linux does")
def test_threads_have_one_room_of_memory() -> None:
    """What one left in a room of its own would be of no use to another."""
    counted = subprocess.run(
        [sys.executable, "-c", ROOMS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert counted.stderr.count("Arena ") == 1, counted.stderr


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[int, list[psutil.Process], people.Cast]]:
    """Two processes on one filled SQLite file: port, processes, and who answers."""
    settings = settings_for(tmp_path)
    config = config_on(settings["DEELWIJS_DATABASE_URL"], tmp_path)
    people.prepare(config)
    people.fill(config, people.LEARNERS // people.SCHOOL)
    cast = people.sign_in(config)
    with serving(settings, *GUNICORN, "--workers=2", f"{APP}()") as server:
        yield server.port, server.workers, cast


def test_two_processes_share_one_file_and_lose_no_answer(
    two: tuple[int, list[psutil.Process], people.Cast], tmp_path: Path
) -> None:
    port, workers, cast = two
    before = [sum(worker.cpu_times()[:2]) for worker in workers]
    given = [next(asks) for asks in [answers(cast)] for _ in range(200)]
    for wanted in given:  # the sessions of this mode carry another name than the ones behind https
        wanted.headers["Cookie"] = wanted.headers["Cookie"].removeprefix("__Host-")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        statuses = list(pool.map(lambda wanted: ask(port, wanted), given))
    assert set(statuses) == {303}
    spent = [
        sum(worker.cpu_times()[:2]) - begun for worker, begun in zip(workers, before, strict=True)
    ]
    assert min(spent) > 0.05  # both of them worked
    app = create_app(config_on(f"sqlite:///{tmp_path / 'live.sqlite3'}", tmp_path))
    with app.app_context():
        # all of them: `query` would leave out whom an earlier test set aside
        stored = db.select(db.func.count()).select_from(Attempt)
        assert db.session.scalar(stored) == len(given)
        assert db.session.execute(db.text("PRAGMA integrity_check")).scalar() == "ok"
    release(app)
