"""Workers are killed while they work, with no chance to finish anything: what they did is done
once, and all of it.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from course import clock
from course.config import ROOT
from course.models import Job, Throttle, WorkerLife, db
from course.store import transaction
from course.store.messages import jobs
from tests.databases import Database, release

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGKILL")
TIMES = int(os.environ.get("DEELWIJS_TEST_KILLS", "3"))
STEPS, JOBS = 40, 8
PATIENCE = 90.0  # seconds until all of it must be done
# A worker without work of its own, of which one kind of work is slow, and writes each of its rows once or fails; and whose
# lease is short, so that what a dead one held is soon another's.
WORKER = f"""
import time
from datetime import timedelta
from course.domain.messages import attempts
from course.store.messages import jobs
attempts.LEASE = jobs.LEASE = timedelta(seconds=1)
from course.work import loop
loop.BEAT = timedelta(seconds=0.2)
loop.PAUSE = 0.05
from sqlalchemy import insert
from course import clock, create_app
from course.models import Throttle, db
from course.work.registry import job

@job("slow")
def slow(work):
    for number in range(work.place.get("next", 0), {STEPS}):
        work.writes()
        row = dict(key=f"{{work.taken.ref}}-{{number}}", misses=0, since=clock.now())
        db.session.execute(insert(Throttle).values(**row))
        time.sleep(0.005)
        work.keep(number + 1, {STEPS}, next=number + 1)
        time.sleep(0.005)

loop.registry.daily = list
worker = loop.Worker(create_app())
worker.heed_signals()
worker.run()
"""


def start(database: Database, folder: Path) -> subprocess.Popen[bytes]:
    settings = {
        "DEELWIJS_MODE": "development",
        "DEELWIJS_SECRET_KEY": "only-for-tests-" + "x" * 32,
        "DEELWIJS_DATABASE_URL": database.url,
        "DEELWIJS_DATA_DIR": str(folder),
        "DEELWIJS_SQLITE": "standard" if database.settings.get("standard_sqlite") else "",
    }
    command = [sys.executable, "-c", WORKER]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings})


def queued(app: Flask) -> list[str]:
    with app.app_context():
        refs = [jobs.queue("slow", {}, clock.now()) for _ in range(JOBS)]
        transaction.commit()
    return [ref for ref in refs if ref]


def until_it_lives(app: Flask, process: subprocess.Popen[bytes]) -> None:
    """Wait for its first sign of life: before that a signal to stop just ends it."""
    mine = select(WorkerLife.name).where(WorkerLife.name.contains(f":{process.pid}:"))
    deadline = monotonic() + PATIENCE
    while True:
        with app.app_context():
            if db.session.scalar(mine) is not None:
                return
        assert process.poll() is None, "a worker did not start"
        assert monotonic() < deadline, "a worker shows no life"
        sleep(0.1)


def ended(app: Flask) -> int:
    with app.app_context():
        return int(
            db.session.scalar(
                select(func.count()).where(Job.kind == "slow", Job.ended_at.is_not(None))
            )
            or 0
        )


def test_a_killed_worker_loses_and_doubles_nothing(
    app: Flask, database: Database, tmp_path: Path
) -> None:
    refs = queued(app)
    release(app)
    chance = random.Random(7)
    working = [start(database, tmp_path) for _ in range(2)]
    killed, deadline = 0, monotonic() + PATIENCE
    try:
        while killed < TIMES or ended(app) < len(refs):
            assert monotonic() < deadline, "the work is not done"
            sleep(chance.uniform(0.1, 0.4))
            if killed < TIMES and ended(app) == len(refs):
                refs += queued(app)  # a fast machine: a kill must hit something
            if killed < TIMES and begun(app):
                number = chance.randrange(2)
                working[number].send_signal(signal.SIGKILL)
                working[number].wait()
                working[number] = start(database, tmp_path)
                killed += 1
                until_it_lives(app, working[number])
                sleep(2.5)
        for process in working:
            until_it_lives(app, process)
            process.terminate()
        assert [process.wait(30) for process in working] == [0, 0]
    finally:
        for process in working:
            process.kill()
    assert killed == TIMES
    with app.app_context():
        found: Any = db.session.scalars(select(Throttle.key)).all()
        mine = sorted(key for key in found if key.rpartition("-")[0] in refs)
        assert mine == sorted(f"{ref}-{number}" for ref in refs for number in range(STEPS))
        outcomes = db.session.scalars(select(Job.outcome).where(Job.kind == "slow")).all()
        assert outcomes == ["done"] * len(refs)
        lives = db.session.execute(
            select(WorkerLife.stopped_at).where(WorkerLife.trouble.is_(None))
        ).all()
        assert any(row.stopped_at is None for row in lives), "no worker was killed at work"


def begun(app: Flask) -> bool:
    """Whether some work is half done now: then a kill hits something."""
    with app.app_context():
        half = select(Job.id).where(Job.kind == "slow", Job.lease.is_not(None), Job.done > 0)
        return db.session.scalar(half.limit(1)) is not None
