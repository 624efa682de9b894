"""What files cost that a worker makes: its processor time, what it holds in memory, how large."""

from __future__ import annotations

import resource
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Thread

import psutil
from flask import Flask
from sqlalchemy import func, select

from course import clock
from course.models import Job, JobPiece, db
from course.store import transaction
from course.store.messages import jobs
from course.work import loop, registry
from tests.scale.building import BOARD, COURSE, TRAINER

LOOK = 0.02  # seconds between two looks at the memory
HEAD = """| | rows | CPU s | s | MB of file | MB held more, at most | outcome |
| --- | --- | --- | --- | --- | --- | --- |"""


@dataclass(frozen=True)
class Task:
    """A file that a worker makes."""

    name: str
    kind: str
    arguments: Mapping[str, str]


@dataclass(frozen=True)
class Made:
    """What one took. `cpu`: seconds of this process and of those that it started."""

    cpu: float
    seconds: float
    megabytes: float
    held: float
    rows: int
    outcome: str


def tasks() -> Sequence[Task]:
    """Small, large and very large ones of each kind."""
    board, large = "bestuur-2", "bestuur-1"
    return (
        Task(f"people of {BOARD} schools, CSV", "people-file", _people("csv", board=board)),
        Task(f"{BOARD} schools, XLSX", "people-file", _people("xlsx", board=board)),
        Task(f"{BOARD} schools, PDF", "people-file", _people("pdf", board=board)),
        Task("a board with a large school, CSV", "people-file", _people("csv", board=large)),
        Task("a board with a large school, XLSX", "people-file", _people("xlsx", board=large)),
        Task(f"evidence of {BOARD} schools", "evidence-file", _evidence(board)),
        Task("evidence of a board with a large school", "evidence-file", _evidence(large)),
        Task("everybody, CSV", "people-file", _people("csv")),
    )


def measure(app: Flask) -> Mapping[str, Made]:
    """Each of them once, after a small one that warms up."""
    registry.handlers()
    _made(app, tasks()[0])
    return {task.name: _made(app, task) for task in tasks()}


def _people(kind: str, board: str = "") -> dict[str, str]:
    where = {"school": "", "bestuur": board}
    return {"cursus": COURSE, "peildatum": "", "wie": "", "soort": kind} | where


def _evidence(board: str) -> dict[str, str]:
    day = clock.today() - timedelta(days=1)
    where = {"school": "", "bestuur": board, "peildatum": day.isoformat()}
    return {"cursus": COURSE, "soort": "zip"} | where


def _made(app: Flask, task: Task) -> Made:
    with app.app_context():
        transaction.begin(may_write=True)
        ref = jobs.queue(task.kind, task.arguments, clock.now(), owner_id=TRAINER)
        taken = jobs.claim([task.kind], clock.now())
        transaction.commit()
        assert taken is not None
        begin, cpu = time.perf_counter(), _cpu()
        with _Watched() as watched:
            loop.do(taken, app.config["DEELWIJS"], Event())
        spent, seconds = _cpu() - cpu, time.perf_counter() - begin
        row = db.session.query(Job).filter_by(ref=ref).one()
        size = select(func.sum(func.length(JobPiece.content))).where(JobPiece.job_id == row.id)
        held = watched.most / 1_000_000
        size_mb = (db.session.scalar(size) or 0) / 1_000_000
        rows = sum(one[-1] for one in row.place.get("rows") or row.place.get("schools") or [])
        outcome = " ".join(filter(None, (row.outcome, row.error)))
        transaction.rollback()
    return Made(spent, seconds, size_mb, held, rows, outcome)


def _cpu() -> float:
    ran = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in ran)


class _Watched:
    """How much more this process and those that it started held at most, in bytes."""

    def __enter__(self) -> _Watched:
        self.most, self._stop = 0, Event()
        self._own, self._before = psutil.Process(), 0
        self._before = self._held()
        self._thread = Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(LOOK):
            self.most = max(self.most, self._held() - self._before)

    def _held(self) -> int:
        found = self._own.memory_info().rss
        for child in self._own.children(recursive=True):
            try:
                found += child.memory_info().rss
            except psutil.Error:  # it ended
                continue
        return found
