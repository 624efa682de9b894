"""Work that waits: written down with the deed, taken by one, and kept by who holds it only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from course import clock
from course.domain.messages.attempts import LEASE, MOST_ATTEMPTS, WAITS, JobOutcome
from course.domain.signing_in.instants import SKEW
from course.models import Job, JobPiece
from course.store import transaction
from course.store.messages import job_files, jobs, made
from course.store.messages.jobs import JobEnding, LeaseLostError, TakenJob

KINDS = ["sum"]
NOW = clock.now()


def queue(key: str | None = None, **options: Any) -> str | None:
    return jobs.queue("sum", {"of": [1, 2]}, NOW, key=key, **options)


def claim(now: datetime = NOW) -> TakenJob:
    taken = jobs.claim(KINDS, now)
    assert taken is not None
    transaction.commit()
    return taken


def test_work_is_queued_once_per_key(session: Any) -> None:
    assert queue("a")
    assert queue("a") is None
    assert queue()
    assert queue()
    assert session.query(Job).count() == 3
    assert jobs.unknown(["a", "b"]) == {"b"}


def test_what_is_not_committed_is_nobodys_work(session: Any) -> None:
    queue()
    transaction.rollback()
    assert not jobs.is_due(KINDS, NOW)
    assert jobs.claim(KINDS, NOW) is None
    assert session.query(Job).count() == 0


@pytest.mark.usefixtures("session")
def test_one_worker_has_it_and_the_next_gets_the_next() -> None:
    first, second = queue(), queue()
    assert [claim().ref, claim().ref] == [first, second]
    assert jobs.claim(KINDS, NOW) is None


@pytest.mark.usefixtures("session")
def test_only_kinds_that_are_known_here_are_taken_and_not_before_their_time() -> None:
    queue(run_at=NOW + timedelta(hours=1))
    jobs.queue("other", {}, NOW)
    assert not jobs.is_due(KINDS, NOW)
    assert jobs.is_due(["other"], NOW)
    assert jobs.is_due(KINDS, NOW + timedelta(hours=1))


def test_who_lost_the_lease_keeps_nothing(session: Any) -> None:
    queue()
    slow = claim()
    quick = claim(NOW + LEASE)
    assert quick.id == slow.id
    assert quick.attempts == 2
    for write in (
        lambda: jobs.keep(slow, NOW, done=1, total=2, place={}),
        lambda: jobs.end(slow, JobEnding(), NOW),
    ):
        with pytest.raises(LeaseLostError):
            write()
        transaction.rollback()
    assert not jobs.renew(slow, NOW)
    jobs.put_back(slow, NOW)
    jobs.keep(quick, NOW + LEASE, done=1, total=2, place={"row": 7})
    transaction.commit()
    row = session.query(Job).one()
    assert (row.done, row.total, row.place, row.lease) == (1, 2, {"row": 7}, quick.lease)


@pytest.mark.usefixtures("session")
def test_who_gives_a_sign_of_life_keeps_its_work() -> None:
    queue()
    taken = claim()
    assert jobs.renew(taken, NOW + LEASE / 2)
    transaction.commit()
    assert jobs.claim(KINDS, NOW + LEASE) is None
    assert jobs.claim(KINDS, NOW + LEASE * 1.5) is not None


def test_a_lease_of_a_clock_that_ran_ahead_holds_nobody(session: Any) -> None:
    queue()
    claim(NOW + timedelta(days=300))
    assert jobs.claim(KINDS, NOW) is not None
    assert session.query(Job).one().attempts == 2


def test_what_goes_wrong_is_tried_again_later_and_ends(session: Any) -> None:
    queue()
    now = NOW
    for wait in WAITS:
        assert jobs.went_wrong(claim(now), "ValueError", now) is None
        transaction.commit()
        assert not jobs.is_due(KINDS, now + wait - timedelta(seconds=1))
        now += wait
    assert jobs.went_wrong(claim(now), "ValueError", now) is JobOutcome.FAILED
    transaction.commit()
    row = session.query(Job).one()
    assert (row.outcome, row.error, row.ended_at) == ("failed", "ValueError", now)
    assert not jobs.is_due(KINDS, now + timedelta(days=1))


def test_work_that_kills_its_worker_ends_as_well(session: Any) -> None:
    queue()
    now = NOW
    for _ in range(MOST_ATTEMPTS):
        claim(now)
        assert jobs.end_what_kills(now) == 0
        now += LEASE
    assert jobs.claim(KINDS, now) is None
    assert jobs.end_what_kills(now) == 1
    transaction.commit()
    row = session.query(Job).one()
    assert (row.outcome, row.error) == ("failed", "worker died")


@pytest.mark.usefixtures("session")
def test_progress_makes_earlier_attempts_forgotten() -> None:
    queue()
    now = NOW
    for _ in range(MOST_ATTEMPTS * 2):
        taken = claim(now)
        jobs.keep(taken, now, done=taken.done + 1, total=None, place={})
        transaction.commit()
        now += LEASE
    last = claim(now)
    assert (last.done, last.attempts) == (MOST_ATTEMPTS * 2, 2)


@pytest.mark.usefixtures("session")
def test_what_a_worker_puts_back_another_takes_at_once() -> None:
    queue()
    taken = claim()
    jobs.put_back(taken, NOW)
    transaction.commit()
    assert claim().attempts == 1


@pytest.mark.parametrize("size", [0, 1, job_files.PIECE, job_files.PIECE * 2 + 5])
@pytest.mark.usefixtures("session")
def test_a_file_comes_back_byte_for_byte(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    job_files.give(str(queue()), [content[:1000], content[1000:]])
    taken = claim()
    assert b"".join(job_files.given(taken)) == content
    assert list(job_files.made(taken.id)) == []
    job_files.make(taken, [b"old " * 100])
    job_files.make(taken, [content])
    assert b"".join(job_files.made(taken.id)) == content
    assert b"".join(job_files.given(taken)) == content, "what it was given stays"


def test_old_work_goes_with_its_files(session: Any) -> None:
    job_files.give(str(queue()), [b"x"])
    queue("waits")
    jobs.end(claim(), JobEnding(message="klaar"), NOW)
    jobs.forget(NOW - timedelta(seconds=1))
    assert session.query(Job).count() == 2
    jobs.forget(NOW)
    transaction.commit()
    assert [row.key for row in session.query(Job)] == ["waits"]
    assert session.query(JobPiece).count() == 0


def test_files_that_were_made_go_before_the_work_does(session: Any) -> None:
    """What work was given stays with it, and so does what was made later."""
    found = {}
    for key, ended in (("oud", NOW), ("nieuw", NOW + timedelta(seconds=1)), ("open", None)):
        job_files.give(str(queue(key)), [b"gegeven"])
        taken = claim()
        job_files.make(taken, [b"gemaakt"])
        if ended is not None:
            jobs.end(taken, JobEnding(), ended)
        found[key] = taken
    made.forget(NOW)
    files = {
        key: (list(job_files.given(one)), list(job_files.made(one.id)))
        for key, one in found.items()
    }
    assert files == {
        "oud": ([b"gegeven"], []),
        "nieuw": ([b"gegeven"], [b"gemaakt"]),
        "open": ([b"gegeven"], [b"gemaakt"]),
    }
    assert made.ref_of("oud") == found["oud"].ref
    assert made.ref_of("nooit") is None


@pytest.mark.usefixtures("session")
def test_how_work_ended_is_known_by_its_key() -> None:
    for key in ("klaar", "mis", "wacht"):
        queue(key)
    jobs.end(claim(), JobEnding(), NOW)
    jobs.end(claim(), JobEnding(JobOutcome.FAILED), NOW)
    found = [jobs.outcome_of(key) for key in ("klaar", "mis", "wacht", "nooit")]
    assert found == [JobOutcome.DONE, JobOutcome.FAILED, None, None]


@pytest.mark.usefixtures("session")
def test_who_keeps_what_it_did_has_the_work_for_as_long_again() -> None:
    queue()
    taken = claim()
    jobs.keep(taken, NOW + LEASE / 2, done=1, total=2, place={})
    transaction.commit()
    assert not jobs.is_due(KINDS, NOW + LEASE)
    assert jobs.is_due(KINDS, NOW + LEASE * 1.5)


@pytest.mark.usefixtures("session")
def test_what_waits_longer_than_anything_is_planned_was_written_by_a_clock_that_ran_ahead() -> None:
    queue(run_at=NOW + jobs.LONGEST_WAIT)
    assert not jobs.is_due(KINDS, NOW)
    assert jobs.is_due(KINDS, NOW - timedelta(seconds=1))


def test_it_began_when_it_was_taken_first(session: Any) -> None:
    queue()
    claim()
    claim(NOW + LEASE)
    assert session.query(Job).one().started_at == NOW


@pytest.mark.usefixtures("session")
def test_what_is_put_back_waits_behind_what_waited_longer() -> None:
    later = NOW + timedelta(hours=1)
    first, second = queue(), queue()
    jobs.put_back(claim(later), later)
    transaction.commit()
    assert [claim(later).ref, claim(later).ref] == [second, first]


@pytest.mark.usefixtures("session")
def test_a_lease_that_is_longer_than_clocks_differ_holds_nobody() -> None:
    queue()
    claim(NOW)
    assert not jobs.is_due(KINDS, NOW - SKEW)
    assert jobs.is_due(KINDS, NOW - SKEW - timedelta(seconds=1))


@pytest.mark.usefixtures("session")
def test_who_lost_the_work_or_ended_it_gives_no_sign_of_life() -> None:
    queue()
    taken = claim()
    jobs.end(taken, JobEnding(), NOW)
    transaction.commit()
    assert not jobs.renew(taken, NOW)
    with pytest.raises(LeaseLostError):
        jobs.end(taken, JobEnding(JobOutcome.FAILED), NOW)


def test_of_an_error_the_first_words_are_kept(session: Any) -> None:
    queue()
    now, long = NOW, "x" * 201
    for _ in range(MOST_ATTEMPTS):
        jobs.went_wrong(claim(now), long, now)
        transaction.commit()
        assert session.query(Job).one().error == "x" * 200
        now += WAITS[-1]
    assert session.query(Job).one().outcome == "failed"


def test_what_the_owner_finds_when_it_is_over(session: Any) -> None:
    queue()
    ending = JobEnding(
        message="klaar", file_name="a.csv", file_type="text/csv", changes={"done": 7, "total": 9}
    )
    jobs.end(claim(), ending, NOW)
    transaction.commit()
    row = session.query(Job).one()
    assert (row.outcome, row.message, row.error) == ("done", "klaar", None)
    assert (row.file_name, row.file_type, row.done, row.total) == ("a.csv", "text/csv", 7, 9)
    assert (row.ended_at, row.lease, row.leased_until) == (NOW, None, None)


@pytest.mark.usefixtures("session")
def test_files_of_work_are_apart_and_read_in_order() -> None:
    for content in (b"a", b"b"):
        job_files.give(str(queue()), [content * job_files.PIECE, content.upper()])
    taken = [claim(), claim()]
    for one in taken:
        job_files.make(one, [str(one.id).encode()])
    given = [list(job_files.given(one)) for one in taken]
    assert [[piece[:1] for piece in pieces] for pieces in given] == [[b"a", b"A"], [b"b", b"B"]]
    assert [list(job_files.made(one.id)) for one in taken] == [
        [str(one.id).encode()] for one in taken
    ]
