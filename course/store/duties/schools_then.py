"""Which schools a list over schools is about: of a board those that were under it on the day of the
list, each by the name that it had then, as it was known at the end of that day.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from course import clock
from course.domain.people.roles import Actor, Permission
from course.models import Board, BoardDetails, School, SchoolDetails, db
from course.store import rows
from course.store.dated import Day, Instant, holds_on
from course.store.duties.reach import AsOf
from course.store.people import merged
from course.store.people.directory import SchoolRow
from course.store.people.searching import holding_words
from course.store.rows import ListPart
from course.store.scope import BOARD_THEN, GRANTED, granted, schools_for, schools_on

SEES = Permission.SCHOOL_REPORT
SCHOOL_THEN = func.coalesce(SchoolDetails.name, School.name)
MOST_BOARDS = 2000  # to choose from: more than there are in the country
BOARD_CALLED = func.coalesce(BoardDetails.name, Board.name)
# whether the reader sees the school today too, so that there is a page of it for them
OPENS = School.id.in_(GRANTED).label("opens")


@dataclass(frozen=True)
class SchoolThen(SchoolRow):
    """A school as it was on a day. `opens`: the reader sees its own report, today too."""

    opens: bool


def called_on(day: Day, until: Instant) -> ColumnElement[bool]:
    """What joins how a school was described on a day, as it was known right before an instant."""
    return (SchoolDetails.school_id == School.id) & holds_on(SchoolDetails, day, until)


def school_rows(actor: Actor, moment: AsOf, words: str = "") -> Select[*tuple[Any, ...]]:
    """The schools of which the actor sees the figures of that day, by name, with the columns of
    `SchoolThen`. One that went up in another is there on a day of the past, and for who looks for
    it.
    """
    day, end = moment.day, clock.end_of_day(moment.day)
    query: Select[*tuple[Any, ...]] = (
        select(
            School.id,
            School.code,
            SCHOOL_THEN.label("name"),
            func.coalesce(SchoolDetails.sector, School.sector).label("sector"),
            BOARD_CALLED.label("board"),
            Board.id.label("board_id"),
            OPENS,
        )
        .outerjoin(SchoolDetails, called_on(day, end))
        .join(Board, Board.id == BOARD_THEN)
        .outerjoin(BoardDetails, (BoardDetails.board_id == Board.id) & _board_on(day))
        .where(School.id.in_(schools_on(actor, SEES, day)))
        .order_by(SCHOOL_THEN, School.id)
    )
    if not (moment.is_past or words):
        query = query.where(merged.school_is_open(moment.today))
    return holding_words(query, words, [SCHOOL_THEN])


def part_of_schools(
    actor: Actor, moment: AsOf, words: str = "", *, limit: int, offset: int = 0
) -> ListPart[SchoolThen]:
    """A part of that list."""
    query = school_rows(actor, moment, words).add_columns(rows.ALL_ROWS)
    found = db.session.execute(query.limit(limit).offset(offset), granted(actor, SEES))
    return rows.part(SchoolThen, found, opens=bool)


def asked_schools(
    actor: Actor, day: date, most: int | None = None, *, school: str = "", board: str = ""
) -> list[int]:
    """The schools of a list of people, as far as the actor sees them: all, those of a board, or
    one, which may also be under a board of theirs today. `most` None: all of them.
    """
    which: ColumnElement[bool] = School.id.in_(schools_on(actor, SEES, day))
    if school:
        today = School.id.in_(schools_for(actor, SEES))
        which = (School.code == school) & (which | today)
    query = select(School.id).outerjoin(SchoolDetails, called_on(day, clock.end_of_day(day)))
    if board:
        query = query.join(Board, Board.id == BOARD_THEN).where(Board.code == board)
    ordered = query.where(which).order_by(SCHOOL_THEN, School.id).limit(most)
    return list(db.session.scalars(ordered))


def boards_of(actor: Actor, day: date) -> list[tuple[str, str]]:
    """The boards of the schools of that list by name: code and name."""
    theirs = (
        select(BOARD_THEN)
        .select_from(School)
        .outerjoin(SchoolDetails, called_on(day, clock.end_of_day(day)))
        .where(School.id.in_(schools_on(actor, SEES, day)))
    )
    query = (
        select(Board.code, BOARD_CALLED)
        .outerjoin(BoardDetails, (BoardDetails.board_id == Board.id) & _board_on(day))
        .where(Board.id.in_(theirs))
        .order_by(BOARD_CALLED, Board.id)
        .limit(MOST_BOARDS)
    )
    return [(code, name) for code, name in db.session.execute(query)]


def names_on(schools: Collection[int], day: date) -> dict[int, str]:
    """What these were called on a day, by id."""
    query = select(School.id, SCHOOL_THEN).where(School.id.in_(schools))
    joined = query.outerjoin(SchoolDetails, called_on(day, clock.end_of_day(day)))
    return dict(db.session.execute(joined).all())


def schools_called(actor: Actor, codes: Collection[str]) -> dict[str, str]:
    """The names of schools by code, as far as the actor sees their reports."""
    seen = School.id.in_(schools_for(actor, SEES))
    found = select(School.code, School.name).where(School.code.in_(sorted(codes)), seen)
    return dict(db.session.execute(found).all())


def boards_called(actor: Actor, codes: Collection[str]) -> dict[str, str]:
    """The names of boards by code, where the actor sees the whole of it or a school of it."""
    of_school = select(School.board_id).where(School.id.in_(schools_for(actor, SEES)))
    seen = Board.id.in_(granted(actor, SEES)["granted_boards"]) | Board.id.in_(of_school)
    found = select(Board.code, Board.name).where(Board.code.in_(sorted(codes)))
    if not actor.holds_everywhere(SEES):
        found = found.where(seen)
    return dict(db.session.execute(found).all())


def _board_on(day: date) -> ColumnElement[bool]:
    return holds_on(BoardDetails, day, clock.end_of_day(day))
