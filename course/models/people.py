"""Who works where, and who may do what.

Links are dated twice: what ended stays, and so does what was known, for reports as of an earlier
day.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, LongText, Name, RowId, Slug, SortName, Token, new_token
from course.models.dated import DatedTwice, in_order, one_at_a_time


class Board(Base):
    """A school board: the employer of the people at its schools."""

    id: Mapped[RowId]
    code: Mapped[Slug] = mapped_column(unique=True)
    name: Mapped[Name]


class School(Base):
    """One school. `sector` is po, vo, mbo or so; `region` its holiday region."""

    id: Mapped[RowId]
    code: Mapped[Slug] = mapped_column(unique=True)  # stands in addresses of reports
    name: Mapped[Name]
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), index=True)
    sector: Mapped[str] = mapped_column(String(8))
    region: Mapped[str] = mapped_column(String(8))
    # whether its people may show beforehand what they know
    entry_test: Mapped[bool] = mapped_column(default=False)


class SchoolValue(DatedTwice, Base):
    """What a school filled in for one of the words that lessons leave to it. No row means empty."""

    __table_args__ = (*in_order(), one_at_a_time("uq_school_value_now", "school_id", "key"))

    id: Mapped[RowId]
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    key: Mapped[Slug]
    text: Mapped[LongText]


class SchoolSight(DatedTwice, Base):
    """How much of what people did the managers of a school see. No row means the least.

    `consent_on` and `consent_by`: that the staff council agreed, where it shows them more.
    `made_by` empty: it came with the installation.
    """

    __table_args__ = (*in_order(), one_at_a_time("uq_school_sight_now", "school_id"))

    id: Mapped[RowId]
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    level: Mapped[str] = mapped_column(String(8))  # a code of `domain.people.sight`
    consent_on: Mapped[date | None]
    consent_by: Mapped[Name]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class BoardValue(DatedTwice, Base):
    """What a board filled in for its schools that left the same word empty."""

    __table_args__ = (*in_order(), one_at_a_time("uq_board_value_now", "board_id", "key"))

    id: Mapped[RowId]
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"))
    key: Mapped[Slug]
    text: Mapped[LongText]


class Team(Base):
    """A group within a school."""

    __table_args__ = (Index(None, "school_id", "name", unique=True),)

    id: Mapped[RowId]
    ref: Mapped[Token] = mapped_column(unique=True, default=new_token)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    name: Mapped[Name]


class BoardDetails(DatedTwice, Base):
    """What a board is and was called; no row: it always had the name that it has."""

    __table_args__ = (*in_order(), one_at_a_time("uq_board_details_now", "board_id"))

    id: Mapped[RowId]
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), index=True)
    name: Mapped[Name]


class SchoolDetails(DatedTwice, Base):
    """What a school is and was called, of which kind, where and under which board; no row: always
    as it is.
    """

    __table_args__ = (*in_order(), one_at_a_time("uq_school_details_now", "school_id"))

    id: Mapped[RowId]
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    name: Mapped[Name]
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"))
    sector: Mapped[str] = mapped_column(String(8))
    region: Mapped[str] = mapped_column(String(8))


class TeamDetails(DatedTwice, Base):
    """What a team is and was called; no row: it always had the name that it has."""

    __table_args__ = (*in_order(), one_at_a_time("uq_team_details_now", "team_id"))

    id: Mapped[RowId]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    name: Mapped[Name]


class Person(Base):
    """Somebody with an account. Only a name and a mail address are compulsory.

    Name and kind of work are those of now, so that pages need not ask `PersonDetails`, which also
    says what they were.
    """

    id: Mapped[RowId]
    # the person in addresses; never a counter
    ref: Mapped[Token] = mapped_column(unique=True, default=new_token)
    name: Mapped[Name]
    sort_name: Mapped[SortName]  # the Dutch way: surname without its prefix first
    # what the school's list says, when they chose themselves what they are called; None: `name`
    listed_name: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[Name]
    email_key: Mapped[Name] = mapped_column(unique=True)  # folded for case
    audience: Mapped[str] = mapped_column(String(16), default="teaching")
    blocked_at: Mapped[datetime | None]
    first_signed_in_at: Mapped[datetime | None]  # None: never
    # production refuses to start while one exists
    is_demo: Mapped[bool] = mapped_column(default=False)


class PersonDetails(DatedTwice, Base):
    """What somebody is called and what kind of work they do."""

    __table_args__ = (
        *in_order(),
        one_at_a_time("uq_person_details_now", "person_id"),
        Index(None, "person_id"),
    )

    id: Mapped[RowId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[Name]
    sort_name: Mapped[SortName]
    audience: Mapped[str] = mapped_column(String(16))


class Membership(DatedTwice, Base):
    """A person at a school, from a day up to and including a day. In a team, or in none."""

    __table_args__ = (
        *in_order(),
        one_at_a_time("uq_membership_now", "school_id", "person_id"),
        Index(None, "school_id", "person_id"),
        Index(None, "person_id"),
        Index(None, "school_id", "staff_number"),
    )

    id: Mapped[RowId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    # the school's own lasting key for a person
    staff_number: Mapped[str | None] = mapped_column(String(40))


class RoleGrant(DatedTwice, Base):
    """A role at one school, at one board or everywhere, from a day up to and including a day.

    Learners need no grant.
    """

    __table_args__ = (
        *in_order(),
        CheckConstraint("school_id IS NULL OR board_id IS NULL", name="one_place_or_all"),
        Index(None, "person_id"),
    )

    id: Mapped[RowId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(16))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    board_id: Mapped[int | None] = mapped_column(ForeignKey("board.id"))
