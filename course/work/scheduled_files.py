"""Lists that come every week or month: each morning it is looked whose day it is, and whether they
may still see such a list. Who may not has it ended, and no mail. What could not be made is told; so
is it that the school of a list went up in another, which ends it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from course import clock
from course.domain.messages.attempts import JobOutcome
from course.domain.messages.schedules import (
    EndedBy,
    due,
    gone_by,
    had_no_day,
    last_monday,
    next_after,
)
from course.domain.people.roles import Permission
from course.store.duties.mail_days import days_off
from course.store.duties.overview import MOST, BesideFilter, schools_asked
from course.store.duties.schools_then import schools_called
from course.store.messages import jobs, outbox, schedules
from course.store.messages.jobs import JobEnding
from course.store.messages.outbox import Outgoing
from course.store.messages.reminders import SENT
from course.store.messages.schedules import DAY_OFF, FAILED, KEYS, MISSED, UNREACHED, OpenSchedule
from course.store.people import access, merged
from course.web.report import file_words
from course.web.report.called_lists import called_lists
from course.web.report.list_mail import ListLetter, failed_letter, list_letter
from course.web.report.queued_files import PEOPLE
from course.work.making_files import GoneError, NoRightError, make_wanted
from course.work.registry import job
from course.work.working import RefusedError, Work

AT_ONCE = 50  # in one transaction
TELL = "list-failed"
_BROKEN = (JobOutcome.FAILED, JobOutcome.REFUSED)


@job("scheduled-files", daily_at=[time(6, 30), time(12, 30)])
def plan_files(work: Work) -> JobEnding:
    """Queue what is due today and the mail about what broke off, and end what its maker may see no
    more.
    """
    last, queued = work.place.get("last", 0), work.done
    while found := schedules.open_after(last, AT_ONCE):
        work.writes()
        for one in found:
            if schools := _seen(one.person_id, one.asked):
                queued += _queue(one, schools)
            else:
                schedules.end(one.ref, EndedBy.RIGHT, clock.now())
        last = found[-1].id
        work.keep(queued, last=last)
    return JobEnding(message=str(queued))


@job(PEOPLE)
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
    except RefusedError as error:
        work.writes()
        _queue_telling(schedule, day, str(error))
        return JobEnding(JobOutcome.REFUSED, message=str(error))


@job(TELL)
def tell_failure(work: Work) -> None:
    """Tell who wants a list that it was not made, once, while they may see such a list. One that
    `ends` comes no more.
    """
    schedule = schedules.one(work.arguments["schedule"])
    if schedule is None or not _seen(schedule.person_id, schedule.asked, 1):
        return
    day, now = date.fromisoformat(work.arguments["day"]), clock.now()
    to = schedules.addressee(schedule.person_id)
    actor = access.actor_of(schedule.person_id, clock.today())
    if to is None or actor is None:
        return
    about = called_lists(actor, [schedule.asked])(schedule.asked)
    why, ends = work.arguments["why"], work.arguments.get("ends", False)
    again_on = None if ends else next_after(schedule.every, clock.day_of(now))
    asked = work.config, schedule, to.name, about
    letter = failed_letter(*asked, day=day, why=why, again_on=again_on)
    work.writes()
    outcome = FAILED
    if ends:
        outcome = EndedBy.GONE.value
        if not schedules.end(schedule.ref, EndedBy.GONE, now, person_id=schedule.person_id):
            return  # it went to another account meanwhile, for whom the next round looks again
    key = schedules.write(schedule.id, day, outcome, now)
    if key is not None and not to.unreached:
        _queue_mail(f"{key}:failed", to.email, letter, now)


def _queue(one: OpenSchedule, schools: list[int]) -> bool:
    """The list of the last Monday, when it is due; or the mail that it broke off, or comes no more.
    Of Mondays that went by without one the ledger says why.
    """
    since, today = max(clock.day_of(one.made_at), one.last_day or date.min), clock.today()
    monday = last_monday(one.every, today)
    if monday <= since:
        return False
    is_off = days_off(one.person_id, schools, today)
    for before in gone_by(one.every, since, today):
        _note_missed(one, before, is_off)
    if is_off(today):
        return False
    if jobs.outcome_of(_key(one, monday)) in _BROKEN:
        _queue_telling(one, monday, file_words.WENT_WRONG)
        return False
    day = due(one.every, since, today, is_off)
    if day is None:
        return False
    if why := _why_nobody(one):
        _queue_telling(one, day, why, ends=True)
        return False
    wanted = {**one.asked, "schedule": one.ref, "day": day.isoformat()}
    key = _key(one, day)
    return jobs.queue(PEOPLE, wanted, clock.now(), owner_id=one.person_id, key=key) is not None


def _note_missed(one: OpenSchedule, monday: date, is_off: Callable[[date], bool]) -> None:
    """A Monday for which nothing was made."""
    key = _key(one, monday)
    if jobs.unknown([key]):
        why = MISSED
        if had_no_day(one.every, monday, is_off):
            why = DAY_OFF
        schedules.write(one.id, monday, why, clock.now())
    elif jobs.outcome_of(key) in _BROKEN:
        _queue_telling(one, monday, file_words.WENT_WRONG)


def _key(one: OpenSchedule, day: date) -> str:
    return f"{KEYS}{one.id}:{day.isoformat()}"


def _why_nobody(one: OpenSchedule) -> str:
    """Why nobody is in the list of one school any more: it went up in another. Empty: it did
    not.
    """
    code, today = one.asked["school"], clock.today()
    into = merged.school_after(code, today) if code else ""
    actor = access.actor_of(one.person_id, today) if into else None
    if actor is None:
        return ""
    called = schools_called(actor, {code, into})
    return file_words.school_went_up(called.get(code, code), called.get(into, ""))


def _queue_telling(one: OpenSchedule, day: date, why: str, *, ends: bool = False) -> None:
    wanted = {"schedule": one.ref, "day": day.isoformat(), "why": why, "ends": ends}
    jobs.queue(TELL, wanted, clock.now(), key=f"{TELL}:{one.id}:{day.isoformat()}")


def _seen(person_id: int, asked: Mapping[str, Any], most: int = MOST) -> list[int]:
    """The schools of this list of which somebody may see the report today, the first by name."""
    today = clock.today()
    actor = access.actor_of(person_id, today)
    if actor is None or not actor.may(Permission.SCHOOL_REPORT):
        return []
    wanted = BesideFilter(school=asked["school"], board=asked["bestuur"])
    return schools_asked(actor, wanted, today, most)


def _made_and_told(work: Work, schedule: OpenSchedule, day: date) -> JobEnding:
    """The file, the line in the ledger and the mail, all of it or nothing."""
    now, to = clock.now(), schedules.addressee(schedule.person_id)
    actor = access.actor_of(schedule.person_id, clock.today())
    if to is None or actor is None or not _seen(schedule.person_id, schedule.asked, 1):
        raise NoRightError(file_words.NO_RIGHT)
    about = called_lists(actor, [schedule.asked])(schedule.asked)
    letter = list_letter(work.config, schedule, to.name, about, job=work.taken.ref, now=now)
    ending = make_wanted(work)  # from here on it writes
    if schedules.one(schedule.ref) is None:  # ended while it was made
        return ending
    if to.unreached:
        schedules.write(schedule.id, day, UNREACHED, now)
        return ending
    key = schedules.write(schedule.id, day, SENT, now)
    if key is not None:
        _queue_mail(key, to.email, letter, now)
    return ending


def _queue_mail(key: str, address: str, letter: ListLetter, now: datetime) -> None:
    text = letter.text
    mail = Outgoing(key, address, text.subject, text.body, text.html, letter.stop_url)
    outbox.queue_all([mail], now)


def _ended(work: Work, schedule: OpenSchedule, day: date, by: EndedBy, words: str) -> JobEnding:
    """It comes no more, and the ledger says why there was no mail; unless it went to another
    account meanwhile, for whom the next round looks again.
    """
    work.writes()
    now = clock.now()
    if schedules.end(schedule.ref, by, now, person_id=schedule.person_id):
        schedules.write(schedule.id, day, by.value, now)
    return JobEnding(JobOutcome.REFUSED, message=words)
