"""The worker: what it takes, how that ends, and that what it may not write it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from course import clock
from course.domain.messages.clocks import ClockTrouble
from course.models import Job, Throttle, WorkerLife, db
from course.store import transaction
from course.store.messages import job_files, jobs, workers
from course.store.messages.jobs import JobEnding
from course.work import bouncing, loop, registry
from course.work.loop import Worker
from course.work.working import RefusedError, Work


def note(session: Any, key: str) -> None:
    """A row that a job writes; its key may stand once, so that doing it twice fails."""
    session.execute(insert(Throttle).values(key=key, misses=0, since=clock.now()))


class Doing:
    """Kinds of work for a test, by their name."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.stop = Event()
        self.kinds = {
            "steps": self.steps,
            "refuses": self.refuses,
            "breaks": self.breaks,
            "loses": self.loses,
            "stops": self.stops,
            "makes": self.makes,
        }

    def steps(self, work: Work) -> None:
        for number in range(work.place.get("next", 0), 3):
            work.writes()
            note(self.session, f"step-{number}")
            work.keep(number + 1, 3, next=number + 1)
        work.writes()
        note(self.session, "last")

    def refuses(self, work: Work) -> None:
        work.writes()
        note(self.session, "half")
        raise RefusedError("Rij 7 heeft geen naam.")

    def breaks(self, work: Work) -> None:
        work.writes()
        note(self.session, "half")
        raise ZeroDivisionError

    def loses(self, work: Work) -> None:
        work.writes()
        note(self.session, "half")
        self.session.execute(Job.__table__.update().values(lease="another"))

    def stops(self, work: Work) -> None:
        self.stop.set()
        self.steps(work)

    def makes(self, work: Work) -> JobEnding:
        return work.made("lijst.csv", "text/csv", (part * 2 for part in work.given()))


def lives() -> bool:
    answer = workers.one_lives(clock.now())
    transaction.rollback()
    return answer


def works(app: Flask) -> bool:
    worker = Worker(app)
    return worker.turn(worker.work)


def found(ref: str | None) -> Job:
    row = db.session.scalars(select(Job).where(Job.ref == ref)).one()
    db.session.expunge(row)
    transaction.rollback()  # others may write
    return row


@pytest.fixture
def doing(session: Any, monkeypatch: pytest.MonkeyPatch) -> Doing:
    doing = Doing(session)
    monkeypatch.setattr(registry, "handlers", lambda: doing.kinds)
    monkeypatch.setattr(registry, "daily", list)
    return doing


def done(session: Any) -> list[str]:
    keys = sorted(row.key for row in session.query(Throttle))
    transaction.rollback()  # others may write
    return keys


def turn(app: Flask, kind: str, stop: Event | None = None) -> Job:
    ref = jobs.queue(kind, {}, clock.now())
    job_files.give(str(ref), [b"a;b\n"])
    transaction.commit()
    worker = Worker(app, stop=stop or Event())
    assert worker.turn(worker.work)
    return found(ref)


def test_work_is_done_and_says_so(app: Flask, session: Any, doing: Doing) -> None:
    row = turn(app, "steps")
    assert (row.outcome, row.done, row.total) == ("done", 3, 3)
    assert done(session) == ["last", "step-0", "step-1", "step-2"]
    assert not works(app)


def test_a_refusal_is_for_the_owner_and_nothing_of_it_stays(
    app: Flask, session: Any, doing: Doing
) -> None:
    row = turn(app, "refuses")
    assert (row.outcome, row.message) == ("refused", "Rij 7 heeft geen naam.")
    assert done(session) == []


def test_a_fault_is_tried_again_later(app: Flask, session: Any, doing: Doing) -> None:
    row = turn(app, "breaks")
    assert (row.outcome, row.error, row.attempts) == (None, "ZeroDivisionError", 1)
    assert row.run_at > clock.now()
    assert done(session) == []


def test_who_lost_its_work_meanwhile_leaves_nothing(app: Flask, session: Any, doing: Doing) -> None:
    assert turn(app, "loses").outcome is None
    assert done(session) == []


def test_a_worker_that_must_stop_leaves_the_rest_to_another(
    app: Flask, session: Any, doing: Doing
) -> None:
    row = turn(app, "stops", doing.stop)
    assert (row.outcome, row.lease, row.done) == (None, None, 1)
    assert done(session) == ["step-0"]
    doing.kinds["stops"] = doing.steps
    assert works(app)
    assert done(session) == ["last", "step-0", "step-1", "step-2"]


def test_a_file_is_made_of_a_file(app: Flask, session: Any, doing: Doing) -> None:
    row = turn(app, "makes")
    assert (row.file_name, row.file_type) == ("lijst.csv", "text/csv")
    assert b"".join(job_files.made(row.id)) == b"a;b\na;b\n"


def test_a_worker_says_that_it_lives_and_that_it_ended(app: Flask, session: Any) -> None:
    assert not lives()
    worker = Worker(app)
    worker.turn(worker._beat)
    assert lives()
    assert worker.trouble is None
    worker.turn(worker._leave)
    assert not lives()
    assert session.query(WorkerLife).one().stopped_at is not None


@pytest.mark.usefixtures("session")
def test_a_worker_with_a_wrong_clock_does_nothing(
    app: Flask, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.queue("steps", {}, clock.now())
    transaction.commit()
    worker = Worker(app)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=200))
    worker.turn(worker._beat)
    assert worker.trouble in (ClockTrouble.JUMPED, ClockTrouble.DIFFERS)
    assert not worker.turn(worker.work)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert not lives()
    worker.turn(worker._beat)
    assert worker.trouble is None
    assert worker.turn(worker.work)


@pytest.mark.usefixtures("session")
def test_each_kind_has_one_function_and_all_are_found() -> None:
    found = registry.handlers()
    with pytest.raises(ValueError, match="two functions"):
        registry.job(next(iter(found)))(print)
    assert {daily.kind for daily in registry.daily()} <= set(found)


def test_what_the_day_asks_for_is_queued_once(
    app: Flask, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = clock.end_of_day(clock.today()) - timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: today)
    config = app.config["DEELWIJS"]
    loop.plan(config)
    loop.plan(config)
    wanted = [one.kind for one in registry.daily() if one.kind != "bounces"]
    assert sorted(row.kind for row in session.query(Job)) == sorted(wanted)
    session.rollback()
    loop.plan(replace(config, imap_url="imaps://a:b@post.example"))
    assert session.query(Job).filter_by(kind="bounces").count() == len(bouncing.HOURS)
