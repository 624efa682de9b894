"""The code of conduct that a school or a board adopted.

A version never changes: a correction is a later version.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, Hash, LongText, Name, RowId, Slug, Token, new_token


class CodeOfConduct(Base):
    """One version: of a school, or of a board for those of its schools that have none."""

    __table_args__ = (
        CheckConstraint("(school_id IS NULL) <> (board_id IS NULL)", name="school_or_board"),
        Index(None, "school_id", "in_force_on"),
        Index(None, "board_id", "in_force_on"),
    )

    id: Mapped[RowId]
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    board_id: Mapped[int | None] = mapped_column(ForeignKey("board.id"))
    label: Mapped[Name]  # what people call this version
    # the first day; the newest version that has begun is the one that counts
    in_force_on: Mapped[date]
    consent_on: Mapped[date | None]  # the day on which the staff council agreed
    consent_reference: Mapped[Name]  # where that can be found; empty when nobody said so
    # against the version before: only the words, or what is agreed
    change: Mapped[str] = mapped_column(String(8), default="meaning", server_default="meaning")
    # what is asked of who works there: nothing, a signature, or one with the password again
    asks: Mapped[str] = mapped_column(String(12), default="nothing", server_default="nothing")
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    # drawn with the form: a double click is one version
    submission: Mapped[Token] = mapped_column(unique=True)


class CodeClause(Base):
    """The words of one clause in one version, by the lasting key that lessons refer to."""

    code_id: Mapped[int] = mapped_column(ForeignKey("code_of_conduct.id"), primary_key=True)
    clause: Mapped[Slug] = mapped_column(primary_key=True)
    text: Mapped[LongText]


class SignedText(Base):
    """A text exactly as it stood before who signed it, once, by its SHA-256 in hex."""

    hash: Mapped[Hash] = mapped_column(primary_key=True)
    text: Mapped[LongText]


class ConductSignature(Base):
    """What somebody answered to a version at a school: signed, or refused. The last one counts."""

    __table_args__ = (
        CheckConstraint("answer IN ('signed', 'refused')", name="known_answer"),
        Index(None, "school_id", "person_id"),
        Index(None, "person_id"),
    )

    id: Mapped[RowId]
    ref: Mapped[Token] = mapped_column(unique=True, default=new_token)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    code_id: Mapped[int] = mapped_column(ForeignKey("code_of_conduct.id"))
    text_hash: Mapped[Hash] = mapped_column(ForeignKey("signed_text.hash"))
    name: Mapped[Name]  # of the person, on that day
    answer: Mapped[str] = mapped_column(String(8))
    answered_at: Mapped[datetime]
    # drawn with the form: a double click is one answer
    submission: Mapped[Token] = mapped_column(unique=True)
