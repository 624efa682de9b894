"""Seats that go to somebody else, for somebody leaves or comes after all: both hear so by mail."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import select

from course.models import Meeting, MeetingReply, db
from course.store.dated import batches
from course.store.messages import jobs
from course.store.study_days import attending, meetings
from course.store.study_days.meetings import MeetingRow

NEWS = "meeting-news"
Seated = Mapping[str, Collection[int]]  # by ref of a training


def held(people: Collection[int], today: date) -> Seated:
    """Who has a seat at the trainings to which these people said to come, from today on."""
    refs: set[str] = set()
    for batch in batches(sorted(people)):
        query = select(Meeting.ref).join(MeetingReply, MeetingReply.meeting_id == Meeting.id)
        said = query.where(MeetingReply.person_id.in_(batch), MeetingReply.comes)
        refs |= set(
            db.session.scalars(said.where(Meeting.day >= today, Meeting.cancelled_at.is_(None)))
        )
    if refs:  # one answer at a time, so that two people never get the last seat
        rows = select(Meeting.id).where(Meeting.ref.in_(refs)).order_by(Meeting.id)
        db.session.execute(rows.with_for_update())
    return {ref: attending.seated(meetings.by_ref(ref)) for ref in sorted(refs)}


def tell_moved(before: Seated, now: datetime) -> None:
    """Of each of these trainings: who has a seat by now, and who has one no more, gets a mail."""
    for ref, had in before.items():
        tell(meetings.by_ref(ref), had, now)


def tell(
    meeting: MeetingRow, before: Collection[int], now: datetime, sees: int | None = None
) -> int:
    """Of people who come: who has a seat now and had none `before`, and who waits again, gets a
    mail that says so. Returns how many.

    `sees`: who reads it on their screen at this moment, and gets none.
    """
    order = attending.in_order(meeting.id)
    seated, waiting = order[: meeting.capacity], order[meeting.capacity :]
    moved = {
        "seat": [one for one in seated if one not in before and one != sees],
        "waiting": [one for one in waiting if one in before and one != sees],
    }
    for news, people in moved.items():
        if people:
            jobs.queue(NEWS, {"meeting": meeting.ref, "news": news, "people": people}, now)
    return sum(map(len, moved.values()))
