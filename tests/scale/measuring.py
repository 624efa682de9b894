"""What pages and files about a country cost: in one process, the database and the template
together, the middle of many turns.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, pairwise
from statistics import median
from typing import Any

import psutil
from flask import Flask
from sqlalchemy import Engine, event, text
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench.asking import SITE, signed_in
from course import clock
from course.models import db
from course.store import transaction
from course.store.duties import summaries
from course.store.signing_in import browsers
from tests.scale.building import BOARD, COURSE, MANAGER, TRAINER

TURNS = 25
ANALYSE = {
    "postgresql": "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF) ",
    "sqlite": "EXPLAIN QUERY PLAN ",
}


@dataclass(frozen=True)
class Aim:
    """What is asked for, by whom, and within how many milliseconds."""

    name: str
    who: int
    paths: Sequence[str]
    ms: float
    turns: int = TURNS


@dataclass(frozen=True)
class Seen:
    """Milliseconds of one turn, and how many statements it takes.

    `cpu`: of this process alone; `server`: of a PostgreSQL beside it. `best`: what comes nearest to a quiet machine on a busy one.
    """

    cpu: float
    server: float
    best: float
    p50: float
    statements: int
    grown: float  # megabytes that the process holds more than before


def aims() -> list[Aim]:
    """The budgets of the product, on schools of the second board, which has no large one."""
    today = clock.today()
    then = today - timedelta(days=40)
    schools = [
        f"/rapport/scholen/school-{BOARD + 1 + one % BOARD}?cursus={COURSE}" for one in range(TURNS)
    ]
    return [
        Aim("school report", MANAGER, schools, 25),
        Aim("… of an earlier day", MANAGER, [f"{one}&peildatum={then}" for one in schools], 25),
        Aim("board of 30", MANAGER, [f"/rapport/overzicht?cursus={COURSE}"], 60),
        Aim("… by bars", MANAGER, [f"/rapport?cursus={COURSE}"], 60),
        Aim("country by school", TRAINER, [f"/rapport/landelijk?cursus={COURSE}"], 50),
        Aim(
            "… least done first", TRAINER, [f"/rapport/landelijk?cursus={COURSE}&sorteer=klaar"], 50
        ),
        Aim(
            "10,000 people, CSV",
            TRAINER,
            [f"/rapport/scholen/school-1.csv?cursus={COURSE}"],
            240,
            5,
        ),
        Aim(
            "10,000 people, XLSX",
            TRAINER,
            [f"/rapport/scholen/school-1.xlsx?cursus={COURSE}"],
            2000,
            3,
        ),
    ]


def measure(app: Flask) -> dict[str, Seen]:
    """Each aim, after one turn that warms up."""
    with app.app_context():
        transaction.begin(may_write=True)
        tokens = {who: browsers.sign_in(who, clock.now()) for who in (MANAGER, TRAINER)}
        transaction.commit()
    return {aim.name: _seen(app, aim, tokens[aim.who]) for aim in aims()}


def _seen(app: Flask, aim: Aim, token: str) -> Seen:
    process = psutil.Process()
    with heard() as asked:
        ask(app, aim.paths[0], token)
    gc.freeze()  # as course/server.py does
    server = _Server(app)
    times, busy, before, there = [], [], process.memory_info().rss, server.cpu()
    for turn in range(aim.turns):
        begin, cpu = time.perf_counter(), time.process_time()
        ask(app, aim.paths[turn % len(aim.paths)], token)
        times.append(1000 * (time.perf_counter() - begin))
        busy.append(1000 * (time.process_time() - cpu))
    grown = (process.memory_info().rss - before) / 1_000_000
    beside = 1000 * (server.cpu() - there) / aim.turns
    return Seen(median(busy), beside, min(times), median(times), len(asked), grown)


class _Server:
    """The processes of a PostgreSQL on this machine; of SQLite none."""

    def __init__(self, app: Flask) -> None:
        self._parent: psutil.Process | None = None
        with app.app_context():
            if db.engine.dialect.name == "postgresql":
                backend = db.session.scalar(text("SELECT pg_backend_pid()"))
                self._parent = psutil.Process(backend).parent()

    def cpu(self) -> float:
        """Seconds of processor time that they used until now."""
        if self._parent is None:
            return 0.0
        return sum(sum(one.cpu_times()[:2]) for one in self._parent.children())


def ask(app: Flask, path: str, token: str) -> int:
    """One request, read to its end. Errors: RuntimeError for another status than 200."""
    environ = EnvironBuilder(path, SITE, headers=signed_in(token)).get_environ()
    body, status, _ = run_wsgi_app(app.wsgi_app, environ)
    size = sum(map(len, body))
    getattr(body, "close", lambda: None)()
    if not status.startswith("200"):
        raise RuntimeError(f"{path}: {status}")
    return size


def count_country(app: Flask) -> float:
    """What the worker does at night. Seconds."""
    begin, last, yesterday = time.perf_counter(), 0, clock.today() - timedelta(days=1)
    with app.app_context():
        while schools := summaries.next_schools(last, 50):
            transaction.begin(may_write=True)
            found = summaries.count(schools, COURSE, yesterday)
            summaries.keep(COURSE, yesterday, found, clock.now())
            transaction.commit()
            last = schools[-1]
    return time.perf_counter() - begin


@contextmanager
def heard() -> Iterator[list[tuple[str, Any]]]:
    """Every SELECT of more than a line, with its values."""
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        found.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def plans(app: Flask, aim: Aim, token: str) -> Iterator[str]:
    """How the database answers each statement of a page."""
    with heard() as asked:
        ask(app, aim.paths[0], token)
    with app.app_context():
        before = ANALYSE[db.engine.dialect.name]
        for number, (statement, values) in zip(count(1), asked, strict=False):
            if statement.lstrip().startswith(("SELECT", "WITH")):
                rows = db.connection().exec_driver_sql(before + statement, values)
                yield f"-- statement {number}: {_about(statement)}"
                yield from (str(row[-1]) for row in rows)


def _about(statement: str) -> str:
    """The tables that it reads."""
    words = statement.replace("(", " ").split()
    tables = [after for word, after in pairwise(words) if word in ("FROM", "JOIN")]
    return ", ".join(dict.fromkeys(one.strip(",)") for one in tables if one not in ("SELECT", "")))
