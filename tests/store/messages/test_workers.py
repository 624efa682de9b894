"""Which workers live, and what waits or went wrong, for who runs this installation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from course import clock
from course.domain.messages.attempts import SILENT, JobOutcome
from course.models import Job, Mail, WorkerLife, db
from course.models.base import new_token
from course.store.messages import outbox, overview, workers
from course.store.messages.outbox import MOST_ATTEMPTS
from tests.builders import add, person

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
alone = pytest.mark.empty("the workers and the mail of a test are the only ones")


def seen(name: str, at: datetime, trouble: str | None = None) -> WorkerLife:
    workers.seen(name, NOW - SILENT, at, trouble)
    db.session.expire_all()
    found = db.session.get(WorkerLife, name)
    assert found is not None
    return found


@alone
@pytest.mark.usefixtures("session")
def test_a_sign_of_life_keeps_since_when_it_lives_and_what_troubles_it() -> None:
    assert workers.last_seen() is None
    seen("een", NOW, "klok")
    workers.seen("een", NOW, NOW + SECOND, None)
    seen("twee", NOW + 2 * SECOND, "klok")
    found = workers.latest(9)
    assert [(one.name, one.started_at, one.seen_at, one.trouble) for one in found] == [
        ("twee", NOW - SILENT, NOW + 2 * SECOND, "klok"),
        ("een", NOW - SILENT, NOW + SECOND, None),
    ]
    assert [one.name for one in workers.latest(1)] == ["twee"]
    assert workers.last_seen() == NOW + SECOND, "who doubts its clock is not believed"


@alone
@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("away", "lives"),
    [(-SILENT, False), (-SILENT + SECOND, True), (SILENT - SECOND, True), (SILENT, False)],
)
def test_who_was_silent_too_long_or_comes_from_the_future_lives_no_more(
    away: timedelta, lives: bool
) -> None:
    life = seen("een", NOW + away)
    assert workers.one_lives(NOW) is lives
    assert workers.lives(life, NOW) is lives


@alone
@pytest.mark.usefixtures("session")
def test_who_stopped_or_is_in_trouble_does_nothing() -> None:
    seen("klok", NOW, "klok")
    assert not workers.one_lives(NOW)
    stops = seen("stopt", NOW)
    assert workers.one_lives(NOW)
    workers.stopped("stopt", NOW + SECOND)
    db.session.expire_all()
    assert not workers.one_lives(NOW)
    assert not workers.lives(stops, NOW)
    assert [one.stopped_at for one in workers.latest(9)] == [None, NOW + SECOND]


@alone
@pytest.mark.usefixtures("session")
def test_who_was_not_seen_since_is_forgotten() -> None:
    for name, at in (("oud", NOW), ("nieuw", NOW + SECOND)):
        seen(name, at)
    workers.forget(NOW)
    assert [one.name for one in workers.latest(9)] == ["nieuw"]


@pytest.mark.usefixtures("session")
def test_workers_on_more_machines_go_by_the_clock_of_the_database() -> None:
    found = workers.database_clock()
    if db.engine.dialect.name == "sqlite":
        assert found is None, "they share that of one machine"
    else:
        assert found is not None
        assert abs(found - clock.now()) < timedelta(minutes=1)


def work(owner: int | None, queued: datetime, **given: Any) -> Job:
    row = {"kind": "lijst", "arguments": {}, "place": {}, "attempts": 2, "done": 1, "total": 3}
    times = {"queued_at": queued, "run_at": queued}
    return add(db.session, Job(ref=new_token(), owner_id=owner, **row, **times, **given))


@alone
def test_work_is_shown_the_last_queued_first(session: Any) -> None:
    ended = {"ended_at": NOW, "outcome": "failed", "error": "ValueError"}
    work(None, NOW + SECOND, **ended)
    work(None, NOW, lease="van-een-werker", leased_until=NOW, started_at=NOW)
    found = overview.recent(9)
    assert found.total == 2
    first, last = found.rows
    assert (first.held, first.outcome, first.started_at, first.total) == (True, None, NOW, 3)
    assert (last.held, last.outcome, last.error) == (False, JobOutcome.FAILED, "ValueError")
    assert [one.held for one in overview.recent(1).rows] == [True]
    assert [one.held for one in overview.recent(1, 1).rows] == [False]


def test_work_is_found_by_who_asked_for_it(session: Any) -> None:
    ada, bob = person(session).id, person(session).id
    mine = work(ada, NOW, ended_at=NOW, outcome="done", message="klaar", file_name="a.csv")
    other = work(ada, NOW)
    found = overview.own(ada, mine.ref)
    assert found is not None
    assert (found.id, found.outcome, found.message) == (mine.id, JobOutcome.DONE, "klaar")
    waits = overview.own(ada, other.ref)
    assert waits is not None
    assert (waits.id, waits.outcome) == (other.id, None)
    assert overview.own(bob, mine.ref) is None
    assert overview.own(ada, "is-er-niet") is None


@alone
def test_the_box_counts_what_waits_what_was_given_up_and_what_nobody_knows(session: Any) -> None:
    for number, (attempts, error, sent) in enumerate(
        (
            (0, None, None),
            (1, None, None),
            (MOST_ATTEMPTS - 1, "TimeoutError", None),
            (MOST_ATTEMPTS, "TimeoutError", None),
            (MOST_ATTEMPTS, None, None),
            (MOST_ATTEMPTS, outbox.UNKNOWN, None),
            (1, None, NOW),
            (MOST_ATTEMPTS, outbox.UNKNOWN, NOW),
        )
    ):
        row = {"key": f"m{number}", "recipient": "a@b.example", "subject": "s", "body": "t"}
        times = {"created_at": NOW + number * SECOND, "next_try_at": NOW, "sent_at": sent}
        add(session, Mail(**row, **times, attempts=attempts, error=error))
    found = overview.outbox_counts()
    assert (found.waiting, found.given_up, found.unknown) == (3, 2, 1)
    assert found.oldest == NOW
    session.query(Mail).filter_by(key="m0").update({"sent_at": NOW})
    assert overview.outbox_counts().oldest == NOW + SECOND
