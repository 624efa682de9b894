"""PgBouncer as in deploy/, between the application and PostgreSQL: each transaction has another
connection.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from course import create_app
from course.models import Attempt, db
from course.store import transaction
from tests import machine
from tests.checking_client import CheckingClient
from tests.databases import config_on, release
from tests.faults.live import HOST, PATIENCE, free_port
from tests.faults.test_proxies import DEPLOY
from tests.learning import Learner, answer, learner, publish, token_in

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
PAGE = "/leren/proef/een/eigen-leven"
LENT, AT_ONCE, TURNS = 2, 5, 12  # connections to the server, people, answers of each


@pytest.fixture
def noor(session: Any, tmp_path: Path) -> Learner:
    publish(tmp_path / "modules")
    found = learner(session)
    session.remove()
    return found


@pytest.fixture
def app_behind(database: Any, noor: Learner, tmp_path_factory: Any) -> Iterator[Flask]:
    """The application with a pooler before its database."""
    program = machine.find_proxy(machine.POOLER)
    if program is None:
        machine.unavailable("pgbouncer is not installed")
    folder, port = tmp_path_factory.mktemp("pooler"), free_port()
    server = make_url(database.url)
    (folder / "pgbouncer.ini").write_text(_ini(server, folder, port), "utf-8")
    (folder / "users").write_text(f'"{server.username}" ""\n', "utf-8")
    account = ["-u", _owner(server)] if os.geteuid() == 0 else []
    for path in (folder, *folder.iterdir()):
        path.chmod(0o755)
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            [program, *account, str(folder / "pgbouncer.ini")], stdout=output, stderr=output
        )
    url = f"postgresql://{server.username}@{HOST}:{port}/deelwijs"
    try:
        _until_it_answers(url, process, folder / "output")
        app = create_app(config_on(url.replace("://", "+psycopg://"), folder, pooled=True))
        yield app
        release(app)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _owner(server: Any) -> str:
    """Whose account may use the socket of the server; PgBouncer never runs as root."""
    socket = Path(server.query.get("host", ""))
    return socket.owner() if socket.is_absolute() else "nobody"


def _ini(server: Any, folder: Path, port: int) -> str:
    """The file of deploy/ as somebody here would change it."""
    text_ = (DEPLOY / "pgbouncer.ini").read_text("utf-8")
    host = server.query.get("host", server.host)
    place = f"host={host} port={server.port or 5432} user={server.username}"
    text_ = text_.replace("host=127.0.0.1 port=5432", place)
    text_ = text_.replace("dbname=deelwijs", f"dbname={server.database}")
    text_ = text_.replace("listen_port = 6432", f"listen_port = {port}\nunix_socket_dir =")
    text_ = text_.replace("auth_type = scram-sha-256", "auth_type = any")
    text_ = re.sub("auth_file = .*", f"auth_file = {folder / 'users'}", text_)
    return text_.replace("default_pool_size = 16", f"default_pool_size = {LENT}")


def _until_it_answers(url: str, process: subprocess.Popen[bytes], output: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, output.read_text("utf-8")
        with suppress(psycopg.OperationalError):
            psycopg.connect(url, prepare_threshold=None).close()
            return
        time.sleep(0.05)
    raise AssertionError(output.read_text("utf-8"))


def test_who_answers_at_once_loses_nothing(app_behind: Flask, noor: Learner) -> None:
    """More people than connections; each statement is asked often enough to be prepared."""

    def work(_number: int) -> set[int]:
        browser = CheckingClient(app_behind)
        browser.checking = False
        noor.sign_in(browser)
        seen = set()
        for _ in range(TURNS):
            token = token_in(browser.get(PAGE), "p1")
            seen.add(answer(browser, PAGE, "p1", token, antwoord="b").status_code)
        return seen

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert set().union(*pool.map(work, range(AT_ONCE))) == {303}
    with app_behind.app_context():
        assert db.session.query(Attempt).filter_by(item="p1").count() >= AT_ONCE * TURNS


def test_each_connection_that_is_lent_has_our_settings(app_behind: Flask) -> None:
    with app_behind.app_context():
        for name, value in (("statement_timeout", "15s"), ("lock_timeout", "5s"), ("jit", "off")):
            transaction.begin(may_write=False)
            assert db.session.scalar(text(f"SHOW {name}")) == value
        transaction.begin(may_write=False)
        with pytest.raises(DBAPIError, match="read-only"):
            db.session.execute(text("UPDATE person SET name = name"))
        transaction.begin(may_write=True)
        db.session.execute(text("UPDATE person SET name = name"))
        transaction.rollback()
