"""What is done each night: days of the past close, progress is counted once more, and what is over
is forgotten.
"""

from __future__ import annotations

from datetime import time, timedelta

from course import clock
from course.domain.messages.attempts import MADE_LASTS
from course.store.courses import releases
from course.store.dated import DeedMoment
from course.store.duties import summaries
from course.store.learning import recounting
from course.store.messages import jobs, made, outbox, workers
from course.store.messages.jobs import JobEnding
from course.store.people import last_days, renaming, waiting_lists
from course.store.proof import looking
from course.store.signing_in import accounts, browsers, throttles
from course.store.study_days import leading
from course.work.registry import job
from course.work.working import Work

AT_ONCE = 100  # enrolments in one transaction: few enough that nobody waits long
SCHOOLS_AT_ONCE = 50
WORK_LASTS = timedelta(days=90)  # that work was done


@job("close-study-days", daily_at=[time(0, 10)])
def close_study_days(work: Work) -> JobEnding:
    """Close what somebody left open yesterday, so that its votes lead to nobody."""
    work.writes()
    return JobEnding(message=str(leading.close_past(clock.now(), clock.today())))


@job("last-days", daily_at=[time(0, 0)])
def settle_last_days(work: Work) -> JobEnding:
    """Who worked somewhere until yesterday owes that school nothing more."""
    work.writes()
    return JobEnding(message=str(last_days.settle_ended(DeedMoment(clock.now()))))


@job("names-of-today", daily_at=[time(0, 5)])
def take_names_of_today(work: Work) -> JobEnding:
    """Who is called otherwise from today on is so on every page."""
    work.writes()
    return JobEnding(message=str(renaming.take_names_of_today(DeedMoment(clock.now()))))


@job("recount", daily_at=[time(3, 15)])
def recount(work: Work) -> JobEnding:
    """Look whether all progress follows from the answers, and derive anew what does not."""
    ids = sorted(recounting.enrolment_ids())
    last, differences = work.place.get("last", 0), work.place.get("differences", 0)
    left = [number for number in ids if number > last]
    for start in range(0, len(left), AT_ONCE):
        batch = left[start : start + AT_ONCE]
        work.writes()  # nobody answers meanwhile: what is compared belongs together
        drifted = sorted({one.enrolment_id for one in recounting.verify(batch, clock.today())})
        differences += len(drifted)
        recounting.rebuild(drifted, clock.now())
        done = len(ids) - len(left) + start + len(batch)
        work.keep(done, len(ids), last=batch[-1], differences=differences)
    return JobEnding(message=f"{differences} van {len(ids)}")


@job("summaries", daily_at=[time(3, 45)])
def count_schools(work: Work) -> JobEnding:
    """Count by school how far people were at the end of yesterday, for pages with many schools."""
    counted, last, day = work.done, work.place.get("last", 0), clock.today() - timedelta(days=1)
    courses = [course.slug for course in releases.published()]
    while schools := summaries.next_schools(last, SCHOOLS_AT_ONCE):
        found = {course: summaries.count(schools, course, day) for course in courses}
        work.writes()
        for course, counts in found.items():
            summaries.keep(course, day, counts, clock.now())
        counted, last = counted + len(schools), schools[-1]
        work.keep(counted, last=last)
    return JobEnding(message=str(counted))


@job("retention", daily_at=[time(4, 10)])
def forget(work: Work) -> None:
    """Forget browsers, links, waits, mail and work that are over."""
    now = clock.now()
    work.writes()
    browsers.tidy(now)
    accounts.tidy(now)
    throttles.tidy(now)
    outbox.tidy(now)
    waiting_lists.tidy(now)
    looking.forget(clock.today())
    made.forget(now - MADE_LASTS)
    jobs.forget(now - WORK_LASTS)
    workers.forget(now - WORK_LASTS)
