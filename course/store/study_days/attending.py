"""Who comes to a training on a day, who does not, and who was there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, func, select
from sqlalchemy.orm import aliased

from course.domain.learning.progress import TALKED_THROUGH, Reader, items_for
from course.domain.learning.projection import lesson_at
from course.domain.study_days import SeatState, seat_of
from course.models import (
    Meeting,
    MeetingPresence,
    MeetingReply,
    Membership,
    Person,
    School,
    Team,
    db,
)
from course.models.base import insert_many, insert_new
from course.store import rows
from course.store.courses import releases
from course.store.dated import holds_on
from course.store.learning import reading, recording
from course.store.learning.places import LessonPlace
from course.store.people import words
from course.store.people.searching import holding_words
from course.store.rows import ListPart
from course.store.study_days.meetings import IS_LAST, MeetingRow, comes

MOST_FOUND = 25  # people by a name


@dataclass(frozen=True)
class OwnSeat:
    """What somebody has at a training. `ahead`: how many wait for a seat before them."""

    state: SeatState
    ahead: int
    present: bool


@dataclass(frozen=True)
class Attendee:
    """Somebody who answered, or who was there. `before`: how many said yes earlier."""

    id: int
    ref: str
    name: str
    email: str
    school: str
    team: str
    comes: bool | None
    before: int
    present: bool


def reply(meeting: MeetingRow, person_id: int, now: datetime, *, comes: bool) -> bool:
    """Somebody says that they come, or that they do not. False when they said so already: who said
    yes keeps their place in the row.
    """
    _hold(meeting)
    if _word_of(meeting.id, person_id) is comes:
        return False
    row = {"meeting_id": meeting.id, "person_id": person_id, "comes": comes, "said_at": now}
    insert_many(MeetingReply, [row])
    return True


def own_seats(found: Sequence[MeetingRow], person_id: int) -> dict[int, OwnSeat]:
    """What somebody has at each of these trainings now, by its id."""
    ids = [one.id for one in found]
    said = {row.meeting_id: row for row in db.session.execute(_said(ids, person_id))}
    there = set(
        db.session.scalars(
            select(MeetingPresence.meeting_id).where(
                MeetingPresence.person_id == person_id, MeetingPresence.meeting_id.in_(ids)
            )
        )
    )
    seats = {}
    for one in found:
        word = said.get(one.id)
        comes, before = (bool(word.comes), word.before) if word else (None, 0)
        ahead = max(0, before - one.capacity)
        seats[one.id] = OwnSeat(seat_of(comes, before, one.capacity), ahead, one.id in there)
    return seats


def own_seat(meeting: MeetingRow, person_id: int) -> OwnSeat:
    """The same of one training."""
    return own_seats([meeting], person_id)[meeting.id]


def _said(meetings: Sequence[int], person_id: int) -> Select[*tuple[Any, ...]]:
    """The last word of somebody at each of these, and how many said yes before it."""
    earlier = aliased(MeetingReply)
    before = (
        select(func.count(earlier.id))
        .where(earlier.meeting_id == MeetingReply.meeting_id, comes(earlier))
        .where(earlier.id < MeetingReply.id)
        .correlate(Meeting, MeetingReply)
        .scalar_subquery()
    )
    yes = comes(MeetingReply).label("comes")
    return (
        select(MeetingReply.meeting_id, yes, before.label("before"))
        .join(Meeting, Meeting.id == MeetingReply.meeting_id)
        .where(MeetingReply.meeting_id.in_(meetings), MeetingReply.person_id == person_id, IS_LAST)
    )


def seated(meeting: MeetingRow) -> list[int]:
    """Who has a seat, by person id, in the order in which they said yes."""
    return in_order(meeting.id)[: meeting.capacity]


def coming_people(meeting: MeetingRow, today: date) -> list[Attendee]:
    """Everybody who answered or was there: who said yes in that order, then the others by name."""
    people = _people(meeting, today)
    return _attendees(people.query.where(people.answered))


def part_of_people(
    meeting: MeetingRow, today: date, *, limit: int, offset: int = 0
) -> ListPart[Attendee]:
    """A part of that list."""
    people = _people(meeting, today)
    query = people.query.where(people.answered).add_columns(rows.ALL_ROWS)
    found = db.session.execute(query.limit(limit).offset(offset))
    return rows.part(Attendee, found, comes=_yes_or_no, present=bool)


def ids_of(meeting: MeetingRow, refs: Sequence[str], today: date) -> list[int]:
    """Of these people, who answered or works where the training is for, by person id."""
    people = _people(meeting, today)
    query = people.query.where(Person.ref.in_(refs), people.answered | people.works)
    return [one.id for one in _attendees(query)]


def _attendees(query: Select[Any]) -> list[Attendee]:
    found = db.session.execute(query)
    return rows.read(Attendee, found, comes=_yes_or_no, present=bool)


def others_there(meeting: MeetingRow, words: str, today: date) -> list[Attendee]:
    """Who works where the training is for, has these words in their name, and did not answer; one
    more than is shown at most.
    """
    people = _people(meeting, today)
    query = people.query.where(people.works, ~people.answered)
    return _attendees(holding_words(query, words, [Person.name]).limit(MOST_FOUND + 1))


def note_presence(
    meeting: MeetingRow,
    people: Collection[int],
    now: datetime,
    today: date,
    noted_by: int | None = None,
) -> int:
    """These people were there, on the day or after it. Where the training completes a lesson of
    their course, that lesson is done with it.

    Returns how many are new. Who was there stays so.
    """
    return sum(_note(meeting, person_id, now, today, noted_by) for person_id in sorted(people))


def _note(
    meeting: MeetingRow, person_id: int, now: datetime, today: date, noted_by: int | None
) -> bool:
    covered = _lesson_of(meeting, person_id, today)
    row: dict[str, Any] = {
        "meeting_id": meeting.id,
        "person_id": person_id,
        "noted_by": noted_by,
        "noted_at": now,
        "enrolment_id": None,
        "items": [],
    }
    if covered is None:
        new = insert_new(MeetingPresence, [row]).returning(MeetingPresence.id)
        return db.session.scalar(new) is not None
    row |= {"enrolment_id": covered.place.enrolment_id, "items": list(covered.items)}
    return recording.attend(covered.place, covered.reader, row, now)


@dataclass(frozen=True)
class CoveredLesson:
    """The lesson that a training completes, as somebody has it; `items` were talked through."""

    place: LessonPlace
    reader: Reader
    items: tuple[str, ...]


def _lesson_of(meeting: MeetingRow, person_id: int, today: date) -> CoveredLesson | None:
    """None when somebody does not have that lesson, or when it is one that only answers finish."""
    if meeting.course is None:
        return None
    taken = reading.learning(person_id, meeting.course, today)
    if taken is None:
        return None
    at = (meeting.module or "", meeting.lesson or "")
    found = lesson_at(releases.outline(taken.release), at)
    if found is None or found[1].kind not in TALKED_THROUGH:
        return None
    reader = reading.reader(taken, words.values_of(taken.school_id))
    items = tuple(item.key for item in items_for(found[1], reader))
    place = LessonPlace(taken.enrolment_id, taken.release, *at, taken.followed)
    return CoveredLesson(place, reader, items)


def _hold(meeting: MeetingRow) -> None:
    """One answer at a time, so that two people never get the last seat."""
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())


def _word_of(meeting_id: int, person_id: int) -> bool | None:
    """What somebody said last; None when they said nothing."""
    query = select(MeetingReply.comes).where(
        MeetingReply.meeting_id == meeting_id, MeetingReply.person_id == person_id
    )
    return db.session.scalar(query.order_by(MeetingReply.id.desc()))


def in_order(meeting_id: int) -> list[int]:
    """Who comes, by person id, in the order in which they said so."""
    query = (
        select(MeetingReply.person_id)
        .join(Meeting, Meeting.id == MeetingReply.meeting_id)
        .where(MeetingReply.meeting_id == meeting_id, comes(MeetingReply))
    )
    return list(db.session.scalars(query.order_by(MeetingReply.id)))


@dataclass(frozen=True)
class _People:
    """Everybody with what they said, and two conditions: who answered or was there, who works
    there.
    """

    query: Select[Any]
    answered: ColumnElement[bool]
    works: ColumnElement[bool]


def _people(meeting: MeetingRow, today: date) -> _People:
    mine = MeetingReply.meeting_id == meeting.id
    yes = comes(MeetingReply)
    order = func.row_number().over(partition_by=yes, order_by=MeetingReply.id)
    said = (
        select(MeetingReply.person_id, yes.label("comes"), (order - 1).label("before"))
        .join(Meeting, Meeting.id == MeetingReply.meeting_id)
        .where(mine, IS_LAST)
        .subquery()
    )
    there = (
        select(MeetingPresence.person_id).where(MeetingPresence.meeting_id == meeting.id).subquery()
    )
    here = _works_there(meeting, today)
    coming = func.coalesce(said.c.comes, false())
    query = (
        select(
            Person.id,
            Person.ref,
            Person.name,
            Person.email,
            func.coalesce(here.c.school, "").label("school"),
            func.coalesce(here.c.team, "").label("team"),
            said.c.comes,
            func.coalesce(said.c.before, 0).label("before"),
            there.c.person_id.is_not(None).label("present"),
        )
        .outerjoin(said, said.c.person_id == Person.id)
        .outerjoin(there, there.c.person_id == Person.id)
        .outerjoin(here, here.c.person_id == Person.id)
        .order_by(coming.desc(), case((coming, said.c.before)), Person.sort_name, Person.id)
    )
    answered = said.c.person_id.is_not(None) | there.c.person_id.is_not(None)
    return _People(query, answered, here.c.person_id.is_not(None))


def _works_there(meeting: MeetingRow, today: date) -> Any:
    """At which school of the training somebody works today, and in which team: the first."""
    place = School.id == meeting.school_id
    if meeting.board_id is not None:
        place = School.board_id == meeting.board_id
    return (
        select(
            Membership.person_id,
            func.min(School.name).label("school"),
            func.min(Team.name).label("team"),
        )
        .join(School, School.id == Membership.school_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(place, holds_on(Membership, today))
        .group_by(Membership.person_id)
        .subquery()
    )


def _yes_or_no(value: Any) -> bool | None:
    return None if value is None else bool(value)
