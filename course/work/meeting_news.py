"""Mail to who comes to a training: it changed, it is cancelled, a seat is theirs or no longer."""

from __future__ import annotations

from course import clock
from course.domain.study_days import SeatState, seat_of
from course.letters.composing import compose
from course.letters.meeting_news.letter import MeetingNews
from course.store.messages import outbox
from course.store.messages.jobs import JobEnding
from course.store.study_days import attending, meetings
from course.store.study_days.attending import Attendee
from course.store.study_days.meetings import MeetingRow
from course.store.study_days.seats import NEWS
from course.web.study_days.meeting_words import when
from course.work.registry import job
from course.work.working import Work


@job(NEWS)
def tell_the_news(work: Work) -> JobEnding:
    """One mail to each who still works there, once, with the training as it is now.

    What is otherwise by now is told to nobody: the news after this one says how it is.
    """
    asked, now = work.arguments, clock.now()
    meeting = meetings.by_ref(asked["meeting"])
    link = f"{work.config.base_url}/bijeenkomsten/{meeting.ref}"
    said = (asked["news"], meeting.title, when(meeting), meeting.place, link)
    letters = []
    for one in attending.coming_people(meeting, clock.today()):
        if one.id in asked["people"] and one.school and _is_so(asked["news"], one, meeting):
            letters.append((one, compose(MeetingNews(work.config.brand, one.name, *said))))
    work.writes()
    for one, letter in letters:
        key = f"meeting:{work.taken.ref}:{one.id}"
        outbox.queue(key, one.email, letter.subject, letter.body, now)
    return JobEnding(message=str(len(letters)))


def _is_so(news: str, one: Attendee, meeting: MeetingRow) -> bool:
    """Whether this is still the news for somebody."""
    if meeting.cancelled_at is not None:
        return news == "cancelled"
    told = {"seat": SeatState.SEAT, "waiting": SeatState.WAITING}.get(news)
    return told is None or told is seat_of(one.comes, one.before, meeting.capacity)
