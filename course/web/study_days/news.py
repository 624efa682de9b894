"""Who hears by mail about a training as a whole: it changed, or it is cancelled.

A worker writes the mails: nobody waits for that while others wait to write.
"""

from __future__ import annotations

from course import clock
from course.store.messages import jobs
from course.store.study_days import attending
from course.store.study_days.meetings import MeetingRow
from course.store.study_days.seats import NEWS


def tell_all(meeting: MeetingRow, news: str) -> int:
    """Everybody who said to come and still works there; returns how many."""
    found = attending.coming_people(meeting, clock.today())
    people = [one.id for one in found if one.comes and one.school]
    if people:
        asked = {"meeting": meeting.ref, "news": news, "people": people}
        jobs.queue(NEWS, asked, clock.now())
    return len(people)
