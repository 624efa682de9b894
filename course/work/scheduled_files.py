"""Lists that come every week or month: each morning it is looked whose day it is, and whether they
may still see such a list. Who may not has it ended, and no mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from course import clock
from course.domain.messages.attempts import JobOutcome
from course.domain.messages.schedules import EndedBy, due
from course.domain.people.roles import Permission
from course.store.duties.overview import BesideFilter, asked_schools
from course.store.messages import jobs, outbox, schedules
from course.store.messages.jobs import JobEnding
from course.store.messages.outbox import Outgoing
from course.store.messages.reminders import SENT
from course.store.messages.schedules import UNREACHED, OpenSchedule
from course.store.people import access
from course.web.report import file_words
from course.web.report.beside_files import JOB
from course.web.report.called_lists import called_lists
from course.web.report.list_mail import list_letter
from course.work.making_files import GoneError, NoRightError, make_wanted
from course.work.registry import job
from course.work.working import Work

AT_ONCE = 50  # in one transaction


@job("scheduled-files", daily_at=[time(6, 30)])
def plan_files(work: Work) -> JobEnding:
    """Queue what is due today, and end what its maker may see no more."""
    last, queued = work.place.get("last", 0), work.done
    while found := schedules.open_after(last, AT_ONCE):
        work.writes()
        for one in found:
            if _may_see(one.person_id, one.asked):
                queued += _queue(one)
            else:
                schedules.end(one.ref, EndedBy.RIGHT, clock.now())
        last = found[-1].id
        work.keep(queued, last=last)
    return JobEnding(message=str(queued))


@job(JOB)
def make_file(work: Work) -> JobEnding:
    """A list that somebody asked for once, or one of those that come again."""
    ref = work.arguments.get("schedule")
    if ref is None:
        return make_wanted(work)
    schedule = schedules.one(ref)
    if schedule is None:
        return JobEnding(JobOutcome.REFUSED, message=file_words.ENDED)
    day = date.fromisoformat(work.arguments["day"])
    try:
        return _made_and_told(work, schedule, day)
    except NoRightError as error:
        return _ended(work, schedule, day, EndedBy.RIGHT, str(error))
    except GoneError as error:
        return _ended(work, schedule, day, EndedBy.GONE, str(error))


def _queue(one: OpenSchedule) -> bool:
    """The list for this Monday, when it is due."""
    since = max(clock.day_of(one.made_at), one.last_day or date.min)
    day = due(one.every, since, clock.today())
    if day is None:
        return False
    wanted = {**one.asked, "schedule": one.ref, "day": day.isoformat()}
    key = f"list:{one.id}:{day.isoformat()}"
    return jobs.queue(JOB, wanted, clock.now(), owner_id=one.person_id, key=key) is not None


def _may_see(person_id: int, asked: Mapping[str, Any]) -> bool:
    """Whether somebody may see the report of one of the schools today."""
    actor = access.actor_of(person_id, clock.today())
    if actor is None or not actor.may(Permission.SCHOOL_REPORT):
        return False
    return bool(
        asked_schools(actor, BesideFilter(school=asked["school"], board=asked["bestuur"]), 1)
    )


def _made_and_told(work: Work, schedule: OpenSchedule, day: date) -> JobEnding:
    """The file, the line in the ledger and the mail, all of it or nothing."""
    now, to = clock.now(), schedules.addressee(schedule.person_id)
    actor = access.actor_of(schedule.person_id, clock.today())
    if to is None or actor is None or not _may_see(schedule.person_id, schedule.asked):
        raise NoRightError(file_words.NO_RIGHT)
    about = called_lists(actor, [schedule.asked])(schedule.asked)
    letter = list_letter(work.config, schedule, to.name, about, job=work.taken.ref, now=now)
    ending = make_wanted(work)  # from here on it writes
    if schedules.one(schedule.ref) is None:  # ended while it was made
        return ending
    key = schedules.write(schedule.id, day, UNREACHED if to.unreached else SENT, now)
    if key is not None and not to.unreached:
        url = letter.stop_url
        mail = Outgoing(key, to.email, letter.text.subject, letter.text.body, letter.text.html, url)
        outbox.queue_all([mail], now)
    return ending


def _ended(work: Work, schedule: OpenSchedule, day: date, by: EndedBy, words: str) -> JobEnding:
    """It comes no more, and the ledger says why there was no mail."""
    work.writes()
    now = clock.now()
    schedules.end(schedule.ref, by, now)
    schedules.write(schedule.id, day, by.value, now)
    return JobEnding(JobOutcome.REFUSED, message=words)
