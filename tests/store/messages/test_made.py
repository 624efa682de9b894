"""Files that work made: who asked for one finds it, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from course import clock
from course.domain.messages.attempts import JobOutcome
from course.models import db
from course.store.messages import jobs, made
from course.store.messages.jobs import JobEnding, TakenJob
from course.store.messages.made import AskedFile, MadeFile
from tests.builders import person

NOW = clock.now()
SECOND = timedelta(seconds=1)


def asked(owner: int, kind: str = "lijst", **arguments: str) -> str:
    ref = jobs.queue(kind, arguments, NOW, owner_id=owner)
    assert ref is not None
    return ref


def take(kind: str = "lijst") -> TakenJob:
    taken = jobs.claim([kind], NOW)
    assert taken is not None
    return taken


def test_a_file_is_known_to_who_asked_for_it(session: Any) -> None:
    ada, bob = person(session).id, person(session).id
    mine, other = asked(ada, code="eik"), asked(ada, code="linde")
    jobs.keep(take(), NOW, done=1, total=2, place={"rijen": 7})
    assert made.of(ada, mine) == MadeFile("lijst", ada, {"code": "eik"}, {"rijen": 7})
    assert made.of(ada, other) == MadeFile("lijst", ada, {"code": "linde"}, {})
    assert made.of(bob, mine) is None
    assert made.of(ada, "is-er-niet") is None


def test_a_list_has_what_is_not_over_and_what_ended_lately_the_newest_first(session: Any) -> None:
    ada, bob = person(session).id, person(session).id
    old, new = asked(ada), asked(ada)
    jobs.end(take(), JobEnding(), NOW)
    jobs.end(take(), JobEnding(JobOutcome.FAILED), NOW + SECOND)
    waits, bundle = asked(ada), asked(ada, "bundel")
    asked(ada, "anders")
    asked(bob)
    kinds = ["lijst", "bundel"]
    assert [one.ref for one in made.asked_by(ada, kinds, NOW)] == [bundle, waits, new]
    assert [one.ref for one in made.asked_by(ada, kinds, NOW - SECOND)][-1] == old
    assert [one.ref for one in made.asked_by(ada, ["bundel"], NOW)] == [bundle]
    assert list(made.asked_by(ada, kinds, NOW))[-1] == AskedFile(
        new, "lijst", {}, NOW, NOW + SECOND, JobOutcome.FAILED
    )
    db.session.rollback()
    assert made.asked_by(ada, kinds, NOW) == []
