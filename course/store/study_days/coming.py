"""The trainings that stand in somebody's own calendar: those that take place, from today on."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from course.domain.people.roles import Actor
from course.models import Meeting, MeetingReply, db
from course.store import rows
from course.store.study_days.meetings import (
    MEETINGS,
    MeetingRow,
    at_own_places,
    is_last,
    open_for,
)


def coming_up(actor: Actor, today: date, limit: int) -> list[MeetingRow]:
    """The trainings at the actor's places from today on that take place, the first first."""
    return _taking_place(at_own_places(actor), today, limit)


def seated_at(person_id: int, today: date, limit: int) -> list[MeetingRow]:
    """Those of them for which somebody who may come has a seat."""
    own, earlier = aliased(MeetingReply), aliased(MeetingReply)
    ahead = (
        select(func.count(earlier.id))
        .where(earlier.meeting_id == Meeting.id, earlier.comes, is_last(earlier))
        .where(earlier.id < own.id)
        .correlate(Meeting, own)
        .scalar_subquery()
    )
    has_seat = select(own.id).where(
        own.meeting_id == Meeting.id,
        own.person_id == person_id,
        own.comes,
        is_last(own),
        ahead < Meeting.capacity,
    )
    theirs = and_(open_for(person_id, today), has_seat.correlate(Meeting).exists())
    return _taking_place(theirs, today, limit)


def _taking_place(whose: ColumnElement[bool], today: date, limit: int) -> list[MeetingRow]:
    query = MEETINGS.where(Meeting.day >= today, Meeting.cancelled_at.is_(None), whose)
    query = query.order_by(Meeting.day, Meeting.begins, Meeting.id).limit(limit)
    return rows.read(MeetingRow, db.session.execute(query))
