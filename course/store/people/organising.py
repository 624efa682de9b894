"""Boards, schools and teams: opened and changed. Whoever calls one has looked whether the actor
may, and commits afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError

from course.domain.people.audited import Audited
from course.domain.people.roles import Actor, Permission
from course.models import Board, Membership, RoleGrant, School, Team, db
from course.models.base import insert_new, new_token
from course.store import audit, rows
from course.store.audit import AuditNote
from course.store.dated import DeedMoment, holds_on
from course.store.duties import settling
from course.store.learning import recounting
from course.store.people import merged
from course.store.people.naming import describe
from course.store.people.searching import holding_words
from course.store.rows import ListPart
from course.store.scope import schools_for

MOST_BOARDS = 5000  # to choose from: more than there are in the country


@dataclass(frozen=True)
class SchoolFacts:
    """What is written down about a school. `sector` is po, vo, mbo or so; `region` that of its
    holidays.
    """

    name: str
    board_id: int
    sector: str
    region: str


@dataclass(frozen=True)
class SchoolAtWork:
    """A school in a list, with how many people work there and lead it today."""

    id: int
    code: str
    name: str
    sector: str
    region: str
    board: str
    board_code: str
    board_id: int
    people: int
    teams: int
    managers: int


@dataclass(frozen=True)
class BoardRow:
    """One board, by the code that stands in forms."""

    id: int
    code: str
    name: str


def boards_in_scope(actor: Actor) -> list[BoardRow]:
    """The boards for whose every school the actor keeps the accounts, by name."""
    query = select(Board.id, Board.code, Board.name).order_by(Board.name, Board.id)
    if not actor.holds_everywhere(Permission.PEOPLE):
        query = query.where(Board.id.in_(actor.boards_with(Permission.PEOPLE)))
    return rows.read(BoardRow, db.session.execute(query.limit(MOST_BOARDS)))


def board_by_code(code: str) -> BoardRow | None:
    """A board, whoever asks; None when there is none of that code."""
    query = select(Board.id, Board.code, Board.name).where(Board.code == code)
    return rows.first(BoardRow, db.session.execute(query))


def board_of_school(school_id: int) -> BoardRow:
    """The board of a school."""
    query = select(Board.id, Board.code, Board.name).join(School, School.board_id == Board.id)
    return BoardRow(**db.session.execute(query.where(School.id == school_id)).one()._mapping)


def search_schools(
    actor: Actor, today: date, words: str, *, limit: int, offset: int = 0
) -> ListPart[SchoolAtWork]:
    """Schools whose accounts the actor keeps, whose name, code or board holds all words.

    By name. One that went up in another is found by its words only.
    """
    query = _at_work(today).where(School.id.in_(schools_for(actor, Permission.PEOPLE)))
    if not words:
        query = query.where(merged.school_is_open(today))
    query = holding_words(query, words, (School.name, School.code, Board.name))
    query = query.add_columns(rows.ALL_ROWS).order_by(School.name, School.id)
    return rows.part(SchoolAtWork, db.session.execute(query.limit(limit).offset(offset)))


def school_at_work(actor: Actor, code: str, today: date) -> SchoolAtWork | None:
    """One school whose accounts the actor keeps; None when it is out of scope or not there."""
    query = _at_work(today).where(School.code == code)
    query = query.where(School.id.in_(schools_for(actor, Permission.PEOPLE)))
    return rows.first(SchoolAtWork, db.session.execute(query))


def _at_work(today: date) -> Select[*tuple[Any, ...]]:
    people = (
        select(func.count(Membership.person_id.distinct()))
        .where(Membership.school_id == School.id, holds_on(Membership, today))
        .scalar_subquery()
    )
    teams = select(func.count(Team.id)).where(Team.school_id == School.id).scalar_subquery()
    managers = (
        select(func.count(RoleGrant.person_id.distinct()))
        .where(RoleGrant.role == "manager", holds_on(RoleGrant, today))
        .where(
            (RoleGrant.school_id == School.id)
            | (RoleGrant.board_id == School.board_id)
            | (RoleGrant.school_id.is_(None) & RoleGrant.board_id.is_(None))
        )
        .scalar_subquery()
    )
    return select(
        School.id,
        School.code,
        School.name,
        School.sector,
        School.region,
        Board.name.label("board"),
        Board.code.label("board_code"),
        School.board_id,
        people.label("people"),
        teams.label("teams"),
        managers.label("managers"),
    ).join(Board, Board.id == School.board_id)


def open_board(code: str, name: str) -> int | None:
    """A new board; returns its id. None when the code is taken, also a moment ago."""
    row = {"code": code, "name": name}
    made: int | None = db.session.scalar(insert_new(Board, [row]).returning(Board.id))
    return made


def open_school(code: str, facts: SchoolFacts) -> int | None:
    """A new school; returns its id. None when the code is taken, also a moment ago."""
    row = {"code": code, "entry_test": False, **vars(facts)}
    made: int | None = db.session.scalar(insert_new(School, [row]).returning(School.id))
    return made


def change_school(school_id: int, facts: SchoolFacts, moment: DeedMoment) -> None:
    """What is written down about this school from now on. Its code stays: addresses hold it.

    A school of another kind, or with other words of its board, has other lessons, so progress of
    its people follows. At another board it also owes what that board gave to all its schools; what
    it owed already stays.
    """
    columns = (School.name, School.board_id, School.sector, School.region)
    told = db.session.execute(select(*columns).where(School.id == school_id)).one()
    if dict(told._mapping) == vars(facts):
        return
    describe(School, school_id, vars(facts), moment)
    action = Audited.SCHOOL_CHANGED
    if told.board_id != facts.board_id:
        action = Audited.SCHOOL_MOVED
        settling.settle(school_id, moment)
    audit.note([AuditNote(action, school_id=school_id)], moment)
    _follow(school_id, moment)


def _follow(school_id: int, moment: DeedMoment) -> None:
    """Bring the progress of who works there up to date."""
    works = select(Membership.person_id).where(
        Membership.school_id == school_id, holds_on(Membership, moment.today)
    )
    people = db.session.scalars(works.order_by(Membership.person_id)).all()
    recounting.follow(recounting.enrolments_of(people), moment.now)


def rename_board(board_id: int, name: str, moment: DeedMoment) -> None:
    """A board is called so from now on; reports of earlier days keep the name of then."""
    if db.session.scalar(select(Board.name).where(Board.id == board_id)) == name:
        return
    describe(Board, board_id, {"name": name}, moment)
    audit.note([AuditNote(Audited.BOARD_RENAMED, board_id=board_id)], moment)


def rename_team(school_id: int, team_id: int, name: str, moment: DeedMoment) -> bool:
    """A team is called so from now on; reports of earlier days keep the name of then. False when
    the school has another team of that name, or not this one.
    """
    here = select(Team.name, Team.id).where(Team.school_id == school_id)
    names = dict(db.session.execute(here).all())
    if team_id not in names.values() or names.get(name, team_id) != team_id:
        return False
    if name in names:
        return True
    try:
        with db.session.begin_nested():
            describe(Team, team_id, {"name": name}, moment)
    except IntegrityError:  # another team took the name since it was looked at
        return False
    audit.note([AuditNote(Audited.TEAM_RENAMED, school_id=school_id)], moment)
    return True


def taken(table: type[Board] | type[School], code: str) -> bool:
    """Whether a board or a school has this code already."""
    return db.session.scalar(select(table.id).where(table.code == code)) is not None


def open_team(school_id: int, name: str) -> bool:
    """A new team of a school. False when it has one of that name, also since a moment ago."""
    row = {"ref": new_token(), "school_id": school_id, "name": name}
    return db.session.scalar(insert_new(Team, [row]).returning(Team.id)) is not None
