"""Who hears by mail about a training: it changed, it is cancelled, or there is a seat for them.

A worker writes the mails: nobody waits for that while others wait to write.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from course import clock
from course.store.messages import jobs
from course.store.study_days import attending
from course.store.study_days.meetings import MeetingRow
from course.store.study_days.seats import NEWS


def tell_all(meeting: MeetingRow, news: str) -> int:
    """Everybody who said to come and still works there; returns how many."""
    people = attending.coming_people(meeting, clock.today())
    return _tell([one.id for one in people if one.comes and one.school], meeting, news)


def tell_seated(meeting: MeetingRow, before: Collection[int]) -> int:
    """Who has a seat now, waited for one before and still works there; returns how many."""
    new = set(attending.seated(meeting)) - set(before)
    people = attending.coming_people(meeting, clock.today())
    return _tell([one.id for one in people if one.id in new and one.school], meeting, "seat")


def _tell(people: Sequence[int], meeting: MeetingRow, news: str) -> int:
    if people:
        asked = {"meeting": meeting.ref, "news": news, "people": list(people)}
        jobs.queue(NEWS, asked, clock.now())
    return len(people)
