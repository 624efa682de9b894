"""Seats that come free because somebody leaves: who waited for one hears so by mail."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import select

from course.models import Meeting, MeetingReply, db
from course.store.dated import batches
from course.store.messages import jobs
from course.store.study_days import attending, meetings

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


def tell_freed(before: Seated, now: datetime) -> None:
    """Who has a seat now and had none before gets a mail that says so."""
    for ref, had in before.items():
        new = [one for one in attending.seated(meetings.by_ref(ref)) if one not in had]
        if new:
            jobs.queue(NEWS, {"meeting": ref, "news": "seat", "people": new}, now)
