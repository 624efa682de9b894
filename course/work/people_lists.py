"""A long list of people, brought in by a worker after somebody saw what it would change."""

from __future__ import annotations

from course import clock
from course.domain.people.roles import Permission
from course.store.messages.jobs import JobEnding
from course.store.people import access, directory, roster
from course.web.admin.carrying_out import ready, told
from course.web.admin.list_desk import SentList, find
from course.work.registry import job
from course.work.working import RefusedError, Work

STEPS = 3  # read and compared, made ready, written: the last is one transaction
CHANGED = (
    "Er is intussen iets veranderd. Er is niets bewaard. Stuur de lijst opnieuw en kijk haar na."
)


@job("people-list")
def bring_in(work: Work) -> JobEnding:
    """Do what was shown, all of it or nothing."""
    sent = _sent(work)
    plan = sent.proposal.plan
    if plan.problems or plan.fingerprint != work.arguments["fingerprint"]:
        raise RefusedError(CHANGED)
    work.keep(1, STEPS)
    writing = ready(sent, work.arguments)
    work.keep(2, STEPS)
    work.writes()
    if not roster.apply(writing):
        raise RefusedError(CHANGED)
    return JobEnding(message=told(sent, writing).words, changes={"done": STEPS})


def _sent(work: Work) -> SentList:
    """The list, as long as who sent it may still bring it in."""
    today, asked = clock.today(), work.arguments
    actor = access.actor_of(work.owner_id, today) if work.owner_id else None
    school = None
    if actor is not None:
        school = directory.school_in_scope(actor, Permission.PEOPLE, asked["school"])
    if actor is None or school is None:
        raise RefusedError(CHANGED)
    sent = find(actor, school, asked["list"])
    if sent is None:
        raise RefusedError(CHANGED)
    return sent
