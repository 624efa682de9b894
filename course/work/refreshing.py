"""Refreshers: each school day once, to who did a course and has something due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from course import clock
from course.domain.duties import reminders as rule
from course.store.duties import reminding
from course.store.learning import knowledge
from course.store.learning.knowledge import Knowledge
from course.store.messages import refreshers
from course.store.messages.jobs import JobEnding
from course.web.learn.refresher_mail import prepare, send
from course.work.registry import job
from course.work.working import Work

AT_ONCE = 100  # people in one transaction


@job("refreshers", daily_at=[time(rule.USUAL_HOUR, 30)])
def refresh(work: Work) -> JobEnding:
    """Send what is due; what is not sent is in the ledger, with why."""
    if not work.config.refreshers:
        return JobEnding(message="0")
    sent, last = work.place.get("sent", 0), work.place.get("last", 0)
    local = clock.now().astimezone(clock.AMSTERDAM)
    today = local.date()
    while local.hour <= rule.LAST_HOUR:
        people = refreshers.people_after(last, today, AT_ONCE)
        if not people:
            break
        found, known = refreshers.facts(people, today), _known(people)
        ready = [prepare(one, found.get(one), known.get(one, ()), today) for one in people]
        work.writes()
        reminding.lock(people)
        now = refreshers.facts(people, today)
        for one in ready:
            sent += send(one, now.get(one.person_id), work.config, today)
        last = people[-1]
        work.keep(work.done + len(people), sent=sent, last=last)
    return JobEnding(message=str(sent))


def _known(people: Sequence[int]) -> dict[int, tuple[Knowledge, ...]]:
    """By person what they know of each course that they did."""
    found: dict[int, tuple[Knowledge, ...]] = {}
    for (person_id, _course), one in sorted(knowledge.of_people(people).items()):
        found[person_id] = (*found.get(person_id, ()), one)
    return found
