"""Reminders: each school hour, to whoever learned last at that hour or has no hour of their own."""

from __future__ import annotations

from datetime import datetime, time

from course import clock
from course.domain.duties import reminders as rule
from course.store.duties import reminding
from course.store.messages.jobs import JobEnding
from course.web.train.telling import judge, prepare, tell, titles_now
from course.work.registry import job
from course.work.working import Work

AT_ONCE = 100  # people in one transaction
HOURS = tuple(time(hour) for hour in range(rule.FIRST_HOUR, rule.LAST_HOUR + 1))


@job("reminders", daily_at=HOURS)
def remind(work: Work) -> JobEnding:
    """Write to whoever should hear something now; what is not said is in the ledger, with why."""
    sent, last = work.place.get("sent", 0), work.place.get("last", 0)
    local = clock.now().astimezone(clock.AMSTERDAM)
    while local.hour <= rule.LAST_HOUR and (people := reminding.people_after(last, AT_ONCE)):
        titles, today = titles_now(), local.date()
        ready = {}
        for person in reminding.facts(people, today):
            if rule.hour_for(_local(person.learned_at)) <= local.hour:
                found = judge(work.config, person, today)
                ready[person.id] = prepare(person, found, work.config, titles)
        work.writes()
        reminding.lock(ready)
        for person in reminding.facts(ready, today):
            found = judge(work.config, person, today)
            sent += tell(person, found, ready[person.id], work.config)
        last = people[-1]
        work.keep(work.done + len(people), sent=sent, last=last)
    return JobEnding(message=str(sent))


def _local(instant: datetime | None) -> time | None:
    return None if instant is None else instant.astimezone(clock.AMSTERDAM).time()
