"""The manual's own blocks of commands, in order, in production: from an empty folder to a restore."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from aiosmtpd.controller import Controller

from course.config import ROOT
from tests import machine

CHAPTER = "From an empty Debian"
PARTS = ("course", "modules", "static", "deploy", "requirements.txt")
SKIP = re.compile(r"# skip: (.+)")
NAME = "deelwijs_manual"
PATIENCE = 400  # seconds for one block, on a machine with much else to do


def blocks() -> list[str]:
    """The blocks of the chapter, in order."""
    text = (ROOT / "docs" / "operating.md").read_text("utf-8")
    chapter = re.search(rf"^## {CHAPTER}\n(.*?)^## ", text, re.S | re.M)
    assert chapter is not None
    return re.findall(r"^```sh\n(.*?)^```$", chapter[1], re.S | re.M)


BLOCKS = blocks()
RUN = [block for block in BLOCKS if not SKIP.match(block)]


class Inbox:
    """Takes every message, and keeps who it was for."""

    def __init__(self) -> None:
        self.recipients: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ARG002, N802
        self.recipients += envelope.rcpt_tos
        return "250 taken"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    handler = Inbox()
    port = _free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The application as it lies in its folder, with its libraries."""
    for part in PARTS:
        (tmp_path / part).symlink_to(ROOT / part)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    yield tmp_path
    for name in ("server.pid", "worker.pid"):
        with suppress(OSError, ValueError, psutil.Error):
            psutil.Process(int((tmp_path / name).read_text())).kill()


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def database_url(kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Empty for SQLite; a database that nobody filled for PostgreSQL."""
    if kind == "sqlite":
        yield ""
        return
    server = request.getfixturevalue("postgres_url")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {NAME}")
    yield (
        re.sub(r"/[^/?]*(\?|$)", rf"/{NAME}\1", server, count=1)
        if "://" not in server
        else _named(server)
    )
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def _named(server: str) -> str:
    scheme, _, rest = server.partition("://")
    place, mark, query = rest.partition("?")
    return f"{scheme}://{place.partition('/')[0]}/{NAME}{mark}{query}"


def run(block: str, folder: Path) -> str:
    """What a block says. It ends well, or the test fails with what it said."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("DEELWIJS_")}
    env |= {"PATH": f"{Path(sys.prefix) / 'bin'}:{env.get('PATH', '')}", "PYTHONPATH": str(folder)}
    log = folder / "block.log"  # a file, for what stays running would hold a pipe open
    with log.open("w") as out:
        done = subprocess.run(
            ["/bin/sh", "-e", "-c", block],
            cwd=folder,
            env=env,
            stdout=out,
            stderr=subprocess.STDOUT,
            timeout=PATIENCE,
            check=False,
        )
    said = log.read_text("utf-8")
    assert done.returncode == 0, f"{block}\n{said}"
    return said


def test_every_block_is_run_or_says_why_not() -> None:
    reasons = [found[1] for block in BLOCKS if (found := SKIP.match(block))]
    assert len(RUN) >= 8
    assert all(re.match(r"root|the network", reason) for reason in reasons)


def test_the_blocks_of_the_manual(
    folder: Path, database_url: str, inbox: tuple[Inbox, int]
) -> None:
    taken, port = inbox
    settings, *others = RUN
    run(settings, folder)
    written = folder / "deelwijs.env"
    assert written.stat().st_mode & 0o077 == 0
    text = written.read_text("utf-8").replace(":2525", f":{port}")
    served = _free_port()
    text += f"DEELWIJS_PORT={served}\n"
    if database_url:
        text += f"DEELWIJS_DATABASE_URL='{database_url}'\n"
        text += f"DEELWIJS_POSTGRES_BIN={machine.postgres_programs()}\n"
    written.write_text(text, "utf-8")
    said = [run(block.replace(":8000", f":{served}"), folder) for block in others[:3]]
    assert "https://cursus.school.example/inloggen/link/" in said[1]
    assert "ok" in said[2]
    run(_INVITE, folder)
    _wait_for(taken)
    for block in others[3:]:
        run(block, folder)
    assert taken.recipients == ["naam@its.example"], "once, also after upgrade and restore"


# somebody asks for a link on the page, so that there is mail
_INVITE = """
. ./deelwijs.env
curl --silent --fail --output /dev/null -H "Host: cursus.school.example" \\
  -H "X-Forwarded-Proto: https" -H "X-Forwarded-For: 192.0.2.1" -H "Sec-Fetch-Site: same-origin" \\
  --data email=naam@its.example "http://127.0.0.1:$DEELWIJS_PORT/inloggen/link"
"""


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
        return number


def _wait_for(inbox: Inbox) -> None:
    """Until the worker has handed over what was asked for."""
    until = time.monotonic() + PATIENCE
    while not inbox.recipients and time.monotonic() < until:
        time.sleep(0.2)
