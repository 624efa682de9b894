"""Schools: the one somebody works at, and what it filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, select, union_all, update

from course.models import BoardValue, Membership, School, SchoolValue, db
from course.store.dated import holds_on, known
from course.store.people.belonging import worked_since
from course.store.prepared import PreparedStatement

_SCHOOL: BindParameter[int] = bindparam("school")
_BOARD = select(School.board_id).where(School.id == _SCHOOL).scalar_subquery()
_IS_NOW = SchoolValue.ends_on.is_(None) & known(SchoolValue)
# The words of a school now, for a parameter `school`: its own, and those that it left to its board.
# Other statements may embed both.
OWN_WORDS = select(SchoolValue.key, SchoolValue.text).where(
    SchoolValue.school_id == _SCHOOL, _IS_NOW
)
BOARD_WORDS = select(BoardValue.key, BoardValue.text).where(
    BoardValue.ends_on.is_(None), known(BoardValue)
)
_OWN_KEYS = select(SchoolValue.key).where(SchoolValue.school_id == _SCHOOL, _IS_NOW)
INHERITED_WORDS = BOARD_WORDS.where(BoardValue.board_id == _BOARD, BoardValue.key.not_in(_OWN_KEYS))
_WORDS = PreparedStatement[Any](union_all(OWN_WORDS, INHERITED_WORDS))
_FILLED_ON = union_all(
    select(SchoolValue.key).where(
        SchoolValue.school_id == _SCHOOL, holds_on(SchoolValue, bindparam("on"))
    ),
    select(BoardValue.key).where(
        BoardValue.board_id == _BOARD, holds_on(BoardValue, bindparam("on"))
    ),
)


def values_of(school_id: int | None) -> dict[str, str]:
    """What is filled in for a school, by variable: by itself, else by its board. Nothing for who
    works nowhere.

    What was left empty is not in it: `filling` takes such a row away.
    """
    if school_id is None:
        return {}
    return dict(_WORDS.all({"school": school_id}))


def own_values_of(school_id: int) -> dict[str, str]:
    """What a school filled in itself."""
    return dict(db.session.execute(OWN_WORDS, {"school": school_id}).all())


def inherited_by(school_id: int) -> dict[str, str]:
    """What the board of a school filled in, also where the school has words of its own."""
    query = BOARD_WORDS.where(BoardValue.board_id == _BOARD)
    return dict(db.session.execute(query, {"school": school_id}).all())


def values_of_board(board_id: int) -> dict[str, str]:
    """What a board filled in for its schools."""
    query = BOARD_WORDS.where(BoardValue.board_id == board_id)
    return dict(db.session.execute(query).all())


def filled_on(school_id: int, on: date) -> frozenset[str]:
    """Which words were filled in for a school on a day."""
    return frozenset(db.session.scalars(_FILLED_ON, {"school": school_id, "on": on}))


def schools_of(person_id: int, on: date, limit: int, offset: int = 0) -> list[School]:
    """The schools where somebody works on a day, the longest first."""
    longest = func.min(worked_since()), func.min(Membership.id)
    query = select(School).join(Membership, Membership.school_id == School.id)
    query = query.where(*_works(person_id, on)).group_by(School.id).order_by(*longest)
    return list(db.session.scalars(query.limit(limit).offset(offset)))


def own_school(person_id: int, on: date, code: str) -> School | None:
    """The school with this code, where somebody works on a day; None elsewhere."""
    query = select(School).join(Membership, Membership.school_id == School.id)
    return db.session.scalar(query.where(*_works(person_id, on), School.code == code).limit(1))


def school_count(person_id: int, on: date) -> int:
    """At how many schools somebody works on a day."""
    query = select(func.count(Membership.school_id.distinct())).where(*_works(person_id, on))
    return db.session.scalar(query) or 0


def home_school(person_id: int, on: date) -> School | None:
    """The school whose words somebody reads on a day: where they work longest.

    None when they work nowhere.
    """
    return next(iter(schools_of(person_id, on, 1)), None)


def is_offered_entry_test(person_id: int, on: date) -> bool:
    """Whether one of the schools where somebody works on a day offers the entry test."""
    query = select(School.id).join(Membership, Membership.school_id == School.id)
    offered = query.where(*_works(person_id, on), School.entry_test).limit(1)
    return db.session.scalar(offered) is not None


def offers_entry_test(school_id: int) -> bool:
    """Whether the people of a school may take the entry test."""
    return db.session.scalar(select(School.entry_test).where(School.id == school_id)) or False


def offer_entry_test(school_id: int, *, offered: bool) -> None:
    """Keep what a school chose about the entry test."""
    db.session.execute(update(School).where(School.id == school_id).values(entry_test=offered))


def _works(person_id: int, on: date) -> tuple[ColumnElement[bool], ...]:
    return Membership.person_id == person_id, holds_on(Membership, on)
