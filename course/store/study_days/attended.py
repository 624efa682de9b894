"""The trainings on a day where somebody was: for that person, and for the report of the school
where they worked on that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select

from course.domain.people.roles import Actor
from course.domain.people.sight import ORDER, Sight
from course.models import Board, Meeting, MeetingPresence, Membership, Person, School, Team, db
from course.store import rows
from course.store.dated import holds_on
from course.store.duties.seeing import rank_seen, seen_by
from course.store.people.belonging import same_person
from course.store.rows import ALL_ROWS, ListPart


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


@dataclass(frozen=True)
class HeldMeeting:
    """A training where people of a school were, and how many."""

    ref: str
    title: str
    day: date
    people: int


@dataclass(frozen=True)
class PresentPerson:
    """Somebody who was there. `by_trainer`: the trainer said so; else they had the code."""

    name: str
    team: str | None
    by_trainer: bool


def sees_who(actor: Actor, school_id: int, today: date) -> bool:
    """Whether a reader of a school's report sees who was there, and not only how many: that says
    on which day somebody did something.
    """
    dates = rank_seen(School.id, today, None) >= ORDER.index(Sight.DATES)
    query = select(School.id).where(School.id == school_id, dates)
    return db.session.scalar(query, seen_by(actor, today)) is not None


def of_school(school_id: int, *, limit: int, offset: int = 0) -> ListPart[HeldMeeting]:
    """Every training where somebody was who worked at a school on that day, the newest first."""
    query = (
        select(
            Meeting.ref,
            Meeting.title,
            Meeting.day,
            func.count(MeetingPresence.person_id.distinct()).label("people"),
            ALL_ROWS,
        )
        .join(MeetingPresence, MeetingPresence.meeting_id == Meeting.id)
        .join(Membership, _worked_there(school_id))
        .group_by(Meeting.id, Meeting.ref, Meeting.title, Meeting.day)
        .order_by(Meeting.day.desc(), Meeting.id.desc())
    )
    return rows.part(HeldMeeting, db.session.execute(query.limit(limit).offset(offset)))


def people_at(school_id: int, ref: str, *, limit: int, offset: int = 0) -> ListPart[PresentPerson]:
    """Who was at one of them, of those who worked at the school on that day, by name."""
    query = (
        select(
            Person.name,
            Team.name.label("team"),
            MeetingPresence.noted_by.is_not(None).label("by_trainer"),
            ALL_ROWS,
        )
        .select_from(Meeting)
        .join(MeetingPresence, MeetingPresence.meeting_id == Meeting.id)
        .join(Membership, _worked_there(school_id))
        .join(Person, Person.id == MeetingPresence.person_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(Meeting.ref == ref)
        .order_by(Person.sort_name, Person.id)
    )
    found = db.session.execute(query.limit(limit).offset(offset))
    return rows.part(PresentPerson, found, by_trainer=bool)


def _worked_there(school_id: int) -> ColumnElement[bool]:
    here = Membership.person_id == MeetingPresence.person_id, Membership.school_id == school_id
    return and_(*here, holds_on(Membership, Meeting.day))
