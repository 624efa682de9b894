"""The trainings on a day where somebody was, for that person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from course.models import Board, Meeting, MeetingPresence, Person, School, db
from course.store import rows
from course.store.people.belonging import same_person


@dataclass(frozen=True)
class AttendedMeeting:
    """A training where somebody was. `by_trainer`: the trainer said so; else they had the code."""

    title: str
    whose: str  # the name of the school or the board
    day: date
    begins: str
    ends: str
    trainer: str
    by_trainer: bool


def of_person(person_id: int) -> list[AttendedMeeting]:
    """Every training where somebody was, the newest first."""
    found = db.session.execute(
        select(
            Meeting.title,
            func.coalesce(School.name, Board.name).label("whose"),
            Meeting.day,
            Meeting.begins,
            Meeting.ends,
            Person.name.label("trainer"),
            MeetingPresence.noted_by.is_not(None).label("by_trainer"),
        )
        .select_from(MeetingPresence)
        .join(Meeting, Meeting.id == MeetingPresence.meeting_id)
        .join(Person, Person.id == Meeting.made_by)
        .outerjoin(School, School.id == Meeting.school_id)
        .outerjoin(Board, Board.id == Meeting.board_id)
        .where(same_person(MeetingPresence.person_id, person_id))
        .order_by(Meeting.day.desc(), Meeting.id.desc())
    )
    return rows.read(AttendedMeeting, found, by_trainer=bool)
