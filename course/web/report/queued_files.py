"""Work that makes a file for somebody is asked: once for the same file, and a few at a time."""

from __future__ import annotations

from collections.abc import Mapping

from course import clock
from course.domain.people.roles import Actor
from course.store import transaction
from course.store.messages import jobs, made, workers
from course.store.people import granting
from course.web.http import drawn
from course.web.report import file_words

PEOPLE, EVIDENCE = "people-file", "evidence-file"
JOBS = (PEOPLE, EVIDENCE)
MOST_OPEN = 3  # files that are being made for one person


class NotQueuedError(Exception):
    """Nothing is made; the message says why."""


def queue_file(job: str, actor: Actor, wanted: Mapping[str, str]) -> str:
    """The ref of the work: what is being made for somebody already is not made twice. Commits.

    Errors: NotQueuedError.
    """
    if not workers.one_lives(clock.now()):
        raise NotQueuedError(file_words.NO_WORKER)
    transaction.begin(may_write=True)
    granting.lock([actor.id])  # who asks in two windows asks one after the other
    now = clock.now()
    waiting = [one for one in made.asked_by(actor.id, JOBS, now) if one.ended_at is None]
    same = (one.ref for one in waiting if (one.kind, one.arguments) == (job, wanted))
    ref = next(same, None)
    if ref is None and len(waiting) >= MOST_OPEN:
        transaction.rollback()
        raise NotQueuedError(file_words.TOO_MANY)
    if ref is None:
        key = f"{job}:{wanted['soort']}:{drawn.token()}"
        jobs.queue(job, wanted, now, owner_id=actor.id, key=key)
        ref = made.ref_of(key)  # of the same press before, where its file was made meanwhile
    transaction.commit()
    assert ref is not None
    return ref
